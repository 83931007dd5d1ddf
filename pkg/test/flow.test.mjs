// The canonical flow, against the sandbox in this process and under virtual time.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Meshi, readAttendees } from "meshi-partner";
import { createSandbox } from "meshi-partner/sandbox";
import { all, rejection, stubbed } from "./support/client.mjs";
import { withClock } from "./support/clock.mjs";
import { attendees, watched } from "./support/rows.mjs";
import { KEY } from "./support/stub.mjs";

const EVENT = { event_id: "summit-2026", title: "Summit", start_date: "2026-09-10" };
const PLAN = { event: EVENT, context: { objectives: "Founders meet investors" }, enrich: true, match: true };
const NAMES = ["auth", "event", "context", "import", "enrich", "match", "results"];
const WRITES = [
  "events.create",
  "events.setContext",
  "attendees.import",
  "enrichment.start",
  "matching.start",
];

// Compiling takes real time, which no virtual clock knows of.
await createSandbox();

/** A sandbox on virtual time, and a way to make clients of it. */
async function sandboxed(options = {}) {
  const sandbox = await createSandbox({ now: () => Date.now(), ...options });
  const meshi = () => new Meshi({ apiKey: sandbox.apiKey, baseUrl: sandbox.baseUrl, fetch: sandbox.fetch });
  const effects = () =>
    Object.fromEntries(WRITES.map((name) => [name, sandbox.stats().operations[name]?.effects ?? 0]));
  return { sandbox, meshi, effects };
}

const people = () =>
  attendees(12).map((row, index) => ({
    ...row,
    title: index % 2 ? "Investor" : "Founder",
    company: index % 2 ? "Seed Capital" : "Robotics Startup",
    raw: { interests: "robotics, climate" },
  }));

test("iterating reports every part in order, and awaiting then gives the result of the same work", async () => {
  await withClock(async () => {
    const { meshi, effects } = await sandboxed();
    const flow = meshi().flow({ ...PLAN, attendees: people() });
    assert.deepEqual(effects(), { ...effects(), "events.create": 0 }, "nothing happens before it is used");
    const steps = await all(flow);
    const done = steps.filter((step) => step.status === "done");
    assert.deepEqual(
      done.map((step) => step.name),
      NAMES,
    );
    assert.deepEqual(
      steps.map((step) => step.done),
      steps.map((_, index) => index === steps.length - 1),
    );
    assert.ok(steps.every((step) => step.progress.completed >= 0 && step.retryAfterMs >= 0));
    const imported = done.find((step) => step.name === "import");
    assert.deepEqual(imported.progress, { completed: 12, total: 12 });

    const before = effects();
    const result = await flow;
    assert.deepEqual(effects(), before);
    assert.equal(await flow, result);
    assert.equal(result.event.event_id, "summit-2026");
    assert.equal(result.importReport.total, 12);
    assert.equal(result.importReport.imported, 12);
    assert.equal(result.runs.import[0].kind, "import");
    assert.equal(result.runs.enrich.kind, "enrich");
    assert.equal(result.runs.match.kind, "match");
    assert.ok(["succeeded", "partial"].includes(result.runs.match.status));
    const matches = await all(result.matches);
    assert.ok(matches.length > 0);
    assert.ok(matches.every((match) => typeof match.score === "number"));
    assert.ok(Array.isArray(await all(result.reviewQueue)));
    assert.deepEqual(await all(flow), [], "it is over");
  });
});

test("awaiting alone drives it to the end", async () => {
  await withClock(async () => {
    const { meshi, effects } = await sandboxed();
    const { importReport } = await meshi().flow({ ...PLAN, attendees: people() });
    assert.equal(importReport.imported, 12);
    for (const [name, count] of Object.entries(effects())) assert.equal(count, 1, name);
  });
});

test("iterating and awaiting at the same time does the work once", async () => {
  await withClock(async () => {
    const { meshi, effects } = await sandboxed();
    const flow = meshi().flow({ ...PLAN, attendees: people() });
    const [steps, result] = await Promise.all([all(flow), flow]);
    assert.equal(steps.at(-1).done, true);
    assert.equal(result.importReport.imported, 12);
    for (const [name, count] of Object.entries(effects())) assert.equal(count, 1, name);
  });
});

test("leaving the loop pauses it, and awaiting goes on", async () => {
  await withClock(async () => {
    const { meshi, effects } = await sandboxed();
    const flow = meshi().flow({ ...PLAN, attendees: people() });
    for await (const step of flow) if (step.name === "event" && step.status === "done") break;
    assert.equal(effects()["attendees.import"], 0);
    const { importReport } = await flow;
    assert.equal(importReport.imported, 12);
    assert.equal(effects()["events.create"], 1);
  });
});

