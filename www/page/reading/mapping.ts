// The mapping that the person makes by hand.

import type { AttendeeField } from "../../shared/api.ts";
import type { Column, Mapping } from "./protocol.ts";

/**
 * The mapping after a column has been given to a field, or to none. A field has one column and a column one field: whoever
 * had it before is named too, so that what the headers say cannot bring it back.
 */
export function assign(
  columns: readonly Column[],
  mapping: Mapping,
  header: string,
  field: AttendeeField | null,
): Mapping {
  const next: Mapping = { ...mapping };
  for (const column of columns) {
    const had = column.field as AttendeeField | null;
    if (column.header === header && had !== null && had !== field) next[had] = null;
  }
  for (const [key, value] of Object.entries(next) as [AttendeeField, string | null][]) {
    if (value === header && key !== field) next[key] = null;
  }
  if (field !== null) next[field] = header;
  return next;
}

/** What a column is taken for: by hand, else by its header. */
export function fieldOf(column: Column, mapping: Mapping): AttendeeField | null {
  for (const [field, header] of Object.entries(mapping) as [AttendeeField, string | null][]) {
    if (header === column.header) return field;
  }
  const field = column.field as AttendeeField | null;
  return field !== null && field in mapping ? null : field;
}
