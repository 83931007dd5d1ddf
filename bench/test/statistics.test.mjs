// The arithmetic behind the figures.

import assert from "node:assert/strict";
import test from "node:test";
import { median, quantile, ratio, summary } from "../statistics.mjs";

test("the middle of an odd number of samples is one of them, of an even number between two", () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([7]), 7);
});

test("a quantile lies between its two neighbours, in proportion", () => {
  assert.equal(quantile([0, 10, 20, 30, 40], 0.25), 10);
  assert.equal(quantile([0, 10], 0.25), 2.5);
  assert.equal(quantile([3, 1, 2], 0), 1);
  assert.equal(quantile([3, 1, 2], 1), 3);
});

test("nothing measured is an error, and not a zero", () => {
  assert.throws(() => median([]), /nothing was measured/);
});

test("a summary has the quartiles and leaves the samples in their order", () => {
  const samples = [5, 1, 4, 2, 3];
  assert.deepEqual(summary(samples), { median: 3, low: 2, high: 4, rounds: 5 });
  assert.deepEqual(samples, [5, 1, 4, 2, 3]);
});

test("a ratio is taken round by round, so that a slow round of both says nothing", () => {
  const steady = ratio([2, 20, 2], [1, 10, 1]);
  assert.deepEqual(steady, { median: 2, low: 2, high: 2, rounds: 3 });
  assert.throws(() => ratio([1, 2], [1]), /same rounds/);
});
