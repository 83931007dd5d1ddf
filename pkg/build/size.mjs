// Weighs each entry as a user's bundler would ship it: one client imported, minified, then compressed; the module and
// the JavaScript around it apart. Fails where one has grown past what `pkg/size-budget.json` allows.
//
// usage: node size.mjs [--accept]

import { readFile, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { weight } from "./weight.mjs";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const budgetFile = fileURLToPath(new URL("../size-budget.json", import.meta.url));

/** What compilers and bundlers may add from one version to the next without anybody's doing: so much, in percent. */
const TOLERANCE = 1;

/** A small entry's percent is a line of code: so many bytes are always free. */
const SLACK = 256;

/** The bar and the moonshot for the package with one client imported, module and glue together, min + gzip. */
const BAR_KB = 64;
const MOONSHOT_KB = 32.8;

const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`.padStart(10);

async function minified(entry) {
  const imported = entry.startsWith("sandbox") ? "createSandbox" : "Meshi";
  const bundle = await build({
    stdin: { contents: `export { ${imported} } from "./${entry}";`, resolveDir: dist },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    external: ["node:*", "*.wasm", "*.wasm?module"],
  });
  return bundle.outputFiles[0].contents;
}

const weights = new Map();
function row(name, bytes) {
  const { raw, gzip, brotli } = weight(bytes);
  weights.set(name, gzip);
  console.log(`${name.padEnd(34)}${kb(raw)}${kb(gzip)}${kb(brotli)}`);
}

const files = (await readdir(dist)).toSorted();
console.log(`${"".padEnd(34)}${"minified".padStart(10)}${"gzip".padStart(10)}${"brotli".padStart(10)}`);
for (const file of files.filter((name) => name.endsWith(".wasm")))
  row(file, await readFile(join(dist, file)));
for (const file of files.filter((name) => /^(?!shared-|cli\.|errors\.)[\w-]+\.js$/.test(name))) {
  row(basename(file), await minified(file));
}

const size = (weights.get("meshi_partner_bg.wasm") + weights.get("browser.js")) / 1024;
const far = (size - BAR_KB).toFixed(1);
const verdict =
  size <= MOONSHOT_KB ? "moonshot" : size <= BAR_KB ? "meets the bar" : `MISSES THE BAR by ${far} KB`;
console.log(
  `\nOne client, module and glue together (browser), gzip: ${size.toFixed(1)} KB` +
    ` (bar ≤ ${BAR_KB} KB, moonshot ≤ ${MOONSHOT_KB} KB): ${verdict}`,
);

if (process.argv.includes("--accept")) {
  await writeFile(budgetFile, `${JSON.stringify({ gzip: Object.fromEntries(weights) }, null, 2)}\n`);
  console.log("These weights are the budget now: pkg/size-budget.json");
} else {
  const { gzip: budget } = JSON.parse(await readFile(budgetFile, "utf8"));
  const wrong = [];
  for (const name of new Set([...Object.keys(budget), ...weights.keys()])) {
    const [allowed, now] = [budget[name], weights.get(name)];
    if (allowed === undefined) wrong.push(`${name} has no budget`);
    else if (now === undefined) wrong.push(`${name} has a budget and is not there`);
    else if (now > allowed + Math.max(SLACK, (allowed * TOLERANCE) / 100)) {
      const percent = ((now / allowed - 1) * 100).toFixed(1);
      wrong.push(`${name} has grown by ${percent} %: ${now} bytes, and the budget is ${allowed}`);
    }
  }
  if (wrong.length > 0) {
    console.error(
      `\n${wrong.join("\n")}\nWhere that is meant, \`cargo xtask size --accept\` takes it as the budget.`,
    );
    process.exitCode = 1;
  } else {
    console.log(
      `Every weight is within its budget, which allows ${TOLERANCE} % of growth, or ${SLACK} bytes.`,
    );
  }
}
