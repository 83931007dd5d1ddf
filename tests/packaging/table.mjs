// Puts the table of runtimes into pkg/README.md, from what the last whole run told, or holds that it is current.
//
// usage: node table.mjs --write | --check

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { markdown, named } from "./shared/table.mjs";

const README = fileURLToPath(new URL("../../pkg/README.md", import.meta.url));
const RESULTS = fileURLToPath(new URL("../../target/packaging/results.json", import.meta.url));
const BETWEEN = /(<!-- runtimes: [^>]*-->\n)([\s\S]*?)(<!-- end of runtimes -->)/;
const HOW = "run `cargo xtask test --only packaging`, then `node tests/packaging/table.mjs --write`";

function fail(message) {
  console.error(message);
  process.exit(1);
}

const { whole, rows } = JSON.parse(
  await readFile(RESULTS, "utf8").catch(() => fail(`there are no results yet: ${HOW}`)),
);
if (!whole) fail(`the last run was not of every runtime: ${HOW}`);
const readme = await readFile(README, "utf8");
const [, begin, table, end] = BETWEEN.exec(readme) ?? fail("pkg/README.md has no place for the table");
const passed = rows.filter((row) => row.passed);

if (process.argv[2] === "--write") {
  await writeFile(
    README,
    readme.replace(BETWEEN, () => `${begin}\n${markdown(passed)}\n\n${end}`),
  );
} else if (process.argv[2] === "--check") {
  // Versions of the machine's own browsers change by themselves: what is held is which runtimes there are, and the entry.
  const committed = named(table);
  const found = named(markdown(passed));
  const missing = found.filter((row) => !committed.includes(row));
  const extra = committed.filter((row) => !found.includes(row));
  if (missing.length + extra.length > 0) {
    const lines = [
      ...missing.map((row) => `  passed and not listed: ${row}`),
      ...extra.map((row) => `  listed and not passed: ${row}`),
    ];
    fail(`the table in pkg/README.md is not what the last run told:\n${lines.join("\n")}\n${HOW}`);
  }
  console.log(`pkg/README.md lists the ${found.length} rows that passed`);
} else {
  fail("usage: node table.mjs --write | --check");
}
