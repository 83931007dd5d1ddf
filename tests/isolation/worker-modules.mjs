// Makes a worker's modules of a program beside this file and of a package that is built, but not installed.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { modulesBeside, writeBundle } from "../packaging/shared/bundle.mjs";

const MODULE = "meshi_partner_bg.wasm";

/** The modules of `program`, as miniflare takes them; `meshi-partner` is the package in the folder `built`. */
export async function workerModules(t, program, built) {
  const folder = await mkdtemp(join(tmpdir(), "meshi-worker-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const out = join(folder, "out.mjs");
  await writeBundle(fileURLToPath(new URL(program, import.meta.url)), out, {
    conditions: ["workerd", "worker"],
    alias: { "meshi-partner": join(built, "dist/workerd.js") },
    plugins: [modulesBeside(folder)],
  });
  return [
    { type: "ESModule", path: "out.mjs", contents: await readFile(out, "utf8") },
    { type: "CompiledWasm", path: MODULE, contents: await readFile(join(folder, MODULE)) },
  ];
}
