// Opens the attendee file as a stream, counts the bytes that were read, and turns them over to `readAttendees`.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { extname } from "node:path";
import { readAttendees } from "../index.js";
import { CliError, ExitCode } from "./exit.js";

/** How the file is to be read. */
export interface AttendeeFileOptions {
  readonly format?: "csv" | "tsv" | "json" | "ndjson";
  /** Our field for a header that is not recognised by itself. */
  readonly mapping?: Readonly<Record<string, string>>;
}

/** An open file: the rows, and how far the reading has come. */
export interface AttendeeFile {
  readonly rows: ReturnType<typeof readAttendees>;
  readonly size: number;
  /** Between 0 and 1. */
  readonly fraction: () => number;
}

const SPREADSHEETS = new Set([".xlsx", ".xls", ".xlsm", ".ods", ".numbers"]);

const bad = (code: string, message: string, hint: string, cause?: unknown): CliError =>
  new CliError(ExitCode.input, code, message, hint, cause === undefined ? {} : { cause });

/** Opens `path`. The file is never held as a whole: 64 KiB at a time are read, and only when rows are wanted. */
export async function openAttendees(path: string, options: AttendeeFileOptions): Promise<AttendeeFile> {
  let size: number;
  try {
    const file = await stat(path);
    if (!file.isFile()) {
      throw bad("BAD_ATTENDEE_FILE", `--attendees: ${path} is not a file.`, "Give the path of one file.");
    }
    size = file.size;
  } catch (error) {
    if (error instanceof CliError) throw error;
    const reason = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    throw bad(
      "BAD_ATTENDEE_FILE",
      `--attendees: ${path} cannot be read (${reason}).`,
      "Check the path.",
      error,
    );
  }
  if (SPREADSHEETS.has(extname(path).toLowerCase())) {
    throw bad(
      "SPREADSHEET_FILE",
      `--attendees: ${path} is a spreadsheet, not text.`,
      "Save it as CSV (UTF-8) in the spreadsheet program and give that file.",
    );
  }
  let read = 0;
  const source = createReadStream(path);
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      read += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  }
  return {
    rows: readAttendees(counted(), readOptions(options)),
    size,
    fraction: () => (size === 0 ? 1 : read / size),
  };
}

/** Only what was given: the SDK refuses options that it does not know. */
function readOptions({ format, mapping }: AttendeeFileOptions): Parameters<typeof readAttendees>[1] {
  return { ...(format === undefined ? {} : { format }), ...(mapping === undefined ? {} : { mapping }) };
}
