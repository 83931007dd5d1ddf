// Loads one module of the command line by itself.

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const nodeModules = {
  name: "library-left-out",
  setup({ onResolve, onLoad }) {
    // Only parts that need nothing of the library at run time but to tell its errors are loaded like this.
    onResolve({ filter: /^\.\.\/(\.\.\/)?index\.js$/ }, () => ({ path: "library", namespace: "library" }));
    onLoad({ filter: /.*/, namespace: "library" }, () => ({
      contents:
        "export const isMeshiError = (e) => e?.meshi === true; export const readAttendees = undefined; export const Meshi = undefined;",
    }));
  },
};

/** A module of src/cli, as it is. */
export async function load(name) {
  const entry = fileURLToPath(new URL(`../../src/cli/${name}.ts`, import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    plugins: [nodeModules],
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}
