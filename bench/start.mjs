// What a cold start pays: compiling the module and making an instance of it.

import { readFileSync } from "node:fs";
import { measure } from "./harness.mjs";

/** Measures the group. */
export async function start() {
  const bytes = readFileSync(new URL("../pkg/dist/meshi_partner_bg.wasm", import.meta.url));
  const imports = {};
  for (const { module, name, kind } of WebAssembly.Module.imports(new WebAssembly.Module(bytes))) {
    if (kind !== "function") throw new Error(`the module imports a ${kind}, ${name}`);
    (imports[module] ??= {})[name] = () => 0;
  }
  const name = "compile + instantiate";
  const run = () => new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
  const medians = await measure([{ name, run }], { rounds: 51, calls: 1, warmUp: 5 });
  return {
    title: "Cold start in Node",
    note: `${(bytes.length / 1024).toFixed(1)} KB`,
    ratios: [{ name: "median", value: medians.get(name), unit: " ms", bar: 3, moonshot: 1 }],
    medians: new Map(),
  };
}
