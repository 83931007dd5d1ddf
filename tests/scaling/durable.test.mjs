// Flows that sleep in a token: what they ask, how often they wake, what they read again and what is stored.

import assert from "node:assert/strict";
import { test } from "node:test";
import { durably } from "./durably.mjs";
import * as model from "./model.mjs";
import { MEASURED, PROFILE } from "./profile.mjs";
import { IDS, RUNS, SIZES, assertOnce, plan, simulated } from "./simulation.mjs";
import { lasted } from "./world.mjs";

const { WAITS } = model;
const partsOf = (size) => model.parts(size, PROFILE.rowBytes);
const latencyMs = () => PROFILE.latencyMs;

for (const [how, options, way] of [
  ["by default", {}, WAITS.moving],
  ["with pollIntervalMs", { wait: { pollIntervalMs: 15_000 } }, WAITS.every(15_000)],
]) {
  test(`twenty durable flows, ${how}`, async () => {
    let parts = 0;
    for (const [index, size] of SIZES.entries()) {
      await simulated({ ...RUNS, latencyMs }, async (world) => {
        const told = await durably(world.client, plan(IDS[index], size), options);
        assert.equal(told.result.importReport.imported, size);
        assert.equal(told.refused, 0);
        const expected = model.durable(PROFILE, size, way);
        const found = { ...told, requests: world.total("requests") };
        const token = model.tokenBytes(partsOf(size), MEASURED);
        assert.ok(told.largestToken <= token * 1.1, `a token of ${told.largestToken} B, and not ${token}`);
        assertOnce(world, partsOf(size), 1);
        parts += partsOf(size);
        for (const name of Object.keys(expected)) {
          if (partsOf(size) === 1) assert.equal(found[name], expected[name], `${name} of ${size}`);
        }
      });
    }
    assert.equal(parts, 23);
  });
}

test("an import of more than one part reads its file once for each alarm at most, and once at the end", async () => {
  await simulated({ ...RUNS, latencyMs }, async (world) => {
    const told = await durably(world.client, plan("e", 5_000));
    const inImport = [...world.seen.runs.values()].filter(({ kind }) => kind === "import");
    assert.equal(inImport.length, 5);
    assert.ok(told.rowsRead > 5_000 && told.rowsRead <= 5_000 * (told.alarms + 1), `${told.rowsRead} rows`);
    assertOnce(world, 5, 1);
  });
});

test("an import of more than one part asks for its runs no more often than in one isolate", async () => {
  const polls = [];
  for (const way of [
    (world) => world.client().flow(plan("e", 5_000)),
    (world) => durably(world.client, plan("e", 5_000)),
  ]) {
    await simulated({ ...RUNS, latencyMs }, async (world) => {
      await way(world);
      const inImport = [...world.seen.runs.values()].filter(({ kind }) => kind === "import");
      for (const run of inImport) {
        const most = model.polls(lasted(run), WAITS.moving, PROFILE.latencyMs);
        assert.ok(run.polls <= most, `${run.polls} polls, and not ${most}`);
      }
      polls.push(inImport.reduce((sum, run) => sum + run.polls, 0));
    });
  }
  const [inOne, inMany] = polls;
  assert.ok(inMany <= inOne, `${inMany} polls, and in one isolate ${inOne}`);
});
