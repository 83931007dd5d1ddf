// Where the programs of the runtimes are that npm brought for this machine. Each throws, and says what to do, where there is
// none.

import { shipped } from "./shipped.mjs";

const { platform, arch } = process;
const suffix = platform === "win32" ? ".exe" : "";

function brought(name, file, lacking) {
  try {
    return shipped(name, file);
  } catch (error) {
    throw new Error(lacking, { cause: error });
  }
}

/** Node of a major version: the one that runs this, where it is that, else where a variable says, else what npm brought. */
export function node(major) {
  if (Number(process.versions.node.split(".")[0]) === major) return process.execPath;
  const named = process.env[`NODE_${major}`];
  const lacking = `Node.js ${major} is missing: npm has it for Linux on x64, elsewhere let NODE_${major} name it`;
  return named || brought(`node-${major}`, "bin/node", lacking);
}

/** Deno. */
export function deno() {
  const flavour = platform === "linux" ? "-glibc" : "";
  return brought(
    `@deno/${platform}-${arch}${flavour}`,
    `deno${suffix}`,
    "npm brought no Deno for this machine",
  );
}

/** Bun. */
export function bun() {
  return brought(`@oven/bun-${platform}-${arch}`, `bin/bun${suffix}`, "npm brought no Bun for this machine");
}
