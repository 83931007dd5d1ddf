// `--attendees -` and `--body -`: what is piped in, and that nothing of it stays on the disk.

import assert from "node:assert/strict";
import { once } from "node:events";
import { watch } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import test from "node:test";
import { ATTENDEES, cli, EVENT, folder, sandbox, start } from "./helpers.mjs";

const files = await folder();
const event = await files.put("event.json", JSON.stringify(EVENT));
const box = await sandbox();
const spool = files.at("spool");
await mkdir(spool);
const env = { ...box.env, TMPDIR: spool };
const leftovers = () => readdir(spool);

test("an attendee list is read from standard input and leaves no file behind", async () => {
  const ended = await cli(["import", "--event", event, "--attendees", "-", "--json"], {
    env,
    input: ATTENDEES,
  });
  assert.equal(ended.code, 0, ended.stderr);
  assert.equal(JSON.parse(ended.stdout).imported, 3);
  assert.deepEqual(await leftovers(), []);
});

test("a list that cannot be used leaves no file behind either", async () => {
  const ended = await cli(["import", "--event", event, "--attendees", "-"], { env, input: "a,b\n1,2\n" });
  assert.equal(ended.code, 3, ended.stderr);
  assert.deepEqual(await leftovers(), []);
});

test("Ctrl-C removes the file, also where the input never ends", async () => {
  const watcher = watch(spool);
  const spooled = once(watcher, "change");
  const run = start(["import", "--event", event, "--attendees", "-"], { env, input: null });
  run.child.stdin.write("Name,Email\n");
  await spooled;
  watcher.close();
  run.child.kill("SIGINT");
  const { code } = await run.ended;
  assert.equal(code, 130);
  assert.deepEqual(await leftovers(), []);
});

test("a request body is read from standard input", async () => {
  const input = '{"title":"Opening","session_id":"opening"}';
  const ended = await cli(["api", "POST", `/events/${EVENT.event_id}/sessions`, "--body", "-"], {
    env,
    input,
  });
  assert.equal(ended.code, 0, ended.stderr);
  assert.equal(JSON.parse(ended.stdout).session_id, "opening");
});
