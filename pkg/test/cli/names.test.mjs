// Names beside ids: in `matches`, `review` and the report of `run`. A server that fails on people costs the names alone.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { ATTENDEES, CANARY, cli, EVENT, folder, scripted } from "./helpers.mjs";

const files = await folder();
const event = await files.put("event.json", JSON.stringify(EVENT));
const attendees = await files.put("attendees.csv", ATTENDEES);

/** An API with 400 people, the scores and reviews of some of them, and `people(path)` in place of any attendee. */
async function api(people, reviews = 3) {
  const person = (n) => ({
    attendee_id: `p${n}`,
    name: `=Person ${n}`,
    email: `p${n}@example.com`,
    company: "Quill, Inc.",
  });
  const server = await scripted(({ method, path, text }) => {
    const url = new URL(path, "http://host");
    const tail = url.pathname.split("/partner")[1];
    if (tail.includes(":") && method !== "GET")
      return {
        status: 202,
        body: { run_id: tail.split(":")[1], kind: tail.split(":")[1], status: "succeeded" },
      };
    if (tail.startsWith("/runs/"))
      return {
        body: {
          run_id: tail.slice(6),
          kind: tail.slice(6),
          status: "succeeded",
          counts: { total: 3, succeeded: 3, failed: 0 },
        },
      };
    if (tail === "/auth") return { body: { org_id: "o", scopes: ["partner:write"] } };
    if (tail.endsWith("/matches"))
      return {
        body: {
          matches: [{ attendee_id: "p1", matched_attendee_id: "p2", score: 0.5, rationale: "-both" }],
          next_cursor: null,
        },
      };
    if (tail.endsWith("/review-queue"))
      return {
        body: {
          items: Array.from({ length: reviews }, (_, n) => ({
            review_id: `r${n}`,
            event_id: EVENT.event_id,
            attendee_id: `p${n}`,
            status: "open",
            reason: "two people",
          })),
          next_cursor: null,
        },
      };
    if (tail.includes("/attendees")) {
      const odd = people?.(tail);
      if (odd) return odd;
      const id = tail.split("/attendees/")[1];
      if (id) return { body: person(Number(id.slice(1))) };
      const from = Number(url.searchParams.get("cursor") ?? 0);
      const items = Array.from({ length: 100 }, (_, n) => person(from + n));
      return { body: { attendees: items, next_cursor: from < 300 ? `${from + 100}` : null } };
    }
    if (tail === "/events" && method === "POST")
      return { status: 201, body: { ...JSON.parse(text), created_at: "2026-01-01T00:00:00Z" } };
    return { body: {} };
  });
  return { ...server, env: { MESHI_KEY: CANARY, MESHI_BASE: server.baseUrl } };
}

const matches = (server, ...more) =>
  cli(["matches", "--event-id", EVENT.event_id, ...more], { env: server.env });

test("matches --format csv and json: names, e-mail, company and rationale, and no formula", async () => {
  const server = await api();
  const csv = await matches(server, "--format", "csv");
  assert.equal(csv.code, 0, csv.stderr);
  const [head, row, end] = csv.stdout.split("\r\n");
  assert.match(head, /^score,attendee_id,attendee_name,attendee_email,.*match_id,match_name,.*rationale$/);
  assert.match(row, /^0\.5,p1,"'=Person 1",p1@example\.com,.*,"Quill, Inc\.",p2,"'=Person 2",.*,"'-both"$/);
  assert.equal(end, "");
  const json = JSON.parse((await matches(server, "--format", "json")).stdout);
  assert.equal(json[0].attendee.email, "p1@example.com");
  const all = (await matches(server, "--format", "csv", "--all")).stdout;
  assert.match(all, /^score,attendee_id,match_id,rationale\r\n0\.5,p1,p2,/);
  assert.equal((await matches(server, "--all")).code, 2);
});

test("review prints names: a few by single requests, many from the list, and never without end", async () => {
  const few = await api();
  const { code, stdout, stderr } = await cli(["review"], { env: few.env });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /r1 +=Person 1, Quill, Inc\. +open/);
  assert.equal(few.asked.length, 4);
  const many = await api(undefined, 90);
  const listed = await cli(["review"], { env: many.env });
  assert.match(listed.stdout, /r89 +=Person 89, Quill/);
  assert.equal(many.asked.length, 2);
  const page = (tail) =>
    tail.endsWith("/attendees") ? { body: { attendees: [], next_cursor: `${Math.random()}` } } : undefined;
  const endless = await api(page, 90);
  const stopped = await cli(["review"], { env: endless.env });
  assert.equal(stopped.code, 0, stopped.stderr);
  assert.match(stopped.stderr, /note: Some names are missing/);
  assert.ok(endless.asked.length <= 22, `${endless.asked.length}`);
});

for (const status of [403, 404, 500, 503]) {
  test(`an attendee list that answers ${status} costs names, not the result`, async () => {
    const server = await api((tail) =>
      tail.includes(":") ? undefined : { status, body: { code: "X", message: "said X" } },
    );
    const quick = ["--max-retries", "0"];
    const found = await matches(server, ...quick);
    assert.equal(found.code, 0, found.stderr);
    assert.match(found.stdout, /0\.500 +p1 +p2 +-both/);
    assert.match(found.stderr, /note: Names are missing/);
    const review = await cli(["review", ...quick], { env: server.env });
    assert.equal(review.code, 0, review.stderr);
    assert.match(review.stdout, /r1 +p1 +open/);
    assert.match(review.stderr, /note: .*ames are missing/);
    const out = files.at(`report-${status}.json`);
    const run = await cli(["run", "--event", event, "--attendees", attendees, "--out", out, ...quick], {
      env: server.env,
    });
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /note: Names are missing/);
    assert.equal(JSON.parse(await readFile(out, "utf8")).matches.top.length, 1);
  });
}
