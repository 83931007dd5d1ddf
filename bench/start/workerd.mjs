// What workerd takes from its start with a Worker to the Worker's first answer, in milliseconds.
//
// usage: node workerd.mjs <folder of the bundled Worker>

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { withWorker } from "../../tests/packaging/shared/worker.mjs";

const folder = process.argv[2];
const modules = [];
for (const path of await readdir(folder)) {
  if (path.endsWith(".wasm"))
    modules.push({ type: "CompiledWasm", path, contents: await readFile(join(folder, path)) });
}
const path = "worker.mjs";
modules.unshift({ type: "ESModule", path, contents: await readFile(join(folder, path), "utf8") });

const started = performance.now();
const ms = await withWorker({ modules }, async (dispatch) => {
  const response = await dispatch("/");
  const text = await response.text();
  if (text !== "answered") throw new Error(`the Worker answers ${response.status}: ${text}`);
  return performance.now() - started;
});
console.log(JSON.stringify({ ms }));
