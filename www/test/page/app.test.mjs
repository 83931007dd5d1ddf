// Addresses, the plan of a flow, and how often a flow is asked after.

import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./support/load.mjs";

const { flowHref, parseRoute } = await load("app/router.ts");
const { emptyPlan, idOf, newFlow, problemsOf, withTitle } = await load("draft/plan.ts");
const { nextDelay, FASTEST, SLOWEST } = await load("flow/live.ts");

test("an address leads to its view, and back", () => {
  assert.deepEqual(parseRoute(""), { view: "home" });
  assert.deepEqual(parseRoute("#/"), { view: "home" });
  const href = flowHref("flow 1/2", "matches", "a&b");
  const { view, flowId, tab, person } = parseRoute(href);
  assert.deepEqual([view, flowId, tab, person], ["flow", "flow 1/2", "matches", "a&b"]);
  for (const hash of [
    "#/nowhere",
    "#/flows",
    "#/flows/a/unknown",
    "#/flows/a/matches/b",
    "#/flows/%E0%A4%A",
  ]) {
    assert.deepEqual(parseRoute(hash), { view: "lost" }, hash);
  }
});

test("an event's id follows its name until it is written by hand", () => {
  assert.equal(idOf("Fête d’été 2026!"), "fete-d-ete-2026");
  const plan = withTitle(emptyPlan("attendees.csv"), "Climate Founders Day");
  assert.equal(plan.eventId, "climate-founders-day");
  assert.equal(withTitle({ ...plan, eventId: "own", ownId: true }, "Other").eventId, "own");
  assert.equal(emptyPlan("spring_summit-2026.csv").title, "spring summit 2026");
});

test("a plan is started only when it holds what the API asks for", () => {
  assert.deepEqual(Object.keys(problemsOf(emptyPlan("list.csv"))), ["title", "eventId"]);
  const plan = { ...emptyPlan("list.csv"), title: "X", eventId: "x" };
  assert.deepEqual(problemsOf(plan), {});
  assert.deepEqual(
    Object.keys(
      problemsOf({
        ...plan,
        eventId: "-x",
        startDate: "2026-02-02",
        endDate: "2026-02-01",
        timezone: "Mars",
      }),
    ),
    ["eventId", "endDate", "timezone"],
  );
});

test("what was left empty is not sent", () => {
  const plan = {
    ...withTitle(emptyPlan("list.csv"), " Day "),
    startDate: "2026-09-10",
    objectives: " Meet ",
  };
  assert.deepEqual(newFlow(plan, "u1", "list.csv", {}), {
    upload_id: "u1",
    file_name: "list.csv",
    event: { event_id: "day", title: "Day", start_date: "2026-09-10" },
    context: { objectives: "Meet" },
    enrich: true,
    match: true,
  });
  assert.deepEqual(newFlow(plan, "u1", "list.csv", { email: null }).mapping, { email: null });
});

test("a flow is asked after each second, more seldom while nothing changes, and as late as the server wants", () => {
  const delays = [];
  for (let delay = FASTEST; delays.length < 6; delays.push(delay)) delay = nextDelay(delay, false);
  assert.deepEqual(delays, [1500, 2250, 3375, SLOWEST, SLOWEST, SLOWEST]);
  assert.equal(nextDelay(SLOWEST, true), FASTEST);
  assert.equal(nextDelay(FASTEST, false, 30_000), 30_000);
});
