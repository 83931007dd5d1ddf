// Writes who else's work is in the package: the npm packages that the command line bundles, and the crates that are
// compiled into the WebAssembly modules, each with its licence and the licence's text as its authors ship it.

import { execFile } from "node:child_process";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const execute = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

/** The crates that become WebAssembly modules. */
const MODULES = ["meshi-partner", "meshi-partner-sandbox-wasm"];

/** The packages whose files esbuild took in, from the inputs that it lists relative to `folder`. */
async function bundled(inputs, folder) {
  const folders = new Set();
  for (const input of inputs) {
    const found = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input.replaceAll("\\", "/"));
    if (found) folders.add(resolve(folder, found[0]));
  }
  return Promise.all(
    [...folders].map(async (place) => {
      const { name, version, license } = JSON.parse(await readFile(join(place, "package.json"), "utf8"));
      return { name, version, license, place };
    }),
  );
}

/** The crates that end up in the modules; what only runs while they are compiled does not. */
async function compiled() {
  const words = ["metadata", "--format-version=1", "--locked"];
  const { stdout } = await execute(
    process.env.CARGO ?? "cargo",
    [...words, "--filter-platform", "wasm32-unknown-unknown"],
    { cwd: root, maxBuffer: 1 << 27 },
  );
  const { packages, resolve: graph } = JSON.parse(stdout);
  const known = new Map(packages.map((crate) => [crate.id, crate]));
  const uses = new Map(graph.nodes.map((node) => [node.id, node.deps]));
  const found = new Set(packages.filter(({ name }) => MODULES.includes(name)).map(({ id }) => id));
  for (const id of found) {
    for (const { pkg, dep_kinds: kinds } of uses.get(id)) {
      const macro = known.get(pkg).targets.some(({ kind }) => kind.includes("proc-macro"));
      if (!macro && kinds.some(({ kind }) => kind === null)) found.add(pkg);
    }
  }
  return [...found]
    .map((id) => known.get(id))
    .filter((crate) => crate.source !== null)
    .map(({ name, version, license, manifest_path: manifest }) => ({
      ...{ name, version, license, place: dirname(manifest) },
    }));
}

/** The licence files that a package ships. */
async function licences(place) {
  const names = (await readdir(place)).filter((name) => /^(licen[sc]e|copying|notice|unlicense)/i.test(name));
  const texts = await Promise.all(names.sort().map((name) => readFile(join(place, name), "utf8")));
  return texts.map((text) => text.replaceAll("\r\n", "\n").trim());
}

/**
 * Writes the notices.
 *
 * @param file where to
 * @param inputs the files that the command line was bundled from, relative to `folder`
 */
export async function writeNotices(file, inputs, folder) {
  const works = [...(await bundled(inputs, folder)), ...(await compiled())];
  works.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
  const users = new Map();
  const lines = [];
  for (const { name, version, license, place } of works) {
    if (typeof license !== "string") throw new Error(`${name} ${version} states no licence: ${place}`);
    const title = `${name} ${version}`;
    lines.push(`${title} — ${license}`);
    for (const text of await licences(place)) users.set(text, [...(users.get(text) ?? []), title]);
  }
  const texts = [...users].map(([text, titles]) => `${"-".repeat(80)}\n${titles.join(", ")}\n\n${text}\n`);
  const head =
    "meshi-partner contains parts of the following works: npm packages in dist/cli.js, and Rust crates in the\n" +
    "WebAssembly modules. Their licences' texts follow, each once.\n";
  await writeFile(file, `${head}\n${lines.join("\n")}\n\n${texts.join("\n")}`);
}
