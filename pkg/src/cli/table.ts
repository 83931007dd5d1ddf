// A plain table in terminal columns. On a narrow terminal columns shrink, and the last one may go on below itself.

import { clean, clip, pad, widthOf, wrap } from "./text.js";

/** One column: its heading, whether it is a number (set to the right) and how far it may shrink. */
export interface Column {
  readonly title: string;
  readonly right?: boolean;
  /** Narrowest width in terminal columns when the table does not fit; without it the column keeps its width. */
  readonly min?: number;
  /** For the last column: what does not fit goes on in the lines below instead of being cut. */
  readonly wrap?: boolean;
}

/** The lines of a table: heading first, cells cleaned, nothing wider than `columns`. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly unknown[])[],
  limit: number,
): string[] {
  const cells = rows.map((row) => row.map(clean));
  const widths = columns.map((column, at) =>
    cells.reduce((widest, row) => Math.max(widest, widthOf(row[at] ?? "")), widthOf(column.title)),
  );
  shrink(widths, columns, limit);
  const last = columns.length - 1;
  const indent = " ".repeat(widths.slice(0, -1).reduce((sum, width) => sum + width + 2, 0));
  const lines = (row: readonly string[]): string[] => {
    const [head = "", ...below] = columns[last]?.wrap
      ? wrap(row[last] ?? "", widths[last] ?? 0)
      : [row[last] ?? ""];
    const shown = columns.map((column, at) => {
      const width = widths[at] ?? 0;
      const cell = clip(at === last ? head : (row[at] ?? ""), width);
      if (column.right) return " ".repeat(Math.max(0, width - widthOf(cell))) + cell;
      return at === last ? cell : pad(cell, width);
    });
    return [shown.join("  ").trimEnd(), ...below.map((text) => indent + text)];
  };
  return [...lines(columns.map((column) => column.title)), ...cells.flatMap(lines)];
}

/** No column is narrower than this, so that something of it is seen. */
const NARROWEST = 4;

/**
 * Takes terminal columns from the widest cell, one at a time, until the line fits: first down to what each column asks for,
 * then further, and from columns that keep their width last.
 */
function shrink(widths: number[], columns: readonly Column[], limit: number): void {
  shrinkTo(widths, ({ min }) => min, limit, columns);
  shrinkTo(widths, ({ min }) => (min === undefined ? undefined : NARROWEST), limit, columns);
  shrinkTo(widths, () => NARROWEST, limit, columns);
}

function shrinkTo(
  widths: number[],
  leastOf: (column: Column) => number | undefined,
  limit: number,
  columns: readonly Column[],
): void {
  const gaps = 2 * (columns.length - 1);
  let total = widths.reduce((sum, width) => sum + width, gaps);
  while (total > limit) {
    let widest = -1;
    columns.forEach((column, at) => {
      const [width, least] = [widths[at] ?? 0, leastOf(column)];
      if (least !== undefined && width > least && width > (widths[widest] ?? 0)) widest = at;
    });
    const width = widths[widest];
    if (width === undefined) return;
    widths[widest] = width - 1;
    total -= 1;
  }
}
