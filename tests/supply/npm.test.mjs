// The npm and Python packages that build and test the project: pinned, each with a checksum, and none of them known to
// be bad where the registry tells.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Every folder with a package.json, of which only the first is released. */
const FOLDERS = ["pkg", "tools", "bench", "tests/contract", "tests/packaging", "www"];

/** What the console takes from the checkout itself: the package that is released. */
const OWN = { name: "meshi-partner", place: "../pkg" };

const KINDS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

const read = async (file) => readFile(new URL(`../../${file}`, import.meta.url), "utf8");

for (const folder of FOLDERS) {
  const manifest = JSON.parse(await read(`${folder}/package.json`));
  const lock = JSON.parse(await read(`${folder}/package-lock.json`));

  test(`${folder} asks for exact versions, and its lock file has those, each with a checksum`, () => {
    for (const kind of KINDS) {
      for (const [name, version] of Object.entries(manifest[kind] ?? {}))
        if (name === OWN.name) assert.equal(version, `file:${OWN.place}`);
        else assert.match(version, /^(npm:(@[^@/]+\/)?[^@/]+@)?\d+\.\d+\.\d+$/, `${name} in ${kind}`);
      assert.deepEqual(
        lock.packages[""][kind],
        manifest[kind],
        `${kind} differ: run npm install in ${folder}`,
      );
    }
    assert.equal(lock.lockfileVersion, 3);
    for (const [place, { integrity, link, resolved }] of Object.entries(lock.packages)) {
      if (place === "" || place === OWN.place) continue;
      if (place === `node_modules/${OWN.name}`) {
        assert.deepEqual([link, resolved], [true, OWN.place]);
        continue;
      }
      assert.ok(!link, `${place} is a link`);
      assert.match(integrity ?? "", /^sha512-[A-Za-z0-9+/]{86}==$/, place);
      if (resolved !== undefined) assert.match(resolved, /^https:\/\//, place);
    }
  });

  test(`${folder} has no script that an installation runs`, () => {
    assert.equal(manifest.scripts, undefined);
  });

  test(`${folder} has no package that is known to be bad`, async (t) => {
    const report = await audit(folder);
    if (typeof report === "string") {
      t.skip(`not checked: the registry tells nothing of advisories: ${report}`);
      return;
    }
    const bad = Object.values(report.vulnerabilities).map(
      ({ name, severity, range }) => `${name} ${range}: ${severity}`,
    );
    // What only tests the project reaches no user: it is told, and breaks nothing that is under way.
    if (folder === "pkg") assert.deepEqual(bad, []);
    else for (const line of bad) t.diagnostic(line);
  });
}

/** What `npm audit` finds; a text that says why, where it finds nothing out. */
async function audit(folder) {
  const cwd = fileURLToPath(new URL(`../../${folder}`, import.meta.url));
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  let printed = "";
  try {
    ({ stdout: printed } = await execute(
      npm,
      ["audit", "--json", "--package-lock-only", "--fetch-retries=0"],
      {
        cwd,
        maxBuffer: 1 << 26,
        timeout: 60_000,
        shell: process.platform === "win32",
      },
    ));
  } catch (error) {
    // It ends so as well when it has found something.
    printed = error.stdout ?? "";
  }
  try {
    const report = JSON.parse(printed);
    return report.vulnerabilities ? report : `${report.statusCode ?? "no"} answer`;
  } catch {
    return "no answer";
  }
}

test("the Python packages of the tests are pinned", async () => {
  const lines = (await read("tests/contract/requirements.txt"))
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));
  assert.ok(lines.length > 10);
  for (const line of lines) assert.match(line, /^[\w.-]+==\d+(\.\d+)*$/, line);
});
