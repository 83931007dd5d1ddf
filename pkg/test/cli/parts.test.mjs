// The parts of the command line that carry rules of their own, each by itself.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import test from "node:test";
import { build } from "esbuild";

/** A module of src/cli, as it is. */
async function load(name) {
  const entry = fileURLToPath(new URL(`../../src/cli/${name}.ts`, import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

test("TopPairs keeps what sorting everything would keep, for any stream", async () => {
  const { TopPairs } = await load("top");
  let seed = 7;
  const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
  for (let round = 0; round < 200; round += 1) {
    const stream = Array.from({ length: random(120) }, () => ({
      attendee_id: `a${random(9)}`,
      matched_attendee_id: `a${random(9)}`,
      score: random(40) / 10,
    }));
    const size = random(8);
    const top = new TopPairs(size);
    for (const match of stream) top.offer(match);
    const best = new Map();
    for (const { attendee_id: a, matched_attendee_id: b, score } of stream) {
      const key = [a, b].sort().join(" ");
      if (!(best.get(key) >= score)) best.set(key, score);
    }
    const expected = [...best].sort(([k, s], [l, t]) => t - s || (k < l ? -1 : 1)).slice(0, size);
    const actual = top.best().map((m) => [[m.attendee_id, m.matched_attendee_id].sort().join(" "), m.score]);
    assert.deepEqual(actual, expected);
    assert.equal(top.seen, stream.length);
  }
});

test("a score that is no number is counted and never ranked", async () => {
  const { TopPairs } = await load("top");
  const top = new TopPairs(2);
  for (const score of [Number.NaN, undefined, Infinity, 1])
    top.offer({ attendee_id: "a", matched_attendee_id: "b", score });
  assert.deepEqual([top.seen, top.best().map((match) => match.score)], [4, [1]]);
});

test("no CSV cell can be taken for a formula, and the text comes back whole", async () => {
  const { cell, rejectedCsv } = await load("rejected-csv");
  for (const text of ["=1+1", "+49 30", "-1", "@x", "\t=1", " =1", "|calc", "%0A", "＝1", "\r=1"]) {
    assert.match(cell(text), /^"'/, JSON.stringify(text));
    assert.equal(cell(text), `"'${text}"`);
  }
  assert.equal(cell('say "hi", Ada'), '"say ""hi"", Ada"');
  assert.equal(cell("plain"), "plain");
  assert.equal(cell(undefined), "");
  assert.equal(
    rejectedCsv([{ row: 3, field: "email", code: "X", message: "a\nb" }]),
    'row,attendee_id,field,code,message\r\n3,,email,X,"a\nb"\r\n',
  );
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
