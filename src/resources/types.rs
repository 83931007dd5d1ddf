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
    idempotencyKey?: string;
    retryAfterMs?: number;
}

/** The last argument of a call: `signal`, `timeoutMs`, `deadlineMs`, `maxRetries`, `maxRetryAfterMs`, `correlationId`, `idempotencyKey`, `headers`. */
export type CallOptions = object;

/** What a client is made with. */
export type ClientOptions = object;

/** A page of a list: how many, and from where. */
export interface ListQuery { limit?: number; cursor?: string }

/** A page of match scores, filtered. */
export interface MatchQuery extends ListQuery { attendee_id?: string; session_id?: string; run_id?: string }
"#;
