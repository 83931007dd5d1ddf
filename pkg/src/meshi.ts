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

/** What a request by hand sends beside its path. */
export interface RequestInput {
  /** Put into the URL, encoded; an `undefined` value is left out. */
  query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** Sent as JSON. */
  body?: unknown;
}

/** A client of Meshi's Partner API. Making one sends nothing. */
export class Meshi {
  /** Who the key is and what it may do. */
  readonly auth: Auth;
  /** The events that attendees come to. */
  readonly events: Events;
  /** The parts of an event's programme. */
  readonly sessions: Sessions;
  /** Who comes to an event. */
  readonly attendees: Attendees;
  /** Finds out more about attendees. */
  readonly enrichment: Enrichment;
  /** Finds who should meet whom. */
  readonly matching: Matching;
  /** Match scores. */
  readonly matches: Matches;
  /** Imports, enrichments and matchings under way. */
  readonly runs: Runs;
  /** Identities that a person should look at. */
  readonly reviewQueue: ReviewQueue;
  /** Whether an id of yours is known to Meshi. */
  readonly idMap: IdMap;
  readonly #handle: Handle;

  /**
   * @throws MeshiConfigError for an unknown or wrong option, a missing key, or an environment that is not said or said
   *   twice; it names the option and never shows the key
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
   * Any other call: what this version does not know, below the base URL and with everything that a call has here.
   *
   * @param method `GET`, `POST`, `PUT`, `HEAD`, `OPTIONS`, `DELETE`, `PATCH` or any other method that `fetch` sends, which is
   *   all but `CONNECT`, `TRACE` and `TRACK`. `GET`, `HEAD`, `OPTIONS` and `PUT` are repeated after a fault; another method is
   *   repeated only where the server surely did nothing
   * @param path such as `/events/summit-2026/attendees:match`; encode what you put into it
   */
  request<T = unknown>(method: string, path: string, input?: RequestInput, options?: WriteOptions): Call<T> {
    return this.#handle.call((client) => client.request(method, path, input, options));
  }

  /**
   * The canonical flow: auth, event, context, import, enrichment, matching, results. Started again with the same plan it
   * does no work twice.
   */
  flow(plan: FlowPlan, options?: FlowOptions): MeshiFlow {
    return this.#flow(plan, options, (client, rest, source) => client.flow(rest, source, options));
  }

  /** Goes on from a flow's `serialize()`, with the same plan. */
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
   * Waits for the WebAssembly module where it has to be waited for, such as in a web page; elsewhere it is there already.
   * The first call does the same by itself.
   */
  ready(): Promise<void> {
    return this.#handle.ready();
  }

  /** Gives the client's memory back. Later calls are refused. */
  free(): void {
    this.#handle.free();
  }

  /** As `free`, for `using meshi = new Meshi(…)`, where the runtime knows of it. */
  declare readonly [Symbol.dispose]: () => void;
  static {
    if (Symbol.dispose) {
      Object.defineProperty(this.prototype, Symbol.dispose, {
        value: this.prototype.free,
        configurable: true,
      });
    }
  }

  /** What a log may tell of the client: environment, base URL and state, never the key. */
  toJSON(): Facts {
    return { ...this.#handle.facts, state: this.#handle.state };
  }

  /** What Node, Deno and Bun print of it. */
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
