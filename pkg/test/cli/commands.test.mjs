// The commands that look at what is there: `auth`, `import`, `matches`, `review`, against `sandbox` over HTTP.

import assert from "node:assert/strict";
import test from "node:test";
import { ATTENDEES, cli, EVENT, folder, sandbox, said, start } from "./helpers.mjs";

const files = await folder();
const attendees = await files.put("attendees.csv", ATTENDEES);
const event = await files.put("event.json", JSON.stringify(EVENT));
const box = await sandbox();
const call = (...args) => cli(args, { env: box.env });
const lines = (stdout) =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

test("auth tells the organisation and the scopes", async () => {
  const plain = await call("auth");
  assert.equal(plain.code, 0, plain.stderr);
  assert.match(plain.stdout, /^scopes +.*partner:write/m);
  const { stdout } = await call("auth", "--json");
  assert.ok(JSON.parse(stdout).scopes.includes("partner:write"));
});

test("auth --require write fails for a key that only reads", async () => {
  const { key } = box.keys.find(({ scopes }) => scopes.join() === "partner:read");
  const { code, stderr } = await cli(["auth", "--require", "write"], { env: { ...box.env, MESHI_KEY: key } });
  assert.equal(code, 4);
  assert.match(stderr, /INSUFFICIENT_SCOPE/);
  assert.equal((await cli(["auth", "--require", "read"], { env: { ...box.env, MESHI_KEY: key } })).code, 0);
});

test("import --event creates the event, import --event-id takes one that exists", async () => {
  const created = await call("import", "--event", event, "--attendees", attendees);
  assert.equal(created.code, 0, created.stderr);
  assert.match(created.stderr, /^event: done, created$/m);
  const again = await call("import", "--event-id", EVENT.event_id, "--attendees", attendees, "--json");
  assert.equal(again.code, 0, again.stderr);
  const report = JSON.parse(again.stdout);
  assert.deepEqual([report.event_id, report.total, report.imported], [EVENT.event_id, 3, 3]);
  const missing = await call("import", "--event-id", "no-such-event", "--attendees", attendees);
  assert.equal(missing.code, 5);
});

test("matches: a table, or a match a line; --all gives the scores as they come", async () => {
  const before = await call("matches", "--event-id", EVENT.event_id);
  assert.match(before.stdout, /No match scores yet/);
  const done = await call("run", "--event", event, "--attendees", attendees, "--quiet");
  assert.equal(done.code, 0, done.stderr);
  const table = await call("matches", "--event-id", EVENT.event_id);
  assert.equal(table.code, 0);
  assert.match(table.stdout, /score +attendee +match +why/);
  const [top, ...rest] = lines((await call("matches", "--event-id", EVENT.event_id, "--json")).stdout);
  assert.ok(top.attendee.name);
  assert.ok(rest.every((match) => match.score <= top.score));
  const all = lines((await call("matches", "--event-id", EVENT.event_id, "--json", "--all")).stdout);
  assert.ok(all.length > rest.length);
  const id = all[0].attendee_id;
  const own = lines(
    (await call("matches", "--event-id", EVENT.event_id, "--attendee-id", id, "--json", "--all")).stdout,
  );
  assert.ok(own.length > 0 && own.every((match) => match.attendee_id === id));
});

test("review lists open reviews, or says that there are none", async () => {
  const all = await call("review");
  assert.equal(all.code, 0, all.stderr);
  assert.match(all.stdout, /review/);
  const json = await call("review", "--event-id", EVENT.event_id, "--json", "--limit", "1");
  assert.equal(json.code, 0);
  assert.ok(json.stdout.trimEnd().split("\n").length <= 1);
});

test("sandbox tells people its address and its keys, and ends on Ctrl-C", async () => {
  const run = start(["sandbox", "--port", "0"]);
  const [, address] = await said(run, "stdout", /MESHI_BASE=(\S+)/);
  assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\//);
  await said(run, "stdout", /Ctrl-C stops it/);
  run.child.kill("SIGINT");
  const { code } = await run.ended;
  assert.equal(code, 0);
});

test("sandbox on a port that is taken ends with 2", async () => {
  const { port } = new URL(box.baseUrl);
  const { code, stderr } = await cli(["sandbox", "--port", port]);
  assert.equal(code, 2, stderr);
  assert.match(stderr, /EADDRINUSE/);
});
