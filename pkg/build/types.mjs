// Writes the package's declarations: each entry point's in one file of its own, for `import` and for `require`.

import { cp, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";

const pkg = fileURLToPath(new URL("..", import.meta.url));
const entries = join(pkg, "src/entry");

/** Declarations by name, and the entry whose types they are: every runtime's entry exports the same. */
const DECLARATIONS = { index: "node", slim: "slim", inline: "inline", sandbox: "sandbox-node" };

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
    input: join(entries, `${entry}.ts`),
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
for (const name of COMMON_JS) {
  await cp(join(pkg, `dist/${name}.d.ts`), join(pkg, `dist/${name}.d.cts`));
}
