// Runs that failed, and work that was done before: what is sent again, under which key, and what is told of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Meshi } from "meshi-partner";
import { createSandbox } from "meshi-partner/sandbox";
import { rejection } from "./support/client.mjs";
import { withClock } from "./support/clock.mjs";
import { attendees } from "./support/rows.mjs";

const EVENT = { event_id: "summit-2026", title: "Summit" };
const PLAN = { event: EVENT, enrich: true, match: true };
const STARTS = ["attendees.import", "enrichment.start", "matching.start"];

// Compiling takes real time, which no virtual clock knows of.
await createSandbox();

/** A sandbox on virtual time, with the event, and how many runs each operation has started. */
async function sandboxed() {
  const sandbox = await createSandbox({ now: () => Date.now() });
  const { apiKey, baseUrl, fetch } = sandbox;
  const meshi = new Meshi({ apiKey, baseUrl, fetch });
  await meshi.events.ensure(EVENT);
  const started = () => STARTS.map((name) => sandbox.stats().operations[name]?.effects ?? 0);
  /** Lets the run of the next start fail, before which there are so many failed ones, which come back first. */
  const fail = (operation, before = 0) =>
    sandbox.faults.push({ operation, skip: before, runStatus: ["queued", "failed"] });
  return { sandbox, meshi, started, fail };
}

const flowOf = (meshi, more) => meshi.flow({ ...PLAN, attendees: attendees(6), ...more });
const importOf = (meshi, more) => meshi.attendees.importAll("summit-2026", attendees(6), more);

for (const [index, operation] of STARTS.entries()) {
  if (operation === "attendees.import") continue;
  test(`${operation}: a flow whose run failed makes one new attempt when it is started again`, async () => {
    await withClock(async () => {
      const { meshi, started, fail } = await sandboxed();
      for (let start = 1; start <= 2; start += 1) {
        fail(operation, start - 1);
        const error = await rejection(flowOf(meshi));
        assert.equal(error.name, "MeshiRunError");
        assert.equal(error.run.status, "failed");
        assert.equal(started()[index], start);
      }
      const { importReport, runs } = await flowOf(meshi);
      assert.equal(started()[index], 3);
      assert.equal(started()[0], 1, "the attendees were imported once");
      assert.equal(importReport.replayed, 6);
      assert.equal(runs.import[0].replayed, true);
      assert.equal(runs.match.replayed, undefined, "it was done now");
    });
  });

  test(`${operation}: a flow that is resumed after its run failed makes one new attempt`, async () => {
    await withClock(async () => {
      const { meshi, started, fail } = await sandboxed();
      fail(operation);
      const first = flowOf(meshi);
      let token;
      const error = await rejection(
        (async () => {
          for (let done = false; !done;) {
            ({ done } = await first.step());
            // The engine that crashed kept this one.
            if (started()[index] === 0) token = first.serialize();
            await new Promise((resolve) => setTimeout(resolve, 1_000));
          }
        })(),
      );
      assert.equal(error.name, "MeshiRunError");
      for (const kept of [first.serialize(), token]) {
        const plan = { ...PLAN, attendees: attendees(6) };
        const { importReport, runs } = await meshi.resumeFlow(kept, plan);
        assert.equal(importReport.imported, 6);
        assert.match(runs.match.status, /succeeded|partial/);
        assert.equal(started()[index], 2);
      }
    });
  });
}

test("after nine failed runs a flow and an import end with an error that names runKey", async () => {
  await withClock(async () => {
    const { meshi, started, fail } = await sandboxed();
    for (let start = 1; start <= 8; start += 1) {
      fail("attendees.import", start - 1);
      const error = await rejection(importOf(meshi));
      assert.deepEqual([error.name, error.code, error.run.status], ["MeshiRunError", "RUN_FAILED", "failed"]);
      assert.deepEqual([error.report.imported, error.report.rejected.length], [0, 6]);
      assert.ok(error.correlationId, "what support asks for");
      assert.equal(started()[0], start);
    }
    fail("attendees.import", 8);
    for (const work of [() => importOf(meshi), () => importOf(meshi), () => flowOf(meshi)]) {
      const error = await rejection(work());
      assert.equal(error.name, "MeshiRunError");
      assert.match(error.message, /runKey/);
      assert.equal(error.report.rejected.length, 6);
      assert.equal(started()[0], 9);
    }
    const report = await importOf(meshi, { runKey: "2026-11-24" });
    assert.deepEqual([report.imported, report.replayed, started()[0]], [6, 0, 10]);
  });
});

