// Vite: its server for development, and its build. Both are opened in Chromium.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import * as vite8 from "vite";
import * as vite7 from "vite-7";
import { resultOf, withFiles } from "../shared/browser.mjs";
import { entryAmong } from "../shared/bundle.mjs";

async function developed({ createServer, version }, folder, config) {
  const server = await createServer({
    root: folder,
    logLevel: "error",
    ...config,
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

async function built({ build, version }, folder) {
  await build({ root: folder, logLevel: "error" });
  const dist = join(folder, "dist");
  return withFiles(dist, async (origin, loaded) => {
    const result = await resultOf("chromium", `${origin}/index.html`);
    return { ...result, version, entry: entryAmong(await sourcesIn(dist)), bytes: loaded() };
  });
}

const HOW = "in Chromium; the sandbox as `fetch`";

/** Vite 7 moves dependencies out of their folders for development, and leaves their modules behind. */
const NOT_MOVED = { optimizeDeps: { exclude: ["meshi-partner"] } };

export const rows = [
  {
    ...{ runtime: "Vite 8, development server", how: `as it is, ${HOW}`, page: true },
    run: (folder) => developed(vite8, folder),
  },
  { runtime: "Vite 8, build", how: `as it is, ${HOW}`, page: true, run: (folder) => built(vite8, folder) },
  {
    ...{ runtime: "Vite 7, development server", page: true },
    how: `with \`optimizeDeps: { exclude: ["meshi-partner"] }\`, ${HOW}`,
    run: (folder) => developed(vite7, folder, NOT_MOVED),
  },
  { runtime: "Vite 7, build", how: `as it is, ${HOW}`, page: true, run: (folder) => built(vite7, folder) },
];
