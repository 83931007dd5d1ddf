// The files of the repository that show accepted figures, as they have to be.

import { readFile, writeFile } from "node:fs/promises";
import { chart } from "./chart.mjs";
import { bars, between, page } from "./page.mjs";
import { about, panels } from "./picture.mjs";

const root = new URL("../", import.meta.url);
const read = (name) => readFile(new URL(name, root), "utf8");

/** The accepted figures; everything else is made from them. */
const FIGURES = "docs/bench.json";

/** The picture of some results. */
export const picture = (results) => chart(panels(results.tables), about(results));

/** What each document has to be for some results. */
async function made(results) {
  return {
    "docs/bench.md": page(results),
    "docs/bench.svg": picture(results),
    "README.md": between(await read("README.md"), "bench", bars(results.tables)),
  };
}

/** Takes results as those that the documents show. */
export async function accept(results) {
  await writeFile(new URL(FIGURES, root), `${JSON.stringify(results, null, 2)}\n`);
  for (const [name, text] of Object.entries(await made(results))) await writeFile(new URL(name, root), text);
}

/** The documents that are not as the accepted figures have them. */
export async function stale() {
  const due = await made(JSON.parse(await read(FIGURES)));
  const names = [];
  for (const [name, text] of Object.entries(due)) if ((await read(name)) !== text) names.push(name);
  return names;
}

if (process.argv.includes("--write")) await accept(JSON.parse(await read(FIGURES)));
