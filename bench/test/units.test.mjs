// How figures are written.

import assert from "node:assert/strict";
import test from "node:test";
import { number, quantity, whole } from "../units.mjs";

test("a number has three digits that say something, and all before the point", () => {
  for (const [value, text] of [
    [0, "0"],
    [0.01234, "0.012"],
    [0.5, "0.500"],
    [1.234, "1.23"],
    [12.34, "12.3"],
    [123.4, "123"],
    [1234.5, "1235"],
    [12_345.6, "12 346"],
  ])
    assert.equal(number(value), text);
});

test("a count has its thousands apart", () => {
  assert.deepEqual([0, 999, 5_000, 1_000_000].map(whole), ["0", "999", "5 000", "1 000 000"]);
});

test("a time is told in the unit that reads best", () => {
  assert.equal(quantity(0.0245, "ms"), "24.5 µs");
  assert.equal(quantity(42.1, "ms"), "42.1 ms");
  assert.equal(quantity(12_340, "ms"), "12.3 s");
  assert.equal(quantity(1_250, "rows/ms"), "1.25 M rows/s");
  assert.equal(quantity(32.8, "KB"), "32.8 KB");
});
