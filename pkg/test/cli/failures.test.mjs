// One exit code for each kind of failure of a call, and what a person and a program are told of it.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import test from "node:test";
import { ATTENDEES, CANARY, cli, EVENT, folder, sandbox, scripted } from "./helpers.mjs";

const files = await folder();
const event = await files.put("event.json", JSON.stringify(EVENT));
const attendees = await files.put("attendees.csv", ATTENDEES);
const env = { MESHI_KEY: CANARY };

const refusal = (status, code, headers) => ({ status, headers, body: { code, message: `said ${code}` } });

for (const [code, answer, words] of [
  [4, refusal(401, "UNAUTHORIZED"), /staging and production keys are separate/],
  [4, refusal(401, "ACCOUNT_DISABLED"), /disabled/],
  [4, refusal(403, "INSUFFICIENT_SCOPE"), /partner:write/],
  [5, refusal(404, "EVENT_NOT_FOUND"), /another organisation/],
  [5, refusal(409, "PARTNER_ID_CONFLICT"), /PARTNER_ID_CONFLICT/],
  [5, refusal(418, "SHORT_AND_STOUT"), /SHORT_AND_STOUT/],
  [6, refusal(429, "PARTNER_RATE_LIMIT_EXCEEDED", { "retry-after": "3600" }), /again in 60 min/],
  [7, { status: 200, body: "<html>a proxy</html>" }, /--base-url/],
]) {
  const { status, body } = answer;
  test(`${status} ${body.code ?? "that is no JSON"} ends with ${code}, with the correlation id and what to do`, async () => {
    const api = await scripted(() => answer);
    const args = ["matches", "--event-id", "spring-2026", "--base-url", api.baseUrl];
    const plain = await cli(args, { env });
    assert.equal(plain.code, code, plain.stderr);
    assert.equal(plain.stdout, "");
    assert.match(plain.stderr, /correlation id +corr-7/);
    assert.match(plain.stderr, words);
    const { stdout } = await cli([...args, "--json"], { env });
    const { error } = JSON.parse(stdout);
    assert.equal(error.exit_code, code);
    assert.equal(error.correlationId, "corr-7");
    if (body.code) assert.equal(error.code, body.code);
  });
}

test("a server that cannot be reached ends with 7", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  const { code, stderr } = await cli(
    ["auth", "--base-url", `http://127.0.0.1:${port}/`, "--max-retries", "0"],
    { env },
  );
  assert.equal(code, 7, stderr);
  assert.match(stderr, /network/);
});

test("a server's fault ends with 7", async () => {
  const api = await scripted(() => refusal(503, "UNAVAILABLE"));
  const { code, stderr } = await cli(["auth", "--base-url", api.baseUrl, "--max-retries", "0"], { env });
  assert.equal(code, 7, stderr);
  assert.equal(api.asked.length, 1);
});

test("a server that does not answer in time ends with 8", async () => {
  const api = await scripted(() => undefined);
  const { code, stderr } = await cli(
    ["auth", "--base-url", api.baseUrl, "--timeout", "0.2", "--max-retries", "0"],
    { env },
  );
  assert.equal(code, 8, stderr);
});

test("no environment, an odd base URL and two that differ end with 2", async () => {
  for (const [args, more] of [
    [[], {}],
    [["--base-url", "http://example.com/"], {}],
    [["--base-url", "not a url"], {}],
    [["--environment", "staging"], { MESHI_BASE: "https://example.com/" }],
  ]) {
    const { code, stderr } = await cli(["auth", ...args], { env: { ...env, ...more } });
    assert.equal(code, 2, stderr);
    assert.match(stderr, /^error: /);
  }
});

test("a run that ends failed ends with 9 and names the run", async () => {
  const errors = [{ attendee_id: "a-1", code: "NO_ROOM", message: "the hall is full" }];
  const api = await scripted(({ method, path, text }) => {
    const tail = path.split("/partner")[1];
    const run = tail.startsWith("/runs/")
      ? tail.slice(6)
      : tail.includes("attendees:")
        ? tail.split(":")[1]
        : undefined;
    if (run !== undefined) {
      const polled =
        method === "GET"
          ? { status: run === "import" ? "succeeded" : "failed", errors }
          : { status: "queued" };
      return { status: method === "GET" ? 200 : 202, body: { run_id: run, kind: run, ...polled } };
    }
    if (tail === "/auth") return { body: { org_id: "o", scopes: ["partner:write"] } };
    if (tail === "/events")
      return { status: 201, body: { ...JSON.parse(text), created_at: "2026-01-01T00:00:00Z" } };
    return { body: {} };
  });
  const args = ["run", "--base-url", api.baseUrl, "--event", event, "--attendees", attendees, "--quiet"];
  const { code, stdout, stderr } = await cli(args, { env });
  assert.equal(code, 9, stderr);
  assert.equal(stdout, "");
  assert.match(stderr, /run +enrich failed/);
  assert.match(stderr, /NO_ROOM the hall is full/);
});

test("a read-only key on a write ends with 4 before anything is written", async () => {
  const box = await sandbox();
  const read = box.keys.find(({ scopes }) => scopes.join() === "partner:read").key;
  const args = ["run", "--base-url", box.baseUrl, "--event", event, "--attendees", attendees];
  const { code, stderr } = await cli(args, { env: { MESHI_KEY: read } });
  assert.equal(code, 4, stderr);
  assert.match(stderr, /INSUFFICIENT_SCOPE/);
  const { stdout } = await cli(
    ["matches", "--event-id", EVENT.event_id, "--json", "--base-url", box.baseUrl],
    { env: { MESHI_KEY: box.apiKey } },
  );
  assert.equal(JSON.parse(stdout).error.code, "EVENT_NOT_FOUND");
});
