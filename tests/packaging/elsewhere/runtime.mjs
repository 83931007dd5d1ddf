// Hosts that no condition is for, and the entries that are asked for by name. Node.js stands for them, and is not allowed
// to make code out of text.

import { stat } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "../shared/bundle.mjs";
import { loadedBytes, sizeOf } from "../shared/bytes.mjs";
import { run } from "../shared/run.mjs";
import { withServer } from "../shared/server.mjs";

async function program(file, folder) {
  const words = ["--disallow-code-generation-from-strings", file];
  const printed = await withServer(folder, ({ environment }) =>
    run(process.execPath, words, { folder, environment }),
  );
  return { ...JSON.parse(printed), version: process.versions.node };
}

async function alone(folder) {
  const out = join(folder, "alone.js");
  const entry = await bundle(join(folder, "alone.mjs"), out, { conditions: [] });
  return { ...(await program("alone.js", folder)), entry, bytes: await sizeOf([out]) };
}

const dist = (folder, name) => join(folder, "node_modules/meshi-partner/dist", name);

async function inline(folder) {
  return {
    ...(await program("inline.mjs", folder)),
    entry: "inline.js",
    bytes: await loadedBytes(dist(folder, "inline.js")),
  };
}

async function slim(folder) {
  const { size } = await stat(dist(folder, "meshi_partner_bg.wasm"));
  return {
    ...(await program("slim.mjs", folder)),
    entry: "slim.js",
    bytes: (await loadedBytes(dist(folder, "slim.js"))) + size,
  };
}

export const rows = [
  {
    runtime: "Any other host",
    how: "bundled by esbuild without a condition into one file, run by Node.js; a server on loopback",
    run: alone,
  },
  {
    runtime: "`meshi-partner/inline`",
    how: "by name, run by Node.js; a server on loopback",
    run: inline,
  },
  {
    runtime: "`meshi-partner/slim`",
    how: "by name, given the module's bytes, run by Node.js; a server on loopback",
    run: slim,
  },
];
