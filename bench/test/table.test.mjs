// What the terminal shows of a table.

import assert from "node:assert/strict";
import test from "node:test";
import { BARS, verdict } from "../bars.mjs";
import { lines } from "../table.mjs";

test("less is better, or more, as the bar says", () => {
  assert.equal(verdict({ median: 1.3, ...BARS.callOverPlain }), "moonshot");
  assert.equal(verdict({ median: 1.31, ...BARS.callOverPlain }), "met");
  assert.equal(verdict({ median: 2.01, ...BARS.callOverPlain }), "missed");
  assert.equal(verdict({ median: 6, ...BARS.csvOverPapa }), "moonshot");
  assert.equal(verdict({ median: 2.99, ...BARS.csvOverPapa }), "missed");
  assert.equal(verdict({ median: 1 }), undefined);
});

test("ratios come first, each beside its bar, and a miss is said aloud", () => {
  const [title, ratio, figure] = lines({
    title: "One call",
    unit: "ms",
    ratios: [{ name: "over plain", median: 2.5, low: 2.4, high: 2.6, rounds: 3, ...BARS.callOverPlain }],
    figures: [{ name: "ours", median: 0.05, low: 0.04, high: 0.06, rounds: 3 }],
  });
  assert.equal(title, "One call");
  assert.match(ratio, /^ +2\.50× +\(2\.40–2\.60\) +over plain +bar ≤ 2×, moonshot ≤ 1\.3× +MISSES THE BAR$/);
  assert.match(figure, /^ +50\.0 µs +\(40\.0 µs–60\.0 µs\) +ours$/);
});

test("what was measured once has no spread", () => {
  const [, ratio] = lines({
    title: "Memory",
    ratios: [{ name: "linear memory", median: 7, low: 7, high: 7, rounds: 1, ...BARS.wasmMemory }],
  });
  assert.match(ratio, /^ +7\.00 MB +linear memory +bar ≤ 32 MB, moonshot ≤ 8 MB +moonshot$/);
});
