// The rejected rows as a CSV file that a spreadsheet opens without running anything in it.

import { writeFile } from "node:fs/promises";
import { CliError, ExitCode } from "./exit.js";
import type { Rejected } from "./report.js";

const COLUMNS = ["row", "attendee_id", "field", "code", "message"] as const;

/** Cells that spreadsheets take for a formula begin with one of these. */
const FORMULA = /^[\s\u0000]*[=+\-@|%\t\r＝＋－＠]/u;

/** One CSV cell: a would-be formula gets a leading apostrophe, then quotes as RFC 4180 says. */
export function cell(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "number") return String(value);
  const text = String(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The whole file: a heading, then one line a rejected row, ended by CRLF. */
export function rejectedCsv(rejected: readonly Rejected[]): string {
  const lines = rejected.map((row) => COLUMNS.map((column) => cell(row[column])).join(","));
  return [COLUMNS.join(","), ...lines, ""].join("\r\n");
}

/** Writes a result file; a path that cannot be written is a usage error that names the option. */
export async function writeResult(option: string, path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600 });
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    throw new CliError(
      ExitCode.usage,
      "CANNOT_WRITE",
      `${option}: ${path} cannot be written (${reason}).`,
      "Give a path in a folder that exists and that you may write to.",
      { cause: error },
    );
  }
}
