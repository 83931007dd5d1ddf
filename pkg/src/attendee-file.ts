// Attendee files: what `readAttendees` gives. The parsing itself is in the wasm module.

import type { AttendeeReader, Feed, ReadBatch } from "./boundary.js";
import { chunksOf, type AttendeeFileSource, type Chunks } from "./bytes.js";
import { MeshiValidationError } from "./errors.js";
import { inputError } from "./failure.js";
import type { AttendeeInput, Rejection, RowWarning } from "./model.js";
import { Part } from "./part.js";
import { invoke, load, makeReader } from "./runtime.js";

/** Under this symbol an attendee file gives its bytes to an import, also to one of another copy of the package. */
export const FEED = Symbol.for("meshi-partner.feed");

/** A field of an attendee that a column can hold; `first_name` and `last_name` are joined to `name`. */
export type AttendeeField =
  "attendee_id" | "name" | "first_name" | "last_name" | "email" | "linkedin_url" | "title" | "company";

/** The options of `readAttendees`. By default the reader detects each of them from the file. */
export interface ReadOptions {
  /** The layout of the file. Default: `auto`. */
  format?: "auto" | "csv" | "tsv" | "json" | "ndjson" | undefined;
  /** The encoding of the file. Default: `auto`. */
  encoding?: "auto" | "utf-8" | "utf-16le" | "utf-16be" | "windows-1252" | undefined;
  /** The header of the column for a field; `null` for no column. It overrides the detected column. */
  mapping?: Readonly<Partial<Record<AttendeeField, string | null>>> | undefined;
  /** The headers of columns to ignore, also in `raw`. Default: none. */
  ignore?: readonly string[] | undefined;
  /** Puts columns that are not a field into `raw`. Default: `true`. */
  raw?: boolean | undefined;
  /** The delimiter of a table: one ASCII character. Default: detected. */
  delimiter?: string | undefined;
  /** The most bytes of a row. A longer row is rejected. Default: 1,048,576 (1 MiB). */
  maxRecordBytes?: number | undefined;
  /**
   * The number of rows to skip at the top of a table. Default: the reader skips blank lines, titles and report headers.
   */
  skipRows?: number | undefined;
  /** The number of the row with the headers of a table, counted from 1. Default: detected. */
  headerRow?: number | undefined;
  /**
   * Keeps a row if it returns `true`. The row has its cells by header, and the fields of an attendee unless a header
   * has the same name. A row that is not kept has no number; only `skipped` counts it. `number` is the number of the
   * row if it is kept. Default: every row.
   */
  where?: ((row: AttendeeRecord, number: number) => boolean) | undefined;
}

/** A row of a file as `where` receives it: strings in a table, JSON values in a JSON file. */
export type AttendeeRecord = Record<string, unknown>;

/** A field that a column may hold, with too little confidence to use it. */
export interface ColumnSuggestion {
  /** The field that the column may hold. */
  field: AttendeeField;
  /** The confidence, from 0 to 1. */
  confidence: number;
}

/** A column of a file, its field, and the evidence for the field. */
export interface AttendeeColumn {
  /** The header in the file. */
  header: string;
  /** The field of the column: a field of an attendee, `raw`, or `ignored`. */
  field: AttendeeField | "raw" | "ignored";
  /**
   * The evidence for the field: the header, the content of the first rows, both, or your `mapping`. `null` without a
   * field.
   */
  evidence: "name" | "content" | "both" | "mapping" | null;
  /** The confidence in the field, from 0 to 1. */
  confidence: number;
  /** A field that the column may hold. The column stays in `raw` unless `mapping` names it. */
  suggestion?: ColumnSuggestion;
  /** The first different values, at most three. Not enumerable, so that logs and JSON do not hold them. */
  readonly samples: readonly string[];
}

/** A row of a file: an attendee, or the reason for its rejection. */
export type AttendeeFileRow = { row: number; attendee: AttendeeInput } | { row: number; problem: Rejection };

