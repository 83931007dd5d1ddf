// Runs a module in a Node of its own, with no key and no base around.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const here = fileURLToPath(new URL("..", import.meta.url));

/** Gives what the module prints. */
export async function inNode(source, ...flags) {
  const { MESHI_KEY: _key, MESHI_BASE: _base, ...env } = process.env;
  const { stdout } = await run(process.execPath, [...flags, "--input-type=module", "--eval", source], {
    cwd: here,
    env,
  });
  return stdout.trim();
}
