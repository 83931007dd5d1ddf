// An empty project with nothing but the packed tarball in it: what a user gets.

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** The tarball, as `cargo xtask pack` leaves it. */
export const tarball = process.env.MESHI_TARBALL;
if (!tarball)
  throw new Error("MESHI_TARBALL must name the tarball: run this through `cargo xtask test --only tarball`");

/** Runs a program in a folder and gives what it printed; a failure carries all that it said. */
export async function run(program, parameters, folder, environment = process.env) {
  try {
    const { stdout } = await execute(program, parameters, {
      cwd: folder,
      env: environment,
      maxBuffer: 1 << 26,
    });
    return stdout;
  } catch (error) {
    throw new Error(
      `${program} ${parameters.join(" ")}\n${error.stdout ?? ""}${error.stderr ?? error.message}`,
    );
  }
}

/**
 * Installs the tarball into a new project and writes files into it. `--offline` holds that it needs no other package.
 *
 * @param files contents by name
 * @returns the folder, and `remove`
 */
export async function install(files, manifest = {}) {
  const folder = await mkdtemp(join(tmpdir(), "meshi-installed-"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, ...manifest }));
  await run(
    npm,
    ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", tarball],
    folder,
  );
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return { folder, remove: () => rm(folder, { recursive: true }) };
}
