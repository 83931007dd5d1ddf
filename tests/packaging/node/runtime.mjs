// Node.js 20, 22 and 24: as ES modules, as CommonJS, and bundled and minified by esbuild.

import { copyFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../shared/bundle.mjs";
import { loadedBytes, sizeOf } from "../shared/bytes.mjs";
import { node } from "../shared/programs.mjs";
import { run } from "../shared/run.mjs";
import { withServer } from "../shared/server.mjs";

const MODULE = "meshi_partner_bg.wasm";

async function program(major, file, folder) {
  const own = node(major);
  const version = (await run(own, ["--version"], { folder })).trim().slice(1);
  const printed = await withServer(folder, ({ environment }) => run(own, [file], { folder, environment }));
  return { version, ...JSON.parse(printed) };
}

async function installed(major, file, folder) {
  const { entry, ...told } = await program(major, file, folder);
  const path = fileURLToPath(entry);
  return { ...told, entry: basename(path), bytes: await loadedBytes(path) };
}

async function bundled(major, folder) {
  const file = join(folder, "bundled.min.mjs");
  const module = join(folder, MODULE);
  const entry = await bundle(join(folder, "bundled.mjs"), file, { platform: "node", minify: true });
  await copyFile(join(folder, "node_modules/meshi-partner/dist", MODULE), module);
  return { ...(await program(major, file, folder)), entry, bytes: await sizeOf([file, module]) };
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
