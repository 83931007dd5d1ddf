// The options of the client and of its calls, and the checks that every runtime makes in `new Meshi`.

import type { OperationName } from "./operations.js";
import { environmentVariable } from "./environment.js";
import { configError } from "./failure.js";
import type { AbortSignalLike, Fetch, HeadersLike } from "./host-types.js";
import { LEVELS, type Logger, type LogLevel } from "./logging.js";
import type { Middleware } from "./middleware.js";
import type { Run } from "./model.js";

/** An environment of Meshi. A key belongs to one environment. */
export type Environment = "staging" | "production";

/** The options of a client. */
export interface MeshiOptions {
  /** The service-account key. Default: the environment variable `MESHI_KEY`. */
  apiKey?: string | undefined;
  /** The environment of Meshi. Required, unless `baseUrl` or the environment variable `MESHI_BASE` is set. */
  environment?: Environment | undefined;
  /** The base URL of the API: https, or http on loopback. Default: the URL of `environment`. */
  baseUrl?: string | undefined;
  /** The function that sends requests: a service binding, a proxy agent, the sandbox. Default: the global `fetch`. */
  fetch?: Fetch | undefined;
  /** The time limit of one attempt, with the body of its response, in milliseconds; at least 1. Default: 30,000. */
  timeoutMs?: number | undefined;
  /**
   * The time limit of one call, with all its attempts and waits, in milliseconds; at least 1. Default: 120,000. In
   * `importAll`, flows and `runs.wait` it applies to each request.
   */
  deadlineMs?: number | undefined;
  /** The most retries of a request, 0 to 100. Default: 3. */
  maxRetries?: number | undefined;
  /**
   * The longest `Retry-After` that the client waits for, in milliseconds; at least 0. Default: 120,000. All calls of
   * the client wait until it has passed. A longer `Retry-After` fails the call that received it at once, and holds no
   * other call back.
   */
  maxRetryAfterMs?: number | undefined;
  /** The retry budget of the client. It bounds the extra load of retries during an outage. */
  retryBudget?: RetryBudget | undefined;
  /**
   * The longest outage that `importAll` and flows wait out, in milliseconds; at least 0. Default: 300,000.
   *
   * An outage starts when a request has failed with a 408, 429, 5xx or connection error after all its retries. Until
   * the server answers, the job sends one request at a time, 1 to 15 seconds after the last. If no answer comes in
   * `maxOutageMs`, the job fails. With 0 the job fails as soon as a write or a read has failed after all its retries.
   * Polls of a run also end with `maxWaitMs`; with 0, only with `maxWaitMs`.
   */
  maxOutageMs?: number | undefined;
  /**
   * The most requests that the client sends in one second; above 0. 0.5 means one request every two seconds. The
   * requests are evenly spaced, without a burst. Every attempt of every call counts. Default: no limit.
   */
  maxRequestsPerSecond?: number | undefined;
  /**
   * The most requests of the client in flight at once, 1 to 4,294,967,295. Further requests wait in order. Default: no
   * limit.
   */
  maxConcurrentRequests?: number | undefined;
  /**
   * The correlation id of every call, or a function that returns one for each call: 1 to 256 visible ASCII characters.
   * Default: a new UUID for each call.
   */
  correlationId?: string | (() => string) | undefined;
  /**
   * Path templates that replace those of operations, such as `{ "events.get": "/events/{event_id}" }`. Default: none.
   */
  routes?: Readonly<Partial<Record<OperationName, string>>> | undefined;
  /** Functions that wrap every attempt; the first is the outermost. They never see the key. Default: none. */
  middleware?: readonly Middleware[] | undefined;
  /** The receiver of log lines. Default: the console. */
  logger?: Logger | undefined;
  /** The least severe level that is logged. Default: `warn` with a `logger`, otherwise `off`. */
  logLevel?: LogLevel | undefined;
  /**
   * Sends a field whose name is almost the name of a known field, such as `start` for `start_date`. Default: `false`,
   * such a field is a `MeshiValidationError` with the code `UNKNOWN_FIELD`, and nothing is sent. Other unknown fields
   * are always sent.
   */
  allowUnknownFields?: boolean | undefined;
  /** Allows the key in a web page or its worker, where every visitor can read it. Default: `false`. */
  dangerouslyAllowBrowser?: boolean | undefined;
}

