// The commands that show or change one thing: `events`, `attendees`, `runs`, `api`, against `sandbox` over HTTP.

import assert from "node:assert/strict";
import test from "node:test";
import { ATTENDEES, cli, EVENT, folder, sandbox, scripted } from "./helpers.mjs";

const files = await folder();
const attendees = await files.put("attendees.csv", ATTENDEES);
const event = await files.put("event.json", JSON.stringify(EVENT));
const box = await sandbox();
const call = (...args) => cli(args, { env: box.env });
const done = async (...args) => {
  const ended = await call(...args);
  assert.equal(ended.code, 0, ended.stderr);
  return ended.stdout;
};

test("an imported event is listed, shown and changed", async () => {
  await done("import", "--event", event, "--attendees", attendees);
  assert.match(await done("events", "list"), /^event_id +start_date +end_date +title\nspring-2026 /);
  assert.match(await done("events", "get", "spring-2026"), /^title +Spring meetup$/m);
  const change = await files.put("change.json", JSON.stringify({ title: "Spring meetup, day 2" }));
  assert.match(
    await done("events", "update", "spring-2026", "--event", change),
    /^title +Spring meetup, day 2$/m,
  );
  assert.equal(
    JSON.parse(await done("events", "get", "spring-2026", "--json")).title,
    "Spring meetup, day 2",
  );
});

test("an update with a file of another event, or with a context, sends nothing", async () => {
  const api = await scripted(() => ({ body: EVENT }));
  const env = { MESHI_BASE: api.baseUrl, MESHI_KEY: "msk_test_abcdefgh" };
  for (const [content, words] of [
    [{ event_id: "autumn-2026", title: "Autumn" }, /is of the event "autumn-2026"/],
    [EVENT, /holds a "context"/],
  ]) {
    const path = await files.put("other.json", JSON.stringify(content));
    const { code, stderr } = await cli(["events", "update", "spring-2026", "--event", path], { env });
    assert.equal(code, 3);
    assert.match(stderr, words);
  }
  assert.deepEqual(api.asked, []);
});

test("attendees as a table, as CSV, as one array and as lines", async () => {
  const list = (...args) => done("attendees", "list", "--event-id", "spring-2026", ...args);
  assert.match(await list(), /^attendee_id +name +email +title +company\n/);
  const csv = (await list("--format", "csv")).split("\r\n");
  assert.equal(csv[0], "attendee_id,name,email,title,company");
  assert.equal(csv.length, 5);
  const array = JSON.parse(await list("--format", "json"));
  const rows = (await list("--json")).trimEnd().split("\n");
  assert.deepEqual(
    array,
    rows.map((row) => JSON.parse(row)),
  );
  assert.equal(array.length, 3);
  assert.equal((await list("--limit", "2", "--json")).trimEnd().split("\n").length, 2);
});

test("--format and --json at once is a usage error", async () => {
  const { code, stderr } = await call("events", "list", "--format", "csv", "--json");
  assert.equal(code, 2, stderr);
});

test("a run is shown, and waited for", async () => {
  const body = await files.put("match.json", '{"idempotency_key":"match-1"}');
  const { run_id: id } = JSON.parse(
    await done("api", "post", "/events/spring-2026/attendees:match", "--body", body),
  );
  assert.match(await done("runs", "wait", id, "--quiet"), /^status +succeeded$/m);
  assert.equal(JSON.parse(await done("runs", "get", id, "--json")).run_id, id);
  const missing = await call("runs", "get", "run_that_is_not_there");
  assert.equal(missing.code, 5);
  assert.match(missing.stderr, /RUN_NOT_FOUND/);
});

test("runs wait ends with 9 when the run failed, and with 8 when it takes too long", async () => {
  const failed = await scripted(() => ({ body: { run_id: "r1", status: "failed" } }));
  const env = (api) => ({ env: { MESHI_BASE: api.baseUrl, MESHI_KEY: "msk_test_abcdefgh" } });
  assert.equal((await cli(["runs", "wait", "r1"], env(failed))).code, 9);
  const running = await scripted(() => ({ body: { run_id: "r1", status: "running" } }));
  assert.equal((await cli(["runs", "wait", "r1", "--max-wait", "0.3"], env(running))).code, 8);
});

test("api sends the method, the query and the body that it is given", async () => {
  const api = await scripted(() => ({ body: { ok: true } }));
  const env = { MESHI_BASE: api.baseUrl, MESHI_KEY: "msk_test_abcdefgh" };
  const body = await files.put("body.json", '{"title":"Opening"}');
  const sent = await cli(["api", "put", "/things/7", "--query", "a=1", "b=x=y", "--body", body], { env });
  assert.equal(sent.code, 0, sent.stderr);
  assert.equal(JSON.parse(sent.stdout).ok, true);
  const [{ method, path, text }] = api.asked;
  assert.deepEqual(
    [method, path, JSON.parse(text)],
    ["PUT", "/api/v0/partner/things/7?a=1&b=x%3Dy", { title: "Opening" }],
  );
  for (const [content, words] of [
    ["[1]", /JSON object/],
    ["{", /not valid JSON/],
  ]) {
    const { code, stderr } = await cli(
      ["api", "POST", "/x", "--body", await files.put("bad.json", content)],
      { env },
    );
    assert.equal(code, 3);
    assert.match(stderr, words);
  }
  assert.equal(api.asked.length, 1);
});

test("a near command or option is suggested", async () => {
  for (const [args, near] of [
    [["rnu"], /Did you mean run/],
    [["auth", "--enviroment", "staging"], /Did you mean --environment/],
    [["events", "lst"], /Did you mean list/],
    [["matches", "--event-id", "x", "--run-d", "y"], /Did you mean --run-id/],
  ]) {
    const { code, stderr } = await cli(args);
    assert.equal(code, 2);
    assert.match(stderr, near);
  }
});

test("--verbose tells requests without the key", async () => {
  const { code, stderr } = await call("auth", "--verbose");
  assert.equal(code, 0);
  assert.match(stderr, /debug: .*operation=auth\.check/);
  assert.ok(!stderr.includes(box.apiKey));
});

test("completion scripts know every command and its options", async () => {
  const help = await done("--help");
  const commands = [...help.matchAll(/^ {2}([a-z]+) /gm)]
    .map(([, name]) => name)
    .filter((name) => name !== "help");
  assert.ok(commands.length >= 11, commands.join());
  for (const shell of ["bash", "zsh", "fish"]) {
    const script = await done("completion", shell);
    for (const command of commands.filter((name) => name !== "meshi")) {
      assert.match(script, new RegExp(`\\b${command}\\b`), `${shell}: ${command}`);
    }
    assert.match(script, /event-id/);
  }
});
