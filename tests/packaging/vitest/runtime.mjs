// Vitest with its environment `edge-runtime`.

import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { loadedBytes } from "../shared/bytes.mjs";
import { run } from "../shared/run.mjs";
import { withServer } from "../shared/server.mjs";
import { shipped, versionOf } from "../shared/shipped.mjs";

async function main(folder) {
  const vitest = shipped("vitest", "vitest.mjs");
  const printed = await withServer(folder, ({ environment }) =>
    run(process.execPath, [vitest, "run"], { folder, environment }),
  );
  const { testResults } = JSON.parse(printed.slice(printed.indexOf("{")));
  const { entry, ...told } = testResults[0].assertionResults[0].meta.result;
  const path = fileURLToPath(entry);
  return { ...told, version: versionOf("vitest"), entry: basename(path), bytes: await loadedBytes(path) };
}

export const rows = [
  { runtime: "Vitest", how: "its environment `edge-runtime`; a server on loopback", run: main },
];
