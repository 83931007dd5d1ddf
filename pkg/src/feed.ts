// Feeds an import: a file's bytes as they are, or attendee objects as JSON text in slices.

import { FEED, type AttendeeFile } from "./attendee-file.js";
import type { Feed } from "./boundary.js";
import { asBytes, isStream, iterateStream } from "./bytes.js";
import { inputError, messageOf } from "./failure.js";
import type { ReadableStreamLike } from "./host-types.js";
import type { AttendeeInput, Rejection } from "./model.js";
import { SliceEncoder, SliceSize } from "./slices.js";

/** A source of attendees for `importAll` and flows. */
export type AttendeeSource =
  AttendeeFile | Iterable<AttendeeInput> | AsyncIterable<AttendeeInput> | ReadableStreamLike<AttendeeInput>;

const ACCEPTED =
  "must be an array or (async) iterable of attendees, or what `readAttendees` gives; wrap a file's text, bytes, stream or response in `readAttendees(…)`";

/** A feed that also knows of the rows that JSON cannot hold. */
export interface AttendeeFeed extends Feed {
  /** Tells a report why those rows were rejected. */
  explain<R extends { rejected: Rejection[] }>(report: R): R;
  /** Lets go of the source without waiting for it: one that hangs must not keep an import from ending. */
  release(): void;
}

function release(feed: Feed): void {
  const cancelled = async (): Promise<void> => feed.cancel("the import has ended");
  cancelled().catch(() => {
    // As when a `for await` loop is left by a throw, what the source does on its way out changes nothing.
  });
}

function open(source: unknown): Iterator<unknown> | AsyncIterator<unknown> {
  if (typeof source === "object" && source !== null && !asBytes(source)) {
    const { [Symbol.asyncIterator]: later, [Symbol.iterator]: now } = source as Partial<
      AsyncIterable<unknown> & Iterable<unknown>
    >;
    if (later) return later.call(source);
    if (now) return now.call(source);
    if (isStream(source)) return iterateStream(source);
  }
  throw inputError("attendees", "INVALID_ATTENDEES", ACCEPTED);
}

/**
 * Writes rows as JSON text. A row that JSON cannot hold (a BigInt, a cycle, a getter that throws) becomes `null` in its
 * place, which the import rejects as that row: none is lost, and none changes its number. Why is kept for the report.
 */
class RowWriter {
  readonly #reasons = new Map<number, string>();
  #rows = 0;

  write(rows: readonly unknown[]): string {
    const first = this.#rows + 1;
    this.#rows += rows.length;
    try {
      return JSON.stringify(rows);
    } catch {
      // One of them cannot be written; row by row it shows which.
      return `[${rows.map((row, index) => this.#writeOne(row, first + index)).join(",")}]`;
    }
  }

  #writeOne(row: unknown, number: number): string {
    try {
      return JSON.stringify(row) ?? "null";
    } catch (error) {
      const reason = messageOf(error)?.split("\n", 1)[0] ?? "it threw while it was read";
      this.#reasons.set(number, `the attendee cannot be written as JSON: ${reason}`);
      return "null";
    }
  }

  explain<R extends { rejected: Rejection[] }>(report: R): R {
    if (this.#reasons.size > 0) {
      for (const rejection of report.rejected) {
        rejection.message = this.#reasons.get(rejection.row) ?? rejection.message;
      }
    }
    return report;
  }
}

/** How the parts are cut, as the caller gave it; it is checked elsewhere. */
type PartOptions = { maxRows?: unknown } | null | undefined;

/** The feed of attendee objects: no more at once than a part holds. */
function batches(source: unknown, writer: RowWriter, options: PartOptions): Feed {
  let size: SliceSize | undefined;
  const encoder = new SliceEncoder();
  let iterator: Iterator<unknown> | AsyncIterator<unknown> | undefined;
  let ended = false;
  let fault: { error: unknown } | undefined;

  async function fill(rows: unknown[]): Promise<void> {
    iterator ??= open(source);
    size ??= new SliceSize(options?.maxRows == null ? undefined : Number(options.maxRows));
    while (rows.length < size.rows && !ended) {
      const result = iterator.next();
      // Awaiting only what is a promise keeps an array of 50 000 rows from taking 50 000 turns.
      const { done, value } = result instanceof Promise || "then" in result ? await result : result;
      if (done) {
        ended = true;
        return;
      }
      if (asBytes(value)) throw inputError("attendees", "INVALID_ATTENDEES", ACCEPTED);
      rows.push(value);
    }
  }

  return {
    format: "batch",
    async pull() {
      if (fault) throw fault.error;
      if (ended) return undefined;
      const rows: unknown[] = [];
      try {
        await fill(rows);
      } catch (error) {
        fault = { error };
        // What came before the fault is still imported; the next pull tells of it.
        if (rows.length === 0) throw error;
      }
      if (rows.length === 0) return undefined;
      const text = writer.write(rows);
      size?.learn(rows.length, text.length);
      return encoder.encode(text);
    },
    async cancel(reason) {
      if (ended) return;
      ended = true;
      if (iterator) await iterator.return?.(reason);
      else if (isStream(source)) await source.cancel(reason);
    },
  };
}

/** The feed that a file gives, also one of another copy of the package; undefined where the source is not a file. */
function givenBy(source: unknown): Feed | undefined {
  let feed: Feed | undefined;
  try {
    const give = (source as { [FEED]?: () => Feed } | null | undefined)?.[FEED];
    if (give === undefined) return undefined;
    feed = { ...give.call(source) };
  } catch (error) {
    throw inputError("attendees", "SOURCE_FAILED", "The source of the attendees could not be read.", error);
  }
  if (feed.format !== "file" || typeof feed.pull !== "function") {
    throw inputError("attendees", "INVALID_ATTENDEES", ACCEPTED);
  }
  const { pull } = feed;
  feed.pull = async () => {
    const piece: unknown = await pull();
    const bytes = piece === undefined ? undefined : asBytes(piece);
    if (bytes === undefined && piece !== undefined)
      throw inputError("attendees", "INVALID_ATTENDEES", ACCEPTED);
    return bytes;
  };
  return feed;
}

/**
 * The feed of whatever attendees come from. No row is read before the import asks for it.
 *
 * @throws MeshiValidationError `SOURCE_FAILED` where the source cannot even be looked at
 */
export function feedOf(source: unknown, options: PartOptions): AttendeeFeed {
  const writer = new RowWriter();
  const feed = givenBy(source) ?? batches(source, writer, options);
  return { ...feed, explain: (report) => writer.explain(report), release: () => release(feed) };
}
