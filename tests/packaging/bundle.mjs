// Bundles a program of the installed project the way a host's own tool does: that host's conditions, and its own way
// with WebAssembly.

import { copyFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";

const require = createRequire(new URL("../../pkg/package.json", import.meta.url));
const { build } = require("esbuild");

/** Modules that a program imports are copied beside the bundle and imported from there, as wrangler does. */
export const copied = (folder) => ({
  name: "wasm-copied",
  setup({ onResolve }) {
    onResolve({ filter: /\.wasm$/ }, async ({ path, resolveDir }) => {
      await copyFile(resolve(resolveDir, path), join(folder, basename(path)));
      return { path: `./${basename(path)}`, external: true };
    });
  },
});

/** Modules become globals that the host puts there, as Next does. */
export const global = () => ({
  name: "wasm-global",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({
      path: basename(path, "?module"),
      namespace: "global",
    }));
    onLoad({ filter: /.*/, namespace: "global" }, ({ path }) => ({
      contents: `export default globalThis[${JSON.stringify(path)}];`,
    }));
  },
});

/** Gives the bundle's text. */
export async function bundled(
  folder,
  program,
  { conditions, plugins = [], format = "esm", platform = "neutral" },
) {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: folder },
    bundle: true,
    write: false,
    conditions,
    plugins,
    format,
    platform,
    target: "es2022",
    logLevel: "error",
  });
  return outputFiles[0].text;
}
