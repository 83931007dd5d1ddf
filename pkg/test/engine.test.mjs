// An engine that resumes a flow for each of its steps, with one attempt a call: what it sends in an hour of outage, and that
// no step tries a failed run again by itself.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Meshi } from "meshi-partner";
import { createSandbox } from "meshi-partner/sandbox";
import { withClock } from "./support/clock.mjs";
import { attendees } from "./support/rows.mjs";

const EVENT = { event_id: "summit-2026", title: "Summit" };
const OPTIONS = { wait: { maxWaitMs: 24 * 3_600_000 }, newAttempts: false };
const HOUR = 3_600_000;

// Compiling takes real time, which no virtual clock knows of.
await createSandbox();

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A flow on virtual time, of which each step is resumed from the token of the one before. */
async function engine() {
  const sandbox = await createSandbox({ now: () => Date.now() });
  const { apiKey, baseUrl } = sandbox;
  const sent = [];
  let outage = false;
  const fetch = (input, init) => {
    sent.push({ url: String(input), at: Date.now() });
    if (outage && String(input).includes("/runs/")) return Promise.resolve(new Response("", { status: 503 }));
    return sandbox.fetch(input, init);
  };
  const meshi = () => new Meshi({ apiKey, baseUrl, fetch, maxRetries: 0 });
  const plan = () => ({ event: EVENT, attendees: attendees(6), enrich: true, match: true });
  let token = meshi().flow(plan(), OPTIONS).serialize();
  let tries = 0;
  /** Takes a step and waits for the next one, as long as it says or, after what may pass, longer each time. */
  const turn = async () => {
    const flow = meshi().resumeFlow(token, plan(), OPTIONS);
    try {
      const step = await flow.step();
      token = flow.serialize();
      tries = 0;
      await wait(step.retryAfterMs);
      return step.done;
    } catch (error) {
      if (error.name === "MeshiRunError") token = flow.serialize();
      if (!error.retryable) throw error;
      await wait(Math.max(error.retryAfterMs ?? 0, Math.min(60_000, 1_000 * 2 ** tries)));
      tries += 1;
      return false;
    }
  };
  const started = (operation) => sandbox.stats().operations[operation]?.effects ?? 0;
  return { sandbox, sent, turn, started, setOutage: (on) => (outage = on) };
}

for (const operation of ["attendees.import", "enrichment.start", "matching.start"]) {
  test(`${operation}: an hour in which no run can be asked for costs few requests, and nothing twice`, async () => {
    await withClock(async () => {
      const { sent, turn, started, setOutage } = await engine();
      while (started(operation) === 0) await turn();
      setOutage(true);
      const from = Date.now();
      const before = sent.length;
      while (Date.now() < from + HOUR) await turn();
      const during = sent.slice(before);
      assert.ok(during.length > 10, `${during.length} requests: it is still asked for`);
      assert.ok(during.length < 1_000, `${during.length} requests in an hour`);
      for (const { at } of during) {
        const second = during.filter((other) => other.at >= at && other.at < at + 1_000).length;
        assert.ok(second <= 4, `${second} requests in a second`);
      }
      setOutage(false);
      for (let done = false; !done;) done = await turn();
      for (const each of ["attendees.import", "enrichment.start", "matching.start"])
        assert.equal(started(each), 1, each);
    });
  });
}

test("a failed run ends the flow at once, and the token after it makes one new attempt", async () => {
  await withClock(async () => {
    const { sandbox, turn, started } = await engine();
    for (let n = 0; n < 2; n += 1)
      sandbox.faults.push({ operation: "matching.start", runStatus: ["queued", "running", "failed"] });
    for (let failures = 1; failures <= 2; failures += 1) {
      const end = async () => {
        for (let done = false; !done;) done = await turn();
      };
      await assert.rejects(end(), { name: "MeshiRunError", code: "RUN_FAILED" });
      assert.equal(started("matching.start"), failures);
    }
    for (let done = false; !done;) done = await turn();
    assert.deepEqual(["attendees.import", "matching.start"].map(started), [1, 3]);
  });
});
