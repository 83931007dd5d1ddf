// What the package is held to. A bar is the floor, a moonshot the goal; with `more` the larger value is the better one.

import { number } from "./units.mjs";

export const BARS = {
  callOverPlain: { what: "one small call, over plain `fetch` and `json()`", bar: 2, moonshot: 1.3 },
  callOverPeer: {
    what: "the same, over the fastest of openai, stripe, cloudflare and @octokit/core",
    bar: 0.8,
    moonshot: 0.5,
  },
  csvOverPapa: {
    what: "CSV of 50 000 rows to validated parts, as fast as papaparse with the same around it",
    bar: 3,
    moonshot: 6,
    more: true,
  },
  bodyOverPlain: {
    what: "5 000 attendee objects to a validated body, over plain JavaScript",
    bar: 2.5,
    moonshot: 1.2,
  },
  wasmMemory: {
    what: "the module's memory after 1 000 000 streamed CSV rows",
    bar: 32,
    moonshot: 8,
    unit: " MB",
  },
  start: { what: "compile and instantiate in a fresh process", bar: 3, moonshot: 1, unit: " ms" },
  size: { what: "one client, module and glue, minified, gzip", bar: 64, moonshot: 32.8, unit: " KB" },
};

/** What is held to a bar, as it is written: a ratio, unless it has a unit. */
export const held = ({ unit = "×" }, value) => `${number(value)}${unit}`;

/** A bar or a goal, as it is written. */
export const limit = ({ more, unit = "×" }, value) => `${more ? "≥" : "≤"} ${value}${unit}`;

/** How a value stands to its bar: `moonshot`, `met` or `missed`; nothing where it has none. */
export function verdict({ median, bar, moonshot, more }) {
  if (bar === undefined) return undefined;
  const meets = (limit) => (more ? median >= limit : median <= limit);
  if (meets(moonshot)) return "moonshot";
  return meets(bar) ? "met" : "missed";
}
