import assert from "node:assert/strict";
import test from "node:test";
import { change, compare, TOLERANCES } from "../compare.mjs";

const figures = (more = {}) => ({
  instructions: 100_000,
  movedBytes: 50_000,
  allocations: 300,
  allocatedBytes: 40_000,
  peakBytes: 20_000,
  ...more,
});

test("what is within its tolerance is neither wrong nor a gain, on either side", () => {
  for (const instructions of [97_000, 100_000, 103_000]) {
    const found = compare({ call: figures({ instructions }) }, { call: figures() });
    assert.deepEqual(found, { wrong: [], gains: [] }, `${instructions}`);
  }
});

test("what is above is wrong, and only that", () => {
  const found = compare(
    { call: figures({ instructions: 103_001 }), body: figures() },
    { call: figures(), body: figures() },
  );
  assert.deepEqual(found, { wrong: ["call: 103001 instructions, +3.0 % against 100000"], gains: [] });
});

test("what is below is a gain, and breaks nothing", () => {
  const found = compare({ call: figures({ instructions: 50_000 }) }, { call: figures() });
  assert.deepEqual(found, { wrong: [], gains: ["call: 50000 instructions, −50.0 % against 100000"] });
});

test("allocations are held to the last one", () => {
  assert.equal(compare({ call: figures({ allocations: 301 }) }, { call: figures() }).wrong.length, 1);
  assert.equal(compare({ call: figures({ allocations: 299 }) }, { call: figures() }).gains.length, 1);
  const found = compare({ call: figures({ allocations: 1 }) }, { call: figures({ allocations: 0 }) });
  assert.deepEqual(found.wrong, ["call: 1 allocations, new against 0"]);
});

test("a small figure has some bytes free", () => {
  const few = { movedBytes: 10, allocatedBytes: 10, peakBytes: 10 };
  const more = { movedBytes: 266, allocatedBytes: 266, peakBytes: 266 };
  assert.deepEqual(compare({ call: figures(more) }, { call: figures(few) }), { wrong: [], gains: [] });
  assert.equal(
    compare({ call: figures({ ...more, peakBytes: 267 }) }, { call: figures(few) }).wrong.length,
    1,
  );
});

test("every figure is held", () => {
  for (const figure of Object.keys(TOLERANCES)) {
    const found = compare({ call: figures({ [figure]: 1_000_000 }) }, { call: figures() });
    assert.equal(found.wrong.length, 1, figure);
  }
});

test("a path that is new or gone is wrong, and so is a figure", () => {
  assert.deepEqual(compare({ call: figures() }, {}).wrong, ["call is new: nothing is accepted for it"]);
  assert.deepEqual(compare({}, { call: figures() }).wrong, ["call is gone, and figures are accepted for it"]);
  const { peakBytes, ...less } = figures();
  assert.ok(peakBytes > 0);
  assert.deepEqual(compare({ call: figures() }, { call: less }).wrong, [
    "call: nothing is accepted of its bytes at the peak",
  ]);
  assert.deepEqual(compare({ call: less }, { call: figures() }).wrong, [
    "call: nothing is known of its bytes at the peak",
  ]);
});

test("a change has its sign", () => {
  assert.deepEqual(
    [change(100, 100), change(110, 100), change(90, 100), change(1, 0)],
    ["=", "+10.0 %", "−10.0 %", "new"],
  );
});