test("one bounded step at a time, each in another isolate", async () => {
  await withClock(async () => {
    const { sandbox, meshi, effects } = await sandboxed();
    const plan = () => ({ ...PLAN, attendees: people() });
    let flow = meshi().flow(plan());
    let token;
    const done = [];
    let steps = 0;
    for (;;) {
      const before = sandbox.stats().requests;
      const step = await flow.step();
      const requests = sandbox.stats().requests - before;
      assert.ok(
        requests <= (step.name === "results" ? 3 : 1),
        `one write or poll a step, not ${requests}: ${step.name}`,
      );
      if (step.status === "done") done.push(step.name);
      steps += 1;
      assert.ok(steps < 200);
      if (step.done) break;
      token = flow.serialize();
      for (const secret of [sandbox.apiKey, sandbox.baseUrl, "example.com", "Person", "Founder"]) {
        assert.ok(!token.includes(secret));
        assert.ok(!Buffer.from(token, "base64url").toString().includes(secret));
        assert.ok(!Buffer.from(token.split(".").at(-1), "base64url").toString().includes(secret));
      }
      assert.ok(token.length < 4096);
      sandbox.advance(step.retryAfterMs);
      flow = meshi().resumeFlow(token, plan());
    }
    assert.deepEqual(done, NAMES, "each part tells of its end, wherever that was");
    for (const [name, count] of Object.entries(effects())) assert.equal(count, 1, name);
    const { importReport, runs, event } = await flow;
    assert.equal(event.event_id, "summit-2026");
    assert.equal(importReport.total, 12);
    assert.equal(importReport.imported, 12);
    assert.equal(runs.match.kind, "match");
  });
});

/** A server on which matching shows what it is told, and a flow that is taken one step an isolate there. */
function stepwise(shown, options = {}) {
  let polls = 0;
  const client = () =>
    stubbed(({ method, path }) => {
      if (path === "/auth") return [200, { scopes: ["partner:write"] }];
      if (path === "/events") return [201, EVENT];
      if (path.startsWith("/runs/")) polls += 1;
      if (method === "GET" && !path.startsWith("/runs/")) return [200, EVENT];
      return [200, { run_id: "run_1", status: "running", ...shown(polls) }];
    }).meshi;
  const plan = { event: EVENT, match: true };
  let token;
  /** What each poll is followed by, in milliseconds, where the engine comes back after `wake` of them; again, it goes on. */
  return async function waits(wake, { wait } = options) {
    const told = [];
    const before = polls;
    for (;;) {
      const made = client();
      const flow = token === undefined ? made.flow(plan, { wait }) : made.resumeFlow(token, plan, { wait });
      const step = await flow.step();
      if (step.done) return told;
      if (polls - before > told.length) told.push(step.retryAfterMs);
      token = flow.serialize();
      await new Promise((resolve) => setTimeout(resolve, wake(step.retryAfterMs)));
    }
  };
}

test("a run is asked for ever more seldom in however many isolates, until it shows something", async () => {
  await withClock(async () => {
    const shown = (polls) => ({
      counts: { processed: polls < 8 ? 0 : 5 },
      ...(polls === 10 && { status: "succeeded" }),
    });
    const waits = await stepwise(shown)((ms) => ms);
    assert.deepEqual(waits.slice(0, 9), [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 1_000, 2_000]);
  });
});

test("a flow in many isolates waits no longer than maxWaitMs, of which a late engine uses nothing up", async () => {
  const options = { wait: { maxWaitMs: 60_000 } };
  for (const late of [0, 3_600_000]) {
    await withClock(async (clock) => {
      const error = await rejection(stepwise(() => ({}), options)((ms) => ms + (ms > 0 ? late : 0)));
      assert.equal(error.name, "MeshiTimeoutError");
      assert.equal(error.scope, "wait");
      assert.ok(clock.elapsed() > 6 * late);
    });
    await withClock(async () => {
      const shown = (polls) => (polls >= 7 ? { status: "succeeded" } : {});
      assert.ok((await stepwise(shown, options)((ms) => ms + late)).length >= 7);
    });
  }
});

test("past maxWaitMs a flow's last token goes on with a longer one", async () => {
  await withClock(async () => {
    const shown = (polls) => (polls === 20 ? { status: "succeeded" } : {});
    const waits = stepwise(shown, { wait: { maxWaitMs: 60_000 } });
    const { name } = await rejection(waits((ms) => ms));
    assert.equal(name, "MeshiTimeoutError");
    const again = await rejection(waits((ms) => ms));
    assert.equal(again.name, "MeshiTimeoutError");
    assert.ok((await waits((ms) => ms, { wait: { maxWaitMs: 600_000 } })).length > 0);
  });
});

test("an engine that does not wait ends no wait by that", async () => {
  await withClock(async () => {
    const shown = (polls) => (polls === 300 ? { status: "succeeded" } : {});
    const waits = await stepwise(shown)(() => 0);
    assert.ok(waits.length >= 300);
  });
});

test("started again from the beginning it does nothing twice; a run key makes it a new flow", async () => {
  await withClock(async () => {
    const { meshi, effects } = await sandboxed();
    await meshi().flow({ ...PLAN, attendees: people() });
    const once = effects();
    await meshi().flow({ ...PLAN, attendees: people() });
    const twice = effects();
    for (const name of ["events.create", "attendees.import", "enrichment.start", "matching.start"]) {
      assert.equal(twice[name], once[name], name);
    }
    await meshi().flow({ ...PLAN, attendees: people(), runKey: "next week" });
    assert.equal(effects()["matching.start"], once["matching.start"] + 1);
  });
});

