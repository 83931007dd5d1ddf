// Reads a whole attendee file and tells how far it is. Holds a preview and the first rejected rows, whatever the size.

import type { AttendeeColumn, AttendeeFile, AttendeeInput, Rejection } from "meshi-partner";
import { headersOf } from "./headers.ts";
import {
  KEPT_REJECTED,
  PREVIEW_ROWS,
  type Column,
  type Mapping,
  type PreviewRow,
  type ReadUpdate,
} from "./protocol.ts";

/** How often the page hears of it. */
const TELL_EVERY_MS = 100;
/** Where the header line is looked for in a file that was refused. */
const HEAD_BYTES = 64 * 1024;
/** So much of a cell is shown: a cell may hold a megabyte. */
const CELL = 300;
/** The clock is asked after so many rows. */
const ROWS_BETWEEN = 256;

type ReadAttendees = (source: AsyncIterable<Uint8Array>, options: { mapping: Mapping }) => AttendeeFile;

/** What is needed of a `File`. */
export type Source = Pick<Blob, "size" | "slice" | "stream">;

/** Reads `file` to its end. What stops it is told as a problem, with the columns if they can be found. */
export async function read(
  readAttendees: ReadAttendees,
  file: Source,
  mapping: Mapping,
  tell: (update: ReadUpdate) => void,
): Promise<void> {
  const counter = { bytes: 0 };
  const attendees = readAttendees(counted(file, counter), { mapping });
  const rejected: Rejection[] = [];
  const preview: PreviewRow[] = [];
  const warnings: Rejection[] = [];
  let rejectedCount = 0;
  let warningCount = 0;
  let accepted = 0;
  let last = 0;
  let told = { columns: -1, preview: -1, rejected: -1, warnings: -1 };

  const report = (more: ReadUpdate = {}): void => {
    // The file's own list would grow with the file: what is not kept is only counted.
    const fresh = attendees.rejected.splice(0);
    rejectedCount += fresh.length;
    rejected.push(...fresh.slice(0, KEPT_REJECTED - rejected.length));
    const warned = attendees.warnings.splice(0);
    warningCount += warned.length;
    warnings.push(...warned.slice(0, KEPT_REJECTED - warnings.length));
    const now = {
      columns: attendees.columns.length,
      preview: preview.length,
      rejected: rejected.length,
      warnings: warnings.length,
    };
    tell({
      accepted,
      rejectedCount,
      warningCount,
      bytesRead: counter.bytes,
      ...(now.columns === told.columns ? {} : { columns: attendees.columns.map(columnOf) }),
      ...(now.preview === told.preview ? {} : { preview: [...preview] }),
      ...(now.rejected === told.rejected ? {} : { rejected: [...rejected] }),
      ...(now.warnings === told.warnings ? {} : { warnings: [...warnings] }),
      ...more,
    });
    told = now;
    last = performance.now();
  };

  try {
    for await (const attendee of attendees) {
      accepted += 1;
      if (preview.length < PREVIEW_ROWS) preview.push(brief(attendee));
      const due = accepted % ROWS_BETWEEN === 0 && performance.now() - last >= TELL_EVERY_MS;
      if (due || accepted === PREVIEW_ROWS) report();
    }
    report({ done: true });
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    const columns: Column[] =
      attendees.columns.length > 0
        ? attendees.columns.map(columnOf)
        : headersOf(await file.slice(0, HEAD_BYTES).arrayBuffer()).map((header) => ({ header, field: null }));
    report({
      columns,
      done: true,
      problem: { code: code ?? "UNREADABLE", message: message ?? "The file cannot be read." },
    });
  }
}

/** A row as the preview shows it. */
function brief(attendee: AttendeeInput): PreviewRow {
  const cells = (values: object): Record<string, unknown> =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, short(value)]));
  return { ...cells(attendee), ...(attendee.raw ? { raw: cells(attendee.raw) } : {}) };
}

function short(value: unknown): unknown {
  if (typeof value === "string") return value.length > CELL ? `${value.slice(0, CELL)}…` : value;
  return typeof value === "object" && value !== null ? short(JSON.stringify(value)) : value;
}

function columnOf({ header, field, suggestion }: AttendeeColumn): Column {
  const isField = field !== "raw" && field !== "ignored";
  return {
    header,
    field: isField ? field : null,
    ...(!isField && suggestion ? { suggestion: suggestion.field } : {}),
  };
}

async function* counted(
  file: Source,
  counter: { bytes: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = file.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      counter.bytes += value.byteLength;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
