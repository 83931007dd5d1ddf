// What a cold start pays: compiling the module and making an instance of it.

import { readFileSync } from "node:fs";
import { BARS } from "../bars.mjs";
import { measure } from "../harness.mjs";
import { progress } from "../progress.mjs";
import { summary } from "../statistics.mjs";

/** Measures the group. */
export async function measureGroup(effort) {
  const bytes = readFileSync(new URL("../../pkg/dist/meshi_partner_bg.wasm", import.meta.url));
  const imports = {};
  for (const { module, name, kind } of WebAssembly.Module.imports(new WebAssembly.Module(bytes))) {
    if (kind !== "function") throw new Error(`the module imports a ${kind}, ${name}`);
    (imports[module] ??= {})[name] = () => 0;
  }
  const name = "compile + instantiate";
  const run = () => new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
  const check = () => run();
  progress("start: compile + instantiate");
  const samples = await measure([{ name, run, check }], effort.rounds({ rounds: 51, warmUp: 5 }));
  return [
    {
      id: "instantiate",
      title: "Compile + instantiate in Node",
      note: `${(bytes.length / 1024).toFixed(1)} KB`,
      unit: "ms",
      ratios: [{ name: "median", ...summary(samples.get(name)), ...BARS.start }],
    },
  ];
}
