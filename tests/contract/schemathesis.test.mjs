// The sandbox is held to contract/openapi.yaml from outside: schemathesis generates requests, good and bad, for every
// operation, follows what the answers lead to, and finds nothing.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { CONTRACT, KEY, required, run, startSandbox } from "./support.mjs";

const CONFIG = fileURLToPath(new URL("schemathesis.toml", import.meta.url));
const FOLDER = fileURLToPath(new URL(".", import.meta.url));

let sandbox;
/** Where schemathesis may leave its notes. */
let scratch;

before(async () => {
  scratch = await mkdtemp(join(tmpdir(), "meshi-contract-"));
  sandbox = await startSandbox("--instant", "--max-bytes", "1000000");
  await fill();
});
after(async () => {
  await sandbox?.stop();
  if (scratch) await rm(scratch, { recursive: true, force: true });
});

/** Puts in what the contract's examples speak of, so that reads find something. */
async function fill() {
  const send = async (method, path, body) => {
    const response = await fetch(sandbox.baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${KEY}` },
      body: JSON.stringify(body),
    });
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.text()}`);
  };
  const event = "/events/evt_summit_2026";
  await send("POST", "/events", { event_id: "evt_summit_2026", title: "Climate Founders Summit" });
  await send("POST", `${event}/sessions`, { session_id: "ses_storage", title: "Storage at grid scale" });
  await send("PUT", `${event}/attendees:import`, {
    idempotency_key: "fill-import",
    attendees: [
      { attendee_id: "att_ada", name: "Ada Okafor", title: "Founder", raw: { interests: "grid storage" } },
      { attendee_id: "att_ben", name: "Ben Ruiz", title: "Investor", raw: { interests: "grid storage" } },
      { attendee_id: "att_ada2", name: "Ada Okafor", email: "ada2@example.com" },
      { attendee_id: "att_bad", name: "Cy", email: "no address" },
    ],
  });
  await send("POST", `${event}/attendees:enrich`, { idempotency_key: "fill-enrich" });
  await send("POST", `${event}/attendees:match`, {
    idempotency_key: "fill-match",
    session_id: "ses_storage",
  });
}

function schemathesis(...options) {
  const args = ["--config-file", CONFIG, "run", CONTRACT, "--url", sandbox.baseUrl, "--no-color"];
  args.push("--header", `Authorization: Bearer ${KEY}`, "--checks", "all", ...options);
  const program = required("SCHEMATHESIS", "the path of the program schemathesis, see requirements.txt");
  return run(program, args, scratch, {
    SCHEMATHESIS_HOOKS: "hooks",
    PYTHONPATH: FOLDER,
    PYTHONDONTWRITEBYTECODE: "1",
  });
}

test("schemathesis finds nothing in any operation of the sandbox", async () => {
  const { code, output } = await schemathesis();
  assert.equal(code, 0, output);
  const { size } = new Set(Object.keys((await stats()).operations));
  assert.equal(size, 20, "every operation was called");
});

test("schemathesis does find what is wrong: an undocumented status", async () => {
  await plan({ operation: "auth.check", times: 10_000, status: 418 });
  const { code, output } = await schemathesis("--include-operation-id", "auth.check");
  assert.equal(code, 1, output);
  assert.match(output, /Undocumented status code/i);
  await fetch(`${sandbox.origin}/__sandbox/faults`, { method: "DELETE" });
});

test("a refusal of valid data is found, also where schemathesis.toml makes an exception", async () => {
  await plan({ operation: "reviewQueue.list", times: 10_000, status: 400, code: "INVALID_LIMIT" });
  const { code, output } = await schemathesis("--include-operation-id", "reviewQueue.list");
  assert.equal(code, 1, output);
  assert.match(output, /valid data was refused with INVALID_LIMIT/);
  await fetch(`${sandbox.origin}/__sandbox/faults`, { method: "DELETE" });
});

async function plan(fault) {
  const response = await fetch(`${sandbox.origin}/__sandbox/faults`, {
    method: "POST",
    body: JSON.stringify(fault),
  });
  assert.equal(response.status, 204, await response.text());
}

async function stats() {
  return (await fetch(`${sandbox.origin}/__sandbox/requests`)).json();
}