/**
 * An attendee file. Iterate it for its attendees, or pass it to `importAll` or a flow, which read it as fast as they
 * send it. A file can be read once; `inspect` does not count.
 */
export class AttendeeFile implements AsyncIterable<AttendeeInput> {
  /**
   * The rejected rows, with the reasons. The list fills while the file is iterated. An import puts them into its report
   * instead.
   */
  readonly rejected: Rejection[] = [];
  /** The values that were left out of attendees, with the reasons. The list fills while the file is iterated. */
  readonly warnings: RowWarning[] = [];
  readonly #chunks: ReplayedChunks;
  #options: ReaderOptions | undefined;
  #where: ReadOptions["where"];
  #columns: readonly AttendeeColumn[] = [];
  #skipped = 0;
  #used = false;
  #inspected: Promise<readonly AttendeeColumn[]> | undefined;

  /** @internal */
  constructor(source: AttendeeFileSource, options: ReadOptions | undefined) {
    this.#chunks = new ReplayedChunks(
      chunksOf(source),
      problem(() => {
        if (typeof options === "object" && options !== null && "where" in options) {
          const { where, ...others } = options;
          this.#where = where;
          this.#options = others;
        } else {
          this.#options = options;
        }
      }),
    );
  }

  /** The columns and their fields. Empty until `inspect` has returned or the first attendee was read. */
  get columns(): readonly AttendeeColumn[] {
    return this.#columns;
  }

  /** The number of rows that `where` has kept out so far. */
  get skipped(): number {
    return this.#skipped;
  }

  /**
   * Reads the first rows and returns the columns, with the field of each and the evidence. A loop or an import after it
   * still reads the whole file.
   *
   * @throws MeshiValidationError for a file that cannot be read
   */
  inspect(): Promise<readonly AttendeeColumn[]> {
    if (this.#columns.length > 0) return Promise.resolve(this.#columns);
    if (this.#used) return Promise.reject(alreadyRead());
    this.#inspected ??= this.#inspect();
    return this.#inspected;
  }

  async #inspect(): Promise<readonly AttendeeColumn[]> {
    await load();
    const reader = new Part<AttendeeReader>();
    const reading = this.#chunks.peek();
    try {
      for (;;) {
        const chunk = await read(reading());
        const open = reader.get(() => makeReader(this.#options, undefined));
        const found = invoke(() => {
          if (chunk) open.push(chunk);
          else open.finish();
          return open.columns;
        });
        if (found.length > 0) this.#columns = columnsOf(found);
        if (!chunk || found.length > 0) return this.#columns;
      }
    } finally {
      reader.free();
    }
  }

  /**
   * Iterates the attendees. Leaving the loop closes the source.
   *
   * @throws MeshiValidationError for a file that cannot be read: a binary file, no column with names, two columns for
   *   one field
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<AttendeeInput, void, undefined> {
    for await (const batch of this.#batches()) yield* batch.attendees as AttendeeInput[];
  }

  /**
   * Iterates all rows in order: the attendee, or the reason for its rejection. Leaving the loop closes the source.
   *
   * @throws MeshiValidationError for a file that cannot be read
   */
  async *rows(): AsyncGenerator<AttendeeFileRow, void, undefined> {
    for await (const batch of this.#batches()) {
      const problems = batch.rejected.map((problem) => ({ row: problem.row, problem }));
      let next = 0;
      for (const [index, attendee] of batch.attendees.entries()) {
        const row = batch.rows[index] ?? 0;
        for (let problem = problems[next]; problem && problem.row < row; problem = problems[next]) {
          next += 1;
          yield problem;
        }
        yield { row, attendee: attendee as AttendeeInput };
      }
      yield* problems.slice(next);
    }
  }

  async *#batches(): AsyncGenerator<ReadBatch, void, undefined> {
    if (this.#used) throw alreadyRead();
    this.#used = true;
    await load();
    const reader = new Part<AttendeeReader>();
    try {
      for (;;) {
        const chunk = await read(this.#chunks.next());
        const batch = this.#take(
          reader.get(() => makeReader(this.#options, this.#where)),
          chunk,
        );
        yield batch;
        if (!chunk) return;
      }
    } finally {
      reader.free();
      await this.#chunks.cancel("the attendees are read no further");
    }
  }

  #take(reader: AttendeeReader, chunk: Uint8Array | undefined): ReadBatch {
    return invoke(() => {
      const batch = chunk ? reader.push(chunk) : reader.finish();
      if (!chunk || this.#columns.length === 0) this.#columns = columnsOf(reader.columns);
      for (const rejection of batch.rejected) this.rejected.push(rejection);
      for (const warning of batch.warnings) this.warnings.push(warning);
      this.#skipped += batch.skipped;
      return batch;
    });
  }

  /** @internal The bytes, for an import. A second use shows when they are asked for. */
  [FEED](): Feed {
    const used = this.#used;
    this.#used = true;
    return {
      format: "file",
      pull: async () => {
        if (used) throw alreadyRead();
        return this.#chunks.next();
      },
      cancel: (reason) => (used ? Promise.resolve() : this.#chunks.cancel(reason)),
      ...(this.#options === undefined ? {} : { options: this.#options }),
      ...(this.#where === undefined ? {} : { where: this.#where }),
    };
  }
}

/** The options that the reader in the module knows. */
type ReaderOptions = Omit<ReadOptions, "where">;

/** The columns with their samples out of sight of logs and JSON. */
function columnsOf(columns: readonly object[]): readonly AttendeeColumn[] {
  return (columns as AttendeeColumn[]).map(({ samples, ...column }) =>
    Object.defineProperty(column, "samples", { value: samples, enumerable: false }),
  ) as AttendeeColumn[];
}

/** A file's bytes, of which the first can be read twice. */
class ReplayedChunks implements Chunks {
  readonly #chunks: Chunks;
  readonly #peeked: (() => Promise<Uint8Array | undefined>)[] = [];
  readonly #refusal: MeshiValidationError | undefined;

  /** With a `refusal`, reading rejects with that. */
  constructor(chunks: Chunks, refusal: MeshiValidationError | undefined) {
    this.#chunks = chunks;
    this.#refusal = refusal;
  }

  /** Reads on, and keeps what it reads, faults too, for `next`. */
  peek(): () => Promise<Uint8Array | undefined> {
    return async () => {
      try {
        const chunk = await this.#read();
        this.#peeked.push(() => Promise.resolve(chunk));
        return chunk;
      } catch (error) {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it is what the source threw
        this.#peeked.push(() => Promise.reject(error));
        throw error;
      }
    };
  }

  next(): Promise<Uint8Array | undefined> {
    const peeked = this.#peeked.shift();
    return peeked ? peeked() : this.#read();
  }

  #read(): Promise<Uint8Array | undefined> {
    return this.#refusal ? Promise.reject(this.#refusal) : this.#chunks.next();
  }

  cancel(reason: unknown): Promise<void> {
    return this.#chunks.cancel(reason);
  }
}

/** The error for options that throw when they are read; the first use of the file rejects with it. */
function problem(take: () => void): MeshiValidationError | undefined {
  try {
    take();
    return undefined;
  } catch (error) {
    return inputError("options", "INVALID_OPTIONS", "could not be read: the cause says why", error);
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
 * Reads attendees from a CSV, TSV, JSON or NDJSON file, piece by piece. It recognises the headers of common exports,
 * puts other columns into `raw`, derives a stable `attendee_id` from the e-mail address if the file has no ids, and
 * reports a bad row with its number and the reason instead of stopping.
 *
 * @param source the file: text, bytes, a stream, a response, a `File`, or an (async) iterable of chunks
 */
export function readAttendees(source: AttendeeFileSource, options?: ReadOptions): AttendeeFile {
  return new AttendeeFile(source, options);
}
