// The runtimes that a cold start is measured in: those that the packaging tests install.

import { fileURLToPath } from "node:url";
import { bun, deno, node } from "../tests/packaging/shared/programs.mjs";
import { shipped, versionOf } from "../tests/packaging/shared/shipped.mjs";

/** What `find` finds, or, without a program, why it is not there. */
function found(find) {
  try {
    return { program: find() };
  } catch (error) {
    return { lacking: error.message };
  }
}

/** It runs in this Node, by way of a package that starts it. */
function workerd() {
  shipped("miniflare", "package.json");
  return process.execPath;
}

/** Each with its program and what stands before the script, or, without a program, why it is not there. */
export const RUNTIMES = [
  ...[20, 22, 24].map((major) => ({
    id: `node-${major}`,
    name: `Node ${major}`,
    ...found(() => node(major)),
    before: [],
  })),
  {
    id: "deno",
    name: `Deno ${versionOf("deno")}`,
    ...found(deno),
    before: ["run", "--no-prompt", "--no-lock", "--allow-all"],
  },
  { id: "bun", name: `Bun ${versionOf("bun")}`, ...found(bun), before: [] },
  {
    id: "workerd",
    name: `workerd ${versionOf("workerd")}`,
    ...found(workerd),
    before: [fileURLToPath(new URL("start/workerd.mjs", import.meta.url))],
  },
];
