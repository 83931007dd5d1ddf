// The client.

import type { Client, ClientOptions, Flow } from "./boundary.js";
import type { Call } from "./call.js";
import { isBrowser } from "./environment.js";
import { configError, inputError, readOption } from "./failure.js";
import { feedOf, type AttendeeFeed } from "./feed.js";
import { MeshiFlow, type FlowOptions, type FlowPlan } from "./flow.js";
import { followed } from "./followed.js";
import { Handle } from "./handle.js";
import { logTo } from "./logging.js";
import { compose } from "./middleware.js";
import {
  BASES,
  checkOptions,
  findBase,
  findKey,
  type CallOptions,
  type Environment,
  type MeshiOptions,
  type WriteOptions,
} from "./options.js";
import { Attendees } from "./resources/attendees.js";
import { Auth } from "./resources/auth.js";
import { Enrichment } from "./resources/enrichment.js";
import { Events } from "./resources/events.js";
import { IdMap } from "./resources/id-map.js";
import { Matches } from "./resources/matches.js";
import { Matching } from "./resources/matching.js";
import { ReviewQueue } from "./resources/review-queue.js";
import { Runs } from "./resources/runs.js";
import { Sessions } from "./resources/sessions.js";
import { makeClient } from "./runtime.js";
import { INSPECT, shown, type ClientFacts, type Facts } from "./shown.js";

/** The query and the body of a custom request. */
export interface RequestInput {
  /** The query parameters. The client encodes them and leaves out `undefined` values. */
  query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** The body, sent as JSON. */
  body?: unknown;
}

/** A client of Meshi's Partner API. The constructor sends no request. */
export class Meshi {
  /** The account and the scopes of the key. */
  readonly auth: Auth;
  /** Your events. */
  readonly events: Events;
  /** The sessions of an event. */
  readonly sessions: Sessions;
  /** The attendees of an event. */
  readonly attendees: Attendees;
  /** Enrichment of attendees. */
  readonly enrichment: Enrichment;
  /** Matching of attendees. */
  readonly matching: Matching;
  /** Match scores. */
  readonly matches: Matches;
  /** The runs of imports, enrichment and matching. */
  readonly runs: Runs;
  /** The open identity reviews. */
  readonly reviewQueue: ReviewQueue;
  /** The mapping of your ids at Meshi. */
  readonly idMap: IdMap;
  readonly #handle: Handle;

  /**
   * @throws MeshiConfigError for an unknown or wrong option, a missing key, or a missing or contradictory environment.
   *   The error names the option and never holds the key
   */
  constructor(options?: MeshiOptions) {
    const checked = readOption("options", () => checkOptions(options));
    if (isBrowser() && !checked.dangerouslyAllowBrowser) {
      throw configError(
        "dangerouslyAllowBrowser",
        "this is a web page or its worker, where every visitor can read the key: call Meshi from a server, or set this option if nobody else can reach the page",
      );
    }
    const shellOptions = readOption("options", () => forShell(checked));
    const handle = new Handle(factsOf(shellOptions), () => makeClient(shellOptions));
    this.#handle = handle;
    this.auth = new Auth(handle);
    this.events = new Events(handle);
    this.sessions = new Sessions(handle);
    this.attendees = new Attendees(handle);
    this.enrichment = new Enrichment(handle);
    this.matching = new Matching(handle);
    this.matches = new Matches(handle);
    this.runs = new Runs(handle);
    this.reviewQueue = new ReviewQueue(handle);
    this.idMap = new IdMap(handle);
  }

  /**
   * Sends a custom request below the base URL, for operations that this version does not know. Retries, limits, logs
   * and errors are those of every call.
   *
   * @param method `GET`, `POST`, `PUT`, `HEAD`, `OPTIONS`, `DELETE`, `PATCH` or any other method that `fetch` sends,
   *   which is all but `CONNECT`, `TRACE` and `TRACK`. `GET`, `HEAD`, `OPTIONS` and `PUT` are retried; another method
   *   is retried only if the server has certainly done nothing
   * @param path such as `/events/summit-2026/attendees:match`, with its values encoded
   */
  request<T = unknown>(method: string, path: string, input?: RequestInput, options?: WriteOptions): Call<T> {
    return this.#handle.call((client) => client.request(method, path, input, options));
  }

  /**
   * Runs the whole flow: auth, event, context, import, enrichment, matching, results. A second start with the same plan
   * does no work twice; another `runKey` in the plan does the work again.
   */
  flow(plan: FlowPlan, options?: FlowOptions): MeshiFlow {
    return this.#flow(plan, options, (client, rest, source) => client.flow(rest, source, options));
  }

