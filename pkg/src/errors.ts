// The error classes: what a call rejects with and what a constructor throws.
// No error ever holds the key, a request body or a URL.

import type { HostHeaders } from "./host-types.js";
import type { ImportReport, Run } from "./model.js";

const BRAND = Symbol.for("meshi-partner.error");

/** One thing that is wrong with an input. */
export interface Issue {
  /** Where it is, such as `title` or `attendees[3].name`. */
  path: string;
  /** The server's own code for it where the contract has one, such as `INVALID_TITLE`. */
  code: string;
  /** What is wrong, and what to do. */
  message: string;
}

/** What every error carries. */
export interface MeshiErrorDetails {
  /** The server's code as sent, or one of the SDK's. Branch on it, never on the message. */
  code: string;
  /** Whether the same call may succeed later. */
  retryable?: boolean;
  /** The operation, such as `events.create`. */
  operation?: string;
  /** The effective correlation id: what Meshi's support asks for. */
  correlationId?: string;
  /** How many requests went out. */
  attempts?: number;
  /** Milliseconds since the call began. */
  elapsedMs?: number;
  /** The part of `elapsedMs` that was spent waiting before attempts. */
  waitedMs?: number;
  /** The key of a write, for trying it again as the same one. */
  idempotencyKey?: string;
  /** Whether the client's retry budget refused another attempt. */
  budgetExhausted?: boolean;
  /** What lies beneath: the signal's reason, what `fetch` threw, a trap. */
  cause?: unknown;
  /** Of an import that could not go on, or was aborted: what had become of each row that was read until then. */
  report?: ImportReport;
}

/** Gives a class its literal name, which a minifier cannot change. */
function named(constructor: new (...args: never[]) => Error, name: string): void {
  const literal = { value: name, configurable: true, writable: true };
  Object.defineProperty(constructor, "name", { value: name, configurable: true });
  Object.defineProperty(constructor.prototype, "name", literal);
}

/** Sets what is there; an absent detail stays an absent property, so that a printed error is short. */
function assign<D extends object>(error: object, details: D, names: readonly (keyof D & string)[]): void {
  for (const name of names) {
    const value = details[name];
    if (value !== undefined)
      Object.defineProperty(error, name, { value, enumerable: true, configurable: true });
  }
}

/** Sets what a log should not repeat: readable as a property, absent from a print. */
function hide(error: object, name: string, value: unknown): void {
  if (value !== undefined) Object.defineProperty(error, name, { value, configurable: true });
}

/** The base of all errors of this package. */
export class MeshiError extends Error {
  static {
    named(this, "MeshiError");
    Object.defineProperty(this.prototype, BRAND, { value: true });
  }
  /** The server's code as sent, or one of the SDK's. Branch on it, never on the message. */
  declare readonly code: string;
  /** Whether the same call may succeed later. */
  declare readonly retryable: boolean;
  /** The operation, such as `events.create`. */
  declare readonly operation?: string;
  /** The effective correlation id: what Meshi's support asks for. */
  declare readonly correlationId?: string;
  /** How many requests went out. */
  declare readonly attempts?: number;
  /** Milliseconds since the call began. */
  declare readonly elapsedMs?: number;
  /** The part of `elapsedMs` that was spent waiting before attempts: to try again, or for a limit. */
  declare readonly waitedMs?: number;
  /** The key of a write, for trying it again as the same one: whatever became of its answer. */
  declare readonly idempotencyKey?: string;
  /**
   * `true` where another attempt was due and the client's `retryBudget` did not hold what it costs. Absent otherwise.
   */
  declare readonly budgetExhausted?: boolean;
  /**
   * Of an import that could not go on, or was aborted: what had become of each row that was read until then. Among the
   * rejected ones, `NOT_SENT` are rows that the server has not seen, and `UNCONFIRMED` those that were sent and are not
   * known to be imported. Neither has an `attendee_id`: `row` says which it is. Run again, the import repeats nothing; what
   * has to be mended before, if anything, the message of the row says. Not part of `toJSON()`.
   */
  declare readonly report?: ImportReport;

  constructor(message: string, details: MeshiErrorDetails) {
    super(message, "cause" in details ? { cause: details.cause } : undefined);
    assign(this, details, ["code"]);
    assign(this, { retryable: details.retryable ?? false }, ["retryable"]);
    assign(this, details, ["operation", "correlationId", "attempts", "elapsedMs", "waitedMs"]);
    assign(this, details, ["idempotencyKey", "budgetExhausted"]);
    hide(this, "report", details.report);
  }