for (const [index, operation] of STARTS.entries()) {
  test(`${operation}: runs that fail at once are one new attempt a start, until one goes well`, async () => {
    await withClock(async () => {
      const { sandbox, meshi, started } = await sandboxed();
      sandbox.faults.push({ operation, runStatus: ["failed"], times: 100 });
      for (let start = 1; start <= 3; start += 1) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        const error = await rejection(index === 0 ? importOf(meshi) : flowOf(meshi));
        assert.deepEqual([error.name, started()[index]], ["MeshiRunError", start]);
        assert.ok(error.run && error.correlationId && error.attempts !== 0);
      }
    });
  });
}

test("what a wait ends with has the correlation id, the requests and the time of the wait", async () => {
  await withClock(async () => {
    const { sandbox, meshi } = await sandboxed();
    const known = (error, operation) => {
      assert.equal(error.operation, operation);
      assert.ok(error.correlationId, error.code);
      assert.ok(error.attempts >= 1, error.code);
      assert.ok(error.elapsedMs >= 0, error.code);
    };
    sandbox.faults.push({ operation: "matching.start", runStatus: ["queued", "failed"] });
    known(await rejection(meshi.runs.wait(await meshi.matching.start(EVENT.event_id))), "runs.wait");
    sandbox.faults.push({ operation: "matching.start", runStatus: ["running"] });
    const run = await meshi.matching.start(EVENT.event_id);
    const late = await rejection(meshi.runs.wait(run, { maxWaitMs: 5_000 }));
    known(late, "runs.wait");
    assert.ok(late.attempts >= 2 && late.elapsedMs >= 5_000 && late.elapsedMs < 6_000);
    known(await rejection(meshi.events.ensure({ ...EVENT, title: "Other" })), "events.ensure");
  });
});

test("polls closer than a quarter of a second are refused, wherever they are asked for", async () => {
  const { meshi } = await sandboxed();
  for (const pollIntervalMs of [0, 5, 249]) {
    for (const asked of [
      () => importOf(meshi, { wait: { pollIntervalMs } }),
      () => meshi.runs.wait("run_1", { pollIntervalMs }),
      () => meshi.flow(PLAN, { wait: { pollIntervalMs } }),
    ]) {
      const error = await rejection(asked());
      assert.deepEqual([error.name, error.option], ["MeshiConfigError", "pollIntervalMs"]);
      assert.match(error.message, /from 250/);
    }
  }
});

test("a token that is resumed with another option says that options are part of it", async () => {
  await withClock(async () => {
    const { meshi } = await sandboxed();
    const plan = () => ({ ...PLAN, attendees: attendees(6) });
    const flow = meshi.flow(plan(), { maxRows: 2 });
    await flow.step();
    const error = await rejection(meshi.resumeFlow(flow.serialize(), plan()));
    assert.equal(error.code, "OTHER_PLAN");
    assert.match(error.message, /maxRows, maxBytes or webhook_url/);
  });
});

test("an import whose run failed is done by the next start, and told as replayed by the one after", async () => {
  await withClock(async () => {
    const { meshi, started, fail } = await sandboxed();
    fail("attendees.import");
    assert.equal((await rejection(importOf(meshi))).report.imported, 0);
    const second = await importOf(meshi);
    assert.deepEqual([second.imported, second.replayed, second.runs[0].replayed], [6, 0, undefined]);
    const third = await importOf(meshi);
    assert.deepEqual([third.imported, third.replayed, third.runs[0].replayed], [6, 6, true]);
    assert.equal(started()[0], 2);
    // The address is in the body, and so in the key.
    const elsewhere = await importOf(meshi, { webhook_url: "https://example.com/hook" });
    assert.deepEqual([elsewhere.replayed, started()[0]], [0, 3]);
  });
});

