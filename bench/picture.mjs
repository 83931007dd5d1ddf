// Which tables the chart shows, and how a figure of theirs becomes a bar. What the bars are drawn with is in `chart.mjs`.

import { OURS } from "./names.mjs";
import { PAPA } from "./readers.mjs";
import { quantity } from "./units.mjs";

/** The name without what every contestant of a CSV table does as well. */
const short = (name) => name.replace(/ \+ validation.*$/, "");

/** As measured: less is better. */
const asMeasured = {
  value: ({ median, low, high }) => ({ median, low, high }),
  show: (value, { unit }) => quantity(value, unit),
};

/** Of a time and the file that was read in it: more is better, and the quartiles change places. */
const throughput = {
  value: ({ median, low, high }, { work: { bytes } }) => ({
    median: bytes / 1e3 / median,
    low: bytes / 1e3 / high,
    high: bytes / 1e3 / low,
  }),
  show: (value) => quantity(value, "MB/s"),
};

/** The panels, from the top: of which table, under which title if not the table's own, and what its bar is a multiple of. */
const PANELS = [
  { id: "call", title: "One small call, the answer at once", how: asMeasured, base: "plain fetch + json()" },
  { id: "csv", how: throughput, base: PAPA },
  { id: "body", how: asMeasured, base: "plain JavaScript" },
  { id: "memory", title: "A million rows streamed: peak memory of the process", how: asMeasured },
  { id: "start-node-20", title: "Cold start in Node 20: import to first answer", how: asMeasured },
  { id: "size", title: "One client in a browser, minified, gzip", how: asMeasured },
];

/** Where a bar and a moonshot lie on the panel's own scale. */
function limits({ ratios = [] }, bars, base) {
  const held = ratios.find(
    ({ bar, unit }) => bar !== undefined && (base === undefined) === (unit !== undefined),
  );
  if (held === undefined) return [];
  const of = base === undefined ? 1 : bars.find(({ name }) => name === base).median;
  return [
    { name: "bar", at: held.bar * of },
    { name: "goal", at: held.moonshot * of },
  ];
}

/** The panels that some tables fill. */
export function panels(tables) {
  return PANELS.flatMap(({ id, how, base, ...panel }) => {
    const table = tables.find((each) => each.id === id && each.figures !== undefined);
    if (table === undefined) return [];
    const bars = table.figures.map((figure) => {
      const value = how.value(figure, table);
      return {
        name: figure.name,
        ...value,
        label: how.show(value.median, table),
        ours: figure.name === OURS,
      };
    });
    return [
      {
        title: panel.title ?? table.title,
        better: how === throughput ? "longer is better" : "shorter is better",
        // What a bar of memory is held to is the module's own, which no bar here shows.
        limits: id === "memory" ? [] : limits(table, bars, base),
        bars: bars
          .toSorted((a, b) => (how === throughput ? b.median - a.median : a.median - b.median))
          .map((bar) => ({ ...bar, name: short(bar.name) })),
      },
    ];
  });
}

/** What the picture says below the panels. */
export const about = ({ machine, taken }) => [
  "Medians of interleaved rounds; the thin line is the middle half of them. Every bar begins at zero.",
  "Dashed: the bar that the package is held to, and the goal.",
  `${machine}, ${taken.slice(0, 10)}`,
];