  /** The error as a plain object for a log: no headers, no bodies, no attendee. */
  toJSON(): Record<string, unknown> {
    return { name: this.name, message: this.message, ...(this as object) };
  }
}

/** What an error of the server carries beside the common details. */
export interface MeshiApiErrorDetails extends MeshiErrorDetails {
  /** HTTP status. */
  status: number;
  /** How long the server asked to wait, in milliseconds. */
  retryAfterMs?: number;
  /** The response's headers. */
  headers?: HostHeaders;
}

/** The server answered, and not with 2xx. */
export class MeshiApiError extends MeshiError {
  static {
    named(this, "MeshiApiError");
  }
  /** HTTP status. */
  declare readonly status: number;
  /** How long the server asked to wait, in milliseconds. */
  declare readonly retryAfterMs?: number;
  /** The response's headers; not part of `toJSON()`. */
  declare readonly headers?: HostHeaders;

  constructor(message: string, details: MeshiApiErrorDetails) {
    super(message, details);
    assign(this, details, ["status", "retryAfterMs"]);
    hide(this, "headers", details.headers);
  }
}

/** 401: no or a malformed bearer header, no active key, or a disabled account. */
export class MeshiAuthenticationError extends MeshiApiError {
  static {
    named(this, "MeshiAuthenticationError");
  }
  declare readonly name: "MeshiAuthenticationError";
}

/** 403: the key may not do this. */
export class MeshiPermissionError extends MeshiApiError {
  static {
    named(this, "MeshiPermissionError");
  }
  declare readonly name: "MeshiPermissionError";
}

/** 404: not there, or another org's, which reads the same. */
export class MeshiNotFoundError extends MeshiApiError {
  static {
    named(this, "MeshiNotFoundError");
  }
  declare readonly name: "MeshiNotFoundError";
}

/** 409: the id is taken, or the idempotency key belongs to something else. */
export class MeshiConflictError extends MeshiApiError {
  static {
    named(this, "MeshiConflictError");
  }
  declare readonly name: "MeshiConflictError";
}

/** Any other 4xx: the request is wrong as it stands. */
export class MeshiInvalidRequestError extends MeshiApiError {
  static {
    named(this, "MeshiInvalidRequestError");
  }
  declare readonly name: "MeshiInvalidRequestError";
}

/** 413: split the request. `attendees.importAll` does so by itself. */
export class MeshiPayloadTooLargeError extends MeshiApiError {
  static {
    named(this, "MeshiPayloadTooLargeError");
  }
  declare readonly name: "MeshiPayloadTooLargeError";
}

/** 429: wait for `retryAfterMs`. */
export class MeshiRateLimitError extends MeshiApiError {
  static {
    named(this, "MeshiRateLimitError");
  }
  declare readonly name: "MeshiRateLimitError";
}

/** 5xx: the server's fault. */
export class MeshiServerError extends MeshiApiError {
  static {
    named(this, "MeshiServerError");
  }
  declare readonly name: "MeshiServerError";
}

/** Refused before anything was sent. */
export class MeshiValidationError extends MeshiError {
  static {
    named(this, "MeshiValidationError");
  }
  declare readonly name: "MeshiValidationError";
  /** All that is wrong, with the server's own codes. */
  declare readonly issues: readonly Issue[];

  constructor(message: string, details: MeshiErrorDetails & { issues?: readonly Issue[] }) {
    super(message, details);
    assign(this, { issues: details.issues ?? [] }, ["issues"]);
  }
}

/** No answer came. */
export class MeshiConnectionError extends MeshiError {
  static {
    named(this, "MeshiConnectionError");
  }
  declare readonly name: "MeshiConnectionError";
  /** Whether the server may have seen the request. */
  declare readonly maybeSent: boolean;

  constructor(message: string, details: MeshiErrorDetails & { maybeSent?: boolean }) {
    super(message, details);
    assign(this, { maybeSent: details.maybeSent ?? true }, ["maybeSent"]);
  }
}

/** One attempt, the whole call, or the wait for a run. */
export type TimeoutScope = "attempt" | "deadline" | "wait";

