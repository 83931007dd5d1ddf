// What a program takes along that imports one client: minified by the package's own esbuild, then compressed; the
// module and the JavaScript around it apart, and what is loaded only when it is used as well.

import { readdir } from "node:fs/promises";
import { weight } from "../../pkg/build/weight.mjs";
import { BARS } from "../bars.mjs";
import { attempt } from "../harness.mjs";
import { modules } from "../modules.mjs";
import { OURS } from "../names.mjs";
import { progress } from "../progress.mjs";
import { summary } from "../statistics.mjs";
import { number } from "../units.mjs";
import { bundled, named, shipped, together } from "../weigh.mjs";

const dist = new URL("../../pkg/dist/", import.meta.url);
const here = new URL("../", import.meta.url);

/** Held to the bar: what a browser loads. */
const ENTRY = "browser.js";

/** Files of the package that are no entries for a client. */
const OTHER = /^(shared-|cli\.|errors\.|sandbox)/;

const program = (imported, from) =>
  `import ${imported} from "${from}"; export const client = (options) => new ${imported.replace(/\W/g, "")}(options);`;

/** The peers, and what their client is called. */
const PEERS = [
  { name: "openai", imported: "OpenAI" },
  { name: "stripe", imported: "Stripe" },
  { name: "cloudflare", imported: "Cloudflare" },
  { name: "@octokit/core", imported: "{ Octokit }" },
  { name: "ky", source: 'import ky from "ky"; export const client = (options) => ky.create(options);' },
];

const kb = (bytes) => `${number(bytes / 1024)} KB`;
const once = (bytes) => summary([bytes / 1024]);

function detail({ raw, brotli }, ...more) {
  return [`minified ${kb(raw)}`, `brotli ${kb(brotli)}`, ...more].join(", ");
}

async function wasm(names) {
  return together(await Promise.all(names.map(async (name) => weight(await shipped(name)))));
}

/** An entry's weight. Modules that it names are part of it; which of them it starts with, a process has shown. */
async function entry(file, { first: started }) {
  const { first, later } = await bundled(program("{ Meshi }", `./${file}`), dist);
  const all = await named([...first, ...later]);
  const glue = together(first.map(weight));
  const module = await wasm(all.filter((name) => started.includes(name)));
  const rest = together([...later.map(weight), await wasm(all.filter((name) => !started.includes(name)))]);
  return { file, glue, module, first: together([glue, module]), rest };
}

function entryFigure({ file, glue, module, first, rest }) {
  const parts = module.raw === 0 ? [] : [`module ${kb(module.gzip)}, glue ${kb(glue.gzip)}`];
  const later = rest.raw === 0 ? [] : [`later ${kb(rest.gzip)}`];
  return { name: file, ...once(first.gzip), detail: detail(first, ...parts, ...later) };
}

/** Measures the group. */
export async function* measureGroup() {
  progress("size: bundling");
  const started = await modules();
  const files = (await readdir(dist)).filter((name) => name.endsWith(".js") && !OTHER.test(name)).toSorted();
  const entries = [];
  for (const file of files) entries.push(await attempt(file, () => entry(file, started)));
  const own = entries.find(({ file }) => file === ENTRY);
  if (own === undefined) throw new Error(`there is no entry ${ENTRY}`);
  const figures = [{ ...entryFigure(own), name: OURS }];
  const ratios = [{ name: "one client, module and glue, min + gzip", ...once(own.first.gzip), ...BARS.size }];
  for (const { name, imported, source = program(imported, name) } of PEERS) {
    const { first } = await attempt(name, () => bundled(source, here));
    const whole = together(first.map(weight));
    ratios.push({ name: `of ${name}`, ...summary([own.first.gzip / whole.gzip]) });
    figures.push({ name, ...once(whole.gzip), detail: detail(whole) });
  }
  yield {
    id: "size",
    title: "Size of one client in a browser, minified, gzip",
    note: `what is loaded before the first answer, from ${ENTRY}`,
    unit: "KB",
    ratios,
    figures,
  };
  yield {
    id: "size-entries",
    title: "Size by entry, minified, gzip: before the first answer",
    note: "where no module is told, it is in the JavaScript as text",
    unit: "KB",
    figures: entries.map(entryFigure),
  };
}
