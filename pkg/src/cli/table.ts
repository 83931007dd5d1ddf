// A plain table in terminal columns. The last column that may shrink gives way on a narrow terminal.

import { clean, clip, pad, widthOf } from "./text.js";

/** One column: its heading, whether it is a number (set to the right) and how far it may shrink. */
export interface Column {
  readonly title: string;
  readonly right?: boolean;
  /** Narrowest width in terminal columns when the table does not fit; without it the column keeps its width. */
  readonly min?: number;
}

/** The lines of a table: heading first, cells cleaned, nothing wider than `columns`. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly unknown[])[],
  limit: number,
): string[] {
  const cells = rows.map((row) => row.map(clean));
  const widths = columns.map((column, at) =>
    Math.max(widthOf(column.title), ...cells.map((row) => widthOf(row[at] ?? ""))),
  );
  shrink(widths, columns, limit);
  const line = (row: readonly string[]): string =>
    columns
      .map((column, at) => {
        const width = widths[at] ?? 0;
        const cell = clip(row[at] ?? "", width);
        if (column.right) return " ".repeat(Math.max(0, width - widthOf(cell))) + cell;
        return at === columns.length - 1 ? cell : pad(cell, width);
      })
      .join("  ")
      .trimEnd();
  return [line(columns.map((column) => column.title)), ...cells.map(line)];
}

/** Takes columns from the widest shrinkable cell, one at a time, until the line fits. */
function shrink(widths: number[], columns: readonly Column[], limit: number): void {
  const gaps = 2 * (columns.length - 1);
  let total = widths.reduce((sum, width) => sum + width, gaps);
  while (total > limit) {
    let widest = -1;
    widths.forEach((width, at) => {
      const min = columns[at]?.min;
      if (min !== undefined && width > min && width > (widths[widest] ?? 0)) widest = at;
    });
    const width = widths[widest];
    if (width === undefined) return;
    widths[widest] = width - 1;
    total -= 1;
  }
}
