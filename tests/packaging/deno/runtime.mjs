// Deno, with the least permissions.

import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadedBytes } from "../shared/bytes.mjs";
import { deno } from "../shared/programs.mjs";
import { run } from "../shared/run.mjs";
import { withServer } from "../shared/server.mjs";
import { versionOf } from "../shared/shipped.mjs";

async function main(folder) {
  const printed = await withServer(folder, ({ baseUrl, environment }) => {
    const permissions = [`--allow-net=${new URL(baseUrl).host}`, "--allow-env=MESHI_KEY,MESHI_BASE"];
    return run(deno(), ["run", "--no-prompt", "--no-lock", ...permissions, "main.mjs"], {
      folder,
      environment: { ...environment, DENO_DIR: join(folder, ".deno"), DENO_NO_UPDATE_CHECK: "1" },
    });
  });
  const { entry, ...told } = JSON.parse(printed);
  const path = fileURLToPath(entry);
  return { ...told, version: versionOf("deno"), entry: basename(path), bytes: await loadedBytes(path) };
}

export const rows = [
  {
    runtime: "Deno",
    how: "leave to read two variables and to reach one address; a server on loopback",
    run: main,
  },
];
