// Vercel's edge runtime, whose compiled modules are of another realm.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { EdgeVM } from "@edge-runtime/vm";
import { bundle, modulesAsGlobals } from "../shared/bundle.mjs";
import { sizeOf } from "../shared/bytes.mjs";
import { withServer } from "../shared/server.mjs";
import { versionOf } from "../shared/shipped.mjs";

const MODULE = "meshi_partner_bg.wasm";

async function main(folder) {
  const out = join(folder, "out.js");
  const entry = await bundle(join(folder, "program.mjs"), out, {
    conditions: ["edge-light"],
    plugins: [modulesAsGlobals()],
    format: "iife",
  });
  const module = join(folder, "node_modules/meshi-partner/dist", MODULE);
  const vm = new EdgeVM();
  vm.context[MODULE] = new WebAssembly.Module(await readFile(module));
  const program = await readFile(out, "utf8");
  const result = await withServer(folder, ({ environment }) => {
    Object.assign(vm.context, environment);
    vm.evaluate(program);
    return vm.context.result;
  });
  return {
    ...JSON.parse(result),
    version: versionOf("@edge-runtime/vm"),
    entry,
    bytes: await sizeOf([out, module]),
  };
}

export const rows = [
  {
    runtime: "Vercel's edge runtime",
    how: "bundled by esbuild, in `@edge-runtime/vm`; a server on loopback",
    run: main,
  },
];
