// Node.js 20, 22 and 24: as ES modules, as CommonJS, and bundled and minified by esbuild.

import { copyFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../shared/bundle.mjs";
import { loadedBytes, sizeOf } from "../shared/bytes.mjs";
import { run } from "../shared/run.mjs";
import { withServer } from "../shared/server.mjs";

const require = createRequire(import.meta.url);
const MODULE = "meshi_partner_bg.wasm";

/** Where a version is: on the PATH for the first, else what npm brought, or where a variable says. */
function nodeOf(major) {
  if (Number(process.versions.node.split(".")[0]) === major) return process.execPath;
  const named = process.env[`NODE_${major}`];
  if (named) return named;
  try {
    return join(require.resolve(`node-${major}/package.json`), "../bin/node");
  } catch (error) {
    const message = `Node.js ${major} is missing: npm has it for Linux on x64, elsewhere let NODE_${major} name it`;
    throw new Error(message, { cause: error });
  }
}

async function program(node, file, folder) {
  const version = (await run(node, ["--version"], { folder })).trim().slice(1);
  const printed = await withServer(folder, ({ environment }) => run(node, [file], { folder, environment }));
  return { version, ...JSON.parse(printed) };
}

async function installed(major, file, folder) {
  const { entry, ...told } = await program(nodeOf(major), file, folder);
  const path = fileURLToPath(entry);
  return { ...told, entry: basename(path), bytes: await loadedBytes(path) };
}

async function bundled(major, folder) {
  const file = join(folder, "bundled.min.mjs");
  const module = join(folder, MODULE);
  const entry = await bundle(join(folder, "bundled.mjs"), file, { platform: "node", minify: true });
  await copyFile(join(folder, "node_modules/meshi-partner/dist", MODULE), module);
  return { ...(await program(nodeOf(major), file, folder)), entry, bytes: await sizeOf([file, module]) };
}

export const rows = [20, 22, 24].flatMap((major) => [
  {
    runtime: `Node.js ${major}, ES modules`,
    how: "`import`, a server on loopback",
    run: (folder) => installed(major, "main.mjs", folder),
  },
  {
    runtime: `Node.js ${major}, CommonJS`,
    how: "`require`, a server on loopback",
    run: (folder) => installed(major, "main.cjs", folder),
  },
  {
    runtime: `Node.js ${major}, bundled`,
    how: "one file, minified by esbuild, with the module beside it; a server on loopback",
    run: (folder) => bundled(major, folder),
  },
]);
