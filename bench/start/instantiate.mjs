// What a fresh process takes to compile modules and to make an instance of each, in milliseconds. Fresh, since an engine
// that has the same bytes compiled already does not do so again.
//
// usage: node instantiate.mjs <JSON: [{ file, imports: [{ module, name }] }]>

import { readFileSync } from "node:fs";

const modules = JSON.parse(process.argv[2]).map(({ file, imports: names }) => {
  const imports = {};
  for (const { module, name } of names) (imports[module] ??= {})[name] = () => 0;
  return { bytes: readFileSync(file), imports };
});
const started = performance.now();
const instances = modules.map(
  ({ bytes, imports }) => new WebAssembly.Instance(new WebAssembly.Module(bytes), imports),
);
const ms = performance.now() - started;
if (!instances.every(({ exports }) => exports.memory)) throw new Error("an instance has no memory");
console.log(JSON.stringify({ ms }));
