// The figures as a page of Markdown, `docs/bench.md`, and the few of them that README.md shows.

import { held, limit, verdict } from "./bars.mjs";
import { number, quantity } from "./units.mjs";

const VERDICTS = { moonshot: "reaches the goal", met: "meets the bar", missed: "**misses the bar**" };

/** Text as a cell of a table. */
const cell = (text) => String(text).replaceAll("|", "\\|");

/** Lines of a table. */
function grid(head, rows) {
  const row = (cells) => `| ${cells.map(cell).join(" | ")} |`;
  return [row(head), row(head.map(() => "---")), ...rows.map(row)];
}

const spread = ({ low, high, rounds }, show) => (rounds > 1 ? `${show(low)} to ${show(high)}` : "");

/** Everything that is held to a bar: in the order of the tables, each with its bar, its goal and how it stands. */
export function bars(tables) {
  const rows = tables.flatMap(({ ratios = [] }) =>
    ratios
      .filter(({ bar }) => bar !== undefined)
      .map((ratio) => [
        ratio.what,
        held(ratio, ratio.median),
        spread(ratio, number),
        limit(ratio, ratio.bar),
        limit(ratio, ratio.moonshot),
        VERDICTS[verdict(ratio)],
      ]),
  );
  return grid(["what", "measured", "middle half", "bar", "goal", ""], rows);
}

function ratioRow(ratio) {
  return [held(ratio, ratio.median), spread(ratio, number), ratio.name, VERDICTS[verdict(ratio)] ?? ""];
}

function figures({ figures: all, unit, work }) {
  const show = (value) => quantity(value, unit);
  const head = ["", "median", "middle half"];
  const rows = all.map(({ name, median, ...rest }) => [name, show(median), spread(rest, show)]);
  if (work !== undefined) {
    head.push("MB/s", "rows/s");
    all.forEach(({ median }, place) =>
      rows[place].push(number(work.bytes / 1e3 / median), quantity(work.rows / median, "rows/ms")),
    );
  }
  if (all.some(({ detail }) => detail !== undefined)) {
    head.push("of which");
    all.forEach(({ detail = "" }, place) => rows[place].push(detail));
  }
  return grid(head, rows);
}

function section(table) {
  const { title, note, missing, ratios = [], figures: all = [] } = table;
  const parts = [[`## ${title}`]];
  if (note !== undefined) parts.push([`${note[0].toUpperCase()}${note.slice(1)}.`]);
  if (missing !== undefined) parts.push([`Could not be had: ${missing}.`]);
  if (ratios.length > 0) parts.push(grid(["meshi-partner", "middle half", "", ""], ratios.map(ratioRow)));
  if (all.length > 0) parts.push(figures(table));
  return parts;
}

/** The page. */
export function page({ machine, taken, clock, tables }) {
  const parts = [
    ["# Speed and size, measured"],
    ["Made by `cargo xtask bench --accept` from [bench.json](bench.json). Do not edit."],
    [
      `${machine}, ${taken.slice(0, 10)}; ${clock} unless a table says otherwise. Contestants take turns in interleaved rounds, and a ratio is taken round by round: of all rounds the median is told, and between which values the middle half lay. Each result is checked. A ratio over another contestant is the package's time (or memory, or size) divided by the other's; below 1 the package is ahead, unless it says "as fast as".`,
    ],
    ["![The main figures as bars](bench.svg)"],
    ["## What the package is held to"],
    bars(tables),
    ...tables.flatMap(section),
  ];
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** Puts lines between a text's markers, in place of those that are there. */
export function between(text, name, lines) {
  const [start, end] = [`<!-- table: ${name} -->`, "<!-- end of table -->"];
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`there is no place for the table ${name}`);
  return `${text.slice(0, from + start.length)}\n\n${lines.join("\n")}\n\n${text.slice(to)}`;
}
