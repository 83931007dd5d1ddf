// One fault meets one operation: what the caller gets, how many requests that took, and what took effect.

import { Meshi } from "../../pkg/dist/node.js";
import { underClock } from "./clock.mjs";
import { watchedFetch } from "./fetch.mjs";
import { serve } from "./server.mjs";
import { makeWorld, stable } from "./world.mjs";

/** Writes of which each may take effect once, and no more. */
const ONCE = ["events.create", "attendees.import", "enrichment.start", "matching.start"];

/** Runs it, and gives what was observed. */
export function observe(fault, operation) {
  return underClock(async (clock) => {
    const world = await makeWorld(clock, operation.needs);
    const { struck } = operation;
    const { wait = { maxWaitMs: 20_000 } } = fault;
    const server = await serve({ world, clock, struck, strike: fault.strike, times: fault.times });
    const client = () =>
      new Meshi({
        apiKey: world.apiKey,
        baseUrl: server.baseUrl,
        fetch: watchedFetch(clock),
        timeoutMs: 5_000,
        deadlineMs: 60_000,
        ...fault.options,
      });
    try {
      const meshi = client();
      if (fault.before) await fault.before({ meshi, server, clock });
      server.arm();
      const began = clock.elapsed;
      const seen = await clock.drive(() => settled(operation.call({ meshi, world, wait }), world));
      Object.assign(seen, {
        requests: server.count(struck),
        others: server.count() - server.count(struck),
        effects: world.effects(struck),
        waitedMs: clock.elapsed - began,
        hits: server.hits(),
      });
      meshi.free();
      // A failure is no loss where its caller can try again and come to the same.
      if (!seen.ok && fault.times !== Infinity) {
        const next = client();
        seen.again = await clock.drive(() =>
          settled(operation.again({ meshi: next, world, wait }, seen.error), world),
        );
        seen.again.effects = world.effects(struck);
        next.free();
      }
      seen.once = Object.fromEntries(ONCE.map((name) => [name, world.effects(name)]));
      if (operation.rows && (seen.again ?? seen).ok) seen.rows = await world.attendees(operation.rows.event);
      seen.broken = server.broken.map(String);
      return seen;
    } finally {
      await server.close();
    }
  });
}

async function settled(promise, world) {
  try {
    return { ok: true, data: stable(await promise, world.knows) };
  } catch (error) {
    return { ok: false, error };
  }
}
