// Imports of the largest kind: how many parts, what is under way at once, and every byte.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as model from "./model.mjs";
import { jsonBytes, people } from "./people.mjs";
import { MEASURED, PROFILE } from "./profile.mjs";
import { RUNS, simulated } from "./simulation.mjs";
import { lasted } from "./world.mjs";

const { SDK, WAITS } = model;

test("50 000 attendees are fifty parts, four requests at once, sixteen open runs", async () => {
  const latencyMs = PROFILE.latencyMs;
  await simulated({ ...RUNS, latencyMs: () => latencyMs }, async (world) => {
    const rows = people(50_000);
    const meshi = world.client();
    await meshi.events.create({ event_id: "e", title: "E" });
    const wait = { maxWaitMs: 2 * 3_600_000 };
    const report = await meshi.attendees.importAll("e", rows, { wait });
    assert.equal(report.imported, 50_000);
    const { operations, runs, mostAtOnce, mostOpen } = world.seen;
    assert.equal(operations["attendees.import"].requests, model.parts(50_000, PROFILE.rowBytes));
    assert.equal(world.effects("attendees.import"), 50);
    assert.equal(
      operations["attendees.import"].up,
      model.importBytes(50_000, jsonBytes(rows) / 50_000, MEASURED.bytes.envelope),
    );
    assert.equal(mostAtOnce, SDK.importRequestsAtOnce);
    assert.equal(mostOpen, SDK.openParts);
    for (const run of runs.values())
      assert.ok(run.polls <= model.polls(lasted(run), WAITS.moving, latencyMs));
  });
});

test("wide rows make parts by bytes", async () => {
  await simulated({ instant: true }, async (world) => {
    const rows = people(3_000).map((row) => ({ ...row, raw: { notes: "x".repeat(4_000) } }));
    const bytes = rows.map((row) => jsonBytes([row]));
    const [least, most] = [Math.min(...bytes), Math.max(...bytes)];
    const meshi = world.client();
    await meshi.events.create({ event_id: "e", title: "E" });
    const report = await meshi.attendees.importAll("e", rows);
    assert.equal(report.imported, 3_000);
    const parts = world.seen.operations["attendees.import"].requests;
    assert.ok(parts >= model.parts(3_000, least) && parts <= model.parts(3_000, most), `${parts} parts`);
    assert.ok(parts > 3);
  });
});

test("a server with lower caps refuses a handful of parts, and no more the larger the import", async () => {
  const refusals = [];
  for (const rows of [5_000, 20_000]) {
    await simulated({ instant: true, maxRows: 300 }, async (world) => {
      const meshi = world.client();
      await meshi.events.create({ event_id: "e", title: "E" });
      const report = await meshi.attendees.importAll("e", people(rows));
      assert.equal(report.imported, rows);
      const { failures, effects } = world.sandbox.stats().operations["attendees.import"];
      // Halved twice.
      assert.equal(effects, rows / (SDK.partRows / 4));
      refusals.push(failures);
    });
  }
  assert.equal(refusals[0], refusals[1]);
  assert.ok(refusals[0] > 0 && refusals[0] < 12, `${refusals}`);
});
