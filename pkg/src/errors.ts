// The error classes: what a call rejects with and what a constructor throws.
// No error ever holds the key, a request body or a URL.

import type { HostHeaders } from "./host-types.js";
import type { ImportReport, Run } from "./model.js";

const BRAND = Symbol.for("meshi-partner.error");

/** A problem with an input. */
export interface Issue {
  /** The path of the value, such as `title` or `attendees[3].name`. */
  path: string;
  /** The code: the server's if the contract has one, such as `INVALID_TITLE`. */
  code: string;
  /** The problem, and what to do. */
  message: string;
}

/** The details of every error. */
export interface MeshiErrorDetails {
  /** The code of the server or of the client. Branch on the code, never on the message. */
  code: string;
  /** Whether the same call may succeed later. */
  retryable?: boolean;
  /** The operation, such as `events.create`. */
  operation?: string;
  /** The correlation id. Meshi's support asks for it. */
  correlationId?: string;
  /** The number of requests that were sent. */
  attempts?: number;
  /** Milliseconds since the call began. */
  elapsedMs?: number;
  /** The part of `elapsedMs` before attempts, in milliseconds: waits for retries and for limits. */
  waitedMs?: number;
  /** The idempotency key of a write. A retry with the same key is applied once. */
  idempotencyKey?: string;
  /** Whether the retry budget of the client refused a retry. */
  budgetExhausted?: boolean;
  /** The underlying error: the reason of the signal, the error of `fetch`, a trap. */
  cause?: unknown;
  /** The report of an import that failed or was aborted, for the rows that were read. */
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

/** The base class of all errors of this package. */
export class MeshiError extends Error {
  static {
    named(this, "MeshiError");
    Object.defineProperty(this.prototype, BRAND, { value: true });
  }
  /** The code of the server or of the client. Branch on the code, never on the message. */
  declare readonly code: string;
  /** Whether the same call may succeed later. */
  declare readonly retryable: boolean;
  /** The operation, such as `events.create`. */
  declare readonly operation?: string;
  /** The correlation id. Meshi's support asks for it. */
  declare readonly correlationId?: string;
  /** The number of requests that were sent. */
  declare readonly attempts?: number;
  /** Milliseconds since the call began. */
  declare readonly elapsedMs?: number;
  /** The part of `elapsedMs` before attempts, in milliseconds: waits for retries and for limits. */
  declare readonly waitedMs?: number;
  /**
   * The idempotency key of a write. A retry with the same key is applied once, even if the server applied the first
   * write.
   */
  declare readonly idempotencyKey?: string;
  /**
   * `true` if the `retryBudget` of the client refused a retry. Absent otherwise.
   */
  declare readonly budgetExhausted?: boolean;
  /**
   * The report of an import that failed or was aborted, for the rows that were read. Rejected rows with the code
   * `NOT_SENT` were not sent; rows with `UNCONFIRMED` were sent and may be imported. Neither has an `attendee_id`. The message
   * of the row says what to mend before the same import is run again; it imports no row twice. Not part of `toJSON()`.
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

  /** Returns the error as a plain object for a log, without headers, bodies and attendee data. */
  toJSON(): Record<string, unknown> {
    return { name: this.name, message: this.message, ...(this as object) };
  }
}

/** The details of an error of the server. */
export interface MeshiApiErrorDetails extends MeshiErrorDetails {
  /** HTTP status. */
  status: number;
  /** The wait that the server asked for, in milliseconds. */
  retryAfterMs?: number;
  /** The response's headers. */
  headers?: HostHeaders;
}

/** The server answered with an error status. */
export class MeshiApiError extends MeshiError {
  static {
    named(this, "MeshiApiError");
  }
  /** HTTP status. */
  declare readonly status: number;
  /** The wait that the server asked for, in milliseconds. */
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

/** 404: the object does not exist or belongs to another org. */
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

/** Any other 4xx: the request is wrong. */
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

/** An input is not valid. Nothing was sent. */
export class MeshiValidationError extends MeshiError {
  static {
    named(this, "MeshiValidationError");
  }
  declare readonly name: "MeshiValidationError";
  /** All problems, with the codes of the server. */
  declare readonly issues: readonly Issue[];

