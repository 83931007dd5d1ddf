// event.json: every way in which it can be wrong ends with 3, names the file and says what to do.

import assert from "node:assert/strict";
import test from "node:test";
import { ATTENDEES, cli, folder } from "./helpers.mjs";

const files = await folder();
const attendees = await files.put("attendees.csv", ATTENDEES);
const run = (event) => cli(["run", "--sandbox", "--event", event, "--attendees", attendees]);

for (const [name, content, words] of [
  ["an empty file", "", /is empty/],
  ["a file of spaces", " \n ", /is empty/],
  ["broken JSON", '{ "event_id": "a",\n  "title": }', /not valid JSON/],
  ["an array", "[]", /holds an array, not an object/],
  ["null", "null", /holds null/],
  ["a number", "7", /holds a number/],
  ["no event_id", '{ "title": "Spring" }', /no "event_id"/],
  ["an event_id that is a number", '{ "event_id": 7, "title": "Spring" }', /odd "event_id"/],
  [
    "a context that is text",
    '{ "event_id": "a", "title": "Spring", "context": "meet" }',
    /"context" in .* is not an object/,
  ],
  ["bytes that are no text", Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d]), /not UTF-8/],
  ["a file that is too large", `{"event_id":"a","title":"${"x".repeat(1_100_000)}"}`, /too large/],
  ["an id that would leave its path segment", '{ "event_id": "../admin", "title": "Spring" }', /event_id/],
  ["no title", '{ "event_id": "a" }', /title/],
  [
    "a date that does not exist",
    '{ "event_id": "a", "title": "Spring", "start_date": "2026-02-30" }',
    /start_date/,
  ],
  ["a title that is too long", JSON.stringify({ event_id: "a", title: "x".repeat(201) }), /title/],
]) {
  test(`${name} ends with 3`, async () => {
    const path = await files.put("event.json", content);
    const { code, stdout, stderr } = await run(path);
    assert.equal(code, 3, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, words);
    assert.match(stderr, /error: /);
  });
}

test("a file that is not there, and a folder", async () => {
  for (const path of [files.at("missing.json"), files.path]) {
    const { code, stderr } = await run(path);
    assert.equal(code, 3);
    assert.match(stderr, /cannot be read \((ENOENT|EISDIR)\)/);
  }
});

test("a byte order mark is no reason to refuse", async () => {
  const path = await files.put("bom.json", '\ufeff{ "event_id": "a", "title": "Spring" }');
  assert.equal((await run(path)).code, 0);
});
