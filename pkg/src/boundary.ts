// The interface of the wasm shell, as the facade uses it. The shell's promises reject with a `Failure`;
// `runtime.invoke` makes an error class of it.

import type { Issue, TimeoutScope } from "./errors.js";
import type { ImportReport, Rejection, RowWarning } from "./model.js";

/** What every endpoint's promise resolves to. */
export interface Outcome<T = unknown> {
  /** The JSON body as sent, unknown fields untouched. */
  data: T;
  status: number;
  headers: Headers;
  correlationId: string;
  attempts: number;
  elapsedMs: number;
  waitedMs: number;
  idempotencyKey?: string;
  retryAfterMs?: number;
}

/** The plain object that stands for an error until it reaches the facade. */
export interface Failure {
  kind:
    | "api"
    | "validation"
    | "connection"
    | "timeout"
    | "abort"
    | "decode"
    | "run"
    | "pagination"
    | "config"
    | "internal"
    | "thrown";
  code: string;
  message: string;
  retryable: boolean;
  operation?: string;
  correlationId?: string;
  attempts?: number;
  elapsedMs?: number;
  waitedMs?: number;
  status?: number;
  retryAfterMs?: number;
  idempotencyKey?: string;
  headers?: Headers;
  issues?: Issue[];
  maybeSent?: boolean;
  budgetExhausted?: boolean;
  scope?: TimeoutScope;
  body?: string;
  run?: unknown;
  cursor?: string;
  option?: string;
  report?: ImportReport;
  /** A value of the caller's or of the host's; with kind `thrown`, the error itself. */
  cause?: unknown;
  /** The failure of the call beneath. */
  fault?: unknown;
}

/** What the shell's client is made of. */
export interface ClientOptions {
  apiKey: string;
  environment?: string;
  baseUrl?: string;
  timeoutMs?: number;
  deadlineMs?: number;
  maxRetries?: number;
  maxRetryAfterMs?: number;
  retryBudget?: { tokens?: number; cost?: number; timeoutCost?: number };
  maxOutageMs?: number;
  maxRequestsPerSecond?: number;
  maxConcurrentRequests?: number;
  correlationId?: string | (() => string);
  routes?: Record<string, string>;
  allowUnknownFields?: boolean;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  middleware?: (
    request: Request,
    terminal: (request: Request) => Promise<Response>,
    context: { operation: string; attempt: number; correlationId: string },
  ) => Promise<Response>;
  log?: (
    level: "error" | "warn" | "info" | "debug",
    message: string,
    fields: Record<string, unknown>,
  ) => void;
}

/** Options of a call; the shell checks names and values. */
type Options = object | undefined;

/** The shell's client: promises only. */
export interface Client {
  free(): void;
  authCheck(require: string | undefined, options: Options): Promise<Outcome>;
  idMapGet(kind: unknown, partnerId: unknown, options: Options): Promise<Outcome>;
  idMapHas(kind: unknown, partnerId: unknown, options: Options): Promise<Outcome>;
  eventsCreate(body: unknown, options: Options): Promise<Outcome>;
  eventsGet(eventId: unknown, options: Options): Promise<Outcome>;
  eventsUpdate(eventId: unknown, body: unknown, options: Options): Promise<Outcome>;
  eventsSetContext(eventId: unknown, body: unknown, options: Options): Promise<Outcome>;
  eventsEnsure(body: unknown, options: Options): Promise<Outcome>;
  sessionsCreate(eventId: unknown, body: unknown, options: Options): Promise<Outcome>;
  sessionsGet(eventId: unknown, sessionId: unknown, options: Options): Promise<Outcome>;
  sessionsUpdate(eventId: unknown, sessionId: unknown, body: unknown, options: Options): Promise<Outcome>;
  /** Where `attendees` is given, the list is not in the body but comes from there, piece by piece as in a feed. */
  attendeesImport(
    eventId: unknown,
    body: unknown,
    options: Options,
    attendees?: () => Uint8Array | undefined,
  ): Promise<Outcome>;
  attendeesGet(eventId: unknown, attendeeId: unknown, options: Options): Promise<Outcome>;
  enrichmentStart(eventId: unknown, body: unknown, options: Options): Promise<Outcome>;
  matchingStart(eventId: unknown, body: unknown, options: Options): Promise<Outcome>;
  runsGet(runId: unknown, options: Options): Promise<Outcome>;
  request(method: unknown, path: unknown, init: Options, options: Options): Promise<Outcome>;
  eventsList(query: unknown, options: Options): Pager;
  sessionsList(eventId: unknown, query: unknown, options: Options): Pager;
  attendeesList(eventId: unknown, query: unknown, options: Options): Pager;
  matchesList(eventId: unknown, query: unknown, options: Options): Pager;
  matchesTop(eventId: unknown, query: unknown, options: Options): MatchScan;
  matchesByAttendee(eventId: unknown, query: unknown, options: Options): MatchScan;
  reviewQueueList(eventId: unknown, query: unknown, options: Options): Pager;
  runsPoller(runOrId: unknown, options: Options): Poller;
  runsResume(token: unknown, options: Options): Poller;
  importer(eventId: unknown, feed: Feed, options: Options): Importer;
  flow(plan: unknown, feed: Feed | undefined, options: Options): Flow;
  resumeFlow(token: unknown, plan: unknown, feed: Feed | undefined, options: Options): Flow;
}

/** One traversal of a list, one page at a time. */
export interface Pager {
  next(): Promise<Outcome<{ items: unknown[]; nextCursor: string | null }> | undefined>;
  free(): void;
}

/** Reads the scores of an event for its best matches. */
export interface MatchScan {
  /** How many scores were read so far; undefined when all is read. */
  next(): Promise<number | undefined>;
  result(): object;
  /** The next people; none after the last. */
  takePeople(): object[];
  free(): void;
}

/** Follows one run. */
export interface Poller {
  pollOnce(options: Options): Promise<Outcome>;
  wait(): Promise<Outcome>;
  readonly isDone: boolean;
  readonly run: unknown;
  serialize(): string;
  free(): void;
}

/** Where attendee rows come from. `pull` is called only when the wire takes more. */
export interface Feed {
  format: "batch" | "file";
  /** File: raw bytes in any chunking. Batch: JSON text of an array of attendees, as UTF-8. `undefined` ends it. */
  pull(): Promise<Uint8Array | undefined>;
  /** The import ends early. */
  cancel(reason?: unknown): Promise<void>;
  /** File: the options of `readAttendees`. */
  options?: object;
  /** File: which rows are kept. */
  where?: (row: Record<string, unknown>, number: number) => boolean;
}

/** One import. */
export interface Importer {
  run(): Promise<ImportReport>;
  free(): void;
}

/** What a flow did in a step. */
export interface RawFlowStep {
  name: string;
  status: string;
  progress: { completed: number; total: number | null };
  done: boolean;
  retryAfterMs: number;
}

/** One canonical flow. */
export interface Flow {
  step(): Promise<RawFlowStep>;
  next(): Promise<RawFlowStep>;
  serialize(): string;
  readonly result: unknown;
  free(): void;
}

/** Reads an attendee file by hand. */
export interface AttendeeReader {
  push(chunk: Uint8Array): ReadBatch;
  finish(): ReadBatch;
  readonly columns: object[];
  free(): void;
}

/** What one chunk of a file held. */
export interface ReadBatch {
  attendees: object[];
  rows: number[];
  rejected: Rejection[];
  warnings: RowWarning[];
  skipped: number;
}
