// The options of the client and of its calls, and the checks that every runtime makes in `new Meshi`.

import type { OperationName } from "./operations.js";
import { environmentVariable } from "./environment.js";
import { configError } from "./failure.js";
import type { AbortSignalLike, Fetch, HeadersLike } from "./host-types.js";
import { LEVELS, type Logger, type LogLevel } from "./logging.js";
import type { Middleware } from "./middleware.js";

/** Meshi's two environments; a key belongs to one of them. */
export type Environment = "staging" | "production";

/** What a client is made of. */
export interface MeshiOptions {
  /** The service-account key. Else the environment variable `MESHI_KEY`. */
  apiKey?: string | undefined;
  /** Which of Meshi's environments. Never guessed: this, `baseUrl` or the environment variable `MESHI_BASE`. */
  environment?: Environment | undefined;
  /** Where the API is: https, or http on loopback. */
  baseUrl?: string | undefined;
  /** Sends requests: a service binding, a proxy agent, the sandbox. Else the global `fetch`. */
  fetch?: Fetch | undefined;
  /** For one attempt, its body included, in milliseconds; 30 000. */
  timeoutMs?: number | undefined;
  /** For one call, every attempt and wait, in milliseconds; 120 000. */
  deadlineMs?: number | undefined;
  /** Attempts after the first; 3. */
  maxRetries?: number | undefined;
  /**
   * A `Retry-After` of up to so many milliseconds is waited for, by every call of the client; a longer one fails at once, and
   * is its own call's alone. 120 000.
   */
  maxRetryAfterMs?: number | undefined;
  /** What all retries of the client may cost, so that they do not multiply the load of an outage. */
  retryBudget?: RetryBudget | undefined;
  /**
   * How long `importAll` and flows ride out an outage, in milliseconds: from the first request that fails with a 408, 429,
   * 5xx or connection fault until one is answered. Meanwhile one request at a time goes out, 1 to 15 seconds after the last.
   * 300 000; 0 ends a job at its first such failure. Polls of a run also end with their own `maxWaitMs`.
   */
  maxOutageMs?: number | undefined;
  /**
   * At most so many requests a second, a fraction too: 0.5 is one in two seconds. They go out evenly spaced, without a burst;
   * every attempt of every call counts. Else there is no limit.
   */
  maxRequestsPerSecond?: number | undefined;
  /** At most so many requests under way at once, of all calls together, first come, first served. Else there is no limit. */
  maxConcurrentRequests?: number | undefined;
  /** For every call, or made for each; else a fresh UUID a call. */
  correlationId?: string | (() => string) | undefined;
  /** Replaces the path templates of operations. */
  routes?: Readonly<Partial<Record<OperationName, string>>> | undefined;
  /** Wraps every attempt, the first one outermost. It never sees the key. */
  middleware?: readonly Middleware[] | undefined;
  /** Where log lines go; else the console. */
  logger?: Logger | undefined;
  /** The least that is logged: `warn` with a `logger`, else `off`. */
  logLevel?: LogLevel | undefined;
  /**
   * Whether a name in a body that nearly is the name of a known field, such as `start` for `start_date`, is sent as it is;
   * `false`: it is refused before anything is sent, as `UNKNOWN_FIELD`. Other unknown names are always sent.
   */
  allowUnknownFields?: boolean | undefined;
  /** Lets a web page or its worker have the key, where every visitor can read it. */
  dangerouslyAllowBrowser?: boolean | undefined;
}

/**
 * The retry budget of a client. Each retry costs tokens. A retry that succeeds is refunded, and a call that succeeds at its
 * first attempt adds 1 token; time adds none. A retry that the budget cannot pay for is not sent, and the call's error has
 * `budgetExhausted`. Retries after a 429 with a `Retry-After` cost nothing.
 */
export interface RetryBudget {
  /** The most tokens that the budget holds, and what it starts with; 500. 0 refuses every retry that costs tokens. */
  tokens?: number | undefined;
  /** What a retry costs; 5. 0 makes retries free. */
  cost?: number | undefined;
  /** What a retry costs after an attempt that timed out; 10. */
  timeoutCost?: number | undefined;
}

/** What every call takes as its last argument. */
export interface CallOptions {
  /** Ends the call with a `MeshiAbortError`. */
  signal?: AbortSignalLike | undefined;
  /** As the client's, for this call. */
  timeoutMs?: number | undefined;
  /** As the client's, for this call. */
  deadlineMs?: number | undefined;
  /** As the client's, for this call. */
  maxRetries?: number | undefined;
  /** As the client's, for this call. */
  allowUnknownFields?: boolean | undefined;
  /** Names the call in Meshi's logs and yours. */
  correlationId?: string | undefined;
  /** Sent beside the SDK's own headers, which it cannot replace. */
  headers?: Readonly<Record<string, string>> | HeadersLike | undefined;
}

/** What a call that creates a run takes as its last argument. */
export interface WriteOptions extends CallOptions {
  /** 1 to 255 characters; made by the SDK where none is given. The same key for the same operation is the same run. */
  idempotencyKey?: string | undefined;
}

/** How a run is followed to its end. */
export interface WaitOptions<Run> extends CallOptions {
  /** Between two polls, in milliseconds; at least 250. Else the server's hint, else a backoff from 1 s to 15 s. */
  pollIntervalMs?: number | undefined;
  /**
   * For the whole wait, in milliseconds; 15 minutes. The wait ends then, with one last poll. Only where the server asked for
   * a longer pause with an error, as with a 429, is there no such poll: the error's `retryAfterMs` says what is left of it.
   * For a flow in many isolates too: the time awake counts, and the time until a step said to come back; a token that is
   * taken up later than that uses nothing more up.
   */
  maxWaitMs?: number | undefined;
  /** Called with the run on every change. */
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