/**
 * The retry budget of a client. Each retry costs tokens. A successful retry returns its tokens, and a call that
 * succeeds at its first attempt adds 1 token. Time adds none. If the budget holds too few tokens, the client does not
 * retry, and the error of the call has `budgetExhausted: true`. Retries after a 429 with a `Retry-After` cost nothing.
 */
export interface RetryBudget {
  /**
   * The tokens at the start, and the most that the budget holds, 0 to 1,000,000,000. Default: 500. With 0 every retry
   * that costs tokens is refused.
   */
  tokens?: number | undefined;
  /** The cost of a retry in tokens, 0 to 1,000,000,000. Default: 5. With 0 retries are free. */
  cost?: number | undefined;
  /** The cost of a retry after a timeout in tokens, 0 to 1,000,000,000. Default: 10. */
  timeoutCost?: number | undefined;
}

/** The options of a call, its last argument. */
export interface CallOptions {
  /** A signal that aborts the call with a `MeshiAbortError`. */
  signal?: AbortSignalLike | undefined;
  /** The time limit of one attempt, in milliseconds; at least 1. Default: the value of the client. */
  timeoutMs?: number | undefined;
  /**
   * The time limit of the call, with all its attempts and waits, in milliseconds; at least 1. Default: the value of the
   * client. In `importAll`, flows, `runs.wait`, `matches.top` and `matches.byAttendee` it applies to each request.
   */
  deadlineMs?: number | undefined;
  /** The most retries of a request, 0 to 100. Default: the value of the client. */
  maxRetries?: number | undefined;
  /** Sends fields with names that are almost those of known fields. Default: the value of the client. */
  allowUnknownFields?: boolean | undefined;
  /** The name of the call in the logs of Meshi: 1 to 256 visible ASCII characters. Default: as the client makes it. */
  correlationId?: string | undefined;
  /** Additional headers. They cannot replace the headers of the client. */
  headers?: Readonly<Record<string, string>> | HeadersLike | undefined;
}

/** The options of a call that starts a run, its last argument. */
export interface WriteOptions extends CallOptions {
  /**
   * The idempotency key: 1 to 255 characters without control characters (the limit is inferred). The server returns the
   * same run for the same key and operation. Default: a new key for each call.
   */
  idempotencyKey?: string | undefined;
}

/**
 * The options of a wait for the end of a run. `timeoutMs` and `deadlineMs` apply to each poll; `maxWaitMs` bounds the
 * wait.
 */
export interface WaitOptions extends CallOptions {
  /**
   * The time between two polls if the server's answer has no `Retry-After`, in milliseconds; at least 250. Default: a
   * backoff from 1 s to 15 s.
   */
  pollIntervalMs?: number | undefined;
  /**
   * The longest wait for one run, in milliseconds; at least 0. Default: 900,000 (15 minutes). The wait ends with one
   * last poll. It ends without a last poll if the server asked for a longer pause, as with a 429: `retryAfterMs` of the error
   * is the rest of the pause.
   *
   * A flow that runs in several processes counts the time of its steps. Time between steps counts only up to the
   * `retryAfterMs` that the step returned.
   */
  maxWaitMs?: number | undefined;
  /** Called with the run after every change. */
  onProgress?: ((run: Run) => void) | undefined;
}

type Check = (value: unknown) => string | undefined;

function kind(type: "string" | "number" | "boolean" | "function"): Check {
  const wanted = `must be a ${type}`;
  return (value) => (typeof value === type ? undefined : wanted);
}

function oneOf(words: readonly string[]): Check {
  const wanted = `must be one of ${words.map((word) => `"${word}"`).join(", ")}`;
  return (value) => (words.includes(value as string) ? undefined : wanted);
}

