// The rejected rows as a CSV file: the columns of the attendee file and why each row was rejected, to be mended and imported again.

import type { AttendeeColumn } from "../index.js";
import type { AttendeeFile } from "./attendee-file.js";
import { csvLine } from "./csv.js";
import { inFlags } from "./flags.js";
import type { Rejected } from "./report.js";

/** The last column of the file that --rejected writes. It is left out when the mended file is read. */
export const PROBLEM = "problem";

/** The text of the file, and the columns of the attendee file. */
export interface RejectedCsv {
  readonly text: string;
  readonly columns: readonly AttendeeColumn[];
}

/**
 * Returns the whole file: a heading, then one line a rejected row, in the order of the attendee file, each ended by CRLF. The
 * attendee file is read a second time for the rows' cells. A row whose cells cannot be read, such as one that is too long, has
 * its problem alone.
 */
export async function rejectedCsv(file: AttendeeFile, rejected: readonly Rejected[]): Promise<RejectedCsv> {
  const problems = new Map<number, string[]>();
  for (const { row, code, message } of rejected) {
    const problem = `${inFlags(message)} (${code})`;
    problems.set(row, [...(problems.get(row) ?? []), problem]);
  }
  const { records, columns: all } = await recordsOf(file, problems);
  const columns = all.filter(({ header }) => header !== PROBLEM);
  const headers = columns.map(({ header }) => header);
  const lines = [...problems]
    .sort(([one], [other]) => one - other)
    .map(([row, problem]) => {
      const record = records.get(row) ?? {};
      return csvLine([
        ...headers.map((header) => plain(record[header])),
        problem.join("; "),
        ...beyond(record, headers.length),
      ]);
    });
  return { text: [csvLine([...headers, PROBLEM]), ...lines, ""].join("\r\n"), columns };
}

type Record_ = Readonly<Record<string, unknown>>;

async function recordsOf(
  file: AttendeeFile,
  wanted: ReadonlyMap<number, unknown>,
): Promise<{ records: Map<number, Record_>; columns: readonly AttendeeColumn[] }> {
  const records = new Map<number, Record_>();
  const { rows } = file.open((record, row) => {
    if (wanted.has(row)) records.set(row, record);
    return true;
  });
  if (wanted.size === 0) return { records, columns: await rows.inspect() };
  // The records come through the filter; only reading to the end tells every key of a JSON file.
  for await (const row of rows.rows()) void row;
  return { records, columns: rows.columns };
}

/** The cells of a row that is longer than the header, which the reader numbers on. */
function beyond(record: Record_, columns: number): unknown[] {
  const cells = [];
  for (let at = columns + 1; `Column ${at}` in record; at += 1) cells.push(record[`Column ${at}`]);
  return cells;
}

const plain = (value: unknown): unknown =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : value;
