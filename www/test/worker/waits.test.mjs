// Waits: what the server asks for is the engine's to keep, and what passes is tried again; what does not is told.

import assert from "node:assert/strict";
import { test } from "node:test";
import { withConsole } from "./support/console.mjs";
import { effects, withPartner } from "./support/partner.mjs";

const FILE = Buffer.from("name,email\r\nAda Okafor,ada@example.org\r\nMei Tanaka,mei@example.org\r\n");
const EVENT = { event_id: "spring-2026", title: "Spring meetup" };
const isOver = ({ status }) => status === "done" || status === "failed";

for (const operation of ["auth.check", "events.create", "attendees.import", "runs.get", "matching.start"]) {
  test(`${operation} is refused for 30 s: the flow waits that long in the engine, asleep, and also through a death`, async () => {
    await withPartner({}, async ({ sandbox, variables, requests }) => {
      await withConsole(variables, async (console) => {
        await console.logIn();
        sandbox.faults.push({ operation, status: 429, retryAfter: "30" });
        const { flow_id: id } = await console.begin(FILE, { event: EVENT });
        const state = await console.until(id, (state) => state.status === "waiting" || isOver(state));
        const { at } = requests.at(-1);
        assert.deepEqual([state.status, state.wait_reason], ["waiting", "PARTNER_RATE_LIMIT_EXCEEDED"]);
        assert.ok(Date.parse(state.next_at) >= at + 30_000, `${state.next_at} is sooner than 30 s`);
        assert.ok(Date.parse(state.next_at) < at + 60_000, `${state.next_at} is much later than 30 s`);
        const { body: list } = await console.ask("GET", "/api/flows");
        assert.equal(list.flows[0].status, "waiting");
        const before = requests.length;
        await console.kill();
        await console.start();
        assert.deepEqual((await console.ask("GET", `/api/flows/${id}`)).body, state);
        assert.equal(requests.length, before);
      });
    });
  });
}

test("a wait that is over is followed by the same request, and nothing is done twice", async () => {
  await withPartner({}, async ({ sandbox, variables, requests }) => {
    await withConsole(variables, async (console) => {
      await console.logIn();
      const operations = ["events.create", "attendees.import", "enrichment.start", "matching.start"];
      for (const operation of operations) sandbox.faults.push({ operation, status: 429, retryAfter: "2" });
      const { flow_id: id } = await console.begin(FILE, { event: EVENT });
      const state = await console.until(id, isOver);
      assert.equal(state.status, "done", JSON.stringify(state.error));
      assert.deepEqual([state.next_at, state.wait_reason], [undefined, undefined]);
      for (const name of ["POST /events", "PUT /events/spring-2026/attendees:import"]) {
        const [refused, taken, ...more] = requests.filter((request) => request.name === name);
        assert.ok(taken.at - refused.at >= 2_000, `${name} came again after ${taken.at - refused.at} ms`);
        assert.deepEqual(more, []);
      }
      for (const operation of operations) assert.equal(effects(sandbox, operation), 1, operation);
    });
  });
});

test("a server that fails for a while, or breaks off, is asked again", async () => {
  await withPartner({}, async ({ sandbox, variables }) => {
    await withConsole(variables, async (console) => {
      await console.logIn();
      sandbox.faults.push(
        { operation: "auth.check", status: 503 },
        { operation: "attendees.import", status: 500, takesEffect: true },
        { operation: "matching.start", body: "truncated" },
      );
      const { flow_id: id } = await console.begin(FILE, { event: EVENT });
      const state = await console.until(id, isOver);
      assert.equal(state.status, "done", JSON.stringify(state.error));
      assert.equal(sandbox.faults.pending, 0);
      assert.equal(effects(sandbox, "attendees.import"), 1);
      assert.equal(effects(sandbox, "matching.start"), 1);
    });
  });
});

test("what no waiting mends fails at once, with the server's code and correlation id, and goes on when told to", async () => {
  await withPartner({}, async ({ sandbox, variables }) => {
    await withConsole(variables, async (console) => {
      await console.logIn();
      sandbox.faults.push({ operation: "enrichment.start", status: 403, code: "INSUFFICIENT_SCOPE" });
      const { flow_id: id } = await console.begin(FILE, { event: EVENT });
      const failed = await console.until(id, isOver);
      assert.deepEqual(
        [failed.status, failed.error.code, failed.error.retryable],
        ["failed", "INSUFFICIENT_SCOPE", false],
      );
      const step = failed.steps.find(({ status }) => status === "failed");
      assert.deepEqual([step.name, step.correlation_id], ["enrich", failed.error.correlation_id]);
      const resumed = await console.ask("POST", `/api/flows/${id}/resume`);
      assert.deepEqual(
        [resumed.status, resumed.body.status, resumed.body.error],
        [200, "running", undefined],
      );
      const state = await console.until(id, isOver);
      assert.equal(state.status, "done", JSON.stringify(state.error));
      assert.equal(effects(sandbox, "attendees.import"), 1);
      const again = await console.ask("POST", `/api/flows/${id}/resume`);
      assert.deepEqual([again.status, again.body.code], [409, "NOT_FAILED"]);
    });
  });
});
