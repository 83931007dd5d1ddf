// Mistakes that people make at a command line, and that must cost them nothing: no list, no person, no wrong conclusion.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, symlink } from "node:fs/promises";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { ATTENDEES, cli, EVENT, folder, sandbox } from "./helpers.mjs";

const files = await folder();
const event = await files.put("event.json", JSON.stringify(EVENT));
const list = await files.put("list.csv", ATTENDEES);
const box = await sandbox();
const call = (...args) => cli(args, { env: box.env });

test("a result is never written over a file that is read", async () => {
  const link = files.at("link.csv");
  await symlink(list, link);
  for (const args of [
    ["check", "--attendees", list, "--rejected", list],
    ["check", "--attendees", list, "--rejected", link],
    ["import", "--event", event, "--attendees", list, "--rejected", list],
    ["import", "--event", event, "--attendees", list, "--rejected", event],
    ["run", "--event", event, "--attendees", link, "--rejected", list],
    ["run", "--event", event, "--attendees", list, "--out", event],
    ["run", "--event", event, "--attendees", list, "--out", files.at("new"), "--rejected", files.at("new")],
    ["run", "--dry-run", "--event", event, "--attendees", list, "--rejected", list],
  ]) {
    const { code, stderr } = await call(...args);
    assert.equal(code, 2, `${args}: ${stderr}`);
    assert.match(stderr, /name the same file/);
  }
  assert.equal(await readFile(list, "utf8"), ATTENDEES);
  assert.equal(await readFile(event, "utf8"), JSON.stringify(EVENT));
});

test(
  "nor over the file that the shell gives as standard input",
  { skip: process.platform === "win32" },
  async () => {
    const bin = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
    const command = `"${process.execPath}" "${bin}" check --attendees - --rejected "${list}" < "${list}"`;
    const code = await new Promise((resolve) =>
      execFile("sh", ["-c", command], (error) => resolve(error?.code ?? 0)),
    );
    assert.equal(code, 2);
    assert.equal(await readFile(list, "utf8"), ATTENDEES);
  },
);

test("a row that still is a duplicate does not take the place of the person who was imported", async () => {
  const twice = await files.put(
    "twice.csv",
    "Ticket number,Name,Email\nT1,Paul Lund,paul@example.com\nT1,Ada Berg,ada@example.com\nT2,,bea@example.com\n",
  );
  const rejected = files.at("rejected.csv");
  const flags = ["--event", event, "--json"];
  const first = await call("import", "--attendees", twice, "--rejected", rejected, ...flags);
  assert.equal(first.code, 0, first.stderr);
  const written = await readFile(rejected, "utf8");
  const half = await files.put("half.csv", written.replace(/^T2,/m, "T2,Bea Holm"));
  const refused = await call("import", "--attendees", half, "--event", event);
  assert.equal(refused.code, 3);
  assert.match(refused.stderr, /1 row of .* still have the id of another person|1 row .* still/);
  const whole = (await readFile(half, "utf8")).replace(/^T1,(.*?),(.*?),.*$/m, "T9,$1,$2,");
  const done = await call("import", "--attendees", await files.put("whole.csv", whole), ...flags);
  assert.equal(done.code, 0, done.stderr);
  assert.equal(JSON.parse(done.stdout).imported, 2);
  const people = JSON.parse(
    (await call("attendees", "list", "--event-id", EVENT.event_id, "--format", "json")).stdout,
  );
  assert.deepEqual(Object.fromEntries(people.map(({ attendee_id: id, name }) => [id, name])), {
    T1: "Paul Lund",
    T9: "Ada Berg",
    T2: "Bea Holm",
  });
});

test("a file with headers alone is refused, and nothing is sent", async () => {
  const empty = await files.put("empty.csv", "Name,Email\n");
  for (const command of [["check"], ["import", "--event-id", "e"], ["run", "--event", event]]) {
    const { code, stderr } = await call(...command, "--attendees", empty);
    assert.equal(code, 3, `${command}: ${stderr}`);
    assert.match(stderr, /headers and no rows/);
  }
});

test("a slip in the word context does not lose the context", async () => {
  for (const slip of ["contex", "contxt", "Context", "contexts"]) {
    const { context, ...rest } = EVENT;
    const path = await files.put("slip.json", JSON.stringify({ ...rest, [slip]: context }));
    const { code, stderr } = await call("run", "--event", path, "--attendees", list);
    assert.equal(code, 3, `${slip}: ${stderr}`);
    assert.match(stderr, /"context"/);
  }
});

test("an attendee who is not there is not taken for an event without scores", async () => {
  assert.equal((await call("run", "--event", event, "--attendees", list, "--quiet")).code, 0);
  const { stdout } = await call("matches", "--event-id", EVENT.event_id, "--attendee-id", "5");
  assert.match(stdout, /No matches of the attendee 5 among \d+ scores/);
});

test("a list that is cut says so", async () => {
  const { stdout } = await call("review", "--limit", "1");
  if (!/No open identity reviews/.test(stdout)) assert.match(stdout, /first 1 open identity review; --limit/);
});
