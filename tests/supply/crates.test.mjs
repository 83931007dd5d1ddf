// The crates that the project is built from: their licences, versions and sources, against deny.toml.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { exceptions, permits, skipped } from "./policy.mjs";

const execute = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

/** The native sandbox is a program, which has a server in it. */
const SERVER = "meshi-partner-sandbox-http";

/** What the crates of the client and the sandbox may ask for by themselves: a further one is a decision, made here. */
const ASKED_FOR = [
  "gloo-net",
  "js-sys",
  "serde",
  "serde-wasm-bindgen",
  "serde_json",
  "tsify",
  "wasm-bindgen",
  "web-sys",
];

async function metadata(manifest) {
  const { stdout } = await execute(
    process.env.CARGO ?? "cargo",
    ["metadata", "--format-version=1", "--locked", "--all-features", "--manifest-path", manifest],
    { cwd: root, maxBuffer: 1 << 27 },
  );
  return JSON.parse(stdout).packages;
}

const workspaces = new Map();
for (const manifest of ["Cargo.toml", "tools/wasm/Cargo.toml"])
  workspaces.set(manifest, await metadata(manifest));
const every = [...workspaces.values()].flat();

test("every crate has a licence that deny.toml allows", () => {
  const refused = every.filter(({ name, license }) => license === null || !permits(license, name));
  assert.deepEqual(
    refused.map(({ name, version, license }) => `${name} ${version}: ${license}`),
    [],
  );
  for (const crate of exceptions.keys())
    assert.ok(
      every.some(({ name }) => name === crate),
      `deny.toml excepts ${crate}, which nothing uses`,
    );
});

test("a licence expression is read as it is meant", () => {
  for (const good of ["MIT", "MIT OR GPL-3.0-only", "GPL-3.0-only/MIT", "(GPL-3.0-only OR MIT) AND ISC"])
    assert.ok(permits(good), good);
  for (const bad of ["GPL-3.0-only", "MIT AND GPL-3.0-only", "(MIT OR ISC) AND AGPL-3.0", "NCSA"])
    assert.ok(!permits(bad), bad);
  assert.ok(permits("(MIT OR Apache-2.0) AND NCSA", "libfuzzer-sys"));
  for (const none of ["", "MIT OR", "(MIT", "MIT ISC"]) assert.throws(() => permits(none), none);
});

test("no crate comes in two versions, but where deny.toml says why", () => {
  const packages = workspaces.get("Cargo.toml");
  const counted = packages.filter(({ name, version }) => !skipped.has(`${name}@${version}`));
  const names = counted.map(({ name }) => name).sort();
  assert.deepEqual(
    names.filter((name, index) => name === names[index - 1]),
    [],
  );
  for (const crate of skipped)
    assert.ok(
      packages.some(({ name, version }) => `${name}@${version}` === crate),
      `deny.toml excuses ${crate}, which nothing uses`,
    );
});

test("every crate is the project's own or of the public registry, with a checksum", async () => {
  for (const file of ["Cargo.lock", "tools/wasm/Cargo.lock"]) {
    const entries = (await readFile(new URL(`../../${file}`, import.meta.url), "utf8"))
      .split("[[package]]\n")
      .slice(1);
    assert.ok(entries.length > 20, file);
    for (const entry of entries) {
      const name = /^name = "(.+)"$/m.exec(entry)[1];
      const source = /^source = "(.+)"$/m.exec(entry)?.[1];
      if (source === undefined) {
        assert.match(name, /^(meshi-partner|xtask$|wasm-tools$)/, `${file}: ${name} comes from a path`);
        continue;
      }
      assert.match(source, /^registry\+https:\/\/[^/]+\/rust-lang\/crates\.io-index$/, `${file}: ${name}`);
      assert.match(entry, /^checksum = "[0-9a-f]{64}"$/m, `${file}: ${name}`);
    }
  }
});

test("the libraries ask for few others, and none by a wildcard or an address", () => {
  const released = workspaces
    .get("Cargo.toml")
    .filter(({ name, source, publish }) => source === null && publish === null && name !== SERVER);
  assert.ok(released.length >= 6);
  const asked = new Set();
  for (const { name, dependencies } of released)
    for (const { name: needed, kind, req, source, path } of dependencies) {
      assert.notEqual(req, "*", `${name} takes any ${needed}`);
      if (path !== undefined) continue;
      assert.match(source, /^registry\+/, `${name} takes ${needed} from ${source}`);
      if (kind === null) asked.add(needed);
    }
  assert.deepEqual([...asked].sort(), ASKED_FOR);
});

test("no known advisory is open for a crate", async (t) => {
  const deny = ["deny", "--format", "json", "--workspace", "check", "advisories"];
  let told = "";
  try {
    await execute(process.env.CARGO ?? "cargo", ["deny", "--version"], { cwd: root });
  } catch {
    t.skip("not checked: cargo-deny is not installed (cargo install --locked cargo-deny@0.20.2)");
    return;
  }
  try {
    await execute(process.env.CARGO ?? "cargo", deny, { cwd: root, maxBuffer: 1 << 26 });
    return;
  } catch (error) {
    told = `${error.stdout}${error.stderr}`;
  }
  const findings = told
    .split("\n")
    .filter((line) => line.includes('"type":"diagnostic"') && line.includes('"severity":"error"'));
  if (findings.length === 0)
    t.skip(`not checked: the advisory database is out of reach: ${told.split("\n")[0].slice(0, 200)}`);
  else assert.fail(findings.join("\n"));
});
