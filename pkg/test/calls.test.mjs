// Every method that makes one call: what goes over the wire, and what comes back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { served } from "./support/client.mjs";
import { json } from "./support/server.mjs";
import { KEY } from "./support/stub.mjs";

const EVENT = { event_id: "summit-2026", title: "Summit" };
const SESSION = { session_id: "keynote", title: "Keynote", start_time: "2026-09-10T09:00:00Z" };
const ATTENDEES = [{ attendee_id: "a-1", name: "Ada Lovelace", raw: { Ticket: "VIP" } }];
const RUN = { run_id: "run_1", status: "queued" };

/** Name of the case, the call, the request line, the body sent, the status and the body that come back. */
const CASES = [
  [
    "auth.check",
    (m) => m.auth.check(),
    "GET /auth",
    undefined,
    200,
    { org_id: "o", scopes: ["partner:read"] },
  ],
  [
    "auth.check of a scope that is there",
    (m) => m.auth.check({ require: "partner:read" }),
    "GET /auth",
    undefined,
    200,
    { org_id: "o", scopes: ["partner:read"] },
  ],
  [
    "idMap.get",
    (m) => m.idMap.get("event", "summit-2026"),
    "GET /id-map/event/summit-2026",
    undefined,
    200,
    { kind: "event", partner_id: "summit-2026", mapped: true },
  ],
  ["events.create", (m) => m.events.create(EVENT), "POST /events", EVENT, 201, { ...EVENT, created_at: "t" }],
  ["events.get", (m) => m.events.get("summit-2026"), "GET /events/summit-2026", undefined, 200, EVENT],
  [
    "an id is encoded into its path segment",
    (m) => m.events.get("a:b.c-d_e"),
    "GET /events/a%3Ab.c-d_e",
    undefined,
    200,
    EVENT,
  ],
  [
    "events.update",
    (m) => m.events.update("summit-2026", { title: "New" }),
    "PUT /events/summit-2026",
    { title: "New" },
    200,
    { ...EVENT, title: "New" },
  ],
  [
    "events.setContext",
    (m) => m.events.setContext("summit-2026", { objectives: "Meet" }),
    "POST /events/summit-2026/context",
    { objectives: "Meet" },
    201,
    { event_id: "summit-2026", objectives: "Meet" },
  ],
  [
    "sessions.create",
    (m) => m.sessions.create("summit-2026", SESSION),
    "POST /events/summit-2026/sessions",
    SESSION,
    201,
    SESSION,
  ],
  [
    "sessions.get",
    (m) => m.sessions.get("summit-2026", "keynote"),
    "GET /events/summit-2026/sessions/keynote",
    undefined,
    200,
    SESSION,
  ],
  [
    "sessions.update",
    (m) => m.sessions.update("summit-2026", "keynote", { location: "Hall 2" }),
    "PUT /events/summit-2026/sessions/keynote",
    { location: "Hall 2" },
    200,
    { ...SESSION, location: "Hall 2" },
  ],
  [
    "attendees.import",
    (m) =>
      m.attendees.import(
        "summit-2026",
        { attendees: ATTENDEES, webhook_url: "https://partner.test/hook" },
        { idempotencyKey: "key-1" },
      ),
    "PUT /events/summit-2026/attendees:import",
    { idempotency_key: "key-1", attendees: ATTENDEES, webhook_url: "https://partner.test/hook" },
    202,
    RUN,
  ],
  [
    "attendees.get",
    (m) => m.attendees.get("summit-2026", "a-1"),
    "GET /events/summit-2026/attendees/a-1",
    undefined,
    200,
    ATTENDEES[0],
  ],
  [
    "enrichment.start",
    (m) => m.enrichment.start("summit-2026", { attendee_ids: ["a-1"] }, { idempotencyKey: "key-2" }),
    "POST /events/summit-2026/attendees:enrich",
    { idempotency_key: "key-2", attendee_ids: ["a-1"] },
    202,
    RUN,
  ],
  [
    "matching.start",
    (m) => m.matching.start("summit-2026", { session_id: "keynote" }, { idempotencyKey: "key-3" }),
    "POST /events/summit-2026/attendees:match",
    { idempotency_key: "key-3", session_id: "keynote" },
    202,
    RUN,
  ],
  ["runs.get", (m) => m.runs.get("run_1"), "GET /runs/run_1", undefined, 200, RUN],
  [
    "request",
    (m) => m.request("POST", "/events/x/archive", { query: { dry_run: true }, body: { reason: "over" } }),
    "POST /events/x/archive?dry_run=true",
    { reason: "over" },
    200,
    { archived: true },
  ],
];

