// How often one run is asked for, as a function of how long it takes: exactly, for each way of waiting.

import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_TRIES, durably } from "./durably.mjs";
import * as model from "./model.mjs";
import { people } from "./people.mjs";
import { PROFILE } from "./profile.mjs";
import { simulated } from "./simulation.mjs";
import { lasted } from "./world.mjs";

const { SDK, WAITS } = model;
const LENGTHS = [1, 5, 15, 60, 300, 890].map((seconds) => seconds * 1_000);
const EVENT = { event_id: "e", title: "Scaling summit" };
const HOUR = 3_600_000;
const ROWS = 1_000;

/** Runs that end just when a poll comes, and a millisecond after: the next poll is the one that sees it. */
function edges(waitAfter, firstMs) {
  const lengths = [];
  for (const at of model.pollTimes(waitAfter, PROFILE.latencyMs, firstMs)) {
    if (lengths.push(at, at + 1) >= 16) return lengths;
  }
}
const latencyMs = () => PROFILE.latencyMs;

/** A run that shows nothing until its end, and one whose counts move all the time. */
const silent = (ms) => ({ queueMs: ms, runBaseMs: 0, runMsPerRow: 0, latencyMs });
const moving = (ms) => ({ queueMs: 0, runBaseMs: ms, runMsPerRow: 0, latencyMs });

/** Rows that are there before the clock of the run begins. */
async function withRows(world, rows) {
  const meshi = world.client();
  await meshi.events.create(EVENT);
  await meshi.attendees.importAll("e", people(rows), { wait: false });
  world.sandbox.advance(48 * HOUR);
  return meshi;
}

const only = ({ seen }, kind) => [...seen.runs.values()].find((run) => run.kind === kind);

for (const [way, settings] of [
  ["silent", silent],
  ["moving", moving],
]) {
  test(`a run that is ${way} is asked for as the schedule says`, async () => {
    for (const ms of [...LENGTHS, ...edges(WAITS[way]), HOUR]) {
      await simulated(settings(ms), async (world) => {
        const meshi = await withRows(world, way === "moving" ? ROWS + ms / 1_000 : 1);
        await meshi.flow({ event: EVENT, enrich: true }, { wait: { maxWaitMs: 2 * HOUR } });
        const run = only(world, "enrich");
        assert.equal(lasted(run), ms);
        assert.equal(run.polls, model.polls(ms, WAITS[way], PROFILE.latencyMs), `${ms} ms`);
      });
    }
  });
}

test("pollIntervalMs takes the place of the backoff", async () => {
  for (const ms of [...LENGTHS, ...edges(WAITS.every(15_000)), HOUR]) {
    await simulated(moving(ms), async (world) => {
      const meshi = await withRows(world, ROWS);
      const wait = { pollIntervalMs: 15_000, maxWaitMs: 2 * HOUR };
      await meshi.flow({ event: EVENT, enrich: true }, { wait });
      const expected = model.polls(ms, WAITS.every(15_000), PROFILE.latencyMs);
      assert.equal(only(world, "enrich").polls, expected, `${ms} ms`);
    });
  }
});

for (const [way, settings] of [
  ["silent", silent],
  ["moving", moving],
]) {
  test(`a durable flow asks for a run that is ${way} as one isolate does`, async () => {
    for (const ms of [...LENGTHS, ...edges(WAITS[way]), HOUR]) {
      await simulated(settings(ms), async (world) => {
        await withRows(world, way === "moving" ? ROWS + ms / 1_000 : 1);
        await durably(world.client, { event: EVENT, attendees: [], match: true });
        const run = only(world, "match");
        assert.equal(lasted(run), ms);
        assert.equal(run.polls, model.polls(ms, WAITS[way], PROFILE.latencyMs), `${ms} ms`);
      });
    }
  });
}

test("a durable flow asks as pollIntervalMs says", async () => {
  const way = WAITS.every(15_000);
  for (const ms of [...LENGTHS, ...edges(way)]) {
    await simulated(silent(ms), async (world) => {
      const wait = { pollIntervalMs: 15_000 };
      await durably(world.client, { event: EVENT, attendees: [], match: true }, { wait });
      assert.equal(only(world, "match").polls, model.polls(ms, way, PROFILE.latencyMs), `${ms} ms`);
    });
  }
});

test("runs.wait asks at once, and then as a flow does", async () => {
  for (const ms of [...LENGTHS, ...edges(WAITS.silent, 0)]) {
    await simulated(silent(ms), async (world) => {
      const meshi = await withRows(world, 1);
      await meshi.runs.wait(await meshi.enrichment.start("e"));
      const expected = model.polls(ms, WAITS.silent, PROFILE.latencyMs, 0);
      assert.equal(only(world, "enrich").polls, expected, `${ms} ms`);
    });
  }
});

/** The ways to wait for a run, for as long as a wait takes by default. */
const WAITERS = {
  "runs.wait": async (world) => {
    const meshi = await withRows(world, 1);
    await meshi.runs.wait(await meshi.enrichment.start("e"));
  },
  "a durable flow": (world) =>
    durably(
      world.client,
      { event: EVENT, attendees: [], enrich: true },
      { wait: { maxWaitMs: SDK.maxWaitMs } },
    ),
};

for (const [name, waiter] of Object.entries(WAITERS)) {
  test(`${name} gives up a run that takes longer than a wait by default, and says so`, async () => {
    await simulated(silent(2 * HOUR), async (world) => {
      await assert.rejects(waiter(world), { name: "MeshiTimeoutError", scope: "wait" });
      // Whoever takes a failed step again asks once more each time.
      const most = model.polls(SDK.maxWaitMs, WAITS.silent, PROFILE.latencyMs, 0) + MOST_TRIES;
      assert.ok(only(world, "enrich").polls <= most);
    });
  });
}
