// Measures contestants in interleaved rounds of one process, so that what slows one slows them all.

import { performance } from "node:perf_hooks";

/** The middle of some numbers. */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Runs every contestant `calls` times a round, in an order that turns with each round, after `warmUp` rounds that do
 * not count.
 *
 * @param contestants `{ name, run }`; `run` does the work once and may be asynchronous
 * @returns the median milliseconds of one call by contestant's name
 */
export async function measure(contestants, { rounds, calls, warmUp }) {
  const samples = new Map(contestants.map(({ name }) => [name, []]));
  for (let round = -warmUp; round < rounds; round += 1) {
    for (let turn = 0; turn < contestants.length; turn += 1) {
      const { name, run } = contestants[(turn + Math.max(round, 0)) % contestants.length];
      globalThis.gc?.();
      const started = performance.now();
      for (let call = 0; call < calls; call += 1) await run();
      const took = (performance.now() - started) / calls;
      if (round >= 0) samples.get(name).push(took);
    }
  }
  return new Map([...samples].map(([name, times]) => [name, median(times)]));
}
