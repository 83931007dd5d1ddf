// The parts of the command line that carry rules of their own, each by itself.

import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./parts.mjs";

test("the best matches are shown without addresses, and with what a reader has to know", async () => {
  const { readBest } = await load("top");
  const told = [];
  const progress = { begin: () => {}, update: (text) => told.push(text), done: (text) => told.push(text) };
  const best = (result) => {
    const top = async (eventId, query, { onProgress }) => {
      assert.deepEqual([eventId, query], ["e", { n: 2 }]);
      onProgress({ scanned: 1 });
      return result;
    };
    return readBest({ matches: { top } }, "e", { n: 2 }, { progress });
  };
  const item = {
    score: 3,
    attendee: { attendee_id: "a", name: "Ada", email: "ada@example.com" },
    matched_attendee: { attendee_id: "b" },
    rationale: "r",
    rank: 1,
  };
  const shown = {
    score: 3,
    attendee: { attendee_id: "a", name: "Ada" },
    matched: { attendee_id: "b" },
    rationale: "r",
  };
  assert.deepEqual(await best({ items: [item], scanned: 5, unranked: 0, named: true }), {
    total: 5,
    top: [shown],
    items: [item],
    notes: [],
  });
  assert.deepEqual(told, ["1 score", "5 scores"]);
  const { notes } = await best({ items: [], scanned: 5, unranked: 2, named: false });
  assert.match(notes.join("\n"), /Names are missing.*\n2 scores could not be ranked/);
});

test("no CSV cell can be taken for a formula, and the text comes back whole", async () => {
  const { cell, csvLine } = await load("csv");
  for (const text of ["=1+1", "+49 30", "-1", "@x", "\t=1", " =1", "|calc", "%0A", "＝1", "\r=1"]) {
    assert.match(cell(text), /^"'/, JSON.stringify(text));
    assert.equal(cell(text), `"'${text}"`);
  }
  assert.equal(cell('say "hi", Ada'), '"say ""hi"", Ada"');
  assert.equal(cell("plain"), "plain");
  assert.equal(cell(undefined), "");
  assert.equal(csvLine([3, undefined, "a\nb"]), '3,,"a\nb"');
});

test("text for the terminal is one line, without controls and direction marks", async () => {
  const { clean, clip, pad, duration, count } = await load("text");
  assert.equal(clean("a\u001b[2J\u202eb\nc\td"), "a\\u001b[2J\\u202eb\\nc d");
  assert.equal(clean(null), "");
  assert.equal(clip("陽子さん", 5), "陽子…");
  assert.equal(clip("Ada", 3), "Ada");
  assert.equal(pad("陽子", 6), "陽子  ");
  assert.deepEqual([480, 3210, 245_000].map(duration), ["480 ms", "3.2 s", "4 min 5 s"]);
  assert.deepEqual([count(1, "row"), count(12345, "row")], ["1 row", "12,345 rows"]);
});

test("a table fits the terminal by shrinking what may shrink", async () => {
  const { table } = await load("table");
  const columns = [
    { title: "n", right: true },
    { title: "name", min: 6 },
    { title: "why", min: 6 },
  ];
  const rows = [
    [10, "Ada Lovelace Byron", "they both like engines"],
    [9, "陽子陽子陽子陽子", "x"],
  ];
  const wide = table(columns, rows, Infinity);
  assert.equal(wide[1], "10  Ada Lovelace Byron  they both like engines");
  for (const line of table(columns, rows, 30)) assert.ok([...line].length <= 30, line);
  assert.match(table(columns, rows, 30)[2], /^ 9 {2}陽/);
});

test("the last column of a table may go on below itself, and nothing of it is lost", async () => {
  const { table } = await load("table");
  const columns = [
    { title: "n", right: true },
    { title: "why", min: 10, wrap: true },
  ];
  const lines = table(columns, [[1, "they both like engines and trains"]], 18);
  assert.deepEqual(lines, ["n  why", "1  they both like", "   engines and", "   trains"]);
});

test("a bar is as long as it should be, whatever it is told", async () => {
  const { bar } = await load("progress");
  assert.equal(bar(undefined), "");
  assert.equal(bar(0.5, 4), "██░░  50%");
  assert.equal(bar(7, 4), "████ 100%");
  assert.equal(bar(-1, 4), "░░░░   0%");
});
