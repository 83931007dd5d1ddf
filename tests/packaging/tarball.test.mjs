// What holds of the tarball in every runtime: nothing runs at import, the module is loaded once, and the
// command is there.

import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { install } from "./shared/project.mjs";
import { run } from "./shared/run.mjs";

let project;
const installed = (name) => join(project.folder, "node_modules/meshi-partner", name);

before(async () => {
  project = await install({
    "once.mjs": `
      import { readFile } from "node:fs/promises";
      let [loads, instances] = [0, 0];
      // Node's own fetch instantiates a module as well.
      const count = (imports) => {
        if ("./meshi_partner_bg.js" in (imports ?? {})) instances++;
      };
      for (const name of ["instantiate", "instantiateStreaming"]) {
        const real = WebAssembly[name];
        WebAssembly[name] = (...given) => (count(given[1]), real.apply(WebAssembly, given));
      }
      WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
        construct: (real, given) => (count(given[1]), new real(...given)),
      });
      const file = new URL(import.meta.resolve("meshi-partner/meshi_partner_bg.wasm"));
      globalThis.fetch = async (url) => {
        if (String(url) !== file.href) throw new TypeError("nobody answers");
        loads++;
        return new Response(await readFile(file), { headers: { "content-type": "application/wasm" } });
      };
      const entry = new URL(process.argv[2], file);
      const { Meshi, readAttendees } = await import(entry);
      const options = { apiKey: "key", baseUrl: "https://api.example.com/", maxRetries: 0 };
      const [a, b] = [new Meshi(options), new Meshi(options)];
      const rows = readAttendees("name,email\\nAda,ada@example.com")[Symbol.asyncIterator]();
      const first = [a.auth.check(), a.events.get("spring-2026"), b.auth.check(), rows.next()];
      const states = (await Promise.allSettled(first)).map(({ reason, value }) => reason?.name ?? value.value.name);
      console.log(JSON.stringify({ loads, instances, states }));
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

test("importing runs nothing: no timer, no randomness, no fetch, no compilation", async () => {
  assert.equal((await run(process.execPath, ["import-only.mjs"], project)).trim(), "nothing ran");
});

/** What esbuild makes of a program that imports the package in a web page. */
async function bundled(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: project.folder },
    ...{
      bundle: true,
      minify: true,
      write: false,
      format: "esm",
      conditions: ["browser"],
      platform: "neutral",
    },
  });
  return outputFiles[0].text;
}

test("a bundler drops what a program does not use", async () => {
  assert.equal((await bundled(`import "meshi-partner"; import "meshi-partner/sandbox";`)).trim(), "");
  const errors = await bundled(`import { isMeshiError } from "meshi-partner"; console.log(isMeshiError);`);
  assert.ok(errors.length < 5000, `${errors.length} bytes to tell errors apart`);
  const client = await bundled(`
    import { Meshi } from "meshi-partner";
    import { createSandbox } from "meshi-partner/sandbox";
    console.log(Meshi);
  `);
  assert.match(client, /meshi_partner_bg\.wasm/);
  assert.doesNotMatch(client, /meshi_sandbox_bg|sandbox\.invalid/);
});

test("every entry has the same names, and slim has init as well", async () => {
  const entries = (await readdir(installed("dist"))).filter((name) =>
    /^(browser|default|deno|edge-light|inline|node|slim|workerd)\.js$/.test(name),
  );
  const { metafile } = await build({
    entryPoints: entries.map((name) => installed(`dist/${name}`)),
    outdir: project.folder,
    ...{ bundle: true, write: false, metafile: true, format: "esm", platform: "neutral" },
    external: ["node:*", "*.wasm", "*.wasm?module"],
  });
  const names = new Map();
  for (const { entryPoint, exports } of Object.values(metafile.outputs)) {
    names.set(basename(entryPoint), exports.filter((name) => name !== "init").sort());
  }
  assert.equal(names.size, 8);
  assert.ok(names.get("node.js").includes("Meshi"));
  for (const [entry, own] of names) assert.deepEqual(own, names.get("node.js"), entry);
  assert.ok("init" in (await import(pathToFileURL(installed("dist/slim.js")))));
});

test("a bundle for Node that left the module behind finds it in the installed package, and else says so", async () => {
  const program = `
    import { Meshi } from "meshi-partner";
    try {
      new Meshi({ apiKey: "key", baseUrl: "https://api.example.com/" });
      console.log("made");
    } catch (error) {
      console.log(error.name, error.code, error.cause?.code);
    }`;
  const stdin = { contents: program, resolveDir: project.folder };
  const common = { bundle: true, format: "esm", platform: "node" };
  await build({ stdin, ...common, outfile: join(project.folder, "out/server.mjs") });
  assert.equal(await run(process.execPath, ["out/server.mjs"], project), "made\n");
  const elsewhere = await mkdtemp(join(tmpdir(), "meshi-bundle-"));
  try {
    await build({ stdin, ...common, outfile: join(elsewhere, "server.mjs") });
    const printed = await run(process.execPath, ["server.mjs"], { folder: elsewhere });
    assert.equal(printed, "MeshiConfigError MODULE_UNAVAILABLE ENOENT\n");
  } finally {
    await rm(elsewhere, { recursive: true });
  }
});

for (const [entry, how, loads] of [
  ["browser.js", "the module comes later", 1],
  ["node.js", "the module is there at once", 0],
]) {
  test(`calls at the same time share one instance where ${how}`, async () => {
    const lost = "MeshiConnectionError";
    assert.deepEqual(JSON.parse(await run(process.execPath, ["once.mjs", entry], project)), {
      ...{ loads, instances: 1 },
      states: [lost, lost, lost, "Ada"],
    });
  });
}

test("the command is installed, knows its version and runs the flow", async () => {
  const command = join(project.folder, "node_modules/.bin/meshi-partner");
  const { version } = JSON.parse(await readFile(installed("package.json"), "utf8"));
  assert.equal((await run(command, ["--version"], project)).trim(), version);
  const words = ["run", "--event", "event.json", "--attendees", "attendees.csv", "--sandbox", "--json"];
  const report = JSON.parse(await run(command, words, project));
  assert.deepEqual([report.import.total, report.import.imported], [2, 2]);
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
