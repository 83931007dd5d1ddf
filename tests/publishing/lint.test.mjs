// What other people's linters say of the tarball: publint, "are the types wrong", and npm's own rehearsal of a release.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { run, tarball, unpacked } from "./tarball.mjs";

const tools = createRequire(new URL("../../tools/package.json", import.meta.url));
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** A program of the tools' packages. */
async function bin(name) {
  // The manifests of some are not exported: they lie above the main file.
  let folder = dirname(tools.resolve.paths(name).map((path) => join(path, name, "x"))[0]);
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = typeof manifest.bin === "string" ? manifest.bin : Object.values(manifest.bin)[0];
  return join(folder, file);
}

test("publint has nothing to say", async () => {
  const told = await run(process.execPath, [await bin("publint"), "run", tarball, "--strict"]);
  assert.match(told, /All good/);
});

test("the types are right from every entry, however they are resolved", async () => {
  // A WebAssembly module has no types, and TypeScript before `exports` existed is older than any Node that runs this.
  const modules = ["--exclude-entrypoints", "meshi_partner_bg.wasm", "meshi_sandbox_bg.wasm"];
  const words = [
    await bin("@arethetypeswrong/cli"),
    tarball,
    "--profile",
    "node16",
    "--format",
    "json",
    ...modules,
  ];
  const { analysis, problems } = JSON.parse(await run(process.execPath, words));
  const told = Object.values(problems ?? {}).flat();
  assert.deepEqual(
    told.filter(({ resolutionKind }) => resolutionKind !== "node10"),
    [],
  );
  assert.deepEqual(Object.keys(analysis.entrypoints).sort(), [
    ".",
    "./inline",
    "./package.json",
    "./sandbox",
    "./slim",
  ]);
});

test("npm would publish it", async () => {
  // From a folder of its own: with no network, no account and no script of ours.
  const project = await unpacked();
  const cache = await mkdtemp(join(tmpdir(), "meshi-npm-"));
  try {
    const words = ["publish", "--dry-run", "--json", "--ignore-scripts", "--offline", "--provenance=false"];
    const told = await run(npm, [...words, "--cache", cache], { cwd: project.installed });
    const release = JSON.parse(told);
    const { id, entryCount } = release["meshi-partner"] ?? release;
    const { version } = JSON.parse(await readFile(join(project.installed, "package.json"), "utf8"));
    assert.equal(id, `meshi-partner@${version}`);
    assert.ok(entryCount > 30);
  } finally {
    await project.remove();
    await rm(cache, { recursive: true });
  }
});
