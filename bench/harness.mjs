// Measures contestants in interleaved rounds of one process, so that what slows one slows them all.

import { performance } from "node:perf_hooks";
import { summary } from "./statistics.mjs";

const wall = () => performance.now();

/** Milliseconds that this process has computed, on all of its threads. */
function computed() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** How much is done: all of it, or one small round of each, which shows only that everything still runs. */
export class Effort {
  #smoke;

  /**
   * @param cpu whether the time that the process computes is counted, and not the wall's: so others on the machine
   *   lengthen it less
   */
  constructor({ smoke = false, cpu = false } = {}) {
    this.#smoke = smoke;
    this.cpu = cpu;
  }

  /** The same, with what is computed counted, whatever else is. */
  computed() {
    return new Effort({ smoke: this.#smoke, cpu: true });
  }

  /** How much of something there is: a count of rows, of calls. */
  size(full, small) {
    return this.#smoke ? small : full;
  }

  /**
   * How often it is measured: `rounds` that count, after `warmUp` that do not. With `once` a turn is one call, however
   * short: of what waits for most of its time.
   */
  rounds({ rounds, warmUp = 0, once = false }) {
    const times = this.#smoke ? { rounds: 1, warmUp: 0 } : { rounds, warmUp };
    return { ...times, once, clock: this.cpu ? computed : wall };
  }
}

/** The work of a contestant; where it fails, the error says whose it was. */
export async function attempt(name, work) {
  try {
    return await work();
  } catch (error) {
    throw new Error(`${name}: ${error?.message ?? error}`, { cause: error });
  }
}

/**
 * How long a contestant's turn is at least. Turns are about as long for all of them, whatever one call takes: so the
 * collector and other programs on the machine come in between for all of them alike.
 */
const TURN_MS = 30;

/** So many calls of so many milliseconds make a turn. */
export const callsOf = (milliseconds) =>
  milliseconds > 0 ? Math.min(Math.max(Math.ceil(TURN_MS / milliseconds), 1), 10_000) : 10_000;

/**
 * Gives every contestant a turn of some calls a round, in an order that goes on with each round, after `warmUp` rounds
 * that only tell how many calls make a turn.
 *
 * @param contestants `{ name, run, check }`; `run` does the work once and may be asynchronous; `check` is called once
 *   before, and throws where the work does not come out right
 * @returns the milliseconds of one call, a sample a round, by contestant's name
 */
export async function measure(contestants, { rounds, warmUp, once, clock }) {
  const samples = new Map(contestants.map(({ name }) => [name, []]));
  const calls = new Map(contestants.map(({ name }) => [name, 1]));
  for (const { name, check } of contestants) await attempt(name, check);
  for (let round = -warmUp; round < rounds; round += 1) {
    for (let turn = 0; turn < contestants.length; turn += 1) {
      const { name, run } = contestants[(turn + Math.max(round, 0)) % contestants.length];
      const count = calls.get(name);
      globalThis.gc?.();
      const took = await attempt(name, async () => {
        const started = clock();
        for (let call = 0; call < count; call += 1) await run();
        return (clock() - started) / count;
      });
      if (round >= 0) samples.get(name).push(took);
      else if (!once) calls.set(name, callsOf(took));
    }
  }
  return samples;
}

/** The figures of a table, in the order of the contestants. */
export function figures(samples) {
  return [...samples].map(([name, values]) => ({ name, ...summary(values) }));
}

/** Which of some contestants has the smallest median. */
export function fastest(samples, names) {
  const middle = (name) => summary(samples.get(name)).median;
  return names.reduce((best, name) => (middle(name) < middle(best) ? name : best));
}
