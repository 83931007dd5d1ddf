// Measures the package against plain JavaScript and other clients side by side, prints ratios of medians against the
// bars, and leaves the figures in target/bench. Figures are told, never judged: no test depends on them.
//
// usage: node --expose-gc main.mjs [--smoke] [--cpu] [--accept] [<group> …]

import { mkdir, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { accept, picture } from "./documents.mjs";
import { Effort } from "./harness.mjs";
import { settled } from "./progress.mjs";
import { lines } from "./table.mjs";

/** Each is a module of its own, so that a peer is only loaded where it is measured. */
const GROUPS = ["call", "body", "csv", "million", "pages", "flow", "polls", "start", "size", "counts"];

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    smoke: { type: "boolean", default: false },
    cpu: { type: "boolean", default: false },
    accept: { type: "boolean", default: false },
  },
});
const unknown = wanted.filter((name) => !GROUPS.includes(name));
if (unknown.length > 0) {
  console.error(`there is no group ${unknown.join(", ")}; there are ${GROUPS.join(", ")}`);
  process.exit(2);
}
if (values.accept && (wanted.length > 0 || values.smoke || values.cpu)) {
  console.error("only a whole run by the wall's clock can be accepted");
  process.exit(2);
}

const effort = new Effort(values);
const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? "an unknown processor"}`;
const clock = values.cpu ? "CPU time" : "time on the wall's clock";
if (!values.smoke) console.log(`Medians of interleaved rounds, quartiles in brackets; ${clock} (${machine})`);
const tables = [];
for (const group of GROUPS.filter((name) => wanted.length === 0 || wanted.includes(name))) {
  const { measureGroup } = await import(`./groups/${group}.mjs`);
  try {
    for await (const table of await measureGroup(effort)) {
      tables.push({ group, ...table });
      settled();
      console.log(values.smoke ? `✔ ${table.title}` : `\n${lines(table).join("\n")}`);
    }
  } catch (error) {
    // What goes wrong in one contestant is the end of the run: no row is ever just missing.
    settled();
    console.error(`\n${group}: ${error.message}\n${error.cause?.stack ?? error.stack}`);
    process.exit(1);
  }
}

// What a smoke run finds is nobody's figure.
const folder = new URL(`../target/bench/${values.smoke ? "smoke/" : ""}`, import.meta.url);
await mkdir(folder, { recursive: true });
const results = { taken: new Date().toISOString(), machine, clock, whole: wanted.length === 0, tables };
await writeFile(new URL("latest.json", folder), `${JSON.stringify(results, null, 2)}\n`);
await writeFile(new URL("chart.svg", folder), picture(results));
console.log(`\nThe figures are in ${fileURLToPath(folder)}: latest.json, and chart.svg`);
if (values.accept) {
  await accept(results);
  console.log(
    "They are accepted: docs/bench.json, docs/bench.md, docs/bench.svg and README.md show them now",
  );
}
