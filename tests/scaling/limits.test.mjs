// The twenty flows at once against a server that takes so many requests a window and answers 429 above: all of them end,
// nothing is done twice, and the time is within the formula's bounds.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { durably } from "./durably.mjs";
import * as model from "./model.mjs";
import { PROFILE } from "./profile.mjs";
import { IDS, RUNS, SIZES, assertOnce, count, plan, simulated } from "./simulation.mjs";

const PARTS = 23;
const WINDOW_MS = 10_000;
/** One that binds all the time, and one that binds some of it. */
const RATES = [1, 5];
const latencyMs = () => PROFILE.latencyMs;

/** A server of so many requests a second, counted by the window. */
const limitedTo = (rate) => ({
  ...RUNS,
  latencyMs,
  rateLimit: { requests: rate * (WINDOW_MS / 1_000), windowMs: WINDOW_MS },
});

/** Waits for runs as long as they take: it is not what is measured here. */
const PATIENT = { wait: { maxWaitMs: 24 * 3_600_000 } };

async function flow(meshi, index) {
  const { importReport } = await meshi.flow(plan(IDS[index], SIZES[index]), PATIENT);
  assert.equal(importReport.imported, SIZES[index]);
}

/** A flow, and all of its matches. */
async function whole(meshi, index) {
  await flow(meshi, index);
  const id = IDS[index];
  assert.equal(await count(meshi.matches.list(id, { limit: 200 })), SIZES[index] * PROFILE.matchesEach);
}

/** What the longest flow takes where nothing limits it. */
let aloneMs;
before(async () => {
  aloneMs = await simulated({ ...RUNS, latencyMs }, async (world, clock) => {
    await whole(world.client(), 0);
    return clock.elapsed();
  });
});

for (const rate of RATES) {
  test(`under maxRequestsPerSecond: ${rate} there is no 429, and the time is that of so many requests`, async () => {
    await simulated(limitedTo(rate), async (world, clock) => {
      const meshi = world.client({ maxRequestsPerSecond: rate });
      await Promise.all(IDS.map((_, index) => whole(meshi, index)));
      assert.equal(world.total("refused"), 0);
      assertOnce(world, PARTS);
      const asked = world.total("requests");
      assert.ok(clock.elapsed() >= model.spacedMs(asked, rate), `${clock.elapsed()} ms are too few`);
      assert.ok(clock.elapsed() <= model.spacedAtMostMs(asked, rate, aloneMs), `${clock.elapsed()} ms`);
      // Where the limit binds all the time, it is the time: the rest is the last answer's.
      if (model.spacedMs(asked, rate) > aloneMs) {
        assert.equal(clock.elapsed(), model.spacedMs(asked, rate) + PROFILE.latencyMs);
      }
    });
  });

  test(`durable flows get through ${rate} a second without a limit of their own`, async () => {
    await simulated(limitedTo(rate), async (world, clock) => {
      const flows = IDS.map((id, index) => durably(world.client, plan(id, SIZES[index])));
      const told = await Promise.all(flows);
      told.forEach(({ result }, index) => assert.equal(result.importReport.imported, SIZES[index]));
      assertOnce(world, PARTS);
      const [asked, refused] = [world.total("requests"), world.total("refused")];
      const window = { most: rate * (WINDOW_MS / 1_000), windowMs: WINDOW_MS };
      assert.ok(refused > 0, "the limit was never met");
      assert.ok(clock.elapsed() >= model.windowedMs(asked - refused, window), `${clock.elapsed()} ms`);
      assert.ok(
        clock.elapsed() <= model.windowedAtMostMs(asked - refused, window, aloneMs),
        `${clock.elapsed()} ms are too many`,
      );
      // A flow that is refused sleeps until the window is over: it asks in vain once a window.
      const windows = Math.ceil(clock.elapsed() / WINDOW_MS);
      assert.ok(refused <= windows * SIZES.length, `${refused} refusals in ${windows} windows`);
    });
  });
}

test("without a limit of its own a client waits as it is told, and all flows get through", async () => {
  await simulated(limitedTo(5), async (world) => {
    const meshi = world.client();
    await Promise.all(IDS.map((_, index) => flow(meshi, index)));
    assert.ok(world.total("refused") > 0, "the limit was never met");
    assertOnce(world, PARTS);
  });
});

test("without riding out an outage, a call that is refused a fourth time fails its flow, and running it again repeats nothing", async () => {
  // So few that some are refused that often, whatever chance does to the others.
  await simulated(limitedTo(0.8), async (world) => {
    const meshi = world.client({ deadlineMs: 3_600_000, maxOutageMs: 0 });
    const outcomes = await Promise.allSettled(IDS.map((_, index) => flow(meshi, index)));
    const errors = outcomes.filter(({ status }) => status === "rejected").map(({ reason }) => reason);
    assert.ok(errors.length > 0, "every flow got through");
    for (const error of errors) {
      assert.equal(error.name, "MeshiRateLimitError");
      assert.equal(error.attempts, 4);
      assert.ok(error.retryAfterMs > 0 && error.retryAfterMs <= WINDOW_MS);
    }
    const limited = world.client({ maxRequestsPerSecond: 0.7 });
    await new Promise((resolve) => setTimeout(resolve, WINDOW_MS));
    await Promise.all(IDS.map((_, index) => flow(limited, index)));
    assertOnce(world, PARTS);
  });
});

test("a limit is a client's own: two of them are two limits", async () => {
  for (const [each, isRefused] of [
    [2, false],
    [5, true],
  ]) {
    await simulated(limitedTo(5), async (world) => {
      const clients = [1, 2].map(() => world.client({ maxRequestsPerSecond: each }));
      await Promise.all(IDS.map((_, index) => flow(clients[index % 2], index)));
      assert.equal(world.total("refused") > 0, isRefused, `${each} a second each`);
      assertOnce(world, PARTS);
    });
  }
});