  /**
   * Resumes a flow from the token of `serialize()`, with the same plan.
   *
   * @throws MeshiValidationError `TOKEN_VERSION` for a token of another version, when the flow starts
   */
  resumeFlow(token: string, plan: FlowPlan, options?: FlowOptions): MeshiFlow {
    return this.#flow(plan, options, (client, rest, source) =>
      client.resumeFlow(token, rest, source, options),
    );
  }

  #flow(
    plan: FlowPlan,
    options: FlowOptions | undefined,
    open: (client: Client, rest: unknown, feed: AttendeeFeed | undefined) => Flow,
  ): MeshiFlow {
    const read = readPlan(plan, options);
    return new MeshiFlow(
      this.#handle,
      read.feed,
      (client, feed) => {
        if ("refusal" in read) throw read.refusal;
        return open(client, checkPlan(read.rest), feed);
      },
      ({ event_id: eventId }) => ({
        reviewQueue: this.reviewQueue.list({ eventId }, read.call),
        matches: this.matches.list(eventId, read.matches, read.call),
      }),
    );
  }

  /**
   * Waits until the WebAssembly module is loaded, which takes time in a web page. The first call waits by itself.
   */
  ready(): Promise<void> {
    return this.#handle.ready();
  }

  /** Frees the memory of the client. Later calls fail. */
  free(): void {
    this.#handle.free();
  }

  /** Frees the memory of the client at the end of a `using meshi = new Meshi(…)` block, if the runtime supports it. */
  declare readonly [Symbol.dispose]: () => void;
  static {
    if (Symbol.dispose) {
      Object.defineProperty(this.prototype, Symbol.dispose, {
        value: this.prototype.free,
        configurable: true,
      });
    }
  }

  /** Returns the fields for a log: environment, base URL and state, never the key. */
  toJSON(): Facts {
    return { ...this.#handle.facts, state: this.#handle.state };
  }

  /** Returns the text that Node, Deno and Bun print. */
  [INSPECT](): string {
    return shown("Meshi", this.toJSON());
  }

  get [Symbol.toStringTag](): string {
    return "Meshi";
  }
}

/** A plan and its options, read once. */
interface ReadPlan {
  /** The plan without its attendees. */
  rest?: unknown;
  feed?: AttendeeFeed | undefined;
  /** The options of the lists in the result. */
  call?: CallOptions;
  /** The query of the matches in the result. */
  matches?: { session_id?: string };
  /** Why it could not be read: the flow's first step rejects with it. */
  refusal?: unknown;
}

function readPlan(plan: unknown, options: FlowOptions | undefined): ReadPlan {
  try {
    // The lists are calls like others: what is the flow's own stays behind.
    const given = readOption("options", () => ({ ...options }));
    const { wait: _wait, maxRows: _rows, maxBytes: _bytes, concurrency: _parts, ...others } = given;
    const { webhook_url: _url, maxOutageMs: _outage, newAttempts: _attempts, ...call } = others;
    if (typeof plan !== "object" || plan === null) return { rest: plan, call };
    const { attendees, ...rest } = readOption("plan", () => ({ ...(plan as FlowPlan) }));
    const sessionId = readOption("plan.match", () =>
      typeof rest.match === "object" ? rest.match.session_id : undefined,
    );
    const matches = sessionId === undefined ? {} : { session_id: sessionId };
    return { rest, call, matches, feed: attendees === undefined ? undefined : feedOf(attendees, given) };
  } catch (refusal) {
    return { refusal };
  }
}

function checkPlan(plan: unknown): unknown {
  if (typeof plan === "object" && plan !== null) return plan;
  throw inputError("plan", "INVALID_PLAN", "must be an object with at least `event`");
}

/** The options as the shell takes them. */
function forShell(options: MeshiOptions): ClientOptions {
  const { timeoutMs, deadlineMs, maxRetries, maxRetryAfterMs, maxOutageMs, correlationId } = options;
  const { maxRequestsPerSecond, maxConcurrentRequests, allowUnknownFields } = options;
  // The global one is looked up for each request, so that a test or a runtime may replace it later.
  const global = (url: string, init: RequestInit): Promise<Response> => globalThis.fetch(url, init);
  const shell: Record<string, unknown> = {
    apiKey: findKey(options),
    ...findBase(options),
    timeoutMs,
    deadlineMs,
    maxRetries,
    maxRetryAfterMs,
    retryBudget: options.retryBudget && { ...options.retryBudget },
    maxOutageMs,
    maxRequestsPerSecond,
    maxConcurrentRequests,
    allowUnknownFields,
    correlationId: typeof correlationId === "function" ? madeBy(correlationId) : correlationId,
    routes: options.routes && { ...options.routes },
    fetch: options.fetch ?? (typeof globalThis.fetch === "function" ? global : undefined),
    middleware: compose(options.middleware),
    log: logTo(options.logger, options.logLevel),
  };
  for (const name of Object.keys(shell)) if (shell[name] === undefined) delete shell[name];
  return shell as unknown as ClientOptions;
}

/** A function for correlation ids. One that is async gives no id, and its rejection is nobody's. */
function madeBy(make: () => string): () => string {
  return () => {
    const id: unknown = make();
    followed(id, () => {
      // The call is refused anyway: a promise is no id.
    });
    return id as string;
  };
}

/** What a print tells of the client. The base URL is shown without what could be secret in it. */
function factsOf({ environment, baseUrl }: ClientOptions): ClientFacts {
  const base = baseUrl ?? BASES[environment as Environment];
  const known = (Object.keys(BASES) as Environment[]).find((name) => BASES[name] === base);
  const url = base !== undefined && URL.canParse(base) ? new URL(base) : undefined;
  return { environment: known, baseUrl: url ? url.origin + url.pathname : "" };
}
