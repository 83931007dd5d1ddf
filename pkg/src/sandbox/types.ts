// What the sandbox takes and gives. Its limits and its match scores are its own invention, not Meshi's.

import type { HostFetch } from "../host-types.js";

/** A window of requests for each key. */
export interface SandboxRateLimit {
  /** Requests in one window. */
  requests: number;
  /** The window's length. */
  windowMs: number;
}

/** Settings of a sandbox. Every number is the sandbox's own: Meshi publishes none of them. */
export interface SandboxOptions {
  /** Seeds every id and tie-break: the same seed, times and requests give the same bytes. 1. */
  seed?: number;
  /** The clock, in milliseconds since 1970. `Date.now`. */
  now?: () => number;
  /** Runs that have ended when they are first polled. */
  instant?: boolean;
  /** How long a run stays `queued`. 100. */
  queueMs?: number;
  /** The shortest time that a run stays `running`. 300. */
  runBaseMs?: number;
  /** What each row adds to that. 0.2. */
  runMsPerRow?: number;
  /** The most rows in one import; above it `INVALID_ATTENDEES`. 5 000. */
  maxRows?: number;
  /** The most bytes in one body; above it `PAYLOAD_TOO_LARGE`. 5 MiB. */
  maxBytes?: number;
  /** The most matches that one attendee gets. 10. */
  topMatches?: number;
  /** Items in a page where no `limit` is asked for. 50. */
  defaultPage?: number;
  /** The most items in a page, whatever `limit` asks for. 200. */
  maxPage?: number;
  /** Off by default. */
  rateLimit?: SandboxRateLimit;
}

/** A key that the sandbox knows. These are public: they open nothing but a sandbox. */
export interface SandboxKey {
  /** What goes into `Authorization: Bearer`. */
  readonly key: string;
  /** The org that it belongs to; empty where it has none. */
  readonly org_id: string;
  /** Its scopes. */
  readonly scopes: readonly string[];
  /** What it is there to show. */
  readonly description: string;
}

/** One thing that goes wrong with a request whose key, scope and route are right. */
export interface SandboxFault {
  /** The operation that it strikes, such as `attendees.import`; any where it is absent. */
  operation?: string;
  /** How many matching requests it strikes. 1. */
  times?: number;
  /** How many matching requests it lets pass first, of those that no earlier fault struck. A later fault may strike them. 0. */
  skip?: number;
  /** The status of the error that is answered instead, 200–599. */
  status?: number;
  /** That error's code; else the usual one of the status. */
  code?: string;
  /** That error's message. */
  message?: string;
  /** The value of `Retry-After`, verbatim. */
  retryAfter?: string;
  /** Whether the request takes effect although an error is answered. */
  takesEffect?: boolean;
  /** Breaks the connection: before the request took effect, or after it. */
  drop?: "before" | "after";
  /** Replaces the body: a proxy's HTML page, the real body cut in half, or nothing. */
  body?: "html" | "truncated" | "empty";
  /** For an operation that starts a run: the statuses that it shows, one a poll, the last one for good. */
  runStatus?: string[];
  /** Latency before the answer. */
  delayMs?: number;
}

/** The faults of a sandbox. */
export interface SandboxFaults {
  /**
   * Plans a fault, behind those already planned.
   *
   * @throws TypeError where it could never strike; the message names the field
   */
  push(...faults: SandboxFault[]): void;
  /** Forgets all of them. */
  clear(): void;
  /** How many requests will still be struck. */
  readonly pending: number;
}

/** Counts of one operation. */
export interface SandboxOperationStats {
  /** Requests for it. */
  requests: number;
  /** Those that changed something. */
  effects: number;
  /** Those that were answered with an earlier run because of their idempotency key. */
  replays: number;
  /** Those that were answered with an error or a broken connection. */
  failures: number;
}

/** Counts since the start or the last reset. */
export interface SandboxStats {
  /** How many requests came in. */
  requests: number;
  /** What each operation did, by its name such as `events.create`. */
  operations: Record<string, SandboxOperationStats>;
}

/** Meshi's Partner API, emulated in this process. */
export interface Sandbox {
  /** A key that reads and writes. */
  readonly apiKey: string;
  /** The base URL to give to the client. Nothing resolves it: only `fetch` below knows it. */
  readonly baseUrl: string;
  /** Answers requests below `baseUrl`, refuses all others, and never touches the network. */
  readonly fetch: HostFetch;
  /** Every key that it knows, good ones and bad ones. */
  readonly keys: readonly SandboxKey[];
  /** What goes wrong on request. */
  readonly faults: SandboxFaults;
  /** The sandbox's time, in milliseconds since 1970. */
  now(): number;
  /** Moves the sandbox's time forward, so that runs end without waiting. */
  advance(ms: number): void;
  /** Forgets all data, faults and counts, and keeps the settings. */
  reset(): void;
  /** What was asked so far, and what took effect. */
  stats(): SandboxStats;
}
