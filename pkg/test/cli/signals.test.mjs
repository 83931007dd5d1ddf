// Ctrl-C and SIGTERM: an orderly end, with a word on how to go on.

import assert from "node:assert/strict";
import test from "node:test";
import { ATTENDEES, CANARY, EVENT, folder, scripted, start } from "./helpers.mjs";

const files = await folder();
const event = await files.put("event.json", JSON.stringify(EVENT));
const attendees = await files.put("attendees.csv", ATTENDEES);

/** An API that never answers, and says when it was asked. */
async function silent() {
  let arrived;
  const asked = new Promise((resolve) => (arrived = resolve));
  const { baseUrl } = await scripted(() => arrived());
  return { baseUrl, asked };
}

for (const [signal, expected] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
]) {
  test(`${signal} ends with ${expected} and says how to go on`, async () => {
    const { baseUrl, asked } = await silent();
    const args = ["run", "--base-url", baseUrl, "--event", event, "--attendees", attendees, "--json"];
    const run = start(args, { env: { MESHI_KEY: CANARY } });
    await asked;
    run.child.kill(signal);
    const { code, stdout, stderr } = await run.ended;
    assert.equal(code, expected, stderr);
    assert.match(stderr, /Runs that were started go on at the server/);
    assert.match(stderr, /same command again/);
    assert.match(stderr, /^auth: not finished$/m);
    assert.equal(JSON.parse(stdout).error.exit_code, expected);
  });
}