/** An attempt, the deadline or a wait ran out. `cause` is the last poll's error, where a wait ran out over faults. */
export class MeshiTimeoutError extends MeshiError {
  static {
    named(this, "MeshiTimeoutError");
  }
  declare readonly name: "MeshiTimeoutError";
  /** What ran out. */
  declare readonly scope: TimeoutScope;
  /** Of a call that a limit held back, the server's or the client's own: in how many milliseconds it could have been sent. */
  declare readonly retryAfterMs?: number;

  constructor(message: string, details: MeshiErrorDetails & { scope: TimeoutScope; retryAfterMs?: number }) {
    super(message, details);
    assign(this, details, ["scope", "retryAfterMs"]);
  }
}

/** The caller's signal; its reason is the `cause`. */
export class MeshiAbortError extends MeshiError {
  static {
    named(this, "MeshiAbortError");
  }
  declare readonly name: "MeshiAbortError";
}

/** A 2xx body that cannot be read. */
export class MeshiDecodeError extends MeshiError {
  static {
    named(this, "MeshiDecodeError");
  }
  declare readonly name: "MeshiDecodeError";
  /** HTTP status. */
  declare readonly status?: number;
  /** The first characters of the body; not part of `toJSON()`, since they may be personal data. */
  declare readonly bodyStart?: string;

  constructor(message: string, details: MeshiErrorDetails & { status?: number; bodyStart?: string }) {
    super(message, details);
    assign(this, details, ["status"]);
    hide(this, "bodyStart", details.bodyStart);
  }
}

/** A run ended `failed`. */
export class MeshiRunError extends MeshiError {
  static {
    named(this, "MeshiRunError");
  }
  declare readonly name: "MeshiRunError";
  /** The run as the server sent it; `toJSON()` has its id and status only. */
  declare readonly run: Run;

  constructor(message: string, details: MeshiErrorDetails & { run: Run }) {
    super(message, details);
    hide(this, "run", details.run);
  }

  /** The error as a plain object for a log, with the run's id and status. */
  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), run: { run_id: this.run?.run_id, status: this.run?.status } };
  }
}

/**
 * A list that would not end: a cursor came twice (`REPEATED_CURSOR`), or 1,000 pages in a row were empty
 * (`TOO_MANY_EMPTY_PAGES`).
 */
export class MeshiPaginationError extends MeshiError {
  static {
    named(this, "MeshiPaginationError");
  }
  declare readonly name: "MeshiPaginationError";
  /** The cursor that came twice, or that of the last empty page, from which the list can be read on. */
  declare readonly cursor?: string;

  constructor(message: string, details: MeshiErrorDetails & { cursor?: string }) {
    super(message, details);
    assign(this, details, ["cursor"]);
  }
}

/** Bad options. */
export class MeshiConfigError extends MeshiError {
  static {
    named(this, "MeshiConfigError");
  }
  declare readonly name: "MeshiConfigError";
  /** The option that is wrong. */
  declare readonly option?: string;

  constructor(message: string, details: MeshiErrorDetails & { option?: string }) {
    super(message, details);
    assign(this, details, ["option"]);
  }
}

/**
 * A bug in this package, or memory that ran out. Where it was a trap of the WebAssembly module, every call that was under
 * way rejects with one; what those calls had sent may have taken effect. A fresh instance is in place: the next call
 * works. Writes can be repeated with the key that the first try was given, imports and flows from the beginning or their
 * token: nothing is done twice.
 */
export class MeshiInternalError extends MeshiError {
  static {
    named(this, "MeshiInternalError");
  }
  declare readonly name: "MeshiInternalError";
}

/** Every error of this package, told apart by `name` as well as by class. */
export type AnyMeshiError =
  | (MeshiApiError & { readonly name: "MeshiApiError" })
  | MeshiAuthenticationError
  | MeshiPermissionError
  | MeshiNotFoundError
  | MeshiConflictError
  | MeshiInvalidRequestError
  | MeshiPayloadTooLargeError
  | MeshiRateLimitError
  | MeshiServerError
  | MeshiValidationError
  | MeshiConnectionError
  | MeshiTimeoutError
  | MeshiAbortError
  | MeshiDecodeError
  | MeshiRunError
  | MeshiPaginationError
  | MeshiConfigError
  | MeshiInternalError;

/** Whether `value` is an error of this package, also of another copy of it. */
export function isMeshiError(value: unknown): value is AnyMeshiError {
  try {
    return typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[BRAND] === true;
  } catch {
    // A proxy or a getter that throws.
    return false;
  }
}
