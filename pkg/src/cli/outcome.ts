// What becomes of rejected rows after an import: they are shown and written, also where every row was rejected.

import { isMeshiError, readAttendees, type AttendeeColumn } from "../index.js";
import type { AttendeeFile } from "./attendee-file.js";
import { mappingFlag } from "./flags.js";
import type { FileOptions } from "./options.js";
import type { Output } from "./output.js";
import { PROBLEM, rejectedCsv } from "./rejected-csv.js";
import { printRejected } from "./render.js";
import type { Rejected } from "./report.js";
import { writeResult } from "./result-file.js";
import { count } from "./text.js";
import { nothingImported, type NothingImported } from "./usable.js";

/** Writes the file that --rejected names, and says how to use it. */
export async function writeRejected(
  file: AttendeeFile,
  rejected: readonly Rejected[],
  options: FileOptions & { quiet?: boolean },
  output: Output,
): Promise<void> {
  if (options.rejected === undefined) return;
  const { text, columns } = await rejectedCsv(file, rejected);
  await writeResult("--rejected", options.rejected, text);
  if (rejected.length === 0 || options.quiet) return;
  output.note(`rejected: ${count(rejected.length, "row")} written, to be mended and imported again`);
  const flags = await flagsFor(text, columns, options);
  if (flags !== "") output.note(`  with ${flags}`);
}

/**
 * The flags that a written file needs to be read as the attendee file was. Columns are recognised by their cells too, and the
 * rejected rows may hold too little of them.
 */
async function flagsFor(
  text: string,
  columns: readonly AttendeeColumn[],
  { format, mapping }: FileOptions,
): Promise<string> {
  let read: readonly AttendeeColumn[] = [];
  try {
    read = await readAttendees(text, { ignore: [PROBLEM], ...(mapping ? { mapping } : {}) }).inspect();
  } catch (error) {
    // Not even a name was found: every field is said by its flag.
    if (!isMeshiError(error)) throw error;
  }
  const flags = format === undefined || format === "csv" ? [] : ["--format csv"];
  for (const [at, { field, header, evidence }] of columns.entries()) {
    const isField = field !== "raw" && field !== "ignored" && evidence !== "mapping";
    if (isField && read[at]?.field !== field) flags.push(mappingFlag(field, header));
  }
  return flags.join(" ");
}

/** What an import came to of which nothing was imported: every row was rejected, or its runs failed. */
export function nothingIn(error: unknown): NothingImported | undefined {
  if (!isMeshiError(error) || error.report === undefined || error.report.imported > 0) return undefined;
  const { total, rejected } = error.report;
  if (error.code === "NOTHING_IMPORTED") return { total, rejected: rejected as Rejected[] };
  return error.name === "MeshiRunError"
    ? { total, rejected: rejected as Rejected[], failure: error }
    : undefined;
}

/** Shows and writes the reasons why nothing was imported, then throws the failure. */
export async function failForNothing(
  file: AttendeeFile,
  nothing: NothingImported,
  options: FileOptions & { json?: boolean; quiet?: boolean },
  output: Output,
): Promise<never> {
  await writeRejected(file, nothing.rejected, options, output);
  if (!options.json) await printRejected(nothing.rejected, output);
  throw nothing.failure ?? nothingImported(nothing, options.rejected !== undefined);
}
