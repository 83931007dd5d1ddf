// 50 000 rows, and a console that dies on the way there: killed as a machine is, workerd and all, and started again on
// what it had written.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { withConsole } from "./support/console.mjs";
import { effects, withPartner } from "./support/partner.mjs";

const ROWS = 50_000;
const EVENT = { event_id: "spring-2026", title: "Spring meetup" };

function* lines() {
  yield "attendee_id,name,email,company,title\r\n";
  for (let row = 1; row <= ROWS; row += 1)
    yield `a${row},Person ${row},person.${row}@example.org,Company ${row % 997},Engineer\r\n`;
}

/** Where it dies: at which occurrence of which request, and whether that had taken effect by then. */
const DEATHS = [
  { at: "POST /events", nth: 1, took: true },
  { at: "GET /events/spring-2026", nth: 1, took: false },
  { at: "PUT /events/spring-2026/attendees:import", nth: 1, took: false },
  { at: "PUT /events/spring-2026/attendees:import", nth: 4, took: true },
  { at: "GET /runs/", nth: 9, took: false },
  { at: "POST /events/spring-2026/attendees:enrich", nth: 1, took: true },
  { at: "POST /events/spring-2026/attendees:match", nth: 1, took: true },
  { at: "GET /events/spring-2026", nth: 3, took: false },
];

test(`${ROWS} rows, each once, one run of each kind, although the console dies ${DEATHS.length} times`, async (t) => {
  let console;
  const died = [];
  let back = Promise.resolve();
  const seen = new Map();
  const strike = async (name, took) => {
    const key = name.startsWith("GET /runs/") ? "GET /runs/" : name;
    if (!took) seen.set(key, (seen.get(key) ?? 0) + 1);
    const due = DEATHS.find(
      (death) => death.at === key && death.nth === seen.get(key) && death.took === took,
    );
    if (due === undefined || died.includes(due)) return false;
    died.push(due);
    await console.kill();
    back = console.start();
    return true;
  };
  const server = {
    settings: { topMatches: 1 },
    onRequest: (name) => strike(name, false),
    onEffect: (name) => strike(name, true),
  };
  await withPartner(server, async ({ sandbox, variables, requests }) => {
    await withConsole(variables, async (running) => {
      console = running;
      await console.logIn();
      const file = Buffer.from([...lines()].join(""));
      const { flow_id: id } = await console.begin(file, { event: EVENT });
      let state;
      do {
        await back;
        // A question may meet the console in the moment of its death.
        state = await console
          .until(id, ({ status }) => status === "done" || status === "failed")
          .catch((error) => {
            if (["ECONNRESET", "ECONNREFUSED"].includes(error.code)) return undefined;
            throw error;
          });
      } while (state === undefined);
      assert.equal(state.status, "done", JSON.stringify(state));
      assert.deepEqual(died, DEATHS);
      // A part that is sent again after a death may be answered by its run, which has ended by then.
      const { replayed = 0, ...report } = state.report;
      assert.deepEqual(report, { total: ROWS, imported: ROWS, rejected_count: 0, rejected: [] });
      assert.ok(replayed < ROWS);
      t.diagnostic(`${requests.length} requests; ${JSON.stringify(sandbox.stats().operations)}`);
      assert.equal(effects(sandbox, "enrichment.start"), 1);
      assert.equal(effects(sandbox, "matching.start"), 1);
      assert.equal(effects(sandbox, "events.create"), 1);
      assert.equal(state.steps.find(({ name }) => name === "import").completed, ROWS);
      await console.untilForgotten("Person 49999");
    });
    const ids = new Set();
    const query = "?limit=200";
    for (let cursor = ""; cursor !== null;) {
      const answer = await sandbox.fetch(
        `${sandbox.baseUrl}/events/spring-2026/attendees${query}${cursor && `&cursor=${cursor}`}`,
        {
          headers: { authorization: `Bearer ${sandbox.apiKey}` },
        },
      );
      const page = await answer.json();
      for (const { attendee_id: id } of page.attendees) {
        assert.ok(!ids.has(id), id);
        ids.add(id);
      }
      cursor = page.next_cursor;
    }
    assert.equal(ids.size, ROWS);
  });
});

test("the sandbox that the console brings along dies with it, and comes back as it was", async () => {
  const [file, event] = await Promise.all(
    ["attendees.csv", "event.json"].map((name) =>
      readFile(new URL(`../../../examples/${name}`, import.meta.url)),
    ),
  );
  const { context, ...details } = JSON.parse(event);
  await withConsole({}, async (console) => {
    await console.logIn();
    const { flow_id: id } = await console.begin(file, { event: details, context });
    let state;
    for (const step of ["context", "import", "enrich", "match"]) {
      const begun = ({ steps }) => steps.find(({ name }) => name === step).status !== "pending";
      state = await console.until(id, (state) => begun(state) || state.status === "failed");
      await console.kill();
      await console.start();
    }
    state = await console.until(id, ({ status }) => status === "done" || status === "failed");
    assert.equal(state.status, "done", JSON.stringify(state.error));
    assert.deepEqual([state.report.total, state.report.imported], [205, 198]);
    const { body } = await console.ask("GET", `/api/events/${details.event_id}/matches?limit=200`);
    assert.equal(body.matches.length, 200);
  });
});
