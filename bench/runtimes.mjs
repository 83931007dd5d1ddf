// The runtimes that a cold start is measured in: those that the packaging tests install, and where each is.

import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const packaging = createRequire(new URL("../tests/packaging/package.json", import.meta.url));

/** A file of one of their packages; undefined where npm brought none for this machine. */
function brought(name, file) {
  try {
    return join(packaging.resolve(`${name}/package.json`), "..", file);
  } catch (error) {
    if (error.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

const versionOf = (name) => packaging(`${name}/package.json`).version;

const { platform, arch } = process;
const suffix = platform === "win32" ? ".exe" : "";

function node(major) {
  const own = Number(process.versions.node.split(".")[0]) === major;
  const program = own
    ? process.execPath
    : (process.env[`NODE_${major}`] ?? brought(`node-${major}`, "bin/node"));
  const lacking = `npm has it for Linux on x64, elsewhere let NODE_${major} name it`;
  return { id: `node-${major}`, name: `Node ${major}`, program, lacking, before: [] };
}

/** Each with its program and what stands before the script, or, without a program, why it is not there. */
export const RUNTIMES = [
  ...[20, 22, 24].map(node),
  {
    id: "deno",
    name: `Deno ${versionOf("deno")}`,
    program: brought(`@deno/${platform}-${arch}${platform === "linux" ? "-glibc" : ""}`, `deno${suffix}`),
    lacking: "npm brought no Deno for this machine",
    before: ["run", "--no-prompt", "--no-lock", "--allow-all"],
  },
  {
    id: "bun",
    name: `Bun ${versionOf("bun")}`,
    program: brought(`@oven/bun-${platform}-${arch}`, `bin/bun${suffix}`),
    lacking: "npm brought no Bun for this machine",
    before: [],
  },
  {
    id: "workerd",
    name: `workerd ${versionOf("workerd")}`,
    program: brought("miniflare", "package.json") && process.execPath,
    lacking: "npm brought no workerd for this machine",
    before: [fileURLToPath(new URL("start/workerd.mjs", import.meta.url))],
  },
];
