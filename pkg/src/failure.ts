// Makes an error class of the plain object that the wasm shell rejects with.

import {
  MeshiAbortError,
  MeshiApiError,
  MeshiAuthenticationError,
  MeshiConfigError,
  MeshiConflictError,
  MeshiConnectionError,
  MeshiDecodeError,
  MeshiError,
  MeshiInternalError,
  MeshiInvalidRequestError,
  MeshiNotFoundError,
  MeshiPaginationError,
  MeshiPayloadTooLargeError,
  MeshiPermissionError,
  MeshiRateLimitError,
  MeshiRunError,
  MeshiServerError,
  MeshiTimeoutError,
  MeshiValidationError,
  isMeshiError,
  type MeshiApiErrorDetails,
} from "./errors.js";
import type { Failure } from "./boundary.js";

const BY_STATUS: Readonly<Record<number, typeof MeshiApiError>> = {
  401: MeshiAuthenticationError,
  403: MeshiPermissionError,
  404: MeshiNotFoundError,
  409: MeshiConflictError,
  413: MeshiPayloadTooLargeError,
  429: MeshiRateLimitError,
};

function apiError(message: string, details: MeshiApiErrorDetails): MeshiApiError {
  const { status } = details;
  const known = BY_STATUS[status];
  if (known) return new known(message, details);
  if (status >= 500) return new MeshiServerError(message, details);
  if (status >= 400) return new MeshiInvalidRequestError(message, details);
  return new MeshiApiError(message, details);
}

/** Whether it is what the shell rejects with, and not yet an error. Of a value that throws when it is looked at: no. */
export function isFailure(value: unknown): value is Failure {
  try {
    return (
      typeof value === "object" &&
      value !== null &&
      typeof (value as Failure).kind === "string" &&
      typeof (value as Failure).code === "string"
    );
  } catch {
    return false;
  }
}

/** Whether something was thrown on purpose: a failure of the shell, or an error of the facade. */
export function isOurs(thrown: unknown): boolean {
  return isMeshiError(thrown) || isFailure(thrown);
}

/**
 * The error for what came out of the wasm module: a failure, a trap, or an error that is one already. What a callback
 * or a middleware of the caller threw is given as it is.
 */
export function fromFailure(thrown: unknown): unknown {
  if (isMeshiError(thrown)) return thrown;
  if (isFailure(thrown) && thrown.kind === "thrown") return thrown.cause;
  return errorOf(thrown);
}

function errorOf(thrown: unknown): MeshiError {
  if (!isFailure(thrown)) {
    return internalError(
      "the SDK met a fault of its own and ended all that was under way; what it sent may have taken effect. The next call works; please report the cause",
      thrown,
    );
  }
  const { kind, message, fault, ...details } = thrown;
  // A fault of the call beneath, such as the last poll's of a wait. A cause is the caller's own value, whatever it looks like.
  if (fault !== undefined) details.cause = errorOf(fault);
  switch (kind) {
    case "api":
      return apiError(message, { ...details, status: details.status ?? 0 });
    case "validation":
      return ofSource(thrown) ?? new MeshiValidationError(message, details);
    case "connection":
      return new MeshiConnectionError(message, details);
    case "timeout":
      return new MeshiTimeoutError(message, { ...details, scope: details.scope ?? "deadline" });
    case "abort":
      return new MeshiAbortError(message, details);
    case "decode": {
      const { body, ...rest } = details;
      return new MeshiDecodeError(message, body === undefined ? rest : { ...rest, bodyStart: body });
    }
    case "run":
      return new MeshiRunError(message, { ...details, run: details.run as MeshiRunError["run"] });
    case "pagination":
      return new MeshiPaginationError(message, details);
    case "config":
      return new MeshiConfigError(message, details);
    default:
      return new MeshiInternalError(message, details);
  }
}

/** A source that the facade itself refused: its own words, with what is known of the job. */
function ofSource({
  code,
  cause,
  kind: _kind,
  message: _message,
  fault: _fault,
  ...details
}: Failure): MeshiError | undefined {
  // Told by its brand: a file of another copy of the package has that copy's errors.
  if (code !== "SOURCE_FAILED" || !isMeshiError(cause) || cause.name !== "MeshiValidationError")
    return undefined;
  return new MeshiValidationError(cause.message, { ...details, code: cause.code, issues: cause.issues });
}

/** A fault of the SDK. */
export function internalError(message: string, cause?: unknown): MeshiInternalError {
  return new MeshiInternalError(message, { code: "INTERNAL", ...(cause === undefined ? {} : { cause }) });
}

/** A bad option of the facade itself. */
export function configError(option: string, message: string): MeshiConfigError {
  return new MeshiConfigError(`${option}: ${message}`, { code: "INVALID_OPTION", option });
}

/**
 * Reads what a caller passed.
 *
 * @throws MeshiConfigError in the place of whatever it throws: a getter or the trap of a proxy may throw anything
 */
export function readOption<T>(option: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (isMeshiError(cause)) throw cause;
    const message = `${option}: It could not be read: a getter or a proxy of it threw.`;
    throw new MeshiConfigError(message, { code: "INVALID_OPTION", option, cause });
  }
}

/** A bad argument that the facade itself refuses. */
export function inputError(
  path: string,
  code: string,
  message: string,
  cause?: unknown,
): MeshiValidationError {
  return new MeshiValidationError(`${path}: ${message}`, {
    code,
    issues: [{ path, code, message }],
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Whether it is a list. Asked of a revoked proxy, `Array.isArray` throws: that is none. */
export function isList(value: unknown): boolean {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** What an error says of itself, or undefined where it cannot be had. */
export function messageOf(error: unknown): string | undefined {
  try {
    const { message } = error as Error;
    return typeof message === "string" && message !== "" ? message : undefined;
  } catch {
    return undefined;
  }
}
