// Next.js: a route on the edge, built by Turbopack.

import { spawn } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { entryAmong } from "../shared/bundle.mjs";
import { sizeOf } from "../shared/bytes.mjs";
import { run } from "../shared/run.mjs";
import { withServer } from "../shared/server.mjs";
import { shipped, versionOf } from "../shared/shipped.mjs";

const ROUTE = "/api/meshi";
const QUIET = { NEXT_TELEMETRY_DISABLED: "1", CI: "1" };

async function main(folder) {
  const next = shipped("next", "dist/bin/next");
  await run(process.execPath, [next, "build", "--turbopack"], { folder, environment: QUIET });
  const result = await withServer(folder, ({ environment }) => served(next, folder, environment));
  return { ...result, version: versionOf("next"), ...(await built(folder)) };
}

/** Starts the built app and asks its route. */
async function served(next, folder, environment) {
  const child = spawn(process.execPath, [next, "start", "--port", "0", "--hostname", "127.0.0.1"], {
    cwd: folder,
    env: { ...process.env, ...QUIET, ...environment },
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
    const response = await fetch(origin + ROUTE);
    const text = await response.text();
    if (!response.ok) throw new Error(`the route answers ${response.status}: ${text}\n${said}`);
    return JSON.parse(text);
  } finally {
    child.kill();
  }
}

/** What the route loads, by Next's own manifest, and the entry that is in it, by the source maps. */
async function built(folder) {
  const server = join(folder, ".next");
  const manifest = JSON.parse(await readFile(join(server, "server/middleware-manifest.json"), "utf8"));
  const route = Object.values(manifest.functions).find(({ name }) => name.includes(ROUTE));
  const files = [...route.files, ...route.wasm.map(({ filePath }) => filePath)];
  const sources = [];
  for (const name of await readdir(join(server, "server"), { recursive: true })) {
    if (!name.endsWith(".js.map")) continue;
    const { sources: own = [], sections = [] } = JSON.parse(
      await readFile(join(server, "server", name), "utf8"),
    );
    sources.push(...own, ...sections.flatMap(({ map }) => map.sources));
  }
  return { entry: entryAmong(sources), bytes: await sizeOf(files.map((file) => join(server, file))) };
}

export const rows = [
  { runtime: "Next.js", how: "a route on the edge, built by Turbopack; a server on loopback", run: main },
];
