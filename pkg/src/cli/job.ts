// Performs the canonical flow, tells its steps, and gathers the report. Used by `run`.

import type { Meshi, ReviewItem } from "../index.js";
import type { OpenAttendees } from "./attendee-file.js";
import type { Context } from "./context.js";
import type { EventFile } from "./event-file.js";
import { findPeople, withPerson } from "./people.js";
import { REVIEW_SHOWN } from "./render.js";
import { replayNote, summarizeRun, type FlowReport, type Rejected } from "./report.js";
import { StepLog } from "./steps.js";
import { count } from "./text.js";
import { readBest } from "./top.js";

/** What to do, as the options of `run` say it. */
export interface JobPlan {
  readonly file: EventFile;
  readonly attendees: OpenAttendees;
  readonly enrich: boolean;
  readonly match: boolean;
  readonly session?: string;
  readonly runKey?: string;
  readonly maxRows?: number;
  readonly concurrency?: number;
  /** How long to wait for each run, in seconds. */
  readonly maxWait?: number;
  /** How many matches the report keeps; with 0 the scores are not read at all. */
  readonly top: number;
}

/** How many review items the report holds; the rest are counted. */
const REVIEW_ITEMS = 200;

/** Runs the flow to its end. Rejects with the SDK's own errors. */
export async function performFlow(
  meshi: Meshi,
  where: string,
  plan: JobPlan,
  context: Context,
): Promise<FlowReport> {
  const began = performance.now();
  const { signal } = context;
  const flow = meshi.flow(
    {
      event: plan.file.event,
      ...(plan.file.context === undefined ? {} : { context: plan.file.context }),
      attendees: plan.attendees.rows,
      enrich: plan.enrich,
      match: plan.match && plan.session !== undefined ? { session_id: plan.session } : plan.match,
      ...(plan.runKey === undefined ? {} : { runKey: plan.runKey }),
    },
    {
      signal,
      ...(plan.maxWait === undefined ? {} : { wait: { maxWaitMs: plan.maxWait * 1000 } }),
      ...(plan.maxRows === undefined ? {} : { maxRows: plan.maxRows }),
      ...(plan.concurrency === undefined ? {} : { concurrency: plan.concurrency }),
    },
  );
  const steps = new StepLog(context.progress, plan.attendees.fraction);
  for await (const step of flow) steps.follow(step);
  const { event, importReport, runs: ended } = await flow;
  const runs = {
    import: ended.import.map(summarizeRun),
    ...(ended.enrich === undefined ? {} : { enrich: summarizeRun(ended.enrich) }),
    ...(ended.match === undefined ? {} : { match: summarizeRun(ended.match) }),
  };
  const notes: string[] = [];
  const review = await readReview(meshi, event.event_id, context, notes);
  const replayed = replayNote(importReport.replayed, [runs.enrich, runs.match]);
  if (replayed !== undefined) notes.push(replayed);
  const top = await readMatches(meshi, plan, context, notes);
  return {
    event: { ...event },
    environment: where,
    elapsed_ms: Math.round(performance.now() - began),
    steps: steps.reports,
    import: {
      total: importReport.total,
      imported: importReport.imported,
      rejected: importReport.rejected as Rejected[],
      warnings: importReport.warnings as Rejected[],
      ...(importReport.replayed === 0 ? {} : { replayed: importReport.replayed }),
    },
    runs,
    review,
    matches: top,
    notes,
  };
}

async function readReview(
  meshi: Meshi,
  eventId: string,
  { progress, signal }: Context,
  notes: string[],
): Promise<FlowReport["review"]> {
  progress.begin("review");
  const items: ReviewItem[] = [];
  let total = 0;
  for await (const item of meshi.reviewQueue.list({ eventId }, { signal })) {
    total += 1;
    if (items.length < REVIEW_ITEMS) items.push(item);
    else if (total % 1000 === 0) progress.update(count(total, "item"));
  }
  const people = await findPeople(meshi, items.slice(0, REVIEW_SHOWN), signal);
  notes.push(...people.notes);
  progress.done(count(total, "open item"));
  return { total, items: items.map((item) => withPerson(item, people)) };
}

async function readMatches(
  meshi: Meshi,
  plan: JobPlan,
  context: Context,
  notes: string[],
): Promise<FlowReport["matches"]> {
  if (!plan.match || plan.top === 0) return { total: 0, top: [] };
  const query = { n: plan.top, sessionId: plan.session };
  const best = await readBest(meshi, plan.file.event.event_id, query, context);
  notes.push(...best.notes);
  return { total: best.total, top: best.top };
}
