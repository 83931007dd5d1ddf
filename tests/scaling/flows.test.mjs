// What the flows of twenty events ask, against the formulas: exactly, where nothing is left to chance.

import assert from "node:assert/strict";
import { test } from "node:test";
import { chance } from "../chaos/support/random.mjs";
import * as model from "./model.mjs";
import { jsonBytes, people, reviews } from "./people.mjs";
import { MEASURED, PROFILE } from "./profile.mjs";
import { IDS, RUNS, SIZES, assertOnce, count, plan, simulated } from "./simulation.mjs";
import { lasted } from "./world.mjs";

const { WAITS } = model;
const within = (actual, expected, share) => Math.abs(actual - expected) <= share * expected;
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const isOnePart = (size) => model.parts(size, PROFILE.rowBytes) === 1;

/** Reads both lists to their end. */
async function readLists(meshi, id, limit) {
  const matches = await count(meshi.matches.list(id, limit && { limit }));
  const found = await count(meshi.reviewQueue.list({ eventId: id, ...(limit && { limit }) }));
  return { matches, reviews: found };
}

test("the sizes are a thousandth of the year", () => {
  assert.equal(SIZES.length, 20);
  assert.equal(sum(SIZES), 10_000);
});

test("requests, polls, bytes and time of twenty flows are those of the formulas", async () => {
  const latencyMs = PROFILE.latencyMs;
  await simulated({ ...RUNS, latencyMs: () => latencyMs }, async (world, clock) => {
    const meshi = world.client();
    const ends = await Promise.all(
      IDS.map(async (id, index) => {
        const size = SIZES[index];
        const { importReport } = await meshi.flow(plan(id, size));
        assert.equal(importReport.imported, size);
        assert.deepEqual(await readLists(meshi, id), {
          matches: size * PROFILE.matchesEach,
          reviews: reviews(size),
        });
        return clock.elapsed();
      }),
    );

    const { operations, runs } = world.seen;
    const expected = SIZES.map((attendees) => model.requests({ ...PROFILE, attendees }));
    for (const name of Object.keys(expected[0])) {
      assert.equal(operations[name].requests, sum(expected.map((asked) => asked[name])), name);
    }
    assertOnce(world, sum(expected.map((asked) => asked["attendees.import"])));

    for (const run of runs.values()) {
      const size = SIZES[IDS.indexOf(run.event_id)];
      if (run.kind === "import" && !isOnePart(size)) {
        // The sandbox takes the parts of an event one after the other: a run waits before its counts move.
        assert.ok(run.polls >= model.polls(lasted(run), WAITS.silent, latencyMs), run.run_id);
        assert.ok(run.polls <= model.polls(lasted(run), WAITS.moving, latencyMs), run.run_id);
      } else {
        assert.equal(lasted(run), model.runMs(PROFILE, size));
        assert.equal(run.polls, model.polls(lasted(run), WAITS.moving, latencyMs), run.kind);
      }
    }

    SIZES.forEach((size, index) => {
      if (!isOnePart(size)) return;
      const seen = model.seenAfterMs(model.runMs(PROFILE, size), WAITS.moving, latencyMs);
      const asked = expected[index];
      const others = 3 + asked["matches.list"] + asked["reviewQueue.list"];
      assert.equal(ends[index], others * latencyMs + 3 * seen, IDS[index]);
    });

    const rows = sum(SIZES.map((size) => jsonBytes(people(size))));
    const commas = 10_000 - operations["attendees.import"].requests;
    const envelopes = operations["attendees.import"].requests * MEASURED.bytes.envelope;
    assert.equal(operations["attendees.import"].up, rows + commas + envelopes);
    const asked = Object.fromEntries(Object.entries(operations).map(([name, own]) => [name, own.requests]));
    const bytes = SIZES.map((size, index) =>
      model.bytes({ ...expected[index], "runs.get": 0, total: 0 }, size, PROFILE, MEASURED),
    );
    const down = sum(bytes.map((each) => each.down)) + asked["runs.get"] * MEASURED.bytes.run;
    assert.ok(within(world.total("up"), sum(bytes.map((each) => each.up)), 0.02), "bytes up, within 2 %");
    assert.ok(within(world.total("down"), down, 0.05), "bytes down, within 5 %");
    const headers = world.total("requests") * MEASURED.bytes.requestHeaders;
    assert.ok(within(world.total("headers"), headers, 0.05), "headers, within 5 %");
  });
});

test("a page of 200 is a quarter of the requests of a page of 50", async () => {
  await simulated({ instant: true }, async (world) => {
    const meshi = world.client();
    await meshi.flow(plan("e", 3_670));
    await readLists(meshi, "e", 200);
    const expected = model.requests({ ...PROFILE, attendees: 3_670, matchPage: 200, reviewPage: 200 });
    for (const name of ["matches.list", "reviewQueue.list"]) {
      assert.equal(world.seen.operations[name].requests, expected[name], name);
    }
  });
});

test("where runs and answers take random time, polls stay between the two schedules", async () => {
  const random = chance(6);
  const [least, most] = [20, 400];
  for (const size of SIZES) {
    const settings = {
      queueMs: Math.round(random() * 30_000),
      runBaseMs: Math.round(random() * 60_000),
      runMsPerRow: random() * 20,
      latencyMs: () => least + Math.round(random() * (most - least)),
    };
    await simulated(settings, async (world) => {
      await world.client().flow(plan("e", size));
      const parts = model.parts(size, PROFILE.rowBytes);
      assertOnce(world, parts, 1);
      assert.equal(world.seen.runs.size, parts + 2);
      for (const run of world.seen.runs.values()) {
        assert.ok(
          run.polls >= model.polls(lasted(run), WAITS.silent, most),
          `${run.polls} polls are too few`,
        );
        assert.ok(run.polls <= model.polls(lasted(run), WAITS.moving, least), `${run.polls} are too many`);
      }
    });
  }
});
