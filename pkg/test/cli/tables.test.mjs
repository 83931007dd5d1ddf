// Every table fits 60 columns, wide characters and long cells included, and no message speaks of library options.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import test from "node:test";
import stringWidth from "string-width";
import { ATTENDEES, cli, EVENT, folder, sandbox } from "./helpers.mjs";
import { load } from "./parts.mjs";

const files = await folder();
const source = fileURLToPath(new URL("../../src/cli", import.meta.url));

const WIDE = "国際展示場東京ロボティクス株式会社代表取締役社長";
const LONG = "https://www.example.com/a/very/long/path/that/has/no/space/in/it/and/goes/on/and/on";

/** What a printer prints on a terminal of so many columns. */
async function printed(columns, print) {
  const lines = [];
  const same = (text) => text;
  await print({
    columns,
    out: { bold: same, dim: same, yellow: same },
    print: async (line = "") => lines.push(...line.split("\n")),
  });
  return lines;
}

const cells = [WIDE, LONG, "Ada Okafor", "=", ""];

test("reports, rejections, warnings, reviews, matches and columns fit 60 columns", async () => {
  const render = await load("render");
  const { printCheck } = await load("file-check");
  for (const text of cells) {
    const rejected = [
      {
        row: 1_234_567,
        attendee_id: text,
        field: "linkedin_url",
        code: "INVALID_ATTENDEES",
        message: `${text} ${text}`,
      },
    ];
    const person = { attendee_id: text || "x", name: text, company: text };
    const items = [{ review_id: text, attendee_id: text, attendee: person, status: "open", reason: text }];
    const column = {
      header: text,
      field: "linkedin_url",
      evidence: "both",
      confidence: 0.99,
      suggestion: { field: "attendee_id", confidence: 0.5 },
    };
    for (const print of [
      (output) => render.printRejected(rejected, output),
      (output) => render.printWarnings(rejected, output),
      (output) => render.printReview(items, output),
      (output) =>
        render.printMatches(
          [{ score: 0.123456, attendee: person, matched: person, rationale: text }],
          output,
        ),
      (output) =>
        printCheck({ columns: [column], total: 1, usable: 1, rejected, warnings: rejected }, output),
    ]) {
      const lines = await printed(60, print);
      // A flag is there to be copied: it is not broken.
      const wide = lines.filter((line) => stringWidth(line) > 60 && !line.includes("--mapping"));
      assert.deepEqual(wide, []);
    }
  }
});

test("any table of up to ten columns fits, whatever its columns ask for", async () => {
  const { table } = await load("table");
  for (let columns = 1; columns <= 10; columns += 1) {
    for (const least of [undefined, 4, 30]) {
      const heads = Array.from({ length: columns }, (_, at) => ({
        title: `column ${at}`,
        ...(least === undefined ? {} : { min: least }),
        ...(at === columns - 1 ? { wrap: true } : {}),
      }));
      for (const line of table(heads, [heads.map((_, at) => cells[at % 3])], 60))
        assert.ok(stringWidth(line) <= 60, line);
    }
  }
});

test("what commands print fits 60 columns where COLUMNS says so", async () => {
  const box = await sandbox();
  const env = { ...box.env, COLUMNS: "60" };
  const event = await files.put(
    "event.json",
    JSON.stringify({ ...EVENT, title: `${EVENT.title} ${WIDE}${WIDE}` }),
  );
  const attendees = await files.put(
    "attendees.csv",
    `${ATTENDEES}${WIDE},wide@example.com,${WIDE},${WIDE},robotics\n,x@example.com,,,\n`,
  );
  const id = EVENT.event_id;
  for (const args of [
    ["check", "--attendees", attendees],
    ["run", "--event", event, "--attendees", attendees],
    ["import", "--event-id", id, "--attendees", attendees],
    ["matches", "--event-id", id],
    ["review"],
    ["events", "list"],
    ["attendees", "list", "--event-id", id],
  ]) {
    const { code, stdout, stderr } = await cli(args, { env });
    assert.equal(code, 0, stderr);
    // Sentences go on by themselves; only what stands in columns has to fit.
    const rows = stdout
      .split("\n")
      .filter((line) => / {2,}\S/u.test(line.trim()) && !/^(event|runs|rows) /.test(line));
    for (const line of rows) assert.ok(stringWidth(line) <= 60, `${args[0]}: ${line}`);
  }
});

