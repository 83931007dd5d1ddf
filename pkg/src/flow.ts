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

/** What a flow does. */
export interface FlowPlan {
  /** Created, or confirmed if it is there already and the same. */
  event: EventCreate;
  /** Set after the event. */
  context?: EventContext | undefined;
  /** Imported in parts, each row accounted for; nothing is imported without. */
  attendees?: AttendeeSource | undefined;
  /** Whether, and with what, enrichment is started. */
  enrich?: boolean | EnrichmentStart | undefined;
  /** Whether, and with what, matching is started. */
  match?: boolean | MatchingStart | undefined;
  /**
   * Any word, such as a date: part of every idempotency key of the flow. Give another one to do everything again, to match
   * again next week, say. Under the same one, and the same everywhere without one, what was done before is not done again:
   * its run comes back, marked `replayed`.
   *
   * 1 to 255 characters, and not blank. A run that failed is tried again whenever the flow is started or resumed: one new
   * attempt each time, and nine attempts in all. After that the flow ends with a `MeshiRunError`, and only another `runKey`
   * begins anew.
   *
   * One run of the import does not stop a flow whose other rows were imported: enrichment and matching go on without the rows
   * of the failed run, which the report has as rejected, and no resume of this flow sends them again. Start the same plan anew
   * for those: what was imported is replayed, and the failed run has its next attempt.
   */
  runKey?: string | undefined;
}

/** How a flow runs. */
export interface FlowOptions extends CallOptions {
  /** How each run is waited for. Its end is not the token's: a flow can be resumed with a longer `maxWaitMs`. */
  wait?: WaitOptions<Run> | undefined;
  /** Rows a part at most. */
  maxRows?: number | undefined;
  /** Bytes a part at most, as sent. */
  maxBytes?: number | undefined;
  /** Parts under way at once. */
  concurrency?: number | undefined;
  /** As the client's, for this job. */
  maxOutageMs?: number | undefined;
  /**
   * Whether a run that had failed before this start or resume is tried again; `true`. An engine that resumes a flow for each
   * of its steps gives `false`: every failed run then ends the flow with a `MeshiRunError`, and the token that `serialize()`
   * returns after it makes one new attempt.
   */
  newAttempts?: boolean | undefined;
  /** Echoed on the runs; nothing is delivered to it (documented). */
  webhook_url?: string | undefined;
}

/** What a flow has just done. */
export interface FlowStep {
  /** Which part of the flow. */
  name: "auth" | "event" | "context" | "import" | "enrich" | "match" | "results";
  /** How that part stands; `skipped` when the plan has none. */
  status: "running" | "done" | "skipped";
  /** Of what there is to do: rows for an import, attendees for a run; `total` is `null` while it is not known. */
  progress: { completed: number; total: number | null };
  /** Whether the whole flow is done. */
  done: boolean;
  /** When to come back for the next step, in milliseconds; 0 for at once. */
  retryAfterMs: number;
}

/** What a flow comes to. */
export interface FlowResult {
  /** The event as the server has it. */
  event: Event;
  /** What became of every row; of none, where the plan had no attendees. */
  importReport: ImportReport;
  /**
   * The runs, ended. A run that ended before the flow was resumed has its id, status, kind and counts; `runs.get` has the
   * rest.
   */
  runs: { import: Run[]; enrich?: Run; match?: Run };
  /** The event's open identity reviews, read when iterated. */
  reviewQueue: List<ReviewItem>;
  /** The event's match scores, in the server's order, read when iterated. The best are given by `meshi.matches.top`. */
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
 * A flow. Iterate it for its steps, `await` it for its result, or both: the work is done once. Or take it one `step()`
 * at a time. Nothing is sent before one of these.
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
   * The next bounded piece of work, at most one write or one poll. Come back for the next one after `retryAfterMs`, here
   * or, by way of `serialize()`, elsewhere. A step waits for nothing but the quarter of a second between two polls of one
   * run, and the retries of its request.
   */
  async step(): Promise<FlowStep> {
    return (await this.#after(this.#last, (flow) => flow.step())).step;
  }

  /** Every step still to be done, waiting between them as each asks for. Leaving the loop only pauses the flow. */
  async *[Symbol.asyncIterator](): AsyncGenerator<FlowStep, void, undefined> {
    // Whoever else moves the flow on meanwhile, no step is missed.
    for (let taken = this.#last; !taken.done;) {
      const stepped = await this.#after(taken, (flow) => flow.next());
      taken = stepped;
      yield stepped.step;
    }
  }

  /**
   * A small versioned token for `meshi.resumeFlow`, in another isolate or on another day. It holds no key, no URL and
   * nothing of an attendee: of the import it keeps counts, run ids, and the numbers and codes of refused rows. After the end,
   * the token gives the result again without a write: it reads the attendees, the event and the runs anew. After a failure, it
   * goes on from before what failed. It grows with the parts of the import, not with its rows: by 150 bytes a part where run ids
   * have 40 characters, so to 8 kB for 50 000 rows and 150 kB for 1 000 000 in parts of the usual size, and by some bytes
   * for each row that the server refused. Runs are asked for as if the flow had stayed where it was.
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

  /** What a log may tell of it: the client's environment and base URL, and the last step. */
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

  /** What Node, Deno and Bun print of it. */
  [INSPECT](): string {
    return shown("MeshiFlow", this.toJSON());
  }
}
