// What a fresh process takes to compile modules and to make an instance of each with its glue, in milliseconds. Fresh, since
// an engine that has the same bytes compiled already does not do so again. With the glue, since what an engine has to make
// for an import depends on the function that stands for it.
//
// usage: node instantiate.mjs <JSON: [{ module: file name, glue: URL }]>

import { readFileSync } from "node:fs";

const parts = await Promise.all(
  JSON.parse(process.argv[2]).map(async ({ module, glue }) => ({
    bytes: readFileSync(module),
    make: (await import(glue)).initSync,
  })),
);
const started = performance.now();
const instances = parts.map(({ bytes, make }) => make({ module: new WebAssembly.Module(bytes) }));
const ms = performance.now() - started;
if (!instances.every(({ memory }) => memory)) throw new Error("an instance has no memory");
console.log(JSON.stringify({ ms }));
