// The canonical flow: from a key and a list of attendees to match scores, in one go or one step at a time.

import type { Client, Flow } from "./boundary.js";
import { isMeshiError } from "./errors.js";
import type { AttendeeFeed, AttendeeSource } from "./feed.js";
import type { Handle } from "./handle.js";
import type { List } from "./list.js";
import type {
  EnrichmentStart,
  Event,
  EventContext,
  EventCreate,
  ImportReport,
  Match,
  MatchingStart,
  ReviewItem,
  Run,
} from "./model.js";
import type { CallOptions, WaitOptions } from "./options.js";
import { Part } from "./part.js";
import { invoke } from "./runtime.js";
import { INSPECT, shown, type Facts } from "./shown.js";
import { ledTo, traceAbove, type Trace } from "./trace.js";

/** The plan of a flow. */
export interface FlowPlan {
  /** The event. The flow creates it, or confirms that the event with this id is the same. */
  event: EventCreate;
  /** The context of the event. Default: the flow sets no context. */
  context?: EventContext | undefined;
  /** The attendees. Default: the flow imports nothing. */
  attendees?: AttendeeSource | undefined;
  /** Starts enrichment: `true` for all attendees, or the body of the request. Default: `false`. */
  enrich?: boolean | EnrichmentStart | undefined;
  /** Starts matching: `true` for the whole event, or the body of the request. Default: `false`. */
  match?: boolean | MatchingStart | undefined;
  /**
   * A text of 1 to 255 characters, not blank, such as today's date. It is part of every idempotency key of the flow.
   * Default: none, so that the same plan always has the same keys.
   *
   * The server does no work twice under the same `runKey`. It returns the run of the earlier flow, marked `replayed`.
   * Therefore a list of attendees that changes and later returns to an earlier state (A, B, A) is not sent again. To
   * start the same plan regularly, give a new `runKey` each time.
   *
   * If a run failed, each new start or resume of the flow makes one new attempt, nine attempts in all. After the ninth,
   * the flow fails with a `MeshiRunError` until it gets another `runKey`.
   *
   * If one run of the import failed and other rows were imported, the flow goes on without the rows of the failed run. They
   * are rejected in the report, and a resume does not send them again; the next start of the same plan does.
   */
  runKey?: string | undefined;
}

/**
 * The options of a flow. `timeoutMs` and `deadlineMs` apply to each request, not to the whole flow; `wait.maxWaitMs`
 * bounds the wait for each run.
 */
export interface FlowOptions extends CallOptions {
  /** The options of the wait for each run. After a timeout, a flow can be resumed with a longer `maxWaitMs`. */
  wait?: WaitOptions | undefined;
  /** The most rows of a part, 1 to 1,000,000. Default: 1,000. */
  maxRows?: number | undefined;
  /** The most bytes of a part as sent, 1 to 1,073,741,824 (1 GiB). Default: 1,048,576 (1 MiB). */
  maxBytes?: number | undefined;
  /** The most requests of the job in flight at once, 1 to 64. Default: 4. */
  concurrency?: number | undefined;
  /** Like the option of the client, for this job. Default: the value of the client. */
  maxOutageMs?: number | undefined;
  /**
   * Makes a new attempt for a run that had failed before this start or resume. Default: `true`. Use `false` in an
   * engine that resumes the flow for each of its steps: a failed run then ends the flow with a `MeshiRunError`, and a
   * flow that is resumed from the token after this error makes one new attempt.
   */
  newAttempts?: boolean | undefined;
  /** An absolute http or https URL, echoed on the runs. Meshi delivers nothing to it (documented). */
  webhook_url?: string | undefined;
}

/** The state of a flow after a step. */
export interface FlowStep {
  /** The part of the flow. */
  name: "auth" | "event" | "context" | "import" | "enrich" | "match" | "results";
  /** The status of the part. `skipped`: the plan does not have the part. */
  status: "running" | "done" | "skipped";
  /** The progress of the part: rows of an import, attendees of a run. `total` is `null` until it is known. */
  progress: { completed: number; total: number | null };
  /** Whether the flow is done. */
  done: boolean;
  /** The time to wait before the next step, in milliseconds; 0 for none. */
  retryAfterMs: number;
}

/** The result of a flow. */
export interface FlowResult {
  /** The event as the server has it. */
  event: Event;
  /** The report of the import. All counts are 0 if the plan has no attendees. */
  importReport: ImportReport;
  /**
   * The runs, which have ended. A run that ended before the flow was resumed has only its id, status, kind and counts;
   * `runs.get` reads the other fields.
   */
  runs: { import: Run[]; enrich?: Run; match?: Run };
  /** The open identity reviews of the event. The list sends requests only when it is awaited or iterated. */
  reviewQueue: List<ReviewItem>;
  /**
   * The match scores of the event, in the order of the server. The list sends requests only when it is awaited or
   * iterated. `meshi.matches.top` returns the best scores.
   */
  matches: List<Match>;
}

/** As it comes from the shell: without a report where nothing was to be imported. */
type RawResult = Pick<FlowResult, "event" | "runs"> & { importReport: ImportReport | null };

/** A step that was taken, and the way to the next one. */
interface Taken {
  readonly done: boolean;
  next?: Promise<Stepped>;
}

interface Stepped extends Taken {
  readonly step: FlowStep;
}