test("a flow of a file, with bad rows, and with parts that the plan leaves out", async () => {
  await withClock(async () => {
    const { meshi, effects } = await sandboxed();
    const file = readAttendees("name,email\nAda,ada@example.com\n,b@example.com\nCy,cy@example.com\n");
    const flow = meshi().flow({ event: EVENT, attendees: file, match: false });
    const steps = await all(flow);
    assert.deepEqual(
      steps.filter((step) => step.status === "skipped").map((step) => step.name),
      ["context", "enrich", "match"],
    );
    const { importReport, runs } = await flow;
    assert.equal(importReport.total, 3);
    assert.equal(importReport.imported, 2);
    assert.deepEqual(
      importReport.rejected.map((rejected) => rejected.row),
      [2],
    );
    assert.equal(runs.match, undefined);
    assert.equal(effects()["matching.start"], 0);
  });
});

test("a plan without attendees imports nothing", async () => {
  await withClock(async () => {
    const { meshi, effects } = await sandboxed();
    const { importReport } = await meshi().flow({ event: EVENT });
    assert.deepEqual(importReport, {
      total: 0,
      imported: 0,
      rejected: [],
      warnings: [],
      warningsTotal: 0,
      skipped: 0,
      unidentified: 0,
      replayed: 0,
      runs: [],
    });
    assert.equal(effects()["attendees.import"], 0);
  });
});

test("a key that only reads is refused before anything is written, and the source is let go of", async () => {
  await withClock(async () => {
    const { sandbox, effects } = await sandboxed();
    const readOnly = sandbox.keys.find((key) => key.scopes.join() === "partner:read");
    const meshi = new Meshi({ apiKey: readOnly.key, baseUrl: sandbox.baseUrl, fetch: sandbox.fetch });
    const { source, state } = watched(Array(5_000).fill({ attendee_id: "a", name: "A" }));
    const error = await rejection(meshi.flow({ ...PLAN, attendees: source }));
    assert.equal(error.name, "MeshiPermissionError");
    assert.equal(error.code, "INSUFFICIENT_SCOPE");
    assert.ok(state.read <= 500, "no more than a look at the first rows");
    assert.equal(state.returned, true);
    for (const count of Object.values(effects())) assert.equal(count, 0);
  });
});

test("a fault ends the iteration, and awaiting tells of the same", async () => {
  await withClock(async () => {
    const { sandbox, meshi } = await sandboxed();
    sandbox.faults.push({ operation: "matching.start", runStatus: ["running", "failed"] });
    const flow = meshi().flow({ ...PLAN, attendees: people() });
    const error = await rejection(all(flow));
    assert.equal(error.name, "MeshiRunError");
    assert.equal(error.run.status, "failed");
    const again = await rejection(flow);
    assert.equal(again.name, "MeshiRunError");
    assert.equal((await rejection(flow.step())).name, "MeshiRunError");
  });
});

test("a flow can be aborted", async () => {
  await withClock(async () => {
    const { meshi } = await sandboxed();
    const controller = new AbortController();
    const flow = meshi().flow({ ...PLAN, attendees: people() }, { signal: controller.signal });
    const error = await rejection(
      (async () => {
        for await (const step of flow) if (step.name === "import") controller.abort("enough");
      })(),
    );
    assert.equal(error.name, "MeshiAbortError");
    assert.equal(error.cause, "enough");
  });
});

test("a plan that is wrong is refused whole, before anything is sent", async () => {
  for (const [plan, path] of [
    [{ event: { event_id: "../x", title: "" }, attendees: [] }, /event\.event_id/],
    [{ event: EVENT, attendees: [], context: {} }, /context/],
    [{ event: EVENT, attendees: [], enrich: "yes" }, /enrich/],
    [{ event: EVENT, attendees: [], matching: true }, /matching/],
    [{ attendees: [] }, /event/],
    [null, /plan/],
    ["plan", /plan/],
  ]) {
    const { meshi, requests } = stubbed(() => [200, {}]);
    const error = await rejection(meshi.flow(plan));
    assert.match(error.name, /^Meshi(Validation|Config)Error$/);
    assert.match(error.message, path);
    assert.equal(requests.length, 0);
  }
});

test("a token that is none, or another plan's, is refused", async () => {
  const { meshi, requests } = stubbed(() => [200, {}]);
  const plan = { event: EVENT, attendees: [] };
  const token = meshi.flow(plan).serialize();
  assert.ok(!token.includes(KEY));
  for (const [given, of_] of [
    ["", plan],
    ["mf2.x", plan],
    [7, plan],
    [token, { ...plan, runKey: "other" }],
  ]) {
    assert.equal((await rejection(meshi.resumeFlow(given, of_).step())).name, "MeshiValidationError");
  }
  for (const other of ["mf1", "mf3", "mf9"]) {
    const error = await rejection(meshi.resumeFlow(token.replace("mf2", other), plan).step());
    assert.deepEqual([error.name, error.code], ["MeshiValidationError", "TOKEN_VERSION"], other);
  }
  assert.equal(requests.length, 0);
});
