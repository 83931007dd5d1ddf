// The sandbox in this process and over HTTP, as the package ships it: its `fetch` has the manners of a real one, its clock
// and faults do what is asked, and the client gets through it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Meshi } from "../../pkg/dist/node.js";
import { createSandbox } from "../../pkg/dist/sandbox-node.js";
import { start } from "./support.mjs";

const START = Date.UTC(2026, 8, 1);
const CLI = fileURLToPath(new URL("../../pkg/dist/cli.js", import.meta.url));
const ATTENDEES = [
  { attendee_id: "ada", name: "Ada Okafor", title: "Founder", raw: { interests: "grid storage" } },
  { attendee_id: "ben", name: "Ben Ruiz", title: "Investor", raw: { interests: "grid storage" } },
];

/** A sandbox whose clock stands still, and a short way to ask it. */
async function stopped(options = {}) {
  const sandbox = await createSandbox({ now: () => START, ...options });
  const ask = async (path, init = {}) => {
    const headers = { authorization: `Bearer ${sandbox.apiKey}` };
    const response = await sandbox.fetch(sandbox.baseUrl + path, { headers, ...init });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  await ask("/events", { method: "POST", body: JSON.stringify({ event_id: "evt", title: "T" }) });
  const put = (body) => ask("/events/evt/attendees:import", { method: "PUT", body, duplex: "half" });
  return { sandbox, ask, put };
}

test("fetch takes a URL as text, as an object and in a request, and gives a real response", async () => {
  const { sandbox } = await stopped();
  const headers = { authorization: `Bearer ${sandbox.apiKey}` };
  const url = `${sandbox.baseUrl}/auth`;
  for (const [input, init] of [
    [url, { headers }],
    [new URL(url), { headers: new Headers(headers) }],
    [new Request(url, { headers }), undefined],
  ]) {
    const response = await sandbox.fetch(input, init);
    assert.ok(response instanceof Response);
    assert.equal(response.headers.get("content-type"), "application/json");
    const body = await response.json();
    assert.equal(body.correlation_id, response.headers.get("x-correlation-id"));
    assert.equal(body.org_id, "org_sandbox");
  }
});

test("a body may be text, bytes, a blob or a stream", async () => {
  const body = (key) => JSON.stringify({ idempotency_key: key, attendees: ATTENDEES });
  const bytes = (key) => new TextEncoder().encode(body(key));
  for (const [kind, make] of [
    ["text", body],
    ["bytes", bytes],
    ["blob", (key) => new Blob([body(key)])],
    ["stream", (key) => new Blob([bytes(key)]).stream()],
  ]) {
    const { put } = await stopped();
    const answer = await put(make(kind));
    assert.equal(answer.status, 202, kind);
    assert.equal(answer.body.counts.total, 2, kind);
  }
});

test("the signal's reason is what it rejects with, before and during a call", async () => {
  const { sandbox } = await stopped();
  const reason = new Error("enough");
  const before = sandbox.fetch(`${sandbox.baseUrl}/auth`, { signal: AbortSignal.abort(reason) });
  await assert.rejects(before, (error) => error === reason);

  sandbox.faults.push({ delayMs: 3_600_000 });
  const controller = new AbortController();
  const headers = { authorization: `Bearer ${sandbox.apiKey}` };
  const during = sandbox.fetch(`${sandbox.baseUrl}/auth`, { headers, signal: controller.signal });
  setImmediate(() => controller.abort(reason));
  await assert.rejects(during, (error) => error === reason);
});

test("it goes nowhere but to the sandbox", async () => {
  const { sandbox } = await stopped();
  await assert.rejects(sandbox.fetch("https://example.com/"), /goes nowhere else/);
  await assert.rejects(sandbox.fetch("http://sandbox.invalid/api/v0/partner/auth"), TypeError);
});

test("a run ends when the clock says so, without waiting", async () => {
  const { sandbox, ask, put } = await stopped({ queueMs: 1_000, runBaseMs: 60_000, runMsPerRow: 0 });
  const run = (await put(JSON.stringify({ idempotency_key: "k", attendees: ATTENDEES }))).body.run_id;
  const states = [];
  for (const ms of [0, 1_000, 30_000, 30_000]) {
    sandbox.advance(ms);
    states.push((await ask(`/runs/${run}`)).body.status);
  }
  assert.deepEqual(states, ["queued", "running", "running", "succeeded"]);
  assert.equal(sandbox.now(), START + 61_000);
  assert.throws(() => sandbox.advance(-1), TypeError);
});

test("limits, keys and pages are as they were asked for", async () => {
  const { sandbox, put, ask } = await stopped({ maxRows: 1, rateLimit: { requests: 3, windowMs: 1_000 } });
  const answer = await put(JSON.stringify({ idempotency_key: "k", attendees: ATTENDEES }));
  assert.equal(answer.body.code, "INVALID_ATTENDEES");
  assert.equal((await ask("/auth")).status, 200);
  const limited = await ask("/auth");
  assert.deepEqual([limited.status, limited.headers.get("retry-after")], [429, "1"]);
  assert.ok(sandbox.keys.some(({ key, scopes }) => key === "msk_sandbox_read" && scopes.length === 1));
});

test("the same seed and clock give the same bytes, another seed others", async () => {
  const play = async (seed) => {
    const { ask } = await stopped({ seed });
    return (await ask("/auth")).body.correlation_id;
  };
  assert.equal(await play(3), await play(3));
  assert.notEqual(await play(3), await play(4));
});

test("what cannot be is refused by name", async () => {
  await assert.rejects(createSandbox({ sed: 1 }), /createSandbox: unknown field `sed`/);
  await assert.rejects(createSandbox({ maxRows: "many" }), /createSandbox: invalid type: string "many"/);
  await assert.rejects(createSandbox({ now: 5 }), /now has to be a function/);
  const { sandbox } = await stopped();
  assert.throws(() => sandbox.faults.push({ operation: "attendees.imprt" }), /faults\.push: operation/);
  assert.throws(() => sandbox.faults.push({ status: 42 }), /faults\.push: status/);
  for (const [fault, message] of [
    [{ times: "2" }, /^faults\.push: times: [^\n]*, expected u32$/],
    [{ tims: 2 }, /^faults\.push: unknown field `tims`, expected one of (?!.* at line)/],
    [{ drop: "never" }, /^faults\.push: drop: unknown variant `never`(?!.* at line)/],
    [5, /^faults\.push: must be an object$/],
  ]) {
    assert.throws(() => sandbox.faults.push(fault), { name: "TypeError", message });
  }
});

test("a broken connection looks like one, and the client's retry imports nothing twice", async () => {
  const { sandbox, ask } = await stopped({ instant: true });
  sandbox.faults.push({ operation: "auth.check", drop: "before" });
  await assert.rejects(
    ask("/auth"),
    (error) => error instanceof TypeError && error.cause.code === "ECONNRESET",
  );

  const { apiKey, baseUrl, fetch } = sandbox;
  const meshi = new Meshi({ apiKey, baseUrl, fetch });
  sandbox.faults.push({ operation: "attendees.import", drop: "after" });
  const { response } = await meshi.attendees.import("evt", { attendees: ATTENDEES }).withResponse();
  assert.equal(response.attempts, 2);
  assert.deepEqual(sandbox.stats().operations["attendees.import"], {
    requests: 2,
    effects: 1,
    replays: 1,
    failures: 1,
  });
});

test("the client's canonical flow goes through, and a reset forgets it", async () => {
  const sandbox = await createSandbox({ instant: true });
  const { apiKey, baseUrl, fetch } = sandbox;
  const meshi = new Meshi({ apiKey, baseUrl, fetch });
  const flow = meshi.flow({
    event: { event_id: "summit", title: "Summit" },
    context: { objectives: "Bring storage founders and investors together" },
    attendees: ATTENDEES,
    enrich: true,
    match: true,
  });
  const { importReport, matches, reviewQueue } = await flow;
  assert.equal(importReport.imported, 2);
  const found = [];
  for await (const match of matches) found.push(match);
  assert.deepEqual(
    found.map((match) => [match.attendee_id, match.matched_attendee_id, match.rank]),
    [
      ["ada", "ben", 1],
      ["ben", "ada", 1],
    ],
  );
  assert.match(found[0].rationale, /a founder meets an investor/);
  const reviews = [];
  for await (const review of reviewQueue) reviews.push(review.attendee_id);
  assert.deepEqual(reviews, ["ada", "ben"]);
  sandbox.reset();
  await assert.rejects(meshi.events.get("summit"), { name: "MeshiNotFoundError", code: "EVENT_NOT_FOUND" });
});

test("the command line serves the same emulator over HTTP, with its control routes", async () => {
  const server = await start(process.execPath, [CLI, "sandbox", "--port", "0", "--json"], () => true);
  try {
    const { base_url: baseUrl, api_key: apiKey } = JSON.parse(server.line);
    const meshi = new Meshi({ apiKey, baseUrl, maxRetries: 0 });
    assert.equal((await meshi.auth.check()).org_id, "org_sandbox");
    const control = (path, init) => fetch(new URL(`/__sandbox/${path}`, baseUrl), init);
    const plan = (fault) => control("faults", { method: "POST", body: JSON.stringify(fault) });
    assert.equal((await plan([{ operation: "auth.check", drop: "before" }])).status, 204);
    await assert.rejects(meshi.auth.check(), { name: "MeshiConnectionError" });
    const refused = await plan({ operation: "nothing" });
    assert.deepEqual(
      [refused.status, (await refused.json()).message.slice(0, 20)],
      [400, "this is not a fault:"],
    );
    const counts = await (await control("requests")).json();
    assert.deepEqual([counts.requests, counts.operations["auth.check"].failures], [2, 1]);
    assert.equal((await control("reset", { method: "POST" })).status, 204);
    assert.equal((await control("nothing")).status, 404);
  } finally {
    await server.stop();
  }
});
