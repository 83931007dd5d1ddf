// Opens the attendee file as a stream, counts the bytes that were read, and turns them over to `readAttendees`.

import { createReadStream, type ReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { extname } from "node:path";
import { readAttendees, type ReadOptions } from "../index.js";
import { CliError, ExitCode } from "./exit.js";
import { PROBLEM } from "./rejected-csv.js";
import { spoolStandardInput } from "./stdin.js";
import { count } from "./text.js";

/** How the file is to be read. */
export interface AttendeeFileOptions {
  /** The file's path; `-` is standard input. */
  readonly attendees: string;
  readonly format?: "csv" | "tsv" | "json" | "ndjson";
  /** Our field for a header that is not recognised by itself. */
  readonly mapping?: Readonly<Record<string, string | null>>;
  /** Rows above the table. */
  readonly skipRows?: number;
  /** The row that holds the headers. */
  readonly headerRow?: number;
}

/** An attendee list on disk: it can be read more than once. */
export interface AttendeeFile {
  readonly size: number;
  /** Starts another pass over the file. `where` is given every row and decides whether it is kept. */
  readonly open: (where?: ReadOptions["where"]) => OpenAttendees;
}

/** One pass over a file. */
export interface OpenAttendees {
  readonly rows: ReturnType<typeof readAttendees>;
  /** How much of the file has been read, from 0 to 1. */
  readonly fraction: () => number;
  /** Closes the file, for a pass that does not read to the end. */
  readonly close: () => void;
}

const SPREADSHEETS = new Set([".xlsx", ".xls", ".xlsm", ".ods", ".numbers"]);

const bad = (code: string, message: string, hint: string, cause?: unknown): CliError =>
  new CliError(ExitCode.input, code, message, hint, cause === undefined ? {} : { cause });

/**
 * Gives `use` the file at `--attendees`; `-` spools standard input to a private temporary file, which is removed in the end.
 * The file is never held as a whole: each pass reads 64 KiB at a time, and only when rows are wanted.
 */
export async function withAttendees<T>(
  options: AttendeeFileOptions,
  signal: AbortSignal,
  use: (file: AttendeeFile) => Promise<T>,
): Promise<T> {
  if (options.attendees !== "-") return use(await attendeesAt(options.attendees, options));
  const spool = await spoolStandardInput(signal);
  try {
    return await use(await attendeesAt(spool.path, options));
  } finally {
    await spool.remove();
  }
}

async function attendeesAt(path: string, options: AttendeeFileOptions): Promise<AttendeeFile> {
  const size = await sizeOf(path);
  if (SPREADSHEETS.has(extname(path).toLowerCase())) {
    throw bad(
      "SPREADSHEET_FILE",
      `--attendees: ${path} is a spreadsheet, not text.`,
      "Save it as CSV (UTF-8) in the spreadsheet program and give that file.",
    );
  }
  const { format, mapping, skipRows, headerRow } = options;
  const pass = (where: ReadOptions["where"], more: ReadOptions = {}): OpenAttendees => {
    let read = 0;
    let stream: ReadStream | undefined;
    async function* counted(): AsyncGenerator<Uint8Array> {
      stream = createReadStream(path);
      for await (const chunk of stream) {
        read += (chunk as Buffer).length;
        yield chunk as Buffer;
      }
    }
    return {
      rows: readAttendees(counted(), given({ format, mapping, ...more, where })),
      fraction: () => (size === 0 ? 1 : Math.min(1, read / size)),
      close: () => stream?.destroy(),
    };
  };
  const lastColumn = async (more: ReadOptions): Promise<string | undefined> => {
    const first = pass(undefined, more);
    try {
      return (await first.rows.inspect()).at(-1)?.header;
    } finally {
      first.close();
    }
  };
  const layout = given({ skipRows, headerRow });
  // A file that --rejected has written says in its last column what was wrong before it was mended. Its headers are in its
  // first row, wherever they were in the file that it was made of.
  const isPlain = Object.keys(layout).length === 0;
  const found = await lastColumn({}).catch((error: unknown) => {
    // With a layout of its own the file may well be unreadable without it.
    if (isPlain) throw error;
    return undefined;
  });
  const isMended = found === PROBLEM;
  if (isMended) await refuseDuplicates(path, pass);
  const more = isMended ? { ignore: [PROBLEM] } : layout;
  if (more === layout && !isPlain) await lastColumn(layout);
  return { size, open: (where) => pass(where, more) };
}

/**
 * Refuses a mended file with rows that still say that they are duplicates. Such a row has the id of a person who was imported,
 * and would take that person's place.
 */
async function refuseDuplicates(
  path: string,
  pass: (where: ReadOptions["where"]) => OpenAttendees,
): Promise<void> {
  let duplicates = 0;
  const { rows } = pass((record) => {
    if (String(record[PROBLEM]).includes("DUPLICATE_ATTENDEE_ID")) duplicates += 1;
    return false;
  });
  for await (const row of rows.rows()) void row;
  if (duplicates === 0) return;
  throw bad(
    "STILL_DUPLICATE",
    `--attendees: ${count(duplicates, "row")} of ${path} still have the id of another person.`,
    `Give each an id of its own, or delete the row. Then empty its cell in the column "${PROBLEM}".`,
  );
}

async function sizeOf(path: string): Promise<number> {
  try {
    const file = await stat(path);
    if (file.isFile()) return file.size;
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    throw bad(
      "BAD_ATTENDEE_FILE",
      `--attendees: ${path} cannot be read (${reason}).`,
      "Check the path.",
      error,
    );
  }
  throw bad("BAD_ATTENDEE_FILE", `--attendees: ${path} is not a file.`, "Give the path of one file.");
}

/** Only what was given: the SDK refuses options that it does not know. */
function given(options: ReadOptions): ReadOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
