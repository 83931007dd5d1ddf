// The console in workerd on this machine, from what `cargo xtask console` left in dist: for the demonstration and the tests.
//
//   node www/local/console.mjs --folder <where its data is kept> [--port 8788]
//
// CONSOLE_TOKEN, and SANDBOX, MESHI_BASE, MESHI_KEY where they are set, come from the environment. It says where it
// listens, on a line of its own, and ends when it is told to.

import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as workerOptionsOf } from "wrangler";
import { CONSOLE } from "./wrangler.mjs";

const HOST = "127.0.0.1";
const BUILT = join(CONSOLE, "dist/worker");

async function modules() {
  const names = await readdir(BUILT).catch((cause) => {
    throw new Error("the worker is not built: run `cargo xtask console` first", { cause });
  });
  const wasm = names.filter((name) => name.endsWith(".wasm"));
  const read = async (type, name) => ({ type, path: name, contents: await readFile(join(BUILT, name)) });
  return Promise.all([read("ESModule", "index.js"), ...wasm.map((name) => read("CompiledWasm", name))]);
}

/**
 * Starts it.
 *
 * @param folder where objects and uploads are kept, for the next start to find
 * @param port 0 takes a free one
 * @param bindings variables and secrets
 * @returns its address, and `dispose`
 */
export async function startConsole({ folder, port = 0, bindings = {} }) {
  const { workerOptions } = workerOptionsOf(join(CONSOLE, "wrangler.jsonc"));
  const miniflare = new Miniflare({
    ...workerOptions,
    name: "meshi-console",
    modules: await modules(),
    bindings: { ...workerOptions.bindings, ...bindings },
    host: HOST,
    port,
    log: new Log(LogLevel.WARN),
    durableObjectsPersist: join(folder, "objects"),
    r2Persist: join(folder, "uploads"),
    // What Cloudflare tells of a request would be fetched from there.
    cf: false,
  });
  const { origin } = await miniflare.ready;
  return { origin, dispose: () => miniflare.dispose() };
}

const isProgram = process.argv[1] !== undefined && basename(process.argv[1]) === basename(import.meta.url);
if (isProgram) {
  const { values } = parseArgs({ options: { folder: { type: "string" }, port: { type: "string" } } });
  if (!values.folder) throw new Error("--folder must say where the console keeps its data");
  const names = ["CONSOLE_TOKEN", "SANDBOX", "MESHI_BASE", "MESHI_KEY"];
  const given = names.filter((name) => process.env[name] !== undefined);
  const bindings = Object.fromEntries(given.map((name) => [name, process.env[name]]));
  const running = await startConsole({ folder: values.folder, port: Number(values.port ?? 8788), bindings });
  console.log(`The console listens on ${running.origin}`);
  for (const signal of ["SIGINT", "SIGTERM"])
    process.once(signal, () => void running.dispose().then(() => process.exit(0)));
}
