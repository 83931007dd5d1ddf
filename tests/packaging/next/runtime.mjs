// Next.js: a route on the edge and one on Node.js, built by Turbopack; and the latter built by webpack.

import { spawn } from "node:child_process";
import { readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { entryAmong } from "../shared/bundle.mjs";
import { sizeOf } from "../shared/bytes.mjs";
import { inherited, run } from "../shared/run.mjs";
import { withServer } from "../shared/server.mjs";
import { shipped, versionOf } from "../shared/shipped.mjs";

const EDGE = "/api/meshi";
const NODE = "/api/meshi-node";
const QUIET = { NEXT_TELEMETRY_DISABLED: "1", CI: "1" };

const next = shipped("next", "dist/bin/next");

/** Builds the app once for each bundler; its routes share that. */
const builds = new Map();
function build(folder, bundler) {
  if (!builds.has(bundler)) {
    builds.set(bundler, run(process.execPath, [next, "build", bundler], { folder, environment: QUIET }));
  }
  return builds.get(bundler);
}

async function edge(folder) {
  await build(folder, "--turbopack");
  const result = await withServer(folder, ({ environment }) => served(folder, EDGE, environment));
  return { ...result, version: versionOf("next"), ...(await edgeBuilt(folder)) };
}

async function node(folder) {
  await build(folder, "--turbopack");
  const result = await withServer(folder, ({ environment }) => served(folder, NODE, environment));
  return { ...result, version: versionOf("next"), ...(await nodeBuilt(folder)) };
}

/** Next's webpack builds no route on the edge at all in this version. */
async function nodeByWebpack(folder) {
  await rm(join(folder, "app", EDGE), { recursive: true });
  await rm(join(folder, ".next"), { recursive: true });
  await build(folder, "--webpack");
  const result = await withServer(folder, ({ environment }) => served(folder, NODE, environment));
  return { ...result, version: versionOf("next"), ...(await nodeBuilt(folder)) };
}

/** Starts the built app and asks its route. */
async function served(folder, route, environment) {
  const child = spawn(process.execPath, [next, "start", "--port", "0", "--hostname", "127.0.0.1"], {
    cwd: folder,
    env: { ...inherited, ...QUIET, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  try {
    const origin = await new Promise((resolve, reject) => {
      const hear = (chunk) => {
        said += chunk;
        const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
        if (address && said.includes("Ready")) resolve(address);
      };
      child.stdout.setEncoding("utf8").on("data", hear);
      child.stderr.setEncoding("utf8").on("data", hear);
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`next start ended with ${code}:\n${said}`)));
    });
    const response = await fetch(origin + route);
    const text = await response.text();
    if (!response.ok) throw new Error(`the route answers ${response.status}: ${text}\n${said}`);
    return JSON.parse(text);
  } finally {
    child.kill();
  }
}

/** The entries among the sources of what was built, by its source maps. */
async function sourcesUnder(folder, wanted = () => true) {
  const sources = [];
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith(".js.map") || !wanted(name)) continue;
    const { sources: own = [], sections = [] } = JSON.parse(await readFile(join(folder, name), "utf8"));
    sources.push(...own, ...sections.flatMap(({ map }) => map.sources));
  }
  return sources;
}

/** What the route on the edge loads, by Next's own manifest. */
async function edgeBuilt(folder) {
  const built = join(folder, ".next");
  const manifest = JSON.parse(await readFile(join(built, "server/middleware-manifest.json"), "utf8"));
  const route = Object.values(manifest.functions).find(({ name }) => name.includes(EDGE));
  const files = [...route.files, ...route.wasm.map(({ filePath }) => filePath)];
  const entry = entryAmong(await sourcesUnder(join(built, "server/edge")));
  return { entry, bytes: await sizeOf(files.map((file) => join(built, file))) };
}

/** What holds the client, of what was built for Node.js, and the module. */
async function nodeBuilt(folder) {
  const server = join(folder, ".next/server");
  const module = join(folder, "node_modules/meshi-partner/dist/meshi_partner_bg.wasm");
  const holding = [];
  for (const name of await readdir(server, { recursive: true })) {
    if (!name.endsWith(".js") || name.startsWith("edge")) continue;
    const file = join(server, name);
    if ((await readFile(file, "utf8")).includes("MeshiPaginationError")) holding.push(file);
  }
  if (holding.length === 0) throw new Error("nothing that was built for Node.js holds the client");
  const sources = await sourcesUnder(server, (name) => !name.startsWith("edge"));
  return { entry: entryAmong(sources), bytes: await sizeOf([...holding, module]) };
}

export const rows = [
  {
    runtime: "Next.js, edge",
    how: "a route on the edge, built by Turbopack; a server on loopback",
    run: edge,
  },
  { runtime: "Next.js, Node.js", how: "a route, built by Turbopack; a server on loopback", run: node },
  {
    runtime: "Next.js, Node.js, webpack",
    how: "a route, built by webpack; a server on loopback",
    run: nodeByWebpack,
  },
];
