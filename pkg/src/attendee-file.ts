// Attendee files: what `readAttendees` gives. The parsing itself is in the wasm module.

import type { AttendeeReader, Feed, ReadBatch } from "./boundary.js";
import { chunksOf, type AttendeeFileSource, type Chunks } from "./bytes.js";
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
  /** Rows at the top of a table that are not looked at; blank lines, titles and report headers are skipped without it. */
  skipRows?: number | undefined;
  /** The row of a table that holds the headers, counted from 1 with every row before it; found by itself without it. */
  headerRow?: number | undefined;
  /**
   * Which rows are kept. A row has its cells by header, and the fields of an attendee where no header has their name. A row
   * that is kept out is not counted: it has no number, and only `skipped` tells of it. `number` is the row's if it is kept.
   */
  where?: ((row: AttendeeRecord, number: number) => boolean) | undefined;
}

/** A row of a file as `where` sees it: text in a table, any JSON value in a JSON file. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a JSON file holds is the caller's to know
export type AttendeeRecord = Record<string, any>;

/** A field that a column could be, where that is too doubtful to use it. */
export interface ColumnSuggestion {
  /** The field that the column may hold. */
  field: AttendeeField;
  /** From 0 to 1. */
  confidence: number;
}

/** A column of a file, what it is used for, and why. */
export interface AttendeeColumn {
  /** As the file has it. */
  header: string;
  /** What it is used for: the field it holds, `raw` where it goes into that, or `ignored`. */
  field: AttendeeField | "raw" | "ignored";
  /** What speaks for the field: its header's name, the content of the first rows, both, or your `mapping`. */
  evidence: "name" | "content" | "both" | "mapping" | null;
  /** How sure that is, from 0 to 1. */
  confidence: number;
  /** A field that the column could be. It is kept in `raw`: say with `mapping` if it is that field. */
  suggestion?: ColumnSuggestion;
  /** The first different values, three at most. Not enumerable, so that neither logs nor JSON hold them. */
  readonly samples: readonly string[];
}

/** One row of a file: an attendee, or what is wrong with it. */
export type AttendeeFileRow = { row: number; attendee: AttendeeInput } | { row: number; problem: Rejection };

/**
 * An attendee file that is being read: iterate it for its attendees, or give it to `importAll` or a flow, which take
 * its bytes as fast as the wire takes them. It can be used once; `inspect` does not use it up.
 */
export class AttendeeFile implements AsyncIterable<AttendeeInput> {
  /**
   * The rows that are no attendees, with the reason; filled while the file is iterated. An import has them in its report
   * instead.
   */
  readonly rejected: Rejection[] = [];
  /** What was left out of rows that were read all the same; filled while the file is iterated. */
  readonly warnings: Rejection[] = [];
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

  /** The columns and what they are used for; known once `inspect` has returned or the first attendee is out. */
  get columns(): readonly AttendeeColumn[] {
    return this.#columns;
  }

  /** Rows that `where` has kept out so far. */
  get skipped(): number {
    return this.#skipped;
  }

  /**
   * Reads the first rows and returns the columns, what each is used for, and why. The file is not used up: what was read
   * is read again by the loop or the import that follows.
   *
   * @throws MeshiValidationError for a file that cannot be read at all
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
   * Its attendees, row by row. Leaving the loop lets go of the source.
   *
   * @throws MeshiValidationError for a file that cannot be read at all: binary, without a name column, two columns that
   *   claim one field
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<AttendeeInput, void, undefined> {
    for await (const batch of this.#batches()) yield* batch.attendees as AttendeeInput[];
  }

  /**
   * Every row in its order: an attendee, or the problem that keeps it from being one. Leaving the loop lets go of the source.
   *
   * @throws MeshiValidationError as iterating the file does
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
 * Reads attendees from a CSV, TSV, JSON or NDJSON file without holding the whole of it. It knows the headers that
 * people's exports have, puts other columns into `raw`, makes a stable `attendee_id` from the e-mail where the file has
 * none, and reports a bad row by number and reason instead of stopping.
 *
 * @param source the file: text, bytes, a stream, a response, a `File`, or an (async) iterable of chunks
 */
export function readAttendees(source: AttendeeFileSource, options?: ReadOptions): AttendeeFile {
  return new AttendeeFile(source, options);
}
