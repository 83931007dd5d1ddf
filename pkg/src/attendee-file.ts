// Attendee files: what `readAttendees` gives. The parsing itself is in the wasm module.

import type { AttendeeReader, Feed, ReadBatch } from "./boundary.js";
import { chunksOf, type AttendeeFileSource } from "./bytes.js";
import { MeshiValidationError } from "./errors.js";
import { inputError } from "./failure.js";
import type { AttendeeInput, Rejection } from "./model.js";
import { Part } from "./part.js";
import { invoke, load, makeReader } from "./runtime.js";

/** Under this symbol an attendee file gives its bytes to an import, also to one of another copy of the package. */
export const FEED = Symbol.for("meshi-partner.feed");

/** A field of an attendee that a column can hold; `first_name` and `last_name` are joined to `name`. */
export type AttendeeField =
  "attendee_id" | "name" | "first_name" | "last_name" | "email" | "linkedin_url" | "title" | "company";

/** How a file is read; what is left out is found out from the file. */
export interface ReadOptions {
  /** The layout. */
  format?: "auto" | "csv" | "tsv" | "json" | "ndjson" | undefined;
  /** The characters. */
  encoding?: "auto" | "utf-8" | "utf-16le" | "utf-16be" | "windows-1252" | undefined;
  /** Which column is which field, by its header, over what the headers say; `null` for no column. */
  mapping?: Readonly<Partial<Record<AttendeeField, string | null>>> | undefined;
  /** Columns that are left out altogether, also from `raw`. */
  ignore?: readonly string[] | undefined;
  /** Whether columns that are no field go into `raw`; true. */
  raw?: boolean | undefined;
  /** The delimiter of a table: one ASCII mark. */
  delimiter?: string | undefined;
  /** The longest row that is held, in bytes; 1 MiB. A longer one is rejected. */
  maxRecordBytes?: number | undefined;
}

/** A column of a file, and what it was taken for. */
export interface AttendeeColumn {
  /** As the file has it. */
  header: string;
  /** What it is used for: the field it holds, `raw` where it goes into that, or `ignored`. */
  field: string;
}

/**
 * An attendee file that is being read: iterate it for its attendees, or give it to `importAll` or a flow, which take
 * its bytes as fast as the wire takes them. It can be used once.
 */
export class AttendeeFile implements AsyncIterable<AttendeeInput> {
  /**
   * The rows that are no attendees, with the reason; filled while the file is iterated. An import has them in its report
   * instead.
   */
  readonly rejected: Rejection[] = [];
  readonly #source: AttendeeFileSource;
  readonly #options: ReadOptions | undefined;
  #columns: AttendeeColumn[] = [];
  #used = false;

  /** @internal */
  constructor(source: AttendeeFileSource, options: ReadOptions | undefined) {
    this.#source = source;
    this.#options = options;
  }

  /** The columns and what they were taken for; known once the first attendee is out. None in a JSON file. */
  get columns(): readonly AttendeeColumn[] {
    return this.#columns;
  }

  /**
   * Its attendees, row by row. Leaving the loop lets go of the source.
   *
   * @throws MeshiValidationError for a file that cannot be read at all: binary, without a name column, two columns that
   *   claim one field
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<AttendeeInput, void, undefined> {
    if (this.#used) throw alreadyRead();
    this.#used = true;
    await load();
    const chunks = chunksOf(this.#source);
    const reader = new Part<AttendeeReader>();
    try {
      for (;;) {
        const chunk = await read(chunks.next());
        const batch = this.#take(
          reader.get(() => makeReader(this.#options)),
          chunk,
        );
        yield* batch.attendees as AttendeeInput[];
        if (!chunk) return;
      }
    } finally {
      reader.free();
      await chunks.cancel("the attendees are read no further");
    }
  }

  #take(reader: AttendeeReader, chunk: Uint8Array | undefined): ReadBatch {
    return invoke(() => {
      const batch = chunk ? reader.push(chunk) : reader.finish();
      this.#columns = reader.columns;
      for (const rejection of batch.rejected) this.rejected.push(rejection);
      return batch;
    });
  }

  /** @internal The bytes, for an import. A second use shows when they are asked for. */
  [FEED](): Feed {
    const used = this.#used;
    this.#used = true;
    const chunks = chunksOf(this.#source);
    return {
      format: "file",
      pull: async () => {
        if (used) throw alreadyRead();
        return chunks.next();
      },
      cancel: (reason) => (used ? Promise.resolve() : chunks.cancel(reason)),
      ...(this.#options === undefined ? {} : { options: this.#options }),
    };
  }
}

function alreadyRead(): MeshiValidationError {
  return inputError(
    "source",
    "SOURCE_ALREADY_READ",
    "a file is read once: call `readAttendees` again for another pass",
  );
}

/** Makes an error of a source our own, with the source's as its cause. */
async function read(chunk: Promise<Uint8Array | undefined>): Promise<Uint8Array | undefined> {
  try {
    return await chunk;
  } catch (error) {
    if (error instanceof MeshiValidationError) throw error;
    throw inputError(
      "source",
      "SOURCE_FAILED",
      "the file could not be read to its end; the cause says why",
      error,
    );
  }
}

/**
 * Reads attendees from a CSV, TSV, JSON or NDJSON file without holding the whole of it. It knows the headers that
 * people's exports have, puts other columns into `raw`, makes a stable `attendee_id` from the e-mail where the file has
 * none, and reports a bad row by number and reason instead of stopping.
 *
 * @param source the file: text, bytes, a stream, a response, a `File`, or an (async) iterable of chunks
 */
export function readAttendees(source: AttendeeFileSource, options?: ReadOptions): AttendeeFile {
  return new AttendeeFile(source, options);
}
