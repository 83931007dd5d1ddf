// What a program weighs once it is bundled and minified: the files that it starts with, and those that it loads later.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

// The same esbuild that bundles the package.
const { build } = createRequire(new URL("../pkg/package.json", import.meta.url))("esbuild");

/** What several files weigh: each is compressed by itself, as it is sent. */
export function together(weights) {
  const sum = (member) => weights.reduce((total, each) => total + each[member], 0);
  return { raw: sum("raw"), gzip: sum("gzip"), brotli: sum("brotli") };
}

/** The entry, and all that it imports without waiting for a call. */
function atStart(outputs, entry) {
  const found = new Set([entry]);
  for (const file of found) {
    for (const { path, kind, external } of outputs[file].imports)
      if (kind === "import-statement" && !external) found.add(path);
  }
  return found;
}

/**
 * Bundles and minifies a program.
 *
 * @param program its source, resolved from `folder`
 * @returns the texts of the files that it starts with, and of those that it imports later
 */
export async function bundled(program, folder, options = {}) {
  const { metafile, outputFiles } = await build({
    stdin: { contents: program, resolveDir: fileURLToPath(folder) },
    absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
    bundle: true,
    minify: true,
    splitting: true,
    metafile: true,
    write: false,
    outdir: "out",
    format: "esm",
    target: "es2022",
    platform: "browser",
    legalComments: "none",
    logLevel: "silent",
    external: ["node:*", "*.wasm", "*.wasm?module"],
    ...options,
  });
  const [entry] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === "<stdin>");
  const first = atStart(metafile.outputs, entry);
  const files = Object.keys(metafile.outputs).map((name, place) => ({
    first: first.has(name),
    text: outputFiles[place].contents,
  }));
  return {
    first: files.filter((file) => file.first).map(({ text }) => text),
    later: files.filter((file) => !file.first).map(({ text }) => text),
  };
}

/** The bytes of a file of the package. */
export const shipped = (name) => readFile(new URL(`../pkg/dist/${name}`, import.meta.url));

/** Enough of a module's text in base64 to know it by. */
const BEGINNING = 400;

/** The package's WebAssembly modules that some texts name, but for those that are in them as text. */
export async function named(texts) {
  const whole = texts.map((text) => Buffer.from(text).toString());
  const names = new Set(whole.flatMap((text) => text.match(/[\w-]+_bg\.wasm/g) ?? []));
  const beside = [];
  for (const name of names) {
    const inside = (await shipped(name)).toString("base64").slice(0, BEGINNING);
    if (!whole.some((text) => text.includes(inside))) beside.push(name);
  }
  return beside;
}