const CHECKS: Readonly<Record<keyof MeshiOptions, Check>> = {
  apiKey: (value) =>
    typeof value === "string" && value !== "" ? undefined : "must be the key as Meshi issued it, a string",
  environment: oneOf(["staging", "production"]),
  baseUrl: kind("string"),
  fetch: kind("function"),
  timeoutMs: kind("number"),
  deadlineMs: kind("number"),
  maxRetries: kind("number"),
  maxRetryAfterMs: kind("number"),
  retryBudget: (value) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? undefined
      : "must be an object, such as { tokens: 500, cost: 5, timeoutCost: 10 }",
  maxOutageMs: kind("number"),
  maxRequestsPerSecond: kind("number"),
  maxConcurrentRequests: kind("number"),
  correlationId: (value) =>
    typeof value === "string" || typeof value === "function"
      ? undefined
      : "must be a string or a function that returns one",
  routes: (value) =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((path) => typeof path === "string")
      ? undefined
      : "must be an object of path templates by operation name",
  middleware: (value) =>
    Array.isArray(value) && value.every((entry) => typeof entry === "function")
      ? undefined
      : "must be an array of functions",
  logger: (value) =>
    typeof value === "object" &&
    value !== null &&
    LEVELS.every((level) => typeof (value as Record<string, unknown>)[level] === "function")
      ? undefined
      : `must have the methods ${LEVELS.join(", ")}, as the console has`,
  logLevel: oneOf(["off", ...LEVELS]),
  allowUnknownFields: kind("boolean"),
  dangerouslyAllowBrowser: kind("boolean"),
};

/** `name` without case, unit and hyphens, to find the option that a wrong name was meant to be. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z]|ms$/g, "");
}

function unknownOption(name: string): never {
  const meant = Object.keys(CHECKS).find((known) => plain(known) === plain(name));
  const hint = meant ? `did you mean ${meant}?` : `the options are ${Object.keys(CHECKS).join(", ")}`;
  throw configError(name, `is not an option of Meshi; ${hint}`);
}

/** The options, checked for names and types. Values are checked by the module, where it is at hand. */
export function checkOptions(options: unknown): MeshiOptions {
  if (options === undefined) return {};
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw configError("options", 'must be an object, such as { environment: "staging" }');
  }
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(CHECKS, name)) unknownOption(name);
    if (value === undefined) continue;
    const problem = CHECKS[name as keyof MeshiOptions](value);
    if (problem) throw configError(name, problem);
    checked[name] = value;
  }
  return checked as MeshiOptions;
}

/** The key: given, or from the environment. */
export function findKey(options: MeshiOptions): string {
  if (options.apiKey !== undefined) return options.apiKey;
  const { value, problem } = environmentVariable("MESHI_KEY");
  if (value) return value;
  const reason = problem ? ` (the environment could not be read: ${problem})` : "";
  throw configError("apiKey", `is missing: give it, or set the environment variable MESHI_KEY${reason}`);
}

/** Where each environment is. */
export const BASES: Readonly<Record<Environment, string>> = {
  staging: "https://api.staging.meshi.io/api/v0/partner",
  production: "https://api.meshi.io/api/v0/partner",
};

/** Where the API is, from whichever of the three says so; two that differ are refused. */
export function findBase(options: MeshiOptions): { environment?: Environment; baseUrl?: string } {
  const { environment, baseUrl } = options;
  const fromVariable = environmentVariable("MESHI_BASE").value || undefined;
  const given = [
    environment && { option: "environment", name: `environment "${environment}"`, url: BASES[environment] },
    baseUrl !== undefined && { option: "baseUrl", name: "baseUrl", url: baseUrl },
    fromVariable && { option: "baseUrl", name: "the environment variable MESHI_BASE", url: fromVariable },
  ].filter((entry) => !!entry);
  const [first, ...others] = given;
  if (!first) {
    const message =
      'is missing: say "staging" or "production", or give a baseUrl, or set the environment variable MESHI_BASE';
    throw configError("environment", message);
  }
  for (const other of others) {
    if (sameBase(first.url, other.url)) continue;
    throw configError(first.option, `${first.name} and ${other.name} name different hosts: keep one of them`);
  }
  if (environment) return { environment };
  return { baseUrl: first.url };
}

function sameBase(a: string, b: string): boolean {
  const normal = (url: string): string => (URL.canParse(url) ? new URL(url).href : url).replace(/\/+$/, "");
  return normal(a) === normal(b);
}
