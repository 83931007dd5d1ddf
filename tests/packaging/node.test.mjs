// The tarball in Node: as ES modules, as CommonJS, as a command, and what is in it.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { install, run } from "./installed.mjs";
import { OUTCOME, asCommonJs, asModule } from "./scenario.mjs";

let project;
const installed = (name) => join(project.folder, "node_modules/meshi-partner", name);

before(async () => {
  project = await install({
    "module.mjs": asModule(),
    "common.cjs": asCommonJs,
    "inline.mjs": asModule("meshi-partner/inline"),
    "slim.mjs": `
      import { readFileSync } from "node:fs";
      import { fileURLToPath } from "node:url";
      import { init, Meshi } from "meshi-partner/slim";
      const meshi = new Meshi({ apiKey: "key", baseUrl: "http://127.0.0.1:1/api", maxRetries: 0 });
      await init(readFileSync(fileURLToPath(import.meta.resolve("meshi-partner/meshi_partner_bg.wasm"))));
      await meshi.auth.check().catch((error) => console.log(error.name));
    `,
    "event.json": JSON.stringify({ event_id: "spring-2026", title: "Spring meetup" }),
    "attendees.csv": "name,email\nAda Okafor,ada@example.com\nGrace Lindqvist,grace@example.com\n",
    "import-only.mjs": `
      for (const name of ["setTimeout", "setInterval", "fetch"]) {
        globalThis[name] = () => { throw new Error(name + " was called at import"); };
      }
      Math.random = crypto.getRandomValues = crypto.randomUUID = () => { throw new Error("randomness at import"); };
      for (const name of ["Module", "Instance", "compile", "instantiate"]) {
        WebAssembly[name] = function () { throw new Error("WebAssembly." + name + " at import"); };
      }
      await import("meshi-partner");
      await import("meshi-partner/sandbox");
      await import("meshi-partner/inline");
      await import("meshi-partner/slim");
      console.log("nothing ran");
    `,
  });
});
after(() => project?.remove());

for (const [how, file] of [
  ["as ES modules", "module.mjs"],
  ["through require", "common.cjs"],
  ["with the module inlined", "inline.mjs"],
]) {
  test(`the main scenario runs ${how}`, async () => {
    const printed = await run(process.execPath, [file], project.folder);
    assert.deepEqual(JSON.parse(printed), OUTCOME);
  });
}

test("the slim entry works once it is given its module", async () => {
  const printed = await run(process.execPath, ["slim.mjs"], project.folder);
  assert.equal(printed.trim(), "MeshiConnectionError");
});

test("importing runs nothing: no timer, no randomness, no fetch, no compilation", async () => {
  assert.equal((await run(process.execPath, ["import-only.mjs"], project.folder)).trim(), "nothing ran");
});

test("the command is installed, knows its version and runs the flow", async () => {
  const command = join(project.folder, "node_modules/.bin/meshi-partner");
  const { version } = JSON.parse(await readFile(installed("package.json"), "utf8"));
  assert.equal((await run(command, ["--version"], project.folder)).trim(), version);
  const words = ["run", "--event", "event.json", "--attendees", "attendees.csv", "--sandbox", "--json"];
  const report = JSON.parse(await run(command, words, project.folder));
  assert.deepEqual([report.import.total, report.import.imported], [2, 2]);
});

test("the tarball holds what is shipped and nothing else, and depends on nothing", async () => {
  const manifest = JSON.parse(await readFile(installed("package.json"), "utf8"));
  assert.equal(manifest.dependencies, undefined);
  assert.deepEqual((await readdir(installed("."))).sort(), [
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "dist",
    "package.json",
  ]);
  const kinds = new Set((await readdir(installed("dist"))).map((name) => name.replace(/^.*?\./, "")));
  assert.deepEqual([...kinds].sort(), ["cjs", "d.cts", "d.ts", "js", "wasm"]);
});

test("every file that the manifest names is there", async () => {
  const manifest = JSON.parse(await readFile(installed("package.json"), "utf8"));
  const named = new Set();
  const collect = (value) =>
    typeof value === "string" ? named.add(value) : Object.values(value ?? {}).forEach(collect);
  for (const part of [manifest.exports, manifest.bin, manifest.main, manifest.module, manifest.types])
    collect(part);
  assert.ok(named.size > 20);
  for (const name of named) await readFile(installed(name));
});

test("no file tells where it was built", async () => {
  const told = [];
  for (const name of await readdir(installed("dist"))) {
    const text = await readFile(installed(join("dist", name)), "latin1");
    const path = /\/(home|root|Users|work|build|tmp)\/[\w.-]+\/|registry\/src\/|[A-Z]:\\Users/.exec(text);
    if (path) told.push(`${name}: ${text.slice(path.index, path.index + 60)}`);
  }
  assert.deepEqual(told, []);
});
