// What becomes of rejected rows after an import: they are shown and written, also where every row was rejected.

import { isMeshiError } from "../index.js";
import type { AttendeeFile } from "./attendee-file.js";
import { mappingFlag } from "./flags.js";
import type { FileOptions } from "./options.js";
import type { Output } from "./output.js";
import { rejectedCsv } from "./rejected-csv.js";
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
  // What the content of other rows told has to be said for a file that does not hold them.
  const found = columns.filter(
    ({ field, evidence }) => evidence === "content" && field !== "raw" && field !== "ignored",
  );
  if (found.length > 0)
    output.note(`  with ${found.map(({ field, header }) => mappingFlag(field, header)).join(" ")}`);
}

/** What an import came to that ended since every row was rejected; nothing for any other failure. */
export function nothingIn(error: unknown): NothingImported | undefined {
  if (!isMeshiError(error) || error.code !== "NOTHING_IMPORTED" || error.report === undefined)
    return undefined;
  return { total: error.report.total, rejected: error.report.rejected as Rejected[] };
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
  throw nothingImported(nothing, options.rejected !== undefined);
}
