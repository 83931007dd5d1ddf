// Runs that fail: one new attempt each time that a person resumes the flow, whatever the alarms do, and nothing that
// succeeded again. The flow's id is its run key: another flow does everything anew.

import assert from "node:assert/strict";
import { test } from "node:test";
import { withConsole } from "./support/console.mjs";
import { effects, withPartner } from "./support/partner.mjs";

const FILE = Buffer.from("name,email\r\nAda Okafor,ada@example.org\r\nMei Tanaka,mei@example.org\r\n");
const EVENT = { event_id: "spring-2026", title: "Spring meetup" };
const STARTS = ["attendees.import", "enrichment.start", "matching.start"];
const isOver = ({ status }) => status === "done" || status === "failed";

/** A run that fails once it was shown so often as running. */
const failing = (operation, polls = 2) => ({
  operation,
  runStatus: [...Array.from({ length: polls }, () => "running"), "failed"],
});

const started = (sandbox) => STARTS.map((operation) => effects(sandbox, operation));

for (const operation of ["enrichment.start", "matching.start"]) {
  const at = STARTS.indexOf(operation);
  test(`${operation}: each click of Resume makes one new attempt, the alarms and a death none`, async () => {
    await withPartner({}, async ({ sandbox, variables, requests }) => {
      await withConsole(variables, async (console) => {
        await console.logIn();
        sandbox.faults.push(...[0, 0, 0].map(() => failing(operation)));
        const { flow_id: id } = await console.begin(FILE, { event: EVENT });
        for (let attempt = 1; attempt <= 3; attempt += 1) {
          const state = await console.until(id, isOver);
          assert.deepEqual([state.status, state.error?.code], ["failed", "RUN_FAILED"], `attempt ${attempt}`);
          assert.equal(started(sandbox)[at], attempt);
          const before = requests.length;
          await console.kill();
          await console.start();
          assert.deepEqual((await console.ask("GET", `/api/flows/${id}`)).body, state);
          assert.equal(requests.length, before, "nothing goes on by itself");
          const resumed = await console.ask("POST", `/api/flows/${id}/resume`);
          assert.equal(resumed.status, 200);
        }
        const state = await console.until(id, isOver);
        assert.equal(state.status, "done", JSON.stringify(state.error));
        assert.deepEqual(
          started(sandbox),
          STARTS.map((_, index) => (index === at ? 4 : 1)),
        );
        assert.equal(state.report.replayed, undefined);
      });
    });
  });
}

test("a run that is seen to have failed only after the console died is not tried again by itself", async () => {
  let console;
  let deaths = 0;
  const server = {
    onRequest: async (name) => {
      if (!name.startsWith("GET /runs/") || deaths > 0 || effects(sandboxed, "matching.start") === 0)
        return false;
      deaths += 1;
      await console.kill();
      back = console.start();
      return true;
    },
  };
  let sandboxed;
  let back = Promise.resolve();
  await withPartner(server, async ({ sandbox, variables }) => {
    sandboxed = sandbox;
    await withConsole(variables, async (running) => {
      console = running;
      await console.logIn();
      sandbox.faults.push(failing("matching.start", 1));
      const { flow_id: id } = await console.begin(FILE, { event: EVENT });
      let state;
      do {
        await back;
        state = await console.until(id, isOver).catch((error) => {
          if (error.name === "AssertionError") throw error;
        });
      } while (state === undefined);
      assert.deepEqual([deaths, state.status, state.error.code], [1, "failed", "RUN_FAILED"]);
      assert.deepEqual(started(sandbox), [1, 1, 1]);
      await console.ask("POST", `/api/flows/${id}/resume`);
      assert.equal((await console.until(id, isOver)).status, "done");
      assert.deepEqual(started(sandbox), [1, 1, 2]);
    });
  });
});

test("after nine failed runs the failure says that this was the last, and to resume sends nothing that writes", async () => {
  await withPartner({}, async ({ sandbox, variables }) => {
    await withConsole(variables, async (console) => {
      await console.logIn();
      for (let n = 0; n < 9; n += 1) sandbox.faults.push(failing("matching.start", 0));
      const { flow_id: id } = await console.begin(FILE, { event: EVENT });
      for (let attempt = 1; attempt < 9; attempt += 1) {
        const { error } = await console.until(id, isOver);
        assert.doesNotMatch(error.message, /runKey/, `attempt ${attempt}`);
        await console.ask("POST", `/api/flows/${id}/resume`);
      }
      for (let look = 0; look < 2; look += 1) {
        const { status, error } = await console.until(id, isOver);
        assert.equal(status, "failed");
        assert.match(error.message, /all of them failed\. Give another runKey to do everything again\.$/);
        assert.deepEqual(started(sandbox), [1, 1, 9]);
        await console.ask("POST", `/api/flows/${id}/resume`);
      }
      await console.until(id, isOver);
      const { flow_id: other } = await console.begin(FILE, { event: EVENT });
      const state = await console.until(other, isOver);
      assert.equal(state.status, "done", JSON.stringify(state.error));
      assert.deepEqual(started(sandbox), [2, 2, 10], "another flow does everything anew");
      assert.equal(state.report.replayed, undefined);
    });
  });
});
