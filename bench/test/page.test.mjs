// The page of figures, and that the repository shows those that were accepted.

import assert from "node:assert/strict";
import test from "node:test";
import { stale } from "../documents.mjs";
import { bars, between, page } from "../page.mjs";

const TABLE = {
  title: "One call",
  note: "more is better",
  unit: "ms",
  work: { bytes: 1_000_000, rows: 2_000 },
  ratios: [
    {
      name: "over plain",
      what: "a call, over plain",
      median: 2.5,
      low: 2.4,
      high: 2.6,
      rounds: 3,
      bar: 2,
      moonshot: 1.3,
    },
    { name: "over a | b", median: 0.5, low: 0.5, high: 0.5, rounds: 1 },
  ],
  figures: [{ name: "ours", median: 10, low: 9, high: 11, rounds: 3, detail: "all of it" }],
};
const RESULTS = {
  machine: "Node 20",
  taken: "2026-11-24T12:00:00.000Z",
  clock: "the wall's",
  tables: [TABLE],
};

test("what is held to a bar stands together, and a miss is said aloud", () => {
  assert.deepEqual(bars([TABLE]).slice(2), [
    "| a call, over plain | 2.50× | 2.40 to 2.60 | ≤ 2× | ≤ 1.3× | **misses the bar** |",
  ]);
});

test("the page has every ratio, every contestant with what it makes of its time, and what could not be had", () => {
  const text = page({ ...RESULTS, tables: [TABLE, { title: "Elsewhere", missing: "not here" }] });
  assert.ok(text.includes("| 0.500× |  | over a \\| b |  |"));
  assert.ok(text.includes("| ours | 10.0 ms | 9.00 ms to 11.0 ms | 100 | 200 k rows/s | all of it |"));
  assert.ok(text.includes("## Elsewhere\n\nCould not be had: not here.\n"));
});

test("a table takes the place of the one before, and a text without a place for it is an error", () => {
  const text = "a\n\n<!-- table: x -->\n\nold\n\n<!-- end of table -->\n\nb";
  const now = between(text, "x", ["new"]);
  assert.equal(now, text.replace("old", "new"));
  assert.equal(between(now, "x", ["new"]), now);
  assert.throws(() => between(text, "y", []), /no place for the table y/);
});

test("the documents show the accepted figures", async () => {
  assert.deepEqual(await stale(), [], "`cargo xtask bench --accept`, or node bench/documents.mjs --write");
});
