// Writes the package's declarations: each entry point's in one file of its own, for `import` and for `require`.

import { cp, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";

const pkg = fileURLToPath(new URL("..", import.meta.url));
const source = join(pkg, "src");

/** Declarations by name, and the source whose types they are: every runtime's entry exports the same. */
const DECLARATIONS = { index: "index", slim: "entry/slim", sandbox: "entry/sandbox-node" };

/** An entry under another name, with the very same types. */
const INLINE = "inline";

/** Those that CommonJS can ask for as well. */
const COMMON_JS = ["index", "sandbox"];

/** One class must not be declared twice: what other entry points share with the main one is the main one's. */
const mainStaysOutside = {
  name: "main-stays-outside",
  resolveId(path, importer) {
    const main = importer !== undefined && resolve(dirname(importer), path) === join(pkg, "src/index.js");
    return main ? { id: "./index.js", external: true } : undefined;
  },
};

for (const [name, entry] of Object.entries(DECLARATIONS)) {
  const bundle = await rollup({
    input: join(source, `${entry}.ts`),
    external: [/^node:/, /\.wasm(\?\w+)?$/],
    plugins: [name === "index" ? undefined : mainStaysOutside, dts({ tsconfig: join(pkg, "tsconfig.json") })],
    onLog(level, log, handler) {
      if (log.code === "UNRESOLVED_IMPORT") throw new Error(log.message);
      handler(level, log);
    },
  });
  const file = join(pkg, `dist/${name}.d.ts`);
  await bundle.write({ file, format: "es" });
  await bundle.close();
  // A project may be set to an older library than the one that knows `using`.
  const text = await readFile(file, "utf8");
  if (/Symbol\.(asyncD|d)ispose/.test(text)) {
    await writeFile(file, `/// <reference lib="esnext.disposable" />\n${text}`);
  }
}
await writeFile(join(pkg, `dist/${INLINE}.d.ts`), 'export * from "./index.js";\n');
for (const name of COMMON_JS) {
  await cp(join(pkg, `dist/${name}.d.ts`), join(pkg, `dist/${name}.d.cts`));
}
