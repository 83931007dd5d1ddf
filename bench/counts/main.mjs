// Counts what the core's hot paths cost, sets it out beside what was accepted, and fails where a path costs more. None of
// the figures depends on the clock, the machine or the time of day.
//
// usage: node main.mjs <metered.wasm> [--accept] [--functions]

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { change, compare } from "./compare.mjs";
import { measureAll } from "./measure.mjs";

const budgetFile = new URL("budget.json", import.meta.url);
const folder = new URL("../../target/counts/", import.meta.url);

/** Of the functions of a path, so many are shown. */
const SHOWN = 12;

const flags = new Set(process.argv.slice(2).filter((word) => word.startsWith("--")));
const [file] = process.argv.slice(2).filter((word) => !flags.has(word));

const whole = new Intl.NumberFormat("en-US").format;
const each = (total, units) =>
  new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 }).format(total / units);
const size = (bytes) => (bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`);

const paths = await measureAll(file);
const now = Object.fromEntries(paths.map(({ name, figures }) => [name, figures]));
const read = async () => JSON.parse(await readFile(budgetFile, "utf8"));
// Where everything is to be accepted, it does not matter what was.
const accepted = flags.has("--accept") ? await read().catch(() => ({})) : await read();

const COLUMNS = [
  ["path", -11],
  ["instructions", 13],
  ["", 9],
  ["each", 11],
  ["", -9],
  ["allocations", 12],
  ["each", 7],
  ["allocated", 12],
  ["moved", 12],
  ["peak", 11],
];
const line = (cells) =>
  cells
    .map((cell, place) =>
      COLUMNS[place][1] < 0 ? cell.padEnd(-COLUMNS[place][1]) : cell.padStart(COLUMNS[place][1]),
    )
    .join(" ")
    .trimEnd();

console.log(line(COLUMNS.map(([title]) => title)));
for (const { name, unit, units, figures } of paths) {
  const before = accepted[name]?.instructions;
  console.log(
    line([
      name,
      whole(figures.instructions),
      before === undefined ? "new" : change(figures.instructions, before),
      each(figures.instructions, units),
      `a ${unit}`,
      whole(figures.allocations),
      each(figures.allocations, units),
      size(figures.allocatedBytes),
      size(figures.movedBytes),
      size(figures.peakBytes),
    ]),
  );
}
console.log("\nInstructions of WebAssembly that were executed, and what the heap was asked for, by path:");
for (const { name, about, unit, units } of paths) {
  console.log(`  ${name.padEnd(11)} ${about}; ${whole(units)} × ${unit}`);
}

if (flags.has("--functions")) {
  for (const { name, functions, figures } of paths) {
    console.log(`\n${name}: its own instructions, by function`);
    for (const { name: shown, instructions } of functions.slice(0, SHOWN)) {
      const share = ((instructions / figures.instructions) * 100).toFixed(1);
      console.log(`${whole(instructions).padStart(13)} ${share.padStart(6)} %  ${shown}`);
    }
  }
}

await mkdir(folder, { recursive: true });
await writeFile(new URL("latest.json", folder), `${JSON.stringify({ paths }, null, 2)}\n`);
console.log("\nThe figures, with every function's, are in target/counts/latest.json");

if (flags.has("--accept")) {
  await writeFile(budgetFile, `${JSON.stringify(now, null, 2)}\n`);
  console.log("They are accepted now: bench/counts/budget.json");
} else {
  const { wrong, gains } = compare(now, accepted);
  if (gains.length > 0) {
    console.log(
      `\n${gains.join("\n")}\nA gain: \`cargo xtask counts --accept\` takes it, so that it is not lost again.`,
    );
  }
  if (wrong.length > 0) {
    console.error(`\n${wrong.join("\n")}\nWhere that is meant, \`cargo xtask counts --accept\` accepts it.`);
    process.exitCode = 1;
  } else {
    console.log("No path costs more than was accepted.");
  }
}
