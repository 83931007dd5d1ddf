// Holds the errors: what each carries, and that class and name tell them apart. Compiled, never run.

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
  type AnyMeshiError,
  type ImportReport,
  type Issue,
  type Run,
} from "meshi-partner";
import { exactly } from "./expect.js";

declare const thrown: unknown;

// What all have
if (isMeshiError(thrown)) {
  exactly<AnyMeshiError>()(thrown);
  const error: MeshiError & Error = thrown;
  exactly<string>()(error.code);
  exactly<string>()(error.message);
  exactly<string | undefined>()(error.correlationId);
  exactly<string | undefined>()(error.operation);
  exactly<number | undefined>()(error.attempts);
  exactly<number | undefined>()(error.elapsedMs);
  exactly<number | undefined>()(error.waitedMs);
  exactly<boolean | undefined>()(error.budgetExhausted);
  exactly<boolean>()(error.retryable);
  exactly<unknown>()(error.cause);
  exactly<ImportReport | undefined>()(error.report);
  exactly<Record<string, unknown>>()(error.toJSON());
  // @ts-expect-error an error is read only
  error.code = "OTHER";
}

// By class. Each branch must leave the others in reach: classes of one shape would end the chain at the first.
if (thrown instanceof MeshiApiError) {
  exactly<number>()(thrown.status);
  exactly<number | undefined>()(thrown.retryAfterMs);
  exactly<string | undefined>()(thrown.idempotencyKey);
  exactly<string | null | undefined>()(thrown.headers?.get("retry-after"));
  if (thrown instanceof MeshiAuthenticationError) exactly<"MeshiAuthenticationError">()(thrown.name);
  else if (thrown instanceof MeshiPermissionError) exactly<"MeshiPermissionError">()(thrown.name);
  else if (thrown instanceof MeshiNotFoundError) exactly<"MeshiNotFoundError">()(thrown.name);
  else if (thrown instanceof MeshiConflictError) exactly<"MeshiConflictError">()(thrown.name);
  else if (thrown instanceof MeshiPayloadTooLargeError) exactly<"MeshiPayloadTooLargeError">()(thrown.name);
  else if (thrown instanceof MeshiRateLimitError) exactly<"MeshiRateLimitError">()(thrown.name);
  else if (thrown instanceof MeshiInvalidRequestError) exactly<"MeshiInvalidRequestError">()(thrown.name);
  else if (thrown instanceof MeshiServerError) exactly<"MeshiServerError">()(thrown.name);
  else exactly<number>()(thrown.status);
} else if (thrown instanceof MeshiError) {
  if (thrown instanceof MeshiValidationError) exactly<readonly Issue[]>()(thrown.issues);
  else if (thrown instanceof MeshiConnectionError) exactly<boolean>()(thrown.maybeSent);
  else if (thrown instanceof MeshiTimeoutError) exactly<"attempt" | "deadline" | "wait">()(thrown.scope);
  else if (thrown instanceof MeshiAbortError) exactly<unknown>()(thrown.cause);
  else if (thrown instanceof MeshiDecodeError) exactly<number | undefined>()(thrown.status);
  else if (thrown instanceof MeshiRunError) exactly<Run>()(thrown.run);
  else if (thrown instanceof MeshiPaginationError) exactly<string | undefined>()(thrown.cursor);
  else if (thrown instanceof MeshiConfigError) exactly<string | undefined>()(thrown.option);
  else if (thrown instanceof MeshiInternalError) exactly<"MeshiInternalError">()(thrown.name);
  else exactly<string>()(thrown.code);
}

// By name, as for an error of another copy of the package
if (isMeshiError(thrown)) {
  switch (thrown.name) {
    case "MeshiValidationError":
      for (const { path, code, message } of thrown.issues) exactly<string[]>()([path, code, message]);
      break;
    case "MeshiRateLimitError":
      exactly<number | undefined>()(thrown.retryAfterMs);
      break;
    case "MeshiTimeoutError":
      exactly<MeshiTimeoutError>()(thrown);
      break;
    // @ts-expect-error there is no such error
    case "MeshiValidationErr":
      break;
  }
}

// A test may make one of its own.
exactly<MeshiServerError>()(new MeshiServerError("down", { code: "INTERNAL", status: 503, retryAfterMs: 5 }));
// @ts-expect-error what the server answered has a status
new MeshiServerError("down", { code: "INTERNAL" });
// @ts-expect-error one class is not another
const wrong: MeshiNotFoundError = new MeshiConflictError("taken", {
  code: "PARTNER_ID_CONFLICT",
  status: 409,
});
