// Bundles pkg/src into pkg/dist: one file a runtime's entry over shared chunks, CommonJS for `require`, and the
// command line. Both WebAssembly modules are copied beside them.
//
// usage: node bundle.mjs [--client <folder>] [--out <folder>]
// Another build of the client's module and glue than the one in pkg/src/wasm, and another place than pkg/dist.

import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";
import { writeNotices } from "./notices.mjs";

const pkg = fileURLToPath(new URL("..", import.meta.url));
const source = join(pkg, "src");
const { values } = parseArgs({ options: { client: { type: "string" }, out: { type: "string" } } });
const client = resolve(values.client ?? join(source, "wasm"));
const dist = resolve(values.out ?? join(pkg, "dist"));
const entries = join(source, "entry");

const MODULES = [join(client, "meshi_partner_bg.wasm"), join(source, "wasm-sandbox/meshi_sandbox_bg.wasm")];

/** Entries that `require` can have too: Node's, and those of any host that do not depend on a bundler. */
const COMMON_JS = ["node", "sandbox-node", "slim", "inline"];

/**
 * How an entry may import a module:
 * `./x_bg.wasm` and `./x_bg.wasm?module` stay as they are, for runtimes that compile it at deployment;
 * `./x_bg.wasm?base64` becomes its bytes as text, which is decoded when it is first needed.
 */
const webAssembly = {
  name: "webassembly",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.wasm(\?module)?$/ }, ({ path }) => ({
      path: `./${basename(path)}`,
      external: true,
    }));
    onResolve({ filter: /\.wasm\?base64$/ }, ({ path }) => {
      const name = basename(path, "?base64");
      const file = MODULES.find((module) => basename(module) === name);
      if (file === undefined) return { errors: [{ text: `${name} is none of the package's modules` }] };
      return { path: name, namespace: "base64", pluginData: file };
    });
    onLoad({ filter: /.*/, namespace: "base64" }, async ({ pluginData: file }) => ({
      contents: `export default ${JSON.stringify((await readFile(file)).toString("base64"))};`,
    }));
  },
};

/** The client's glue, of the build that is asked for. */
const glue = {
  name: "glue",
  setup({ onResolve }) {
    onResolve({ filter: /\/wasm\/meshi_partner\.js$/ }, () => ({ path: join(client, "meshi_partner.js") }));
  },
};

/** What the command line imports of the library is the library's Node entry, so that nothing is in the package twice. */
const LIBRARY = {
  [join(source, "index.js")]: "./node.js",
  [join(entries, "node.js")]: "./node.js",
  [join(source, "sandbox/index.js")]: "./sandbox-node.js",
  [join(entries, "sandbox-node.js")]: "./sandbox-node.js",
};

const libraryStaysOutside = {
  name: "library-stays-outside",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
      const entry = LIBRARY[join(resolveDir, path)];
      return entry === undefined ? undefined : { path: entry, external: true };
    });
  },
};

/** A file for `require` asks for its siblings by their names for `require`. */
const siblingsStayOutside = {
  name: "siblings-stay-outside",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/.*\.js$/ }, ({ path }) => ({
      path: path.replace(/\.js$/, ".cjs"),
      external: true,
    }));
  },
};

const common = {
  absWorkingDir: pkg,
  bundle: true,
  outdir: dist,
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  plugins: [glue, webAssembly],
};

/** esbuild says itself what is wrong, with the line; its stack would only hide that. */
const build = (options) => esbuild.build(options).catch(() => process.exit(1));

/** Files of `dist` and all that they import of it. */
async function reachable(names) {
  const found = new Set(names);
  for (const name of found) {
    const text = await readFile(join(dist, name), "utf8");
    for (const [, sibling] of text.matchAll(/(?:from|import) ?\(?"\.\/([\w-]+\.js)"/g)) found.add(sibling);
  }
  return [...found];
}

const files = (await readdir(entries)).filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"));

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

await build({
  ...common,
  // The errors are a file of their own, so that a program which only tells them apart carries nothing else.
  entryPoints: [...files.map((file) => join(entries, file)), join(source, "errors.ts")],
  outbase: source,
  entryNames: "[name]",
  format: "esm",
  platform: "neutral",
  external: ["node:*"],
  splitting: true,
  chunkNames: "shared-[hash]",
});

// It has parted the errors from the rest, and nobody asks for it itself.
await rm(join(dist, "errors.js"));
// Chunks do nothing by themselves, as the manifest says under `sideEffects`: one that nothing is taken of is not asked for.
for (const name of (await readdir(dist)).filter((file) => file.endsWith(".js"))) {
  const text = await readFile(join(dist, name), "utf8");
  await writeFile(join(dist, name), text.replace(/^import "\.\/shared-\w+\.js";\n/gm, ""));
}

// For `require` the same files once more, cut the same way: so each class exists once, whichever entries are required.
for (const name of await reachable(COMMON_JS.map((entry) => `${entry}.js`))) {
  const { outputFiles } = await build({
    ...common,
    entryPoints: [join(dist, name)],
    write: false,
    format: "cjs",
    platform: "node",
    plugins: [siblingsStayOutside],
    define: { "import.meta.url": "__meshi_url" },
  });
  const [{ text }] = outputFiles;
  const url = 'const __meshi_url = require("node:url").pathToFileURL(__filename).href;\n';
  const file = join(dist, name.replace(/\.js$/, ".cjs"));
  await writeFile(file, text.includes("__meshi_url") ? url + text : text);
}

const { metafile } = await build({
  ...common,
  metafile: true,
  entryPoints: { cli: join(source, "cli/main.ts") },
  format: "esm",
  platform: "node",
  plugins: [libraryStaysOutside, glue, webAssembly],
  // The libraries that it bundles are partly CommonJS and ask for Node's own modules by `require`.
  banner: {
    js: 'import { createRequire as __meshi_require } from "node:module";\nconst require = __meshi_require(import.meta.url);',
  },
});

await writeNotices(join(dist, "THIRD-PARTY-NOTICES.txt"), Object.keys(metafile.inputs), pkg);
for (const module of MODULES) await cp(module, join(dist, basename(module)));
console.log(`${files.length} entries in ${relative(process.cwd(), dist) || "."}`);
