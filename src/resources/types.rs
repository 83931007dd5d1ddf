//! The TypeScript of the boundary: what the generated declarations need and no Rust type gives.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const BOUNDARY: &str = r#"
/** How a run stands; only the three documented words are ends, any other word means that it goes on. */
export type RunStatus = "queued" | "running" | "succeeded" | "partial" | "failed" | (string & {});

/** What the promise of every endpoint resolves to. */
export interface Outcome<T> {
    data: T;
    status: number;
    headers: Headers;
    correlationId: string;
    attempts: number;
    elapsedMs: number;
    waitedMs: number;
    idempotencyKey?: string;
    retryAfterMs?: number;
}

/** The last argument of a call: `signal`, `timeoutMs`, `deadlineMs`, `maxRetries`, `maxRetryAfterMs`, `correlationId`, `idempotencyKey`, `headers`. */
export type CallOptions = object;

/** What a client is made with. */
export type ClientOptions = object;

/** A page of a list: how many, and from where. */
export interface ListQuery { limit?: number; cursor?: string }

/** Where attendee rows come from. `pull` is called only when the wire takes more. */
export interface Feed {
    format: "batch" | "file";
    /** Of a file, its bytes in any chunking; of a batch, the UTF-8 of a JSON list of attendees. undefined ends it. */
    pull(): Promise<Uint8Array | undefined>;
    /** The import ends early. */
    cancel?(reason: unknown): unknown;
    /** Of a file: the options of `readAttendees`. */
    options?: object;
    /** Of a file: which rows are kept. */
    where?(row: object, number: number): boolean;
}

/**
 * A row that was not imported, and why. Rows are counted from 1 in the order of the source. `code` is the server's, or that
 * of a rule that the row breaks; where an import ended early, `NOT_SENT` for a row that the server has not seen, and
 * `UNCONFIRMED` for one that was sent and is not known to be imported.
 */
export interface Rejection {
    /** The row, counted from 1 in the order of the source. */
    row: number;
    /** Your id of the attendee, where the row has one. */
    attendee_id?: string;
    /** The field that is wrong, where it is one. */
    field?: string;
    /** The reason, for programs to branch on. */
    code: string;
    /** The reason, for people to read. */
    message: string;
}

/**
 * The account of an import: `total`, the rows that were read, is `imported` and `rejected` (and `unidentified`) together,
 * each row once. Where an import ended early, rows after `total` were not read.
 */
export interface ImportReport {
    /** How many rows were read. */
    total: number;
    /** How many rows were imported. */
    imported: number;
    /** The rows that were not imported, and why, in the order of the source. */
    rejected: Rejection[];
    /** What was left out of rows that were imported all the same; the first 1,000. */
    warnings: Rejection[];
    /** How many warnings there were. */
    warningsTotal: number;
    /** Rows that `where` kept out; they are not in `total`. */
    skipped: number;
    /** Rows that a run counted as failed without naming them. */
    unidentified?: number;
    /**
     * Rows of parts whose run had already ended when the part was sent: they were imported by an earlier import of the same
     * rows, and nothing was done now. That such an answer means so is inferred: the API does not document it. Give another
     * `runKey` to do it again.
     */
    replayed?: number;
    /** The runs of the parts, one a part. */
    runs: Run[];
}

/** How far an import is, in rows; `parts` and `ended` are payloads and runs. */
export interface ImportProgress {
    /** Rows that were read from the source. */
    read: number;
    /** Rows that the server took. */
    sent: number;
    /** Rows that are imported: where runs are waited for, by runs that have ended. */
    imported: number;
    /** Rows that were refused, before they were sent or by the server. */
    rejected: number;
    /** Parts that the server took. */
    parts: number;
    /** Runs of these parts that have ended. */
    ended: number;
}

/** What a flow reports. `retryAfterMs` says when to come back. */
export interface FlowStep {
    name: "auth" | "event" | "context" | "import" | "enrich" | "match" | "results";
    status: "running" | "done" | "skipped";
    progress: { completed: number; total: number | null };
    done: boolean;
    retryAfterMs: number;
}

/** What a flow came to. */
export interface FlowResult {
    event: Event;
    importReport: ImportReport | null;
    runs: { import: Run[]; enrich?: Run; match?: Run };
}

/** Rows of one piece of a file. */
export interface ReadBatch { attendees: AttendeeInput[]; rows: number[]; rejected: Rejection[]; warnings: Rejection[]; skipped: number }

/** A page of match scores, filtered. */
export interface MatchQuery extends ListQuery { attendee_id?: string; session_id?: string; run_id?: string }
"#;
