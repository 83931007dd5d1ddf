//! The TypeScript of the boundary: what the generated declarations need and no Rust type gives.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const BOUNDARY: &str = r#"
/**
 * The status of a run (documented). `succeeded`, `partial` and `failed` end a run; every other word means that the run
 * goes on.
 */
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

/**
 * The last argument of a call: `signal`, `timeoutMs`, `deadlineMs`, `maxRetries`, `maxRetryAfterMs`, `correlationId`,
 * `idempotencyKey`, `headers`.
 */
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

/** A row that was not imported, and the reason. */
export interface Rejection {
    /**
     * The number of the row, counted from 1 in the order of the source. With `where`, rows that it keeps out have no
     * number: the message names the line of the file.
     */
    row: number;
    /** Your id of the attendee, if the row has an id. */
    attendee_id?: string;
    /** The wrong field, if one field is wrong. */
    field?: string;
    /**
     * The reason, for programs: the server's code, or the code of the rule that the row breaks, such as
     * `INVALID_ATTENDEES` or `DUPLICATE_ATTENDEE_ID`. `RUN_FAILED`: the run of the row failed without a reason for this
     * row. If the import ended early: `NOT_SENT`, the row was not sent; `UNCONFIRMED`, the row was sent and may be
     * imported.
     */
    code: string;
    /** The reason, for people. */
    message: string;
}

/** A value that was left out of an imported row, and the reason. */
export interface RowWarning {
    /**
     * The number of the row, counted from 1 in the order of the source. With `where`, rows that it keeps out have no
     * number: the message names the line of the file.
     */
    row: number;
    /** Your id of the attendee, if the row has an id. */
    attendee_id?: string;
    /** The field without a value now, if the warning is about one field. */
    field?: string;
    /** The reason, for programs: `FIELD_LEFT_OUT`, an optional field could not hold the value. */
    code: string;
    /** The reason, for people. */
    message: string;
}

/**
 * The report of an import. It counts each row once: `total` is the sum of `imported`, `unidentified` and the length of
 * `rejected`. If the import ended early, rows after `total` were not read.
 */
export interface ImportReport {
    /** The number of rows that were read. */
    total: number;
    /**
     * The number of imported rows, those of replayed parts included. If no row of a replayed part failed, `imported -
     * replayed` rows are new.
     */
    imported: number;
    /** The rows that were not imported, with the reasons, in the order of the source. */
    rejected: Rejection[];
    /** The values that were left out of imported rows, with the reasons: the first 1,000. */
    warnings: RowWarning[];
    /** The number of warnings, including those after the first 1,000. */
    warningsTotal: number;
    /** The number of rows that `where` kept out. `total` does not include them. */
    skipped: number;
    /** The number of rows that a run counted as failed without naming them. */
    unidentified: number;
    /**
     * The number of rows that were not sent into a new run: an earlier import under the same `runKey` sent the same
     * part, and the server returned its run, which had already ended. The rows may have changed at Meshi since then:
     * give another `runKey`, such as the date, to send them again. The client takes a run that has already ended as a
     * replay (inferred).
     */
    replayed: number;
    /** The runs, one for each part. */
    runs: Run[];
}

/** The progress of an import, in rows. `parts` counts requests, `ended` counts runs. */
export interface ImportProgress {
    /** The number of rows that were read from the source. */
    read: number;
    /** The number of rows that the server accepted. */
    sent: number;
    /** The number of imported rows. An import that waits for its runs counts the rows of runs that have ended. */
    imported: number;
    /** The number of rows that the client or the server rejected. */
    rejected: number;
    /** The number of parts that the server accepted. */
    parts: number;
    /** The number of runs that have ended. */
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
export interface ReadBatch { attendees: AttendeeInput[]; rows: number[]; rejected: Rejection[]; warnings: RowWarning[]; skipped: number }

/** A page of match scores, filtered. */
export interface MatchQuery extends ListQuery { attendee_id?: string; session_id?: string; run_id?: string }
"#;
