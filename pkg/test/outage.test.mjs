// A server that is away while an import or a flow is under way.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rejection, stubbed } from "./support/client.mjs";
import { withClock } from "./support/clock.mjs";

const DOWN = [503, { code: "DOWN", message: "down" }];
const PEOPLE = Array.from({ length: 8 }, (_, at) => ({ attendee_id: `a-${at}`, name: "N" }));
const EVENT = { event_id: "e", title: "t" };
const PLAN = { event: EVENT, context: { objectives: "o" }, attendees: PEOPLE, enrich: true, match: true };

/** A server that answers everything well, but for the time that it is away, in which it answers `fault`. */
function server(options, { from = 0, to, fault = DOWN, strikes = () => true } = {}) {
  const struck = [];
  let runs = 0;
  const { meshi, requests } = stubbed(async ({ method, path }) => {
    const at = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (at >= from && at < to && strikes(`${method} ${path}`)) {
      struck.push(at);
      if (fault instanceof Error) throw fault;
      return fault;
    }
    if (path.endsWith("/auth")) return [200, { scopes: ["partner:read", "partner:write"] }];
    if (/attendees:/.test(path)) return [202, { run_id: `r-${(runs += 1)}`, status: "succeeded" }];
    if (path.includes("/runs/")) return [200, { run_id: path.split("/").at(-1), status: "succeeded" }];
    return [200, EVENT];
  }, options);
  return { meshi, requests, struck };
}

const paced = (struck, concurrency) => {
  // Those that were under way at the beginning, and then one at a time.
  const probes = struck.slice(concurrency);
  for (let at = 1; at < probes.length; at += 1) {
    const gap = probes[at] - probes[at - 1];
    assert.ok(gap >= 1_000 && gap <= 15_100, `${gap} ms between probes: ${struck}`);
  }
};

for (const maxRetries of [0, 3]) {
  for (const fault of [DOWN, [500, {}], [408, {}], new TypeError("fetch failed")]) {
    const what = `${fault instanceof Error ? fault.message : fault[0]}, maxRetries ${maxRetries}`;

    test(`importAll rides out four minutes of ${what}`, async () => {
      const { meshi, struck } = server({ maxRetries }, { to: 240_000, fault });
      const report = await withClock(() => meshi.attendees.importAll("e", PEOPLE, { maxRows: 1 }));
      assert.deepEqual([report.imported, report.rejected], [8, []]);
      assert.ok(struck.length < 50, `${struck.length} requests`);
      paced(struck, 4 * (maxRetries + 1));
    });

    test(`a flow rides out four minutes of ${what}`, async () => {
      const { meshi, struck } = server({ maxRetries }, { to: 240_000, fault });
      const { importReport } = await withClock(async () => ({ ...(await meshi.flow(PLAN)) }));
      assert.equal(importReport.imported, 8);
      assert.ok(struck.length < 50, `${struck.length} requests`);
      paced(struck, maxRetries + 1);
    });
  }
}

test("beyond maxOutageMs a job fails with the last fault, and says so", async () => {
  for (const maxOutageMs of [30_000, 300_000, undefined]) {
    for (const job of [
      (meshi, options) => meshi.attendees.importAll("e", PEOPLE, options),
      (meshi, options) => meshi.flow(PLAN, options),
    ]) {
      for (const ofClient of [true, false]) {
        const { meshi } = server(ofClient ? { maxOutageMs } : {}, { to: Infinity });
        await withClock(async (clock) => {
          const error = await rejection(Promise.resolve(job(meshi, ofClient ? {} : { maxOutageMs })));
          assert.deepEqual([error.name, error.code, error.status], ["MeshiServerError", "DOWN", 503]);
          assert.match(error.message, /maxOutageMs/);
          const most = maxOutageMs ?? 300_000;
          assert.ok(clock.elapsed() >= most && clock.elapsed() < most + 25_000, `${clock.elapsed()}`);
        });
      }
    }
  }
});

test("a flow goes on through an outage step by step, in a fresh isolate each time", async () => {
  for (const [to, ends] of [
    [200_000, true],
    [Infinity, false],
  ]) {
    const { meshi, struck } = server({ maxRetries: 0 }, { from: 100, to });
    const run = async () => {
      let flow = meshi.flow(PLAN);
      for (let steps = 0; steps < 200; steps += 1) {
        const before = struck.length;
        const step = await flow.step();
        assert.ok(struck.length <= before + 1, "one request a step");
        if (step.done) return flow;
        assert.ok(struck.length === before || step.retryAfterMs >= 980, `${step.name}: ${step.retryAfterMs}`);
        const token = flow.serialize();
        if (step.retryAfterMs > 0) await new Promise((resolve) => setTimeout(resolve, step.retryAfterMs));
        flow = meshi.resumeFlow(token, PLAN);
      }
      throw new Error("it does not end");
    };
    await withClock(async (clock) => {
      if (ends) {
        const { importReport } = await await run();
        assert.equal(importReport.imported, 8);
      } else {
        const error = await rejection(run());
        assert.deepEqual([error.code, /maxOutageMs/.test(error.message)], ["DOWN", true]);
        assert.ok(clock.elapsed() >= 300_000 && clock.elapsed() < 320_000, `${clock.elapsed()}`);
      }
    });
    assert.ok(struck.length < 60, `${struck.length}`);
  }
});

test("maxOutageMs: 0 ends a job at its first fault, and other calls know no outage", async () => {
  const { meshi, struck } = server({ maxRetries: 0, maxOutageMs: 0 }, { to: Infinity });
  const error = await rejection(withClock(() => meshi.attendees.importAll("e", PEOPLE)));
  assert.deepEqual([error.code, error.message, struck.length], ["DOWN", "down", 1]);
  const other = await rejection(meshi.events.get("e", { maxOutageMs: 5 }));
  assert.deepEqual([other.name, other.option], ["MeshiConfigError", "maxOutageMs"]);
  for (const maxOutageMs of [-1, "1", NaN]) {
    const wrong = await rejection(Promise.resolve(meshi.attendees.importAll("e", PEOPLE, { maxOutageMs })));
    assert.deepEqual([wrong.name, wrong.option], ["MeshiConfigError", "maxOutageMs"]);
  }
});

test("an import that is answered 408 and cut off is not called unsent", async () => {
  const { meshi } = server(
    { maxRetries: 0, maxOutageMs: 0 },
    { to: Infinity, fault: [408, { code: "SLOW", message: "m" }] },
  );
  const error = await rejection(withClock(() => meshi.attendees.importAll("e", PEOPLE)));
  assert.deepEqual([...new Set(error.report.rejected.map(({ code }) => code))], ["UNCONFIRMED"]);
});
