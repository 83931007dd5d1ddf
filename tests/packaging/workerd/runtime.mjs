// Cloudflare's workerd, through miniflare: with the global `fetch`, and with a service binding instead of it.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { bundle, modulesBeside } from "../shared/bundle.mjs";
import { sizeOf } from "../shared/bytes.mjs";
import { withServer } from "../shared/server.mjs";
import { ask } from "../shared/worker.mjs";

const MODULE = "meshi_partner_bg.wasm";

async function bundled(folder) {
  const out = join(folder, "out.mjs");
  const entry = await bundle(join(folder, "worker.mjs"), out, {
    conditions: ["workerd", "worker"],
    plugins: [modulesBeside(folder)],
  });
  const modules = [
    { type: "ESModule", path: "out.mjs", contents: await readFile(out, "utf8") },
    { type: "CompiledWasm", path: MODULE, contents: await readFile(join(folder, MODULE)) },
  ];
  return { entry, bytes: await sizeOf([out, join(folder, MODULE)]), modules };
}

async function main(folder) {
  const { entry, bytes, modules } = await bundled(folder);
  const result = await withServer(folder, ({ environment }) => ask({ modules, bindings: environment }));
  return { ...result, entry, bytes };
}

/** The worker is not given the server's address: only the other worker knows it. */
async function bound(folder) {
  const { entry, bytes, modules } = await bundled(folder);
  const result = await withServer(folder, ({ baseUrl, environment }) => {
    const { origin, pathname } = new URL(baseUrl);
    const gateway = `export default {
      fetch(request) {
        const { pathname, search } = new URL(request.url);
        return fetch(new Request(${JSON.stringify(origin)} + pathname + search, request));
      },
    };`;
    const bindings = { ...environment, MESHI_BASE: `https://partner.example.com${pathname}` };
    return ask(
      { modules, bindings, serviceBindings: { API: "gateway" } },
      { name: "gateway", script: gateway },
    );
  });
  return { ...result, entry, bytes };
}

export const rows = [
  { runtime: "Cloudflare Workers", how: "workerd through miniflare, a server on loopback", run: main },
  {
    runtime: "Cloudflare Workers, a service binding",
    how: "the binding as `fetch`; the address is known to the other worker alone",
    run: bound,
  },
];
