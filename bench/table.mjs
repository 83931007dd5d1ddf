// Sets figures out on a terminal: ratios first, each beside the bar that it is held to.

import { held, limit, verdict } from "./bars.mjs";
import { number, quantity } from "./units.mjs";

const VERDICTS = { moonshot: "moonshot", met: "meets the bar", missed: "MISSES THE BAR" };

const spread = ({ low, high, rounds }, show) => (rounds > 1 ? `(${show(low)}–${show(high)})` : "");

function ratioLine(ratio) {
  const { name, bar, moonshot } = ratio;
  const limits = bar === undefined ? "" : `bar ${limit(ratio, bar)}, moonshot ${limit(ratio, moonshot)}`;
  const value = held(ratio, ratio.median);
  const told = [value.padStart(13), spread(ratio, number).padEnd(14), name.padEnd(48), limits.padEnd(34)];
  return `${told.join("  ")}  ${VERDICTS[verdict(ratio)] ?? ""}`.trimEnd();
}

function figureLine({ unit, work }, figure) {
  const show = (value) => quantity(value, unit);
  const told = [show(figure.median).padStart(13), spread(figure, show).padEnd(24)];
  if (work !== undefined) {
    const { bytes, rows } = work;
    told.push(`${number(bytes / 1e3 / figure.median)} MB/s`.padStart(10));
    told.push(`${quantity(rows / figure.median, "rows/ms")}`.padStart(14));
  }
  const detail = figure.detail === undefined ? "" : `  ${figure.detail}`;
  return `${told.join("  ")}  ${detail === "" ? figure.name : figure.name.padEnd(16)}${detail}`;
}

/** The lines of a table: what was measured, its ratios, then every contestant. */
export function lines(table) {
  const { title, note, missing, ratios = [], figures = [] } = table;
  return [
    title,
    ...(note === undefined ? [] : [`  ${note}`]),
    ...(missing === undefined ? [] : [`  could not be had: ${missing}`]),
    ...ratios.map(ratioLine),
    ...figures.map((figure) => figureLine(table, figure)),
  ];
}
