// Bun.

import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { loadedBytes } from "../shared/bytes.mjs";
import { bun } from "../shared/programs.mjs";
import { run } from "../shared/run.mjs";
import { withServer } from "../shared/server.mjs";
import { versionOf } from "../shared/shipped.mjs";

async function main(folder) {
  const printed = await withServer(folder, ({ environment }) =>
    run(bun(), ["main.mjs"], { folder, environment }),
  );
  const { entry, ...told } = JSON.parse(printed);
  const path = fileURLToPath(entry);
  return { ...told, version: versionOf("bun"), entry: basename(path), bytes: await loadedBytes(path) };
}

export const rows = [{ runtime: "Bun", how: "a server on loopback", run: main }];
