// What the sandbox takes and gives. Its limits and its match scores are its own invention, not Meshi's.

import type { HostFetch } from "../host-types.js";

/** A rate limit for each key. */
export interface SandboxRateLimit {
  /** The most requests in one window. */
  requests: number;
  /** The length of the window, in milliseconds. */
  windowMs: number;
}

/** The settings of a sandbox. Meshi publishes none of these numbers. */
export interface SandboxOptions {
  /** Seeds every id and tie-break: the same seed, times and requests return the same bytes. Default: 1. */
  seed?: number;
  /** The clock, in milliseconds since 1970. Default: `Date.now`. */
  now?: () => number;
  /** Ends every run before its first poll. Default: `false`. */
  instant?: boolean;
  /** The time that a run stays `queued`, in milliseconds. Default: 100. */
  queueMs?: number;
  /** The shortest time that a run stays `running`, in milliseconds. Default: 300. */
  runBaseMs?: number;
  /** The additional time for each row, in milliseconds. Default: 0.2. */
  runMsPerRow?: number;
  /** The most rows in one import; more are refused with `INVALID_ATTENDEES`. Default: 5,000. */
  maxRows?: number;
  /** The most bytes in one body; more are refused with `PAYLOAD_TOO_LARGE`. Default: 5,242,880 (5 MiB). */
  maxBytes?: number;
  /** The most matches of one attendee. Default: 10. */
  topMatches?: number;
  /** The number of items in a page without `limit`. Default: 50. */
  defaultPage?: number;
  /** The most items in a page, with any `limit`. Default: 200. */
  maxPage?: number;
  /** The rate limit. Default: none. */
  rateLimit?: SandboxRateLimit;
}

/** A key of the sandbox. The keys are public: they are valid only in a sandbox. */
export interface SandboxKey {
  /** The value for `Authorization: Bearer`. */
  readonly key: string;
  /** The org of the key; empty if it has none. */
  readonly org_id: string;
  /** The scopes of the key. */
  readonly scopes: readonly string[];
  /** The purpose of the key. */
  readonly description: string;
}

/** A fault: an error for a request with a valid key, scope and route. */
export interface SandboxFault {
  /** The operation that fails, such as `attendees.import`. Default: any operation. */
  operation?: string;
  /** The number of matching requests that fail, at least 1. Default: 1. */
  times?: number;
  /**
   * The number of matching requests that pass first, without those that an earlier fault fails. A later fault may fail
   * them. Default: 0.
   */
  skip?: number;
  /** The status of the response, 200 to 599. */
  status?: number;
  /** The code of the error. Default: the usual code of the status. */
  code?: string;
  /** The message of the error. */
  message?: string;
  /** The value of the header `Retry-After`. */
  retryAfter?: string;
  /** Applies the request and still returns the error. Default: `false`. */
  takesEffect?: boolean;
  /** Breaks the connection before or after the request is applied. */
  drop?: "before" | "after";
  /** Replaces the body: an HTML page of a proxy, half of the real body, or an empty body. */
  body?: "html" | "truncated" | "empty";
  /** For an operation that starts a run: the statuses of the run, one for each poll. The last status stays. */
  runStatus?: string[];
  /** The delay of the response, in milliseconds. Default: 0. */
  delayMs?: number;
}

/** The faults of a sandbox. */
export interface SandboxFaults {
  /**
   * Adds faults after those that are planned.
   *
   * @throws TypeError for a fault that is not valid; the message names the field
   */
  push(...faults: SandboxFault[]): void;
  /** Removes all faults. */
  clear(): void;
  /** The number of requests that will still fail. */
  readonly pending: number;
}

/** The counts of one operation. */
export interface SandboxOperationStats {
  /** The number of requests. */
  requests: number;
  /** The number of requests that changed something. */
  effects: number;
  /** The number of requests that returned an earlier run because of their idempotency key. */
  replays: number;
  /** The number of requests that returned an error or broke the connection. */
  failures: number;
}

/** The counts since the start or the last reset. */
export interface SandboxStats {
  /** The number of requests. */
  requests: number;
  /** The counts of each operation, by its name such as `events.create`. */
  operations: Record<string, SandboxOperationStats>;
}

/** Meshi's Partner API, emulated in this process. */
export interface Sandbox {
  /** A key that reads and writes. */
  readonly apiKey: string;
  /** The base URL for the client. It does not resolve: only `fetch` of the sandbox serves it. */
  readonly baseUrl: string;
  /** Serves requests below `baseUrl`, refuses all others, and never uses the network. */
  readonly fetch: HostFetch;
  /** All keys of the sandbox, valid and invalid. */
  readonly keys: readonly SandboxKey[];
  /** The planned faults. */
  readonly faults: SandboxFaults;
  /** Returns the time of the sandbox, in milliseconds since 1970. */
  now(): number;
  /** Moves the time of the sandbox forward by `ms` milliseconds, so that runs end without a wait. */
  advance(ms: number): void;
  /** Removes all data, faults and counts. The settings stay. */
  reset(): void;
  /** Returns the counts of requests and effects. */
  stats(): SandboxStats;
}
