// Bundles a consumer's program with esbuild under a host's conditions, and tells which entry of the package that took.

import { copyFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { build } from "esbuild";

/** Modules that a program imports are copied beside the bundle and imported from there, as wrangler does. */
export const modulesBeside = (folder) => ({
  name: "modules-beside",
  setup({ onResolve }) {
    onResolve({ filter: /\.wasm$/ }, async ({ path, resolveDir }) => {
      await copyFile(resolve(resolveDir, path), join(folder, basename(path)));
      return { path: `./${basename(path)}`, external: true };
    });
  },
});

/** Modules become globals that the host puts there, as Next does. */
export const modulesAsGlobals = () => ({
  name: "modules-as-globals",
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

/** Writes the bundle, and gives the files that went into it. */
export async function writeBundle(program, outfile, options) {
  const { metafile } = await build({
    entryPoints: [program],
    outfile,
    absWorkingDir: dirname(program),
    bundle: true,
    metafile: true,
    target: "es2022",
    format: "esm",
    platform: "neutral",
    logLevel: "error",
    ...options,
  });
  return Object.keys(metafile.inputs);
}

/** Writes the bundle, and gives the entry's name. */
export async function bundle(program, outfile, options) {
  return entryAmong(await writeBundle(program, outfile, options));
}

/** The entry of the package among the files that went into a bundle. */
export function entryAmong(files) {
  const names = files
    .map((file) => /meshi-partner\/dist\/([\w-]+\.c?js)/.exec(file.replaceAll("\\", "/"))?.[1])
    .filter((name) => name !== undefined && !/^(shared-|chunk-|sandbox)/.test(name));
  const entries = [...new Set(names)];
  // An entry that hands on another is named first.
  if (entries.length === 0) throw new Error(`no entry of the package is among ${files.join(", ")}`);
  return entries.sort((a, b) => Number(a === "inline.js") - Number(b === "inline.js"))[0];
}
