// The client is held to contract/openapi.yaml from outside: Prism makes a server of that file alone, refuses requests that
// do not fit it, and answers with its examples. Every operation is called through the package.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { parse } from "yaml";
import { Meshi } from "../../pkg/dist/node.js";
import { CONTRACT, start } from "./support.mjs";

const PRISM = createRequire(import.meta.url).resolve("@stoplight/prism-cli/dist/index.js");
const READY = /Prism is listening on (http:\S+)/;

const EVENT = "evt_summit_2026";
const called = new Set();
let prism;
let meshi;

before(async () => {
  const args = [PRISM, "mock", "--host", "127.0.0.1", "--port", "0", "--errors", CONTRACT];
  prism = await start(process.execPath, args, (text) => READY.test(text));
  meshi = new Meshi({
    apiKey: "msk_any",
    baseUrl: READY.exec(prism.line)[1],
    maxRetries: 0,
    middleware: [
      (request, next, { operation }) => {
        called.add(operation);
        return next(request);
      },
    ],
  });
});
after(() => prism?.stop());

async function all(list) {
  const items = [];
  for await (const item of list) items.push(item);
  return items;
}

test("auth and id map", async () => {
  assert.deepEqual((await meshi.auth.check({ require: "partner:write" })).scopes, [
    "partner:read",
    "partner:write",
  ]);
  assert.equal((await meshi.idMap.get("event", EVENT)).mapped, true);
  assert.equal(await meshi.idMap.has("attendee", "att_ada"), true);
});

test("events", async () => {
  const details = {
    description: "d",
    start_date: "2026-09-10",
    end_date: "2026-09-11",
    timezone: "America/New_York",
    visibility: "private",
    url_slug: "summit",
  };
  const created = await meshi.events.create({ event_id: EVENT, title: "Summit", ...details });
  assert.equal(created.event_id, EVENT);
  assert.equal((await meshi.events.get(EVENT)).title, "Climate Founders Summit 2026");
  assert.equal((await meshi.events.update(EVENT, details)).event_id, EVENT);
  const context = { event_details: "e", objectives: "o", welcome_instructions: "w" };
  assert.equal((await meshi.events.setContext(EVENT, context)).event_id, EVENT);
  assert.equal((await all(meshi.events.list({ limit: 10 }))).length, 1);
});

test("sessions", async () => {
  const details = {
    description: "d",
    start_time: "2026-09-10T09:00:00Z",
    end_time: "2026-09-10T10:00:00Z",
    location: "Hall B",
  };
  const created = await meshi.sessions.create(EVENT, { session_id: "ses_storage", title: "S", ...details });
  assert.equal(created.session_id, "ses_storage");
  assert.equal((await meshi.sessions.get(EVENT, "ses_storage")).location, "Hall B");
  assert.equal((await meshi.sessions.update(EVENT, "ses_storage", { location: "C" })).location, "Hall C");
  assert.equal((await all(meshi.sessions.list(EVENT, { limit: 5 }))).length, 1);
});

test("attendees", async () => {
  const attendees = [
    {
      attendee_id: "att_ada",
      name: "Ada Okafor",
      email: "ada@example.com",
      linkedin_url: "https://www.linkedin.com/in/ada-okafor-example",
      title: "Founder",
      company: "Gridlight",
      raw: { interests: ["storage"] },
    },
    { attendee_id: "att_ben", name: "Ben Ruiz" },
  ];
  const body = { attendees, webhook_url: "https://partner.example.com/hooks/meshi" };
  const run = await meshi.attendees.import(EVENT, body, { idempotencyKey: "import-1" });
  assert.deepEqual([run.status, run.kind], ["queued", "import"]);
  const report = await meshi.attendees.importAll(EVENT, attendees);
  assert.deepEqual([report.total, report.imported, report.rejected.length], [2, 2, 0]);
  assert.equal((await all(meshi.attendees.list(EVENT)))[0].name, "Ada Okafor");
  assert.equal((await meshi.attendees.get(EVENT, "att_ada")).company, "Gridlight");
});

test("runs and what they lead to", async () => {
  const enrich = await meshi.enrichment.start(EVENT, { attendee_ids: ["att_ada"] });
  assert.equal(enrich.kind, "enrich");
  const match = await meshi.matching.start(EVENT, { session_id: "ses_storage", attendee_ids: ["att_ada"] });
  assert.equal(match.kind, "match");
  assert.equal((await meshi.runs.get(match.run_id)).status, "succeeded");
  assert.equal((await meshi.runs.wait(match)).status, "succeeded");
  const query = { attendee_id: "att_ada", session_id: "ses_storage", run_id: match.run_id, limit: 20 };
  assert.equal((await all(meshi.matches.list(EVENT, query)))[0].score, 0.8312);
  assert.equal((await all(meshi.reviewQueue.list({ limit: 20 })))[0].status, "open");
  assert.equal((await all(meshi.reviewQueue.list({ eventId: EVENT, limit: 20 })))[0].event_id, EVENT);
});

test("a request that does not fit the contract would be refused", async () => {
  await assert.rejects(
    meshi.request("POST", `/events/${EVENT}/attendees:match`, { body: { idempotency_key: 7 } }),
    (error) => error.name === "MeshiInvalidRequestError",
  );
});

test("every operation of the contract was called", async () => {
  const { paths } = parse(await readFile(CONTRACT, "utf8"));
  const stated = Object.values(paths).flatMap((path) =>
    Object.values(path).map((operation) => operation.operationId),
  );
  const missing = stated.filter((operation) => !called.has(operation));
  assert.deepEqual(missing, []);
});
