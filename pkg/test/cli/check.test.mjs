// Nothing is sent before the attendee file was found usable, and `check` and --dry-run never send anything.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { ATTENDEES, CANARY, cli, EVENT, folder, scripted } from "./helpers.mjs";

const files = await folder();
const event = await files.put("event.json", JSON.stringify(EVENT));
const api = await scripted(() => ({ status: 500, body: { code: "NOT_EXPECTED" } }));
const env = { MESHI_KEY: CANARY, MESHI_BASE: api.baseUrl };

/** Every way to begin with a file of attendees. */
const WAYS = {
  run: ["run", "--event", event],
  import: ["import", "--event", event],
  "import --event-id": ["import", "--event-id", EVENT.event_id],
};

for (const [name, file, content, code, words] of [
  ["an empty file", "empty.csv", "", 3, /empty/i],
  ["a binary file", "binary.csv", Buffer.from("PK\u0003\u0004\u0000\u0001\u0002\u0000"), 3, /./],
  ["a web page", "page.csv", "<!doctype html><html><body>Sign in</body></html>", 3, /./],
  ["no name column", "no-name.csv", "E-mail,Company\na@example.com,Quill\n", 3, /--mapping name=/],
  ["two columns for one field", "two.csv", "Name,Email,Email\nAda,a@b.example,b@b.example\n", 3, /--mapping/],
  ["a quote that never ends", "quote.csv", 'Name,Email\n"Ada,a@example.com\n', 3, /quote/i],
  ["JSON that breaks off", "broken.json", '[{"name":"Ada","email":"a@example.com"},', 3, /complete|end/i],
  ["no row that can be imported", "bad.csv", "Name,Email\n,a@example.com\n,b@example.com\n", 3, /all 2 rows/],
  [
    "many rows and none good",
    "long.csv",
    `Name,Email\n${",a@example.com\n".repeat(5000)}`,
    3,
    /all 5,000 rows/,
  ],
]) {
  for (const [way, args] of Object.entries(WAYS)) {
    test(`${way}: ${name} ends with ${code}, and nothing was sent`, async () => {
      api.asked.length = 0;
      const path = await files.put(file, content);
      const { code: ended, stderr } = await cli([...args, "--attendees", path], { env });
      assert.equal(ended, code, stderr);
      assert.match(stderr, words);
      assert.deepEqual(api.asked, []);
      // A flag is named, never an option of the library.
      assert.doesNotMatch(stderr, /mapping: ?\{|maxRows|runKey|maxWaitMs|format: ?"/);
    });
  }
}

test("a file that is usable is sent", async () => {
  api.asked.length = 0;
  const path = await files.put("good.csv", ATTENDEES);
  await cli(["import", "--event", event, "--attendees", path, "--max-retries", "0"], { env });
  assert.ok(api.asked.length > 0);
});

const MESSY = [
  "Full name,Mail (private),Firm you work for?,Company",
  "Ada Okafor,ada@example.com,Harbor,Harbor Robotics",
  ",bruno@example.com,,Fjord Energy",
  "Chi Tanaka,ada@example.com,,Quill",
  "",
].join("\n");

for (const [way, args, more] of [
  ["check", ["check"], {}],
  ["run --dry-run", ["run", "--event", event, "--dry-run"], { MESHI_BASE: api.baseUrl }],
  ["import --dry-run", ["import", "--event-id", "e", "--dry-run"], { MESHI_BASE: api.baseUrl }],
]) {
  test(`${way} shows columns, counts and bad rows, without a key and without a request`, async () => {
    api.asked.length = 0;
    const path = await files.put("messy.csv", MESSY);
    const { code, stdout, stderr } = await cli([...args, "--attendees", path], { env: more });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^3 rows read, 1 can be imported, 2 would be rejected$/m);
    assert.match(stdout, /^Full name +name +header/m);
    assert.match(stdout, /^Company +company +header/m);
    assert.match(stdout, /^ +2 +name +/m);
    assert.match(stdout, /^ +3 +attendee_id +.*row 1/m);
    assert.deepEqual(api.asked, []);
    const json = await cli([...args, "--attendees", path, "--json"], { env: more });
    const report = JSON.parse(json.stdout);
    assert.deepEqual([report.total, report.usable, report.rejected.length], [3, 1, 2]);
    assert.deepEqual(
      report.columns.map(({ header, field }) => [header, field]).filter(([, field]) => field !== "raw"),
      [
        ["Full name", "name"],
        ["Mail (private)", "email"],
        ["Company", "company"],
      ],
    );
    assert.ok(report.columns.every((column) => !("samples" in column)));
    assert.equal((await cli([...args, "--attendees", path, "--strict"], { env: more })).code, 10);
  });
}

test("check of a file without a usable row ends with 3, and still writes the reasons", async () => {
  const path = await files.put("bad.csv", "Name,Email\n,a@example.com\n");
  const out = files.at("check-rejected.csv");
  const { code, stdout, stderr } = await cli(["check", "--attendees", path, "--rejected", out]);
  assert.equal(code, 3, stderr);
  assert.match(stdout, /^ +1 +name +/m);
  assert.match(await readFile(out, "utf8"), /^Name,Email,problem\r\n,a@example\.com,/);
  const json = await cli(["check", "--attendees", path, "--json"]);
  assert.equal(JSON.parse(json.stdout).error.code, "NOTHING_IMPORTED");
});

test("a doubtful column shows the flag that would use it", async () => {
  const { load } = await import("./parts.mjs");
  const { printCheck } = await load("file-check");
  const lines = [];
  const output = {
    columns: 60,
    print: async (line = "") => lines.push(line),
    out: { bold: String, dim: String },
  };
  const columns = [
    {
      header: 'Where "you" work',
      field: "raw",
      evidence: null,
      confidence: 0.4,
      suggestion: { field: "company", confidence: 0.55 },
    },
    { header: "Name", field: "name", evidence: "both", confidence: 0.99 },
  ];
  await printCheck({ columns, total: 1, usable: 1, rejected: [], warnings: [] }, output);
  const text = lines.join("\n");
  assert.match(text, /^Where "you" .* extra +company\? 55%$/m);
  assert.ok(text.includes('  --mapping company="Where \\"you\\" work"'), text);
});