  constructor(message: string, details: MeshiErrorDetails & { issues?: readonly Issue[] }) {
    super(message, details);
    assign(this, { issues: details.issues ?? [] }, ["issues"]);
  }
}

/** The server did not answer. */
export class MeshiConnectionError extends MeshiError {
  static {
    named(this, "MeshiConnectionError");
  }
  declare readonly name: "MeshiConnectionError";
  /** Whether the server may have received the request. */
  declare readonly maybeSent: boolean;

  constructor(message: string, details: MeshiErrorDetails & { maybeSent?: boolean }) {
    super(message, details);
    assign(this, { maybeSent: details.maybeSent ?? true }, ["maybeSent"]);
  }
}

/** One attempt, the whole call, or the wait for a run. */
export type TimeoutScope = "attempt" | "deadline" | "wait";

/** An attempt, a call or a wait took too long. `cause` is the error of the last poll, if the polls of a wait failed. */
export class MeshiTimeoutError extends MeshiError {
  static {
    named(this, "MeshiTimeoutError");
  }
  declare readonly name: "MeshiTimeoutError";
  /** The time limit that was reached. */
  declare readonly scope: TimeoutScope;
  /** The wait until the call can be sent, in milliseconds, if a limit of the server or of the client held it back. */
  declare readonly retryAfterMs?: number;

  constructor(message: string, details: MeshiErrorDetails & { scope: TimeoutScope; retryAfterMs?: number }) {
    super(message, details);
    assign(this, details, ["scope", "retryAfterMs"]);
  }
}

/** Your signal aborted the call. Its reason is the `cause`. */
export class MeshiAbortError extends MeshiError {
  static {
    named(this, "MeshiAbortError");
  }
  declare readonly name: "MeshiAbortError";
}

/** The body of a 2xx response is not valid. */
export class MeshiDecodeError extends MeshiError {
  static {
    named(this, "MeshiDecodeError");
  }
  declare readonly name: "MeshiDecodeError";
  /** HTTP status. */
  declare readonly status?: number;
  /** The first characters of the body. Not part of `toJSON()`, since they may be personal data. */
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
  /** The run as the server sent it. `toJSON()` has only its id and status. */
  declare readonly run: Run;

  constructor(message: string, details: MeshiErrorDetails & { run: Run }) {
    super(message, details);
    hide(this, "run", details.run);
  }

  /** Returns the error as a plain object for a log, with the id and status of the run. */
  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), run: { run_id: this.run?.run_id, status: this.run?.status } };
  }
}

/**
 * Pagination did not terminate: the server returned a cursor twice (`REPEATED_CURSOR`) or 1,000 empty pages in a row
 * (`TOO_MANY_EMPTY_PAGES`).
 */
export class MeshiPaginationError extends MeshiError {
  static {
    named(this, "MeshiPaginationError");
  }
  declare readonly name: "MeshiPaginationError";
  /** The repeated cursor, or the cursor of the last empty page, from which a new list can continue. */
  declare readonly cursor?: string;

  constructor(message: string, details: MeshiErrorDetails & { cursor?: string }) {
    super(message, details);
    assign(this, details, ["cursor"]);
  }
}

/** An option is not valid. */
export class MeshiConfigError extends MeshiError {
  static {
    named(this, "MeshiConfigError");
  }
  declare readonly name: "MeshiConfigError";
  /** The name of the option. */
  declare readonly option?: string;

  constructor(message: string, details: MeshiErrorDetails & { option?: string }) {
    super(message, details);
    assign(this, details, ["option"]);
  }
}

/**
 * A bug in this package, or too little memory. After a trap of the WebAssembly module, all calls in flight reject with
 * this error; the server may have applied their requests. The next call gets a new instance and works. A write can be
 * repeated with the same idempotency key, an import or a flow from its start or from its token: no work is done twice.
 */
export class MeshiInternalError extends MeshiError {
  static {
    named(this, "MeshiInternalError");
  }
  declare readonly name: "MeshiInternalError";
}

/** Every error of this package. `name` distinguishes them, and so does the class. */
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

/** Whether `value` is an error of this package or of another copy of this package. */
export function isMeshiError(value: unknown): value is AnyMeshiError {
  try {
    return typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[BRAND] === true;
  } catch {
    // A proxy or a getter that throws.
    return false;
  }
}