/** How the library spells what a flag sets. */
const LIBRARY =
  /\b(mapping: ?\{|mapping\.\w|maxRows|maxBytes|runKey|maxWaitMs|maxRetries|retryBudget|timeoutMs|deadlineMs|maxRetryAfterMs|baseUrl|apiKey|headerRow|skipRows|format: "|minScore|attendeeId|sessionId|readAttendees)/;

test("every library option that a message of the module names has a flag for it, or is left out", async () => {
  const { inFlags } = await load("flags");
  for (const [message, told] of [
    [
      'can both be email: say which one is, with mapping: { email: "E-Mail" }',
      'can both be email: say which one is, with --mapping email="E-Mail"',
    ],
    [
      'say with mapping: { name: "…" } or mapping: { first_name: "…", last_name: "…" }',
      'say with --mapping name="…" or --mapping first_name="…" last_name="…"',
    ],
    [
      'with mapping: { attendee_id: "…" } which column is, or with mapping: { attendee_id: null } that none is',
      'with --mapping attendee_id="…" which column is',
    ],
    [
      "the run has not ended within 5 ms (maxWaitMs); it goes on",
      "the run has not ended within 5 ms; it goes on",
    ],
    ["Give another runKey to do everything again.", "Give another --run-key to do everything again."],
    [
      " (not retried: the client's retry budget, retryBudget, is used up)",
      " (not retried: the client's retry budget is used up)",
    ],
    ['if it has one object a line, say format: "ndjson"', "if it has one object a line, say --format ndjson"],
    [
      'must be "staging" or "production"; give baseUrl for anything else',
      'must be "staging" or "production"; give --base-url for anything else',
    ],
  ]) {
    assert.equal(inFlags(message), told);
    assert.doesNotMatch(inFlags(message), LIBRARY);
  }
});

test("no hint of the command line's own names a library option", () => {
  const own = readdirSync(source, { recursive: true }).filter(
    (file) => file.endsWith(".ts") && file !== "flags.ts",
  );
  for (const file of own) {
    const text = readFileSync(`${source}/${file}`, "utf8");
    const code = text.replace(/^ *(?:\/\/|\/?\*).*$/gmu, "");
    for (const [literal] of code.matchAll(/"[^"\n]* [^"\n]*"|`[^`\n]* [^`\n]*`/gu)) {
      assert.doesNotMatch(literal.replace(/\$\{[^}]*\}/gu, ""), LIBRARY, `${file}: ${literal}`);
    }
  }
});

test("failing commands speak of flags", async () => {
  const box = await sandbox();
  const event = await files.put("event.json", JSON.stringify(EVENT));
  const put = (name, text) => files.put(name, text);
  const importing = async (path, ...more) => ["import", "--event", event, "--attendees", path, ...more];
  for (const args of [
    await importing(await put("no-name.csv", "E-mail,Company\na@example.com,Quill\n")),
    await importing(await put("two.csv", "Name,Email,Email\nAda,a@b.example,b@b.example\n")),
    await importing(await put("no-id.csv", "Name\nAda\nBo\n")),
    await importing(await put("cut.json", '{"name":"Ada"')),
    await importing(await put("plain.csv", ATTENDEES), "--mapping", "company=Firm"),
    await importing(await put("plain.csv", ATTENDEES), "--mapping", "nmae=Name"),
    await importing(await put("twice.csv", "Id,Name,Email\n1,Ada,a@b.example\n1,Bo,b@b.example\n")),
    ["matches", "--event-id", "no/good"],
    ["matches", "--event-id", "e", "--attendee-id", "no/good"],
    [
      "run",
      "--event",
      await put("near.json", '{"event_id":"e","titel":"x"}'),
      "--attendees",
      await put("plain.csv", ATTENDEES),
    ],
  ]) {
    const { stdout, stderr } = await cli(args, { env: box.env });
    assert.doesNotMatch(stdout + stderr, LIBRARY, args.join(" "));
  }
});
