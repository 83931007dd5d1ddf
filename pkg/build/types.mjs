// Writes the package's declarations: each entry point's in one file of its own, for `import` and for `require`. What is
// marked `@internal` is not in them.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { withoutInternals } from "./internals.mjs";

const pkg = fileURLToPath(new URL("..", import.meta.url));
const source = join(pkg, "src");
const drafts = join(pkg, "dist/drafts");

/** Declarations by name, and the source whose types they are: every runtime's entry exports the same. */
const DECLARATIONS = { index: "index", slim: "entry/slim", sandbox: "entry/sandbox-node" };

/** One class must not be declared twice: what other entry points share with the main one is the main one's. */
const mainStaysOutside = {
  name: "main-stays-outside",
  resolveId(path, importer) {
    if (path === "./index.js") return { id: path, external: true };
    const main = importer !== undefined && resolve(dirname(importer), path) === join(pkg, "src/index.js");
    return main ? { id: "./index.js", external: true } : undefined;
  },
};

/** All of `input` in one file, less what nothing refers to. */
async function rolled(name, input) {
  const bundle = await rollup({
    input,
    external: [/^node:/, /\.wasm(\?\w+)?$/],
    plugins: [name === "index" ? undefined : mainStaysOutside, dts({ tsconfig: join(pkg, "tsconfig.json") })],
    onLog(level, log, handler) {
      if (log.code === "UNRESOLVED_IMPORT") throw new Error(log.message);
      // A module of types alone becomes no JavaScript, which is what is wanted here.
      if (log.code !== "EMPTY_BUNDLE") handler(level, log);
    },
  });
  const { output } = await bundle.generate({ format: "es" });
  await bundle.close();
  return output[0].code;
}

/** Writes declarations for `import` and for `require`. */
async function declare(name, text) {
  await writeFile(join(pkg, `dist/${name}.d.ts`), text);
  await writeFile(join(pkg, `dist/${name}.d.cts`), text.replace(/(["'])\.\/index\.js\1/g, "$1./index.cjs$1"));
}

await mkdir(drafts, { recursive: true });
try {
  for (const [name, entry] of Object.entries(DECLARATIONS)) {
    const draft = join(drafts, `${name}.d.ts`);
    await writeFile(draft, withoutInternals(await rolled(name, join(source, `${entry}.ts`))));
    // Once more, without what only the internals had referred to.
    let text = (await rolled(name, draft)).replace(/^\/\* (ts|es)lint.*\n/gm, "");
    // A project may be set to an older library than the one that knows `using`.
    if (/Symbol\.(asyncD|d)ispose/.test(text)) text = `/// <reference lib="esnext.disposable" />\n${text}`;
    await declare(name, text);
  }
} finally {
  await rm(drafts, { recursive: true });
}
// An entry under another name, with the very same types.
await declare("inline", 'export * from "./index.js";\n');
