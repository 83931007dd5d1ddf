// Measures the package against plain JavaScript and other clients in one process, prints ratios of medians against
// the bars, and leaves the figures in target/bench. Figures are told, never judged: no test depends on them.

import { mkdir, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { show } from "./table.mjs";

// Each is a module of its own, so that a peer is only loaded where it is measured. `memory` watches instances from
// before the package is loaded, and so goes first.
const GROUPS = ["memory", "call", "csv", "body", "start"];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !GROUPS.includes(name));
if (unknown.length > 0) {
  console.error(`there is no group ${unknown.join(", ")}; there are ${GROUPS.join(", ")}`);
  process.exit(2);
}

const machine = `${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "an unknown processor"}`;
console.log(`Medians of interleaved rounds in one process (${machine})`);
const results = [];
for (const name of GROUPS.filter((group) => wanted.length === 0 || wanted.includes(group))) {
  const group = await import(`./${name}.mjs`);
  const result = await group[name]();
  show(result);
  results.push({ group: name, ...result, medians: Object.fromEntries(result.medians) });
}

const folder = new URL("../target/bench/", import.meta.url);
await mkdir(folder, { recursive: true });
const taken = new Date().toISOString();
await writeFile(new URL("latest.json", folder), `${JSON.stringify({ taken, machine, results }, null, 2)}\n`);
console.log("\nThe figures are in target/bench/latest.json");
