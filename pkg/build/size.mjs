// Weighs each entry as a user's bundler would ship it: one client imported, minified, then compressed; the module and
// the JavaScript around it apart.

import { readFile, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));

/** The bar and the moonshot for the package with one client imported, module and glue together, min + gzip. */
const BAR_KB = 64;
const MOONSHOT_KB = 32.8;

const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length;
const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
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

function row(name, bytes) {
  console.log(`${name.padEnd(34)}${kb(bytes.length)}${kb(gzip(bytes))}${kb(brotli(bytes))}`);
}

const files = (await readdir(dist)).toSorted();
console.log(`${"".padEnd(34)}${"minified".padStart(10)}${"gzip".padStart(10)}${"brotli".padStart(10)}`);
const modules = new Map();
for (const file of files.filter((name) => name.endsWith(".wasm"))) {
  modules.set(file, await readFile(join(dist, file)));
  row(file, modules.get(file));
}
const glue = new Map();
for (const file of files.filter((name) => /^(?!shared-|cli\.|errors\.)[\w-]+\.js$/.test(name))) {
  glue.set(file, await minified(file));
  row(basename(file), glue.get(file));
}

const together = gzip(modules.get("meshi_partner_bg.wasm")) + gzip(glue.get("browser.js"));
const size = together / 1024;
const verdict = size <= MOONSHOT_KB ? "moonshot" : size <= BAR_KB ? "meets the bar" : "MISSES THE BAR";
console.log(
  `\nOne client, module and glue together (browser), gzip: ${kb(together).trim()}` +
    ` (bar ≤ ${BAR_KB} KB, moonshot ≤ ${MOONSHOT_KB} KB): ${verdict}`,
);
