// Looks at an attendee file before anything is sent: a file that cannot be used must leave nothing behind at the server.

import type { AttendeeFile } from "./attendee-file.js";
import { CliError, ExitCode } from "./exit.js";
import type { Rejected } from "./report.js";
import { count } from "./text.js";

/** So many rows are read at least, and as many more as it takes to find one that can be imported. */
const FIRST_ROWS = 200;

/** What an import that imported nothing came to. */
export interface NothingImported {
  readonly total: number;
  readonly rejected: readonly Rejected[];
  /** The run's own error, where a run failed: it is thrown once the reasons are told. */
  readonly failure?: Error;
}

/**
 * Reads the header and the first rows. Returns what is wrong with the rows where the whole file holds no row that could be
 * imported; nothing where there is one.
 *
 * @throws MeshiValidationError for a file that cannot be read; CliError for one without rows
 */
export async function findUsable(
  file: AttendeeFile,
  signal: AbortSignal,
): Promise<NothingImported | undefined> {
  const { rows, close } = file.open();
  let total = 0;
  let usable = false;
  try {
    for await (const read of rows.rows()) {
      signal.throwIfAborted();
      total += 1;
      usable ||= "attendee" in read;
      if (usable && total >= FIRST_ROWS) return undefined;
    }
  } finally {
    close();
  }
  if (total === 0) throw noRows();
  return usable ? undefined : { total, rejected: rows.rejected };
}

/** The failure of a file that holds headers and nothing else. */
export const noRows = (): CliError =>
  new CliError(
    ExitCode.input,
    "NO_ROWS",
    "--attendees: the file has headers and no rows.",
    "Check that it is the right file and that the export has finished.",
  );

/** The failure of an import of which every row was rejected. The reasons have been told when it is thrown. */
export function nothingImported({ total, rejected }: NothingImported, isWritten: boolean): CliError {
  const rows = total === 1 ? "the only row was rejected" : `all ${count(total, "row")} were rejected`;
  const hint = isWritten
    ? "Mend the rows in the file that --rejected names, and give that file to --attendees."
    : "Mend the rows and run the same command again. --rejected <file> writes them with what is wrong.";
  const error = new CliError(ExitCode.input, "NOTHING_IMPORTED", `Nothing was imported: ${rows}.`, hint);
  return Object.assign(error, { report: { total, imported: 0, rejected } });
}
