// What the picture shows, and that its lengths are true.

import assert from "node:assert/strict";
import test from "node:test";
import { chart, scale } from "../chart.mjs";
import { panels } from "../picture.mjs";

const bar = (name, median, more = {}) => ({
  name,
  median,
  low: median,
  high: median,
  label: `${median} ms`,
  ...more,
});
const panel = (bars, limits = []) => ({ title: "A & B", better: "shorter is better", limits, bars });
const widths = (svg) =>
  [...svg.matchAll(/<rect class="(?:bar|ours)"[^>]* width="([\d.]+)"/g)].map(([, width]) => Number(width));

test("the longest is as long as there is room, and the others are as long as they are large", () => {
  const to = scale([1, 4, 2], 400);
  assert.deepEqual([0, 1, 2, 4].map(to), [0, 100, 200, 400]);
  assert.throws(() => scale([0], 400), /nothing to draw/);
  assert.throws(() => scale([], 400), /nothing to draw/);
});

test("bars begin at zero and keep their proportions, whatever else is drawn", () => {
  const [long, short] = widths(chart([panel([bar("a", 30), bar("b", 10)])], []));
  assert.ok(Math.abs(long / short - 3) < 0.01);
  const [bounded] = widths(chart([panel([bar("a", 30)], [{ name: "bar", at: 60 }])], []));
  assert.ok(Math.abs(long / bounded - 2) < 0.01);
  const [spread] = widths(chart([panel([bar("a", 30, { low: 20, high: 60 })])], []));
  assert.equal(spread, bounded);
});

test("every bar is labelled, the own one is marked, and text is escaped", () => {
  const svg = chart([panel([bar("a<b", 3, { ours: true }), bar("c", 4)])], ["made by hand"]);
  for (const shown of ["A &amp; B", "a&lt;b", "3 ms", "4 ms", "made by hand"])
    assert.ok(svg.includes(shown), shown);
  assert.equal(svg.match(/class="ours"/g).length, 1);
  assert.ok(!svg.includes("a<b"));
});

test("a throughput is the file by the time, its quartiles change places, and its bar is a multiple of the peer's", () => {
  const papa = "papaparse + validation + JSON.stringify";
  const figure = (name, median, low, high) => ({ name, median, low, high, rounds: 3 });
  const [drawn] = panels([
    {
      id: "csv",
      unit: "ms",
      work: { bytes: 6_000_000, rows: 50_000 },
      ratios: [{ name: "as fast", median: 4, low: 4, high: 4, rounds: 3, bar: 3, moonshot: 6, more: true }],
      figures: [figure(papa, 120, 100, 150), figure("meshi-partner", 30, 20, 60)],
    },
  ]);
  assert.deepEqual(
    drawn.bars.map(({ name, median, low, high, label, ours }) => ({ name, median, low, high, label, ours })),
    [
      { name: "meshi-partner", median: 200, low: 100, high: 300, label: "200 MB/s", ours: true },
      { name: "papaparse", median: 50, low: 40, high: 60, label: "50.0 MB/s", ours: false },
    ],
  );
  assert.deepEqual(drawn.limits, [
    { name: "bar", at: 150 },
    { name: "goal", at: 300 },
  ]);
});

test("a bar with a unit of its own lies where it says", () => {
  const figure = { name: "meshi-partner", median: 60, low: 60, high: 60, rounds: 1 };
  const ratios = [{ name: "one client", ...figure, bar: 64, moonshot: 32.8, unit: " KB" }];
  const [drawn] = panels([{ id: "size", unit: "KB", ratios, figures: [figure] }]);
  assert.deepEqual(
    drawn.limits.map(({ at }) => at),
    [64, 32.8],
  );
});
