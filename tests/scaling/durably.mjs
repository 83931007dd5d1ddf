// A durable flow, taken step by step as the console's object takes it (www/worker/flow/drive.ts): a token after each step,
// an alarm for each wait, and a client, an instance of the source and a flow of its own for each alarm.

import { DURABLE } from "./model.mjs";

const FIRST_BACKOFF_MS = 1_000;
const LAST_BACKOFF_MS = 60_000;
export const MOST_TRIES = 20;
/** One attempt a call: to wait is the alarm's. */
export const ONCE = { maxRetries: 0, deadlineMs: 60_000 };
/** A run may take its time. */
const PATIENT = { maxWaitMs: 24 * 3_600_000 };

const until = (at) => new Promise((resolve) => setTimeout(resolve, Math.max(0, at - Date.now())));

/** Attendees that count how many were asked for. */
function counted(attendees, told) {
  return {
    *[Symbol.iterator]() {
      for (const attendee of attendees) {
        told.rowsRead += 1;
        yield attendee;
      }
    },
  };
}

/**
 * Runs a plan to its end.
 *
 * @returns what it took: alarms, steps, rows that were read, the largest token, its result
 */
export async function durably(client, { attendees, ...plan }, { wait } = {}) {
  const options = { wait: { ...PATIENT, ...wait } };
  const told = { alarms: 0, steps: 0, rowsRead: 0, largestToken: 0, refused: 0, result: undefined };
  let tries = 0;
  let token;
  const keep = (flow) => {
    token = flow.serialize();
    told.largestToken = Math.max(told.largestToken, token.length);
    tries = 0;
  };
  for (;;) {
    told.alarms += 1;
    const meshi = client(ONCE);
    const whole = { ...plan, attendees: counted(attendees, told) };
    const flow = token === undefined ? meshi.flow(whole, options) : meshi.resumeFlow(token, whole, options);
    let next = Date.now();
    const over = next + DURABLE.alarmMs;
    try {
      for (let taken = 0; taken < DURABLE.stepsAnAlarm && Date.now() < over; taken += 1) {
        const step = await flow.step();
        told.steps += 1;
        if (step.done) {
          told.result = await flow;
          return told;
        }
        keep(flow);
        next = Date.now() + step.retryAfterMs;
        if (step.retryAfterMs > 0) break;
      }
    } catch (error) {
      if (!error.retryable || tries >= MOST_TRIES) throw error;
      told.refused += 1;
      const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** tries, LAST_BACKOFF_MS);
      tries += 1;
      next = Date.now() + Math.max(error.retryAfterMs ?? 0, backoff);
    } finally {
      meshi.free();
    }
    await until(next);
  }
}
