// Vite: its server for development, and its build. Both are opened in Chromium.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { build, createServer, version } from "vite";
import { resultOf, withFiles } from "../shared/browser.mjs";
import { entryAmong } from "../shared/bundle.mjs";

async function developed(folder) {
  const server = await createServer({
    root: folder,
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0, ws: false, hmr: false },
  });
  let bytes = 0;
  server.middlewares.stack.unshift({
    route: "",
    handle: (_request, response, next) => {
      for (const name of ["write", "end"]) {
        const real = response[name];
        response[name] = (chunk, ...rest) => {
          bytes += chunk?.length ?? 0;
          return real.call(response, chunk, ...rest);
        };
      }
      next();
    },
  });
  try {
    await server.listen();
    const { port } = server.httpServer.address();
    const result = await resultOf("chromium", `http://127.0.0.1:${port}/`);
    const { moduleGraph } = server.environments.client;
    const sources = [...moduleGraph.idToModuleMap.keys()];
    const deps = await optimized(folder);
    return { ...result, version, entry: entryAmong([...sources, ...deps]), bytes };
  } finally {
    await server.close();
  }
}

/** What Vite bundled beforehand, by the source maps. */
async function optimized(folder) {
  const deps = join(folder, "node_modules/.vite/deps");
  return sourcesIn(deps).catch((error) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
}

async function sourcesIn(folder) {
  const sources = [];
  for (const name of await readdir(folder, { recursive: true })) {
    if (name.endsWith(".map"))
      sources.push(...JSON.parse(await readFile(join(folder, name), "utf8")).sources);
  }
  return sources;
}

async function built(folder) {
  await build({ root: folder, logLevel: "error" });
  const dist = join(folder, "dist");
  return withFiles(dist, async (origin, loaded) => {
    const result = await resultOf("chromium", `${origin}/index.html`);
    return { ...result, version, entry: entryAmong(await sourcesIn(dist)), bytes: loaded() };
  });
}

export const rows = [
  {
    runtime: "Vite, development server",
    how: "as it is, in Chromium; the sandbox as `fetch`",
    page: true,
    run: developed,
  },
  { runtime: "Vite, build", how: "as it is, in Chromium; the sandbox as `fetch`", page: true, run: built },
];