type Lists = (event: Event) => Pick<FlowResult, "reviewQueue" | "matches">;

/**
 * A flow. Iterate it for its steps, `await` it for its result, or do both: the flow does its work once. Or call
 * `step()` for one step at a time. A flow sends nothing before one of these.
 */
export class MeshiFlow implements Promise<FlowResult>, AsyncIterable<FlowStep> {
  readonly #handle: Handle;
  readonly #feed: AttendeeFeed | undefined;
  readonly #open: (client: Client, feed: AttendeeFeed | undefined) => Flow;
  readonly #lists: Lists;
  readonly #flow = new Part<Flow>();
  /** Where the flow was made: it may be begun by an `await`, which has no line. */
  readonly #trace: Trace;
  #last: Taken = { done: false };
  #result: Promise<FlowResult> | undefined;

  /** @internal */
  constructor(
    handle: Handle,
    feed: AttendeeFeed | undefined,
    open: (client: Client, feed: AttendeeFeed | undefined) => Flow,
    lists: Lists,
  ) {
    this.#trace = traceAbove(MeshiFlow);
    this.#handle = handle;
    this.#feed = feed;
    this.#open = open;
    this.#lists = lists;
  }

  #on(client: Client): Flow {
    return this.#flow.get(() => this.#open(client, this.#feed));
  }

  /** The step after `taken`: the one that is known or under way, else one that is taken now. */
  #after(taken: Taken, work: (flow: Flow) => ReturnType<Flow["step"]>): Promise<Stepped> {
    taken.next ??= this.#take(work).catch((error: unknown) => {
      delete taken.next;
      throw error;
    });
    return taken.next;
  }

  async #take(work: (flow: Flow) => ReturnType<Flow["step"]>): Promise<Stepped> {
    try {
      const step = (await this.#handle.run((client) => work(this.#on(client)))) as FlowStep;
      const taken = { step, done: step.done };
      this.#last = taken;
      return taken;
    } catch (error) {
      if (isMeshiError(error) && error.report) this.#feed?.explain(error.report);
      this.#feed?.release();
      throw ledTo(error, this.#trace);
    }
  }

  /**
   * Does the next step: at most one write or one poll. Call it again after `retryAfterMs`, here or, with `serialize()`,
   * in another process. A step waits only for the retries of its request, and until 250 ms have passed since the last
   * poll of the run. Concurrent calls share one step: each of them returns the same result.
   */
  async step(): Promise<FlowStep> {
    return (await this.#after(this.#last, (flow) => flow.step())).step;
  }

  /** Iterates the remaining steps, and waits `retryAfterMs` between them. Leaving the loop pauses the flow. */
  async *[Symbol.asyncIterator](): AsyncGenerator<FlowStep, void, undefined> {
    // Whoever else moves the flow on meanwhile, no step is missed.
    for (let taken = this.#last; !taken.done;) {
      const stepped = await this.#after(taken, (flow) => flow.next());
      taken = stepped;
      yield stepped.step;
    }
  }

  /**
   * Returns a versioned token for `meshi.resumeFlow`, in another process or on another day. It holds no key, no URL and
   * no attendee data: of the import it keeps counts, run ids, and the numbers and codes of rejected rows.
   *
   * A flow that is resumed after its end reads the attendees, the event and the runs again and returns the result,
   * without a write. A flow that is resumed after a failure repeats the step that failed. A resumed flow keeps the
   * intervals of its polls.
   *
   * The token grows with the parts of the import, not with its rows: by about 150 bytes for each part, so to 8 kB for
   * 50,000 rows and 150 kB for 1,000,000 rows in parts of 1,000, and by some bytes for each row that the server
   * rejected.
   */
  serialize(): string {
    const flow = this.#handle.now((client) => this.#on(client));
    return invoke(() => flow.serialize());
  }

  async #finish(): Promise<FlowResult> {
    while (!this.#last.done) await this.#after(this.#last, (flow) => flow.next());
    const { event, importReport, runs } = this.#handle.now((client) => this.#on(client).result) as RawResult;
    const report = importReport ?? {
      total: 0,
      imported: 0,
      rejected: [],
      warnings: [],
      warningsTotal: 0,
      skipped: 0,
      unidentified: 0,
      replayed: 0,
      runs: [],
    };
    return { event, importReport: this.#feed?.explain(report) ?? report, runs, ...this.#lists(event) };
  }

  then<A = FlowResult, B = never>(
    onFulfilled?: ((value: FlowResult) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#result ??= this.#finish();
    return this.#result.then(onFulfilled, onRejected);
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<FlowResult | B> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<FlowResult> {
    return this.then().finally(onFinally);
  }

  get [Symbol.toStringTag](): string {
    return "MeshiFlow";
  }

  /** Returns the fields for a log: the environment and the base URL of the client, and the last step. */
  toJSON(): Facts {
    const { step, done } = this.#last as Partial<Stepped>;
    return {
      ...this.#handle.facts,
      step: step?.name,
      status: step?.status,
      completed: step?.progress.completed,
      total: step?.progress.total,
      state: done ? "done" : step ? "running" : "not started",
    };
  }

  /** Returns the text that Node, Deno and Bun print. */
  [INSPECT](): string {
    return shown("MeshiFlow", this.toJSON());
  }
}
