// Consumers: each is copied out of its folder, gets the packed tarball by npm and nothing else of this checkout, and
// finds the tools of tests/packaging (bundlers, hosts) as a project finds those of the workspace that it is in.

import { cp, mkdir, mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./run.mjs";

const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const here = fileURLToPath(new URL("..", import.meta.url));
const work = fileURLToPath(new URL("../../../target/packaging/work/", import.meta.url));

/** The tarball, as `cargo xtask pack` leaves it. */
export const tarball = process.env.MESHI_TARBALL;
if (!tarball)
  throw new Error(
    "MESHI_TARBALL must name the tarball: run this through `cargo xtask test --only packaging`",
  );

/** Installs the tarball into a folder with a manifest. `--offline` holds that it needs no other package. */
async function installInto(folder) {
  await run(
    npm,
    [
      "install",
      "--offline",
      "--ignore-scripts",
      "--no-package-lock",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      tarball,
    ],
    { folder },
  );
}

/**
 * Gives the folder of a consumer that is ready to be run: its files, the scenario, and the installed package.
 *
 * @param files the folder of its files, where it shares them with another
 */
export async function consumer(name, files = name) {
  const folder = join(work, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const tools = join(work, "node_modules");
  if (!(await stat(tools).catch(() => undefined))) {
    await rm(tools, { force: true });
    // Two consumers may come here at once.
    await symlink(join(here, "node_modules"), tools, "junction").catch((error) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const ours = new Set(["runtime.mjs", "node_modules"]);
  await cp(join(here, files), folder, { recursive: true, filter: (file) => !ours.has(basename(file)) });
  await cp(join(here, "shared/scenario.mjs"), join(folder, "scenario.mjs"));
  await installInto(folder);
  return folder;
}

/**
 * Installs the tarball into an empty project outside of the checkout and writes files into it.
 *
 * @param files contents by name
 * @returns the folder, and `remove`
 */
export async function install(files) {
  const folder = await mkdtemp(join(tmpdir(), "meshi-installed-"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true }));
  await installInto(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return { folder, remove: () => rm(folder, { recursive: true }) };
}
