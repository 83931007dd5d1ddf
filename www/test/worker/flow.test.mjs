// A whole flow over the sandbox that the console brings along, and what a person reads of it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { withConsole } from "./support/console.mjs";

const example = (name) => readFile(new URL(`../../../examples/${name}`, import.meta.url));
const FILE = await example("attendees.csv");
/** As it stands in the file alone. */
const HEADER = "approval_status,ticket_name";
const { context, ...event } = JSON.parse(await example("event.json"));
const EVENT = `/api/events/${event.event_id}`;

/** Every item of a list, page by page. */
async function all(console, path, name) {
  const items = [];
  for (let cursor = ""; cursor !== null;) {
    const query = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const { status, body } = await console.ask("GET", `${path}?limit=200${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    items.push(...body[name]);
    cursor = body.next_cursor;
  }
  return items;
}

test("the example list goes in and its matches come out; the file is then gone, and the results are there after a restart", async () => {
  await withConsole({}, async (console) => {
    await console.logIn();
    assert.deepEqual((await console.ask("GET", "/api/session")).body.environment, "sandbox");
    assert.deepEqual((await console.ask("GET", "/api/flows")).body, { flows: [] });
    const begun = await console.begin(FILE, { event, context });
    assert.ok(await console.keeps(HEADER));
    assert.deepEqual([begun.status, begun.version, begun.steps.length], ["running", 1, 7]);

    const state = await console.until(
      begun.flow_id,
      ({ status }) => status === "done" || status === "failed",
    );
    assert.equal(state.status, "done", JSON.stringify(state.error));
    const { total, imported, rejected_count: rejected } = state.report;
    assert.deepEqual([total, imported, rejected, state.report.rejected.length], [205, 198, 7, 7]);
    assert.equal(state.report.warning_count, 2);
    assert.deepEqual(
      state.report.warnings.map(({ row, field, code }) => [row, field, code]),
      [
        [127, "linkedin_url", "FIELD_LEFT_OUT"],
        [189, "linkedin_url", "FIELD_LEFT_OUT"],
      ],
    );
    for (const step of state.steps) {
      assert.equal(step.status, "done", step.name);
      assert.ok(step.requests > 0 && step.correlation_id && step.started_at <= step.ended_at, step.name);
    }
    const [counted] = state.steps.filter(({ name }) => name === "match");
    assert.deepEqual([counted.completed, counted.total], [198, 198]);

    const { body: list } = await console.ask("GET", "/api/flows");
    assert.deepEqual(
      list.flows.map(({ flow_id, status, imported }) => [flow_id, status, imported]),
      [[state.flow_id, "done", 198]],
    );
    const attendees = await all(console, `${EVENT}/attendees`, "attendees");
    assert.equal(new Set(attendees.map(({ attendee_id: id }) => id)).size, 198);
    const matches = await all(console, `${EVENT}/matches`, "matches");
    assert.ok(matches.length > 198 && matches.every(({ score }) => score > 0 && score <= 1));
    const { body: best } = await console.ask("GET", `${EVENT}/best-matches?n=5`);
    const scores = matches.map(({ score }) => score).sort((a, b) => b - a);
    assert.deepEqual([best.items.length, best.scanned, best.named], [5, matches.length, true]);
    assert.equal(best.items[0].score, scores[0]);
    assert.ok(best.items.every(({ attendee, matched_attendee: match }) => attendee.name && match.name));
    const reviews = await all(console, `${EVENT}/review-queue`, "items");
    assert.ok(reviews.length > 0);

    await console.untilForgotten(HEADER);
    await console.kill();
    await console.start();
    assert.deepEqual((await console.ask("GET", `/api/flows/${state.flow_id}`)).body, state);
    assert.deepEqual(await all(console, `${EVENT}/attendees`, "attendees"), attendees);
    assert.deepEqual(await all(console, `${EVENT}/matches`, "matches"), matches);
    assert.deepEqual(await all(console, `${EVENT}/review-queue`, "items"), reviews);
  });
});

test("a state that has not changed is not sent again", async () => {
  await withConsole({}, async (console) => {
    await console.logIn();
    const { flow_id: id } = await console.begin(FILE, { event, enrich: false, match: false });
    const state = await console.until(id, ({ status }) => status === "done");
    assert.deepEqual(
      state.steps.map(({ status }) => status),
      ["done", "done", "skipped", "done", "skipped", "skipped", "done"],
    );
    const { headers } = await console.ask("GET", `/api/flows/${id}`);
    const again = await console.fetch(`/api/flows/${id}`, {
      headers: { "if-none-match": headers.get("etag") },
    });
    assert.deepEqual([again.status, again.text], [304, ""]);
    const other = await console.fetch(`/api/flows/${id}`, { headers: { "if-none-match": '"other"' } });
    assert.equal(other.status, 200);
  });
});

test("a flow that cannot begin is refused with every reason, and leaves nothing behind", async () => {
  await withConsole({}, async (console) => {
    await console.logIn();
    const upload_id = await console.upload(FILE);
    const plan = { upload_id, file_name: "a.csv", enrich: true, match: true };
    const wrong = { event_id: "spring", title: "x".repeat(201), start_date: "soon" };
    const { status, body } = await console.ask("POST", "/api/flows", { ...plan, event: wrong });
    assert.equal(status, 400);
    assert.match(body.message, /title.*start_date/);
    assert.deepEqual((await console.ask("GET", "/api/flows")).body, { flows: [] });
  });
});

test("a file that cannot be read fails the flow with the reason, before anything of the event is made", async () => {
  await withConsole({}, async (console) => {
    await console.logIn();
    const { flow_id: id } = await console.begin(Buffer.from("colour,size\r\nred,4\r\n"), { event });
    const state = await console.until(id, ({ status }) => status === "failed");
    assert.equal(state.error.retryable, false);
    assert.match(state.error.message, /name/);
    assert.deepEqual((await console.ask("GET", `${EVENT}/attendees`)).body.code, "EVENT_NOT_FOUND");
    const resumed = await console.ask("POST", `/api/flows/${id}/resume`);
    assert.deepEqual([resumed.status, resumed.body.status], [200, "running"]);
    const again = await console.until(id, ({ status }) => status === "failed");
    assert.equal(again.error.message, state.error.message);
  });
});
