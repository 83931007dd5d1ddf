// The packed tarball, unpacked into an empty project as npm would place it.

import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** The tarball, as `cargo xtask pack` leaves it. */
export const tarball = process.env.MESHI_TARBALL;
if (!tarball)
  throw new Error(
    "MESHI_TARBALL must name the tarball: run this through `cargo xtask test --only publishing`",
  );

/** Runs a program and gives what it printed; a failure carries all that it said. */
export async function run(program, parameters, options = {}) {
  try {
    const { stdout } = await execute(program, parameters, { maxBuffer: 1 << 26, ...options });
    return stdout;
  } catch (error) {
    const said = `${error.stdout ?? ""}${error.stderr ?? ""}`.trim();
    throw new Error(`${program} ${parameters.join(" ")}\n${said || error.message}`);
  }
}

/**
 * Unpacks the tarball into a new project, beside a copy of the files of `sources`.
 *
 * @returns the project's folder, the package's in it, and `remove`
 */
export async function unpacked(sources) {
  const folder = await mkdtemp(join(tmpdir(), "meshi-unpacked-"));
  const installed = join(folder, "node_modules/meshi-partner");
  await mkdir(installed, { recursive: true });
  await run("tar", ["-xzf", tarball, "--strip-components=1", "-C", installed]);
  if (sources) await cp(sources, folder, { recursive: true });
  return { folder, installed, remove: () => rm(folder, { recursive: true }) };
}
