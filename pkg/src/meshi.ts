// The client.

import type { ClientOptions } from "./boundary.js";
import type { Call } from "./call.js";
import { isBrowser } from "./environment.js";
import { configError, inputError } from "./failure.js";
import { feedOf, type AttendeeFeed } from "./feed.js";
import { MeshiFlow, type FlowOptions, type FlowPlan } from "./flow.js";
import { Handle } from "./handle.js";
import { logTo } from "./logging.js";
import { compose } from "./middleware.js";
import { checkOptions, findBase, findKey, type MeshiOptions, type WriteOptions } from "./options.js";
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
    const checked = checkOptions(options);
    if (isBrowser() && !checked.dangerouslyAllowBrowser) {
      throw configError(
        "dangerouslyAllowBrowser",
        "this is a web page or its worker, where every visitor can read the key: call Meshi from a server, or set this option if nobody else can reach the page",
      );
    }
    const shellOptions = forShell(checked);
    const handle = new Handle(() => makeClient(shellOptions));
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
   * @param method `GET`, `POST`, `PUT` and so on
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
    const { feed, rest } = unpack(plan, options);
    return this.#flow(plan, options, feed, (client, source) => client.flow(checkPlan(rest), source, options));
  }

  /** Goes on from a flow's `serialize()`, with the same plan. */
  resumeFlow(token: string, plan: FlowPlan, options?: FlowOptions): MeshiFlow {
    const { feed, rest } = unpack(plan, options);
    return this.#flow(plan, options, feed, (client, source) =>
      client.resumeFlow(token, checkPlan(rest), source, options),
    );
  }

  #flow(
    plan: FlowPlan,
    options: FlowOptions | undefined,
    feed: AttendeeFeed | undefined,
    open: ConstructorParameters<typeof MeshiFlow>[2],
  ): MeshiFlow {
    // The lists of the result are calls like others: what is the flow's own stays behind.
    const { wait, maxRows, maxBytes, concurrency, webhook_url, ...call } = options ?? {};
    return new MeshiFlow(this.#handle, feed, open, ({ event_id: eventId }) => {
      const sessionId = typeof plan.match === "object" ? plan.match.session_id : undefined;
      return {
        reviewQueue: this.reviewQueue.list({ eventId }, call),
        matches: this.matches.list(
          eventId,
          { ...(sessionId !== undefined && { session_id: sessionId }) },
          call,
        ),
      };
    });
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

  /** Nothing of the client belongs into a log. */
  toJSON(): Record<string, never> {
    return {};
  }

  /** What Node, Deno and Bun print of it. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "Meshi {}";
  }

  get [Symbol.toStringTag](): string {
    return "Meshi";
  }
}

/** The plan without its attendees, and these as a feed. A plan that is none is refused by the flow's first step. */
function unpack(
  plan: unknown,
  options: FlowOptions | undefined,
): { feed: AttendeeFeed | undefined; rest: unknown } {
  if (typeof plan !== "object" || plan === null) return { feed: undefined, rest: plan };
  const { attendees, ...rest } = plan as FlowPlan;
  return { feed: attendees === undefined ? undefined : feedOf(attendees, options), rest };
}

function checkPlan(plan: unknown): unknown {
  if (typeof plan === "object" && plan !== null) return plan;
  throw inputError("plan", "INVALID_PLAN", "must be an object with at least `event`");
}

/** The options as the shell takes them. */
function forShell(options: MeshiOptions): ClientOptions {
  const { timeoutMs, deadlineMs, maxRetries, maxRetryAfterMs, correlationId } = options;
  const { maxRequestsPerSecond, maxConcurrentRequests } = options;
  // The global one is looked up for each request, so that a test or a runtime may replace it later.
  const global = (url: string, init: RequestInit): Promise<Response> => globalThis.fetch(url, init);
  const shell: Record<string, unknown> = {
    apiKey: findKey(options),
    ...findBase(options),
    timeoutMs,
    deadlineMs,
    maxRetries,
    maxRetryAfterMs,
    maxRequestsPerSecond,
    maxConcurrentRequests,
    correlationId,
    routes: options.routes && { ...options.routes },
    fetch: options.fetch ?? (typeof globalThis.fetch === "function" ? global : undefined),
    middleware: compose(options.middleware),
    log: logTo(options.logger, options.logLevel),
  };
  for (const name of Object.keys(shell)) if (shell[name] === undefined) delete shell[name];
  return shell as unknown as ClientOptions;
}
