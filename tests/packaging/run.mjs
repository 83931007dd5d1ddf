// Runs the consumers, two at a time, and tells what came of each: on the screen, and in target/packaging/results.json.
//
// usage: node run.mjs [<folder> …]

import assert from "node:assert/strict";
import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { consumer } from "./shared/project.mjs";
import { OUTCOME, PAGE_OUTCOME } from "./shared/scenario.mjs";
import { shown } from "./shared/table.mjs";

const AT_A_TIME = 2;
const here = fileURLToPath(new URL(".", import.meta.url));
const results = fileURLToPath(new URL("../../target/packaging/results.json", import.meta.url));

/** In which order the table has them; any other follows. */
const SHOWN = [
  ...["node", "deno", "bun", "workerd", "wrangler", "next", "edge-vm", "vitest"],
  ...["vite", "webpack", "chromium", "firefox", "elsewhere"],
];

/** Those that take longest come first, so that none of them is alone at the end. */
const LONGEST_FIRST = ["next", "firefox", "node", "chromium", "webpack", "vite", "wrangler"];

const by = (order) => (a, b) => place(order, a) - place(order, b) || a.localeCompare(b);

function place(order, name) {
  const at = order.indexOf(name);
  return at < 0 ? order.length : at;
}

async function consumers() {
  const names = [];
  for (const name of await readdir(here)) {
    if (await stat(join(here, name, "runtime.mjs")).catch(() => undefined)) names.push(name);
  }
  return names;
}

/** One row of the table: what the consumer told, or why it could not. */
async function outcomeOf(folder, row, prepared) {
  try {
    const { outcome, version, entry, firstCallMs, bytes } = await row.run(await prepared);
    assert.deepEqual(outcome, row.page ? PAGE_OUTCOME : OUTCOME);
    const { runtime, how } = row;
    return { folder, runtime, how, version, entry, passed: true, firstCallMs, bytes };
  } catch (error) {
    return { folder, runtime: row.runtime, passed: false, reason: error.stack ?? String(error) };
  }
}

async function runFolder(folder) {
  const { rows, files } = await import(`./${folder}/runtime.mjs`);
  // Reported by each of its rows.
  const prepared = consumer(folder, files);
  prepared.catch(() => undefined);
  const told = [];
  for (const row of rows) {
    const started = Date.now();
    const result = await outcomeOf(folder, row, prepared);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`${result.passed ? "✔" : "✖"} ${folder}: ${row.runtime} (${seconds} s)`);
    if (!result.passed) console.log(result.reason);
    told.push(result);
  }
  return told;
}

const known = await consumers();
const wanted = process.argv.slice(2);
for (const name of wanted) {
  if (!known.includes(name)) {
    console.error(`there is no consumer ${JSON.stringify(name)}; there are ${known.join(", ")}`);
    process.exit(2);
  }
}
const chosen = known.filter((name) => wanted.length === 0 || wanted.includes(name));
const queue = chosen.toSorted(by(LONGEST_FIRST));
const told = new Map();
await Promise.all(
  Array.from({ length: AT_A_TIME }, async () => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      try {
        told.set(name, await runFolder(name));
      } catch (error) {
        told.set(name, [{ folder: name, runtime: name, passed: false, reason: error.stack }]);
        console.log(`✖ ${name}: ${error.stack}`);
      }
    }
  }),
);
const rows = chosen.toSorted(by(SHOWN)).flatMap((name) => told.get(name));
await mkdir(fileURLToPath(new URL("../../target/packaging", import.meta.url)), { recursive: true });
await writeFile(results, `${JSON.stringify({ whole: wanted.length === 0, rows }, null, 2)}\n`);
console.log(`\n${shown(rows)}\n`);
const passed = rows.filter((row) => row.passed).length;
console.log(`${passed} passed, ${rows.length - passed} failed`);
process.exit(passed === rows.length ? 0 : 1);