test("a list that comes back after another one is told as replayed, and done again under a run key", async () => {
  await withClock(async () => {
    const { meshi, started } = await sandboxed();
    const list = (title) => attendees(4).map((row) => ({ ...row, title }));
    const run = (title, more) => meshi.attendees.importAll("summit-2026", list(title), more);
    for (const [title, replayed] of [
      ["Founder", 0],
      ["Investor", 0],
      ["Founder", 4],
    ]) {
      assert.equal((await run(title)).replayed, replayed, title);
    }
    assert.equal((await meshi.attendees.get("summit-2026", "a-1")).title, "Investor", "nothing was done");
    const report = await run("Founder", { runKey: "again" });
    assert.deepEqual([report.replayed, started()[0]], [0, 3]);
    assert.equal((await meshi.attendees.get("summit-2026", "a-1")).title, "Founder");
  });
});

test("a write under a key of one's own tells of a replay, and waiting for its run tells it on", async () => {
  await withClock(async () => {
    const { meshi } = await sandboxed();
    await importOf(meshi);
    const key = { idempotencyKey: "nightly" };
    const start = () => meshi.matching.start("summit-2026", {}, key);
    const first = await start();
    assert.equal(first.replayed, undefined);
    const ended = await meshi.runs.wait(first);
    assert.equal(ended.replayed, undefined);
    const again = await start();
    assert.deepEqual([again.run_id, again.replayed], [first.run_id, true]);
    assert.equal((await meshi.runs.wait(again)).replayed, true);
    assert.equal((await meshi.runs.wait(again.run_id)).replayed, undefined);
    assert.equal((await meshi.matching.start("summit-2026")).replayed, undefined, "a fresh key");
  });
});

test("a flow that is over serializes, and its token gives the result without a write", async () => {
  await withClock(async () => {
    const { sandbox, meshi } = await sandboxed();
    const plan = () => ({ ...PLAN, attendees: [...attendees(6), { attendee_id: "a-1", name: "Twice" }] });
    const flow = meshi.flow(plan());
    const result = await flow;
    const writes = () => {
      const { operations } = sandbox.stats();
      return ["events.create", ...STARTS].map(
        (name) => operations[name].requests ?? operations[name].effects,
      );
    };
    const before = writes();
    let token = flow.serialize();
    for (let resumed = 0; resumed < 2; resumed += 1) {
      const again = meshi.resumeFlow(token, plan());
      const { event, importReport, runs } = await again;
      assert.deepEqual(event.event_id, result.event.event_id);
      assert.deepEqual(importReport.rejected, result.importReport.rejected);
      assert.equal(importReport.imported, 6);
      assert.deepEqual(
        importReport.runs.map((run) => run.run_id),
        result.importReport.runs.map((run) => run.run_id),
      );
      assert.equal(runs.match.run_id, result.runs.match.run_id);
      assert.equal(runs.match.status, result.runs.match.status);
      token = again.serialize();
    }
    assert.deepEqual(writes(), before);
    assert.ok(!Buffer.from(token.split(".")[1], "base64url").toString().includes("@"), "no attendee data");
  });
});

test("label is refused with the name that it has now, and runKey has its place", async () => {
  const { meshi } = await sandboxed();
  const refused = async (promise, name, message) => {
    const error = await rejection(promise);
    assert.equal(error.name, name);
    assert.match(error.message, message);
  };
  await refused(flowOf(meshi, { label: "x" }), "MeshiValidationError", /runKey/);
  await refused(flowOf(meshi, { runKey: 7 }), "MeshiValidationError", /runKey/);
  await refused(importOf(meshi, { runKey: 7 }), "MeshiConfigError", /runKey/);
  await refused(importOf(meshi, { idempotencyKey: "b" }), "MeshiConfigError", /is called runKey here/);
  for (const runKey of ["", " ", "\t\n", "x".repeat(256)]) {
    await refused(flowOf(meshi, { runKey }), "MeshiValidationError", /1 to 255 characters/);
    await refused(importOf(meshi, { runKey }), "MeshiConfigError", /1 to 255 characters/);
  }
  await refused(meshi.flow(PLAN, { runKey: "x" }), "MeshiConfigError", /plan/);
});
