// Speaks to the worker: its own origin, its own routes. An answer that is no success becomes an `ApiError`.

import { CONSOLE_HEADER, type ConsoleError } from "../../shared/api.ts";

/** What the worker refused, or that it could not be reached (`status` 0). */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly correlationId: string | undefined;
  /** When to try again, if the worker said so. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, code: string, message: string, correlationId?: string, retryAfterMs?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.correlationId = correlationId;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Whatever was thrown, as an error that can be shown. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(0, "PAGE_FAULT", error instanceof Error ? error.message : String(error));
}

type Listener = () => void;
const lost = new Set<Listener>();

/** Calls `listener` whenever the worker says that there is no session any more; gives the way to stop. */
export function onSessionLost(listener: Listener): () => void {
  lost.add(listener);
  return () => lost.delete(listener);
}

function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

/** The error that a body of the worker's tells of. */
export function refusal(status: number, body: string, header: (name: string) => string | null): ApiError {
  let told: Partial<ConsoleError> = {};
  try {
    told = (JSON.parse(body) ?? {}) as Partial<ConsoleError>;
  } catch {
    // Not the worker's own words: something between it and here answered. The status says enough.
  }
  if (status === 401 && told.code !== "WRONG_TOKEN") for (const listener of lost) listener();
  return new ApiError(
    status,
    typeof told.code === "string" ? told.code : `HTTP_${status}`,
    typeof told.message === "string" ? told.message : `The console answered with status ${status}.`,
    told.correlation_id ?? header("x-correlation-id") ?? undefined,
    retryAfter(header("retry-after")),
  );
}

/** The headers of a call; a write shows that it comes from this page. */
export function headersOf(method: string, more: Record<string, string> = {}): Record<string, string> {
  return method === "GET" ? more : { [CONSOLE_HEADER]: "1", ...more };
}

interface Sent {
  json?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Sends, and gives the answer if it is a success or "not modified". */
export async function send(
  method: string,
  path: string,
  { json, headers = {}, signal }: Sent = {},
): Promise<Response> {
  const type: Record<string, string> = json === undefined ? {} : { "content-type": "application/json" };
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: headersOf(method, { ...type, ...headers }),
      credentials: "same-origin",
      cache: "no-store",
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, "UNREACHABLE", "The console cannot be reached. Is it running, and are you online?");
  }
  if (response.ok || response.status === 304) return response;
  throw refusal(response.status, await response.text(), (name) => response.headers.get(name));
}

/** Sends, and reads the JSON of the answer. */
export async function call<T>(method: string, path: string, sent?: Sent): Promise<T> {
  const response = await send(method, path, sent);
  return (response.status === 204 ? undefined : await response.json()) as T;
}
