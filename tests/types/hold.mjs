// The tarball's declarations, read by one TypeScript in every way that projects resolve them, on every host's types. A
// file of tests for each TypeScript calls this, so that none takes long.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { unpacked } from "../publishing/tarball.mjs";
import { COMPILERS, HOSTS, RESOLUTIONS, SOURCES, project } from "./matrix.mjs";

/**
 * What a compiler says of a project: everything about our declarations and the tests. What it says of other packages is
 * their own; without `skipLibCheck` there is often something.
 */
async function complaints(compiler, folder, config) {
  const said = await new Promise((resolve) => {
    const words = [compiler.program, "--project", config, "--pretty", "false"];
    execFile(process.execPath, words, { cwd: folder, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      resolve(error && !/error TS\d/.test(stdout) ? `${error.message}${stderr}` : stdout);
    });
  });
  const ofOthers = /^(node_modules\/(?!meshi-partner\/)|\s)/;
  return said.split("\n").filter((line) => line !== "" && !ofOthers.test(line));
}

/** Makes a project for each host, and tests that this compiler has nothing to say of any. */
export function hold(major) {
  const number = COMPILERS.findIndex(({ version }) => version.startsWith(`${major}.`));
  const compiler = COMPILERS[number];
  const projects = new Map();
  before(async () => {
    for (const host of HOSTS) {
      const made = await unpacked(SOURCES);
      projects.set(host, made);
      for (const [name, folder] of Object.entries(host.packages)) {
        await cp(folder, join(made.folder, "node_modules", name), { recursive: true });
      }
    }
  });
  after(() => Promise.all([...projects.values()].map((made) => made.remove())));

  describe(
    `the declarations hold under TypeScript ${compiler.version}`,
    { concurrency: availableParallelism() },
    () => {
      for (const [turn, host] of HOSTS.entries()) {
        // Where nothing is known of the host a package is looked for in every way; elsewhere the ways take turns, since how
        // a package is found and what the host is have nothing to do with each other.
        const resolutions = turn === 0 ? RESOLUTIONS : [RESOLUTIONS[(number + turn) % RESOLUTIONS.length]];
        for (const resolution of resolutions) {
          test(`${resolution.name}, ${host.name}`, async () => {
            const { folder } = projects.get(host);
            const config = `tsconfig.${resolution.name}.json`;
            await writeFile(join(folder, config), JSON.stringify(project({ resolution, host })));
            assert.deepEqual(await complaints(compiler, folder, config), []);
          });
        }
      }
    },
  );
}
