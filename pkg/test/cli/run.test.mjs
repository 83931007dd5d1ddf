// `run` against the sandbox: what is printed where, and that every row is accounted for.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { ATTENDEES, cli, EVENT, folder, sandbox } from "./helpers.mjs";

const files = await folder();
const event = await files.put("event.json", JSON.stringify(EVENT));
const attendees = await files.put("attendees.csv", ATTENDEES);
const flow = (...more) => ["run", "--sandbox", "--event", event, "--attendees", attendees, ...more];

test("piped: steps as plain lines on stderr, the report on stdout, no colours and no cursor movement", async () => {
  const { code, stdout, stderr } = await cli(flow());
  assert.equal(code, 0, stderr);
  for (const step of ["auth", "event", "context", "import", "enrich", "match"])
    assert.match(stderr, new RegExp(`^${step}: done`, "m"));
  assert.match(stdout, /3 rows read, 3 imported, none rejected/);
  assert.match(stdout, /^Top matches$/m);
  assert.match(stdout, /Ada Okafor, Harbor Robotics/);
  assert.doesNotMatch(stdout + stderr, /\u001b/);
});

test("--json: one document on stdout with every row accounted for", async () => {
  const { code, stdout } = await cli(flow("--json"));
  assert.equal(code, 0);
  const report = JSON.parse(stdout);
  assert.equal(report.event.event_id, EVENT.event_id);
  assert.deepEqual(report.import, { total: 3, imported: 3, rejected: [], warnings: [] });
  assert.equal(report.runs.match.status, "succeeded");
  assert.ok(report.matches.total >= report.matches.top.length);
  const [best] = report.matches.top;
  assert.ok(best.attendee.name && best.matched.name);
  const scores = report.matches.top.map((match) => match.score);
  assert.deepEqual(
    scores,
    [...scores].sort((a, b) => b - a),
  );
  const pairs = report.matches.top.map(({ attendee, matched }) =>
    [attendee.attendee_id, matched.attendee_id].sort().join(),
  );
  assert.equal(new Set(pairs).size, pairs.length);
});

test("--quiet is silent on stderr", async () => {
  const { code, stderr } = await cli(flow("--quiet"));
  assert.equal(code, 0);
  assert.equal(stderr, "");
});

test("FORCE_COLOR colours, NO_COLOR goes before it", async () => {
  assert.match((await cli(flow("--quiet"), { env: { FORCE_COLOR: "1" } })).stdout, /\u001b\[/);
  assert.doesNotMatch(
    (await cli(flow("--quiet"), { env: { FORCE_COLOR: "1", NO_COLOR: "1" } })).stdout,
    /\u001b\[/,
  );
});

test("--no-enrich and --no-match leave their runs out", async () => {
  const { stdout, stderr } = await cli(flow("--json", "--no-enrich", "--no-match"));
  const report = JSON.parse(stdout);
  assert.deepEqual(Object.keys(report.runs), ["import"]);
  assert.deepEqual(report.matches, { total: 0, top: [] });
  assert.match(stderr, /^match: skipped/m);
});

test("--top keeps so many, and 0 reads none", async () => {
  assert.equal(JSON.parse((await cli(flow("--json", "--top", "1"))).stdout).matches.top.length, 1);
  assert.deepEqual(JSON.parse((await cli(flow("--json", "--top", "0"))).stdout).matches, {
    total: 0,
    top: [],
  });
});

test("--out writes what --json prints", async () => {
  const out = files.at("report.json");
  const { code, stdout } = await cli(flow("--json", "--out", out));
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(await readFile(out, "utf8")), JSON.parse(stdout));
});

test("--sandbox needs no key and ignores one, and a base URL, of the environment", async () => {
  const env = { MESHI_KEY: "msk_anything", MESHI_BASE: "https://example.com/" };
  assert.equal((await cli(flow("--quiet"), { env })).code, 0);
});

test("the same run again makes nothing twice; --run-key makes it new", async () => {
  const box = await sandbox();
  const run = async (...more) => {
    const args = ["run", "--json", "--quiet", "--event", event, "--attendees", attendees, ...more];
    const { code, stdout, stderr } = await cli(args, { env: box.env });
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout).runs;
  };
  const first = await run();
  const again = await run();
  assert.equal(again.import[0].run_id, first.import[0].run_id);
  assert.equal(again.match.run_id, first.match.run_id);
  const anew = await run("--run-key", "next-week");
  assert.notEqual(anew.match.run_id, first.match.run_id);
});

test("an event that is there with other details is a conflict that names the field", async () => {
  const box = await sandbox();
  const run = (path) => cli(["run", "--quiet", "--event", path, "--attendees", attendees], { env: box.env });
  assert.equal((await run(event)).code, 0);
  const other = await files.put("other.json", JSON.stringify({ ...EVENT, title: "Autumn meetup" }));
  const { code, stderr } = await run(other);
  assert.equal(code, 5, stderr);
  assert.match(stderr, /title/);
});

test("hostile cells are printed as harmless text", async () => {
  const path = await files.put(
    "hostile.csv",
    "Name,Email,Company\n\u001b[31mEve\u202e,eve@example.com,Quill\nAda,ada@example.com,Quill\n",
  );
  const { code, stdout, stderr } = await cli(["run", "--sandbox", "--event", event, "--attendees", path]);
  assert.equal(code, 0, stderr);
  assert.doesNotMatch(stdout + stderr, /[\u001b\u202e]/);
});
