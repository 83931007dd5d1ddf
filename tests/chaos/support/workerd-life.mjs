// Lives in workerd: each is a workerd of its own, through miniflare, which kills it when it is disposed of.

import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(new URL("../../packaging/package.json", import.meta.url));
const { build } = require("esbuild");
const { Miniflare } = require("miniflare");

const DATE = "2026-04-01";
const DIST = fileURLToPath(new URL("../../../pkg/dist/", import.meta.url));
const MODULE = "meshi_partner_bg.wasm";

/** A way to begin lives: `begin({ resumed })` gives one, which has `ended` and `kill()`. */
export async function workerdLives({ client, file, folder }) {
  const modules = await bundled(folder);
  const bindings = { BASE_URL: client.baseUrl, API_KEY: client.apiKey, FILE: file };
  const kept = { token: undefined };
  return {
    begin: ({ resumed }) => begin({ modules, bindings, compatibilityDate: DATE }, resumed ? kept : undefined),
    close: async () => {},
  };
}

async function bundled(folder) {
  await mkdir(folder, { recursive: true });
  const outfile = join(folder, "worker.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("worker.mjs", import.meta.url))],
    outfile,
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    logLevel: "error",
    alias: { "meshi-partner": join(DIST, "workerd.js") },
    external: [`./${MODULE}`],
  });
  return [
    { type: "ESModule", path: "worker.mjs", contents: await readFile(outfile, "utf8") },
    { type: "CompiledWasm", path: MODULE, contents: await readFile(join(DIST, MODULE)) },
  ];
}

function begin(worker, kept) {
  const miniflare = new Miniflare(worker);
  let killed;
  const kill = () => (killed ??= miniflare.dispose());
  const ended = live(miniflare, kept)
    .catch((error) => {
      // Whatever is under way breaks off with the isolate.
      if (killed) return { killed: true };
      throw error;
    })
    .finally(kill);
  return { ended, kill };
}

/** Steps that a life takes at most, until it counts as never coming to an end. */
const MOST_STEPS = 1_000;

/** One step a request, the token kept here, as an engine would; or all at once where none is kept. */
async function live(miniflare, kept) {
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const body = JSON.stringify({ step: kept !== undefined, token: kept?.token });
    const response = await miniflare.dispatchFetch("http://worker.example.com/", { method: "POST", body });
    const text = await response.text();
    if (!response.ok) throw new Error(`the worker answers ${response.status}: ${text}`);
    const { token, ...end } = JSON.parse(text);
    if (token === undefined) return end;
    kept.token = token;
  }
  throw new Error(`the flow came to no end in ${MOST_STEPS} steps`);
}
