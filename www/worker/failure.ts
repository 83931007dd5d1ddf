// Whatever goes wrong, as the browser is told of it: a code, a sentence, an id to ask about. Never a stack, an address,
// a header, or anything of a request.

import { isMeshiError, MeshiApiError, MeshiRunError, MeshiValidationError } from "meshi-partner";
import type { ConsoleError } from "../shared/api.ts";

/** Something that the caller is told. */
export class ConsoleFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly correlationId: string;
  readonly retryAfterMs: number | undefined;

  constructor(status: number, code: string, message: string, correlationId?: string, retryAfterMs?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.correlationId = correlationId ?? crypto.randomUUID();
    this.retryAfterMs = retryAfterMs;
  }
}

/** What the package's own errors mean, where their texts could tell more than the browser should know. */
const TEXTS: Readonly<Record<string, string>> = {
  MeshiConnectionError: "Meshi could not be reached.",
  MeshiTimeoutError: "Meshi did not answer in time.",
  MeshiDecodeError: "Meshi's answer could not be read.",
  MeshiPaginationError: "Meshi's list does not end: the same cursor came twice.",
  MeshiConfigError: "The console is not set up right.",
};

function textOf(error: Error): string {
  if (error instanceof MeshiApiError || error instanceof MeshiRunError) return error.message;
  if (error instanceof MeshiValidationError)
    return error.issues.map(({ path, message }) => `${path}: ${message}`).join("; ") || error.message;
  return TEXTS[error.name] ?? "Something went wrong in the console.";
}

/** The status towards the browser. Of Meshi's own ones it sees those that are about what it asked for. */
function statusOf(error: Error): number {
  if (error instanceof MeshiValidationError) return 400;
  if (!(error instanceof MeshiApiError)) return 502;
  return [400, 404, 409, 413, 429].includes(error.status) ? error.status : 502;
}

/** Anything that was thrown, as a failure to tell of. */
export function failureOf(thrown: unknown): ConsoleFailure {
  if (thrown instanceof ConsoleFailure) return thrown;
  if (!isMeshiError(thrown)) {
    const failure = new ConsoleFailure(500, "INTERNAL_ERROR", "Something went wrong in the console.");
    // Names and places of the console's own code, and no message: that might repeat what it was given.
    const stack = thrown instanceof Error ? thrown.stack?.split("\n").slice(1, 6).join("\n") : typeof thrown;
    console.error(JSON.stringify({ correlation_id: failure.correlationId, code: failure.code, stack }));
    return failure;
  }
  const retryAfterMs = "retryAfterMs" in thrown ? thrown.retryAfterMs : undefined;
  return new ConsoleFailure(
    statusOf(thrown),
    thrown.code,
    textOf(thrown),
    thrown.correlationId,
    retryAfterMs,
  );
}

/** What the browser reads of it. */
export function told({ code, message, correlationId }: ConsoleFailure): ConsoleError {
  return { code, message, correlation_id: correlationId };
}

/** The answer that tells it. */
export function refusal(failure: ConsoleFailure): Response {
  const headers = new Headers({ "x-correlation-id": failure.correlationId });
  const { retryAfterMs } = failure;
  if (retryAfterMs !== undefined) headers.set("retry-after", String(Math.ceil(retryAfterMs / 1000)));
  return Response.json(told(failure), { status: failure.status, headers });
}
