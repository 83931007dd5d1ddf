// Measures the package against plain JavaScript and other clients side by side, prints ratios of medians against the
// bars, and leaves the figures in target/bench. Figures are told, never judged: no test depends on them.
//
// usage: node --expose-gc main.mjs [--smoke] [--cpu] [<group> …]

import { mkdir, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Effort } from "./harness.mjs";
import { settled } from "./progress.mjs";
import { lines } from "./table.mjs";

/** Each is a module of its own, so that a peer is only loaded where it is measured. */
const GROUPS = ["call", "body", "csv", "million", "pages", "flow", "polls", "start", "size", "counts"];

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { smoke: { type: "boolean", default: false }, cpu: { type: "boolean", default: false } },
});
const unknown = wanted.filter((name) => !GROUPS.includes(name));
if (unknown.length > 0) {
  console.error(`there is no group ${unknown.join(", ")}; there are ${GROUPS.join(", ")}`);
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
const taken = new Date().toISOString();
const whole = wanted.length === 0;
await writeFile(
  new URL("latest.json", folder),
  `${JSON.stringify({ taken, machine, clock, whole, tables }, null, 2)}\n`,
);
console.log(`\nThe figures are in ${fileURLToPath(new URL("latest.json", folder))}`);
