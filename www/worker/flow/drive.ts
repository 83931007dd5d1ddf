// The steps of one alarm.

import { isMeshiError, MeshiRunError, readAttendees, type FlowPlan, type MeshiFlow } from "meshi-partner";
import type { NewFlow } from "../../shared/api.ts";
import { clientOf, type Env } from "../env.ts";
import { ConsoleFailure, failureOf, told } from "../failure.ts";
import { uploadKey } from "../routes/uploads.ts";
import { Calls } from "./calls.ts";
import type { Stored } from "./object.ts";
import { delayed, done, failed, reportOf, stepped, waiting, type Sent } from "./progress.ts";

/** An alarm's share of work, so that a flow of any size is cut into pieces that are small to lose. */
const MOST_STEPS = 50;
const MOST_MS = 10_000;

/** Tries in a row without one that comes off, over about a quarter of an hour; then a person has to look. */
const MOST_TRIES = 20;
/** The same for an answer that nobody can read, or a bug: it may be one of a kind, and to ask again repeats nothing. */
const MOST_TRIES_OF_FAULTS = 3;
const FAULTS: ReadonlySet<string> = new Set(["MeshiDecodeError", "MeshiInternalError"]);
const FIRST_BACKOFF_MS = 1_000;
const LAST_BACKOFF_MS = 60_000;

/** One attempt a call: to try again is the alarm's work, and so is to wait for it. */
const ONCE = { maxRetries: 0, deadlineMs: 60_000 };
/**
 * A run may take its time: nothing is awake for it, and it is asked for every 15 s at last. A failed run ends the flow, and
 * is tried again once each time that a person resumes it, not by each alarm.
 */
const PATIENT = { wait: { maxWaitMs: 24 * 3_600_000 }, newAttempts: false };

type Source = Parameters<typeof readAttendees>[0];

/** The flow's id as the run key: a flow that a person starts does everything, whatever other flows did before. */
function planOf(
  flowId: string,
  { event, context, enrich, match, mapping }: NewFlow,
  source: Source,
): FlowPlan {
  return { event, context, enrich, match, runKey: flowId, attendees: readAttendees(source, { mapping }) };
}

/**
 * The token of a flow that has done nothing yet.
 *
 * @throws MeshiValidationError with every issue of the event and the context
 */
export function firstToken(env: Env, flowId: string, plan: NewFlow): string {
  return clientOf(env, ONCE)
    .flow(planOf(flowId, plan, new Uint8Array()))
    .serialize();
}

/**
 * Takes steps, each stored before the next. `stored` is brought up to date.
 *
 * @returns when to go on, in milliseconds since 1970; `undefined` where it is over
 */
export async function drive(
  env: Env,
  stored: Stored,
  store: (changed: Partial<Stored>) => Promise<void>,
): Promise<number | undefined> {
  const keep = (changed: Partial<Stored>): Promise<void> => store(Object.assign(stored, changed));
  const calls = new Calls();
  let source: ReadableStream | undefined;
  let flow: MeshiFlow | undefined;
  try {
    const file = await env.UPLOADS.get(uploadKey(stored.plan.upload_id));
    if (!file)
      throw new ConsoleFailure(404, "UPLOAD_NOT_FOUND", "The uploaded file is gone: upload it again.");
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    source = readable;
    // Broken off below, when nobody reads on.
    file.body.pipeTo(writable).catch(() => undefined);
    const meshi = clientOf(env, { ...ONCE, middleware: [calls.middleware] });
    flow = meshi.resumeFlow(stored.token, planOf(stored.state.flow_id, stored.plan, readable), PATIENT);
    return await steps(flow, calls, stored, keep);
  } catch (error) {
    // The token after a failed run makes the next attempt; any other failure is gone on from where it was.
    const token = error instanceof MeshiRunError && flow ? flow.serialize() : stored.token;
    return await refused(error, calls.take(), { ...stored, token }, keep);
  } finally {
    await source?.cancel().catch(() => undefined);
  }
}

async function steps(
  flow: MeshiFlow,
  calls: Calls,
  stored: Stored,
  keep: (changed: Partial<Stored>) => Promise<void>,
): Promise<number | undefined> {
  const until = Date.now() + MOST_MS;
  for (let taken = 0; taken < MOST_STEPS && Date.now() < until; taken += 1) {
    const step = await flow.step();
    const now = Date.now();
    let state = stepped(stored.state, step, calls.take(), now);
    if (step.done) {
      await keep({ state: done(state, reportOf((await flow).importReport)), tries: 0 });
      return undefined;
    }
    const wait = step.retryAfterMs;
    if (wait > 0) {
      const reason = calls.lastStatus === 429 ? "PARTNER_RATE_LIMIT_EXCEEDED" : "SERVER_ERROR";
      state = waiting(state, now + wait, calls.wereRefused ? reason : "POLL", !calls.wereRefused);
    }
    await keep({ state, token: flow.serialize(), tries: 0 });
    if (wait > 0) return now + wait;
  }
  return Date.now();
}

function triesFor(error: unknown): number {
  if (!isMeshiError(error)) return 0;
  if (error.retryable) return MOST_TRIES;
  return FAULTS.has(error.name) ? MOST_TRIES_OF_FAULTS : 0;
}

/** What did not come off is tried again, from the token before it, or is the end. */
async function refused(
  error: unknown,
  sent: Sent,
  stored: Stored,
  keep: (changed: Partial<Stored>) => Promise<void>,
): Promise<number | undefined> {
  const now = Date.now();
  const failure = failureOf(error);
  const state = delayed(stored.state, sent, now);
  const tries = stored.tries + 1;
  if (tries > triesFor(error)) {
    const retryable = isMeshiError(error) && error.retryable;
    await keep({ state: failed(state, told(failure), retryable, now), token: stored.token, tries });
    return undefined;
  }
  const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** stored.tries, LAST_BACKOFF_MS);
  const at = now + Math.max(failure.retryAfterMs ?? 0, backoff);
  await keep({ state: waiting(state, at, failure.code, false), tries });
  return at;
}