for (const [name, call, line, body, status, answer] of CASES) {
  test(`${name}: the request and the body`, async (t) => {
    const { meshi, requests } = await served(t, [
      json(status, { ...answer, correlation_id: "server-id", news: [1] }),
    ]);
    const result = await call(meshi);
    assert.deepEqual(
      result,
      { ...answer, correlation_id: "server-id", news: [1] },
      "unknown fields come through",
    );
    assert.equal(requests.length, 1);
    const [request] = requests;
    assert.equal(`${request.method} ${request.target}`, line.replace(" ", " /api/v0/partner"));
    assert.deepEqual(request.body, body);
    assert.equal(request.headers.authorization, `Bearer ${KEY}`);
    assert.match(request.headers["x-correlation-id"], /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/);
    if (body !== undefined) assert.match(request.headers["content-type"], /^application\/json/);
  });
}

test("a start without fields has an idempotency key of its own, another for each call", async (t) => {
  const { meshi, requests } = await served(t, [json(202, RUN)]);
  await meshi.enrichment.start("summit-2026");
  await meshi.matching.start("summit-2026");
  const keys = requests.map((request) => request.body.idempotency_key);
  assert.equal(new Set(keys).size, 2);
  for (const key of keys) assert.ok(key.length >= 1 && key.length <= 255);
});

test("idMap.has turns a missing mapping into false, and nothing else", async (t) => {
  const { meshi } = await served(t, [
    json(200, { kind: "event", partner_id: "x", mapped: true }),
    json(404, { code: "PARTNER_ID_NOT_FOUND", message: "no", correlation_id: "c" }),
    json(404, { code: "SOMETHING_ELSE", message: "no", correlation_id: "c" }),
  ]);
  assert.equal(await meshi.idMap.has("event", "x"), true);
  assert.equal(await meshi.idMap.has("event", "x"), false);
  await assert.rejects(meshi.idMap.has("event", "x"), { name: "MeshiNotFoundError", code: "SOMETHING_ELSE" });
});

test("auth.check of a scope that the key lacks is a permission error", async (t) => {
  const { meshi } = await served(t, [json(200, { org_id: "o", scopes: ["partner:read"] })]);
  await assert.rejects(meshi.auth.check({ require: "partner:write" }), {
    name: "MeshiPermissionError",
    code: "INSUFFICIENT_SCOPE",
  });
});

test("one request serves the body and the response", async (t) => {
  const { meshi, requests } = await served(t, [
    json(202, RUN, { "x-correlation-id": "effective", "retry-after": "2", "x-extra": "yes" }),
  ]);
  const call = meshi.matching.start("summit-2026", {}, { idempotencyKey: "key-9", correlationId: "mine" });
  const [data, whole, again] = await Promise.all([call, call.withResponse(), call.withResponse()]);
  assert.equal(requests.length, 1);
  assert.deepEqual(data, RUN);
  assert.equal(whole.data, again.data);
  const { headers, elapsedMs, ...response } = whole.response;
  assert.deepEqual(response, {
    status: 202,
    correlationId: "effective",
    attempts: 1,
    waitedMs: 0,
    idempotencyKey: "key-9",
    retryAfterMs: 2000,
  });
  assert.equal(headers.get("x-extra"), "yes");
  assert.ok(Number.isInteger(elapsedMs) && elapsedMs >= 0);
  assert.equal(requests[0].headers["x-correlation-id"], "mine");
});

test("a call is a promise: then, catch and finally", async (t) => {
  const { meshi } = await served(t, [json(200, RUN), json(404, { code: "RUN_NOT_FOUND", message: "no" })]);
  const seen = [];
  const run = await meshi.runs
    .get("run_1")
    .finally(() => seen.push("finally"))
    .then((found) => found.run_id);
  assert.equal(run, "run_1");
  assert.equal(await meshi.runs.get("run_2").catch((error) => error.code), "RUN_NOT_FOUND");
  assert.deepEqual(seen, ["finally"]);
});

test("headers of a call are sent beside the client's own", async (t) => {
  const { meshi, requests } = await served(t, [json(200, {})]);
  await meshi.auth.check({ headers: { "x-partner-trace": "t-1" } });
  await meshi.auth.check({ headers: new Headers({ "x-partner-trace": "t-2" }) });
  assert.deepEqual(
    requests.map((request) => request.headers["x-partner-trace"]),
    ["t-1", "t-2"],
  );
});

test("routes replace a path template", async (t) => {
  const { meshi, requests } = await served(t, [json(202, RUN)], {
    routes: { "matching.start": "/events/{event_id}/matching-runs" },
  });
  await meshi.matching.start("summit-2026");
  assert.equal(requests[0].path, "/events/summit-2026/matching-runs");
});
