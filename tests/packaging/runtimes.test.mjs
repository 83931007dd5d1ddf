// The tarball's main scenario in every kind of host: the entry that each resolves, with its own way to the module.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { EdgeVM } from "@edge-runtime/vm";
import { Miniflare } from "miniflare";
import puppeteer from "puppeteer-core";
import { bundled, copied, global } from "./bundle.mjs";
import { install, run } from "./installed.mjs";
import { OUTCOME, asModule, scenario } from "./scenario.mjs";

const here = createRequire(import.meta.url);
const MODULES = ["meshi_partner_bg.wasm", "meshi_sandbox_bg.wasm"];
const IMPORTS = `
  import { Meshi, readAttendees } from "meshi-partner";
  import { createSandbox } from "meshi-partner/sandbox";
  ${scenario}
`;

let project;
before(async () => {
  project = await install({ "module.mjs": asModule() });
});
after(() => project?.remove());

/** A program that a package ships for this machine, whose install script was not run. */
function shipped(name, file) {
  return join(dirname(here.resolve(`${name}/package.json`)), file);
}

test("Deno, with no permission at all", async () => {
  const flavour = process.platform === "linux" ? "-glibc" : "";
  const deno = shipped(`@deno/${process.platform}-${process.arch}${flavour}`, "deno");
  const environment = { ...process.env, DENO_DIR: join(project.folder, ".deno"), DENO_NO_UPDATE_CHECK: "1" };
  const printed = await run(
    deno,
    ["run", "--no-prompt", "--no-lock", "module.mjs"],
    project.folder,
    environment,
  );
  assert.deepEqual(JSON.parse(printed), OUTCOME);
});

test("Bun", async () => {
  const bun = shipped(`@oven/bun-${process.platform}-${process.arch}`, "bin/bun");
  assert.deepEqual(JSON.parse(await run(bun, ["module.mjs"], project.folder)), OUTCOME);
});

test("Cloudflare Workers (workerd)", async () => {
  const worker = `${IMPORTS}
    export default {
      async fetch() {
        return Response.json(await scenario({ Meshi, readAttendees, createSandbox }));
      },
    };`;
  const plugins = [copied(project.folder)];
  const contents = await bundled(project.folder, worker, { conditions: ["workerd", "worker"], plugins });
  const modules = [{ type: "ESModule", path: "worker.js", contents }];
  for (const path of MODULES) {
    modules.push({ type: "CompiledWasm", path, contents: await readFile(join(project.folder, path)) });
  }
  const miniflare = new Miniflare({ modules, compatibilityDate: "2026-04-01" });
  try {
    const response = await miniflare.dispatchFetch("http://worker.example.com/");
    assert.equal(response.status, 200, await response.clone().text());
    assert.deepEqual(await response.json(), OUTCOME);
  } finally {
    await miniflare.dispose();
  }
});

test("an edge runtime whose modules are another realm's", async () => {
  const program = `${IMPORTS}
    globalThis.outcome = scenario({ Meshi, readAttendees, createSandbox }).then(JSON.stringify);`;
  const options = { conditions: ["edge-light"], plugins: [global()], format: "iife" };
  const text = await bundled(project.folder, program, options);
  const vm = new EdgeVM();
  for (const name of MODULES) {
    const bytes = await readFile(join(project.folder, "node_modules/meshi-partner/dist", name));
    vm.context[name] = new WebAssembly.Module(bytes);
  }
  vm.evaluate(text);
  assert.deepEqual(JSON.parse(await vm.context.outcome), OUTCOME);
});

test("any other host: one file, with nothing beside it", async () => {
  const text = await bundled(project.folder, asModule(), { conditions: [] });
  await writeFile(join(project.folder, "alone.mjs"), text);
  assert.deepEqual(JSON.parse(await run(process.execPath, ["alone.mjs"], project.folder)), OUTCOME);
});

test("a web page in Chromium", async () => {
  const program = `${IMPORTS}
    globalThis.outcome = scenario({ Meshi, readAttendees, createSandbox });`;
  const script = await bundled(project.folder, program, { conditions: ["browser"] });
  const server = createServer(async (request, response) => {
    const name = basename(request.url);
    if (name === "page.js") return response.setHeader("content-type", "text/javascript").end(script);
    if (MODULES.includes(name)) {
      const file = join(project.folder, "node_modules/meshi-partner/dist", name);
      return response.setHeader("content-type", "application/wasm").end(await readFile(file));
    }
    const page =
      '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>';
    return response.setHeader("content-type", "text/html").end(page);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROME,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
    ],
  });
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const outcome = await page.evaluate(() => globalThis.outcome);
    assert.deepEqual(errors, []);
    assert.deepEqual(outcome, OUTCOME);
  } finally {
    await browser.close();
    server.close();
  }
});
