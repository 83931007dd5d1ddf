// CSV that a spreadsheet opens without running anything in it. The readers of the package take the guard off again.

import { textOf } from "./text.js";

/** Cells that spreadsheets take for a formula begin with one of these. */
const FORMULA = /^[\s\u0000]*[=+\-@|%\t\r＝＋－＠]/u;

/** Returns one CSV cell: a would-be formula gets a leading apostrophe, then quotes as RFC 4180 says. */
export function cell(value: unknown): string {
  if (typeof value === "number") return String(value);
  const text = textOf(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Returns one CSV line, without its line end. */
export function csvLine(values: readonly unknown[]): string {
  return values.map(cell).join(",");
}
