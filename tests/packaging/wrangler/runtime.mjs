// Cloudflare's workerd, with the worker as wrangler bundles and uploads it.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { entryAmong } from "../shared/bundle.mjs";
import { sizeOf } from "../shared/bytes.mjs";
import { run } from "../shared/run.mjs";
import { withServer } from "../shared/server.mjs";
import { shipped, versionOf } from "../shared/shipped.mjs";
import { ask } from "../shared/worker.mjs";

async function main(folder) {
  const wrangler = shipped("wrangler", "bin/wrangler.js");
  const environment = {
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_HIDE_BANNER: "true",
    XDG_CONFIG_HOME: join(folder, ".config"),
    CI: "1",
  };
  const words = [wrangler, "deploy", "--dry-run", "--outdir", "out", "--metafile"];
  await run(process.execPath, words, { folder, environment });
  const out = join(folder, "out");
  // The worker itself, `worker.js`, is the first module.
  const names = (await readdir(out))
    .filter((name) => /\.(js|wasm)$/.test(name))
    .sort()
    .reverse();
  const modules = await Promise.all(
    names.map(async (path) => ({
      type: path.endsWith(".js") ? "ESModule" : "CompiledWasm",
      path,
      contents: await readFile(join(out, path)),
    })),
  );
  const metafile = (await readdir(out, { recursive: true })).find((name) => name.endsWith("meta.json"));
  const { inputs } = JSON.parse(await readFile(join(out, metafile), "utf8"));
  const result = await withServer(folder, (server) => ask({ modules, bindings: server.environment }));
  return {
    ...result,
    version: `wrangler ${versionOf("wrangler")}`,
    entry: entryAmong(Object.keys(inputs)),
    bytes: await sizeOf(names.map((name) => join(out, name))),
  };
}

export const rows = [
  {
    runtime: "Cloudflare Workers, wrangler",
    how: "what wrangler bundles, in workerd; a server on loopback",
    run: main,
  },
];
