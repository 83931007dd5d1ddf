// What is in the tarball: the files that are needed and no other, and a manifest that npm and its readers understand.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { unpacked } from "./tarball.mjs";

/** Every file; a shared chunk's name ends in a hash of what is in it. */
const FILES = [
  "LICENSE-APACHE",
  "LICENSE-MIT",
  "README.md",
  "package.json",
  "dist/THIRD-PARTY-NOTICES.txt",
  "dist/cli.js",
  ...["browser", "default", "deno", "edge-light", "workerd"].map((name) => `dist/${name}.js`),
  ...["inline", "node", "sandbox-node", "slim"].flatMap((name) => [`dist/${name}.cjs`, `dist/${name}.js`]),
  ...["browser", "default", "deno", "edge-light", "workerd"].map((name) => `dist/sandbox-${name}.js`),
  ...["index", "inline", "sandbox", "slim"].flatMap((name) => [`dist/${name}.d.cts`, `dist/${name}.d.ts`]),
  "dist/meshi_partner_bg.wasm",
  "dist/meshi_sandbox_bg.wasm",
];

let project;
let manifest;
before(async () => {
  project = await unpacked();
  manifest = JSON.parse(await readFile(join(project.installed, "package.json"), "utf8"));
});
after(() => project?.remove());

/** All files of a folder, by their paths in it. */
async function filesUnder(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath ?? entry.path, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    );
}

test("the tarball holds the files that are needed and no other", async () => {
  const files = await filesUnder(project.installed);
  const chunks = files.filter((file) => /^dist\/shared-[A-Z0-9]{8}\.c?js$/.test(file));
  assert.deepEqual(files.filter((file) => !chunks.includes(file)).sort(), FILES.toSorted());
});

test("every chunk is asked for by another file", async () => {
  const dist = join(project.installed, "dist");
  const names = (await readdir(dist)).filter((name) => /\.c?js$/.test(name));
  const asked = new Set();
  for (const name of names) {
    const text = await readFile(join(dist, name), "utf8");
    for (const [, chunk] of text.matchAll(/"\.\/(shared-[\w.-]+?\.c?js)"/g)) asked.add(chunk);
  }
  assert.deepEqual(
    names.filter((name) => name.startsWith("shared-") && !asked.has(name)),
    [],
  );
});

test("the manifest says all that a registry and a package manager ask for", () => {
  assert.equal(manifest.name, "meshi-partner");
  assert.match(manifest.version, /^\d+\.\d+\.\d+(-[\w.]+)?$/);
  assert.equal(manifest.license, "MIT OR Apache-2.0");
  assert.equal(manifest.type, "module");
  assert.equal(manifest.sideEffects, false);
  assert.deepEqual(manifest.engines, { node: ">=20" });
  assert.deepEqual(manifest.bin, { "meshi-partner": "./dist/cli.js" });
  assert.deepEqual(manifest.publishConfig, { access: "public", provenance: true });
  assert.ok(manifest.keywords.length >= 5);
  assert.ok(manifest.description.length > 20);
  for (const none of ["dependencies", "peerDependencies", "optionalDependencies", "scripts", "private"]) {
    assert.equal(manifest[none], undefined, `the package has no ${none}`);
  }
});

test("the changelog has an entry for this version", async () => {
  const changelog = await readFile(new URL("../../CHANGELOG.md", import.meta.url), "utf8");
  assert.ok(
    changelog.includes(`\n## ${manifest.version} (`),
    `CHANGELOG.md needs a heading "## ${manifest.version} (<date>)"`,
  );
});

test("the notices name every package that the command line bundles, with its licence", async () => {
  const notices = await readFile(join(project.installed, "dist/THIRD-PARTY-NOTICES.txt"), "utf8");
  for (const name of ["commander", "ora", "picocolors", "string-width", "wasm-bindgen", "serde_json"]) {
    assert.match(notices, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+.* — .+`, "m"), name);
  }
  assert.doesNotMatch(notices, /— (UNKNOWN|undefined)/);
  assert.doesNotMatch(notices, /^(esbuild|typescript|rollup|binaryen) /m, "what only builds is not shipped");
});
