// Loads a module of the page's, in TypeScript as it is, through Vite.

import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const PAGE = fileURLToPath(new URL("../../../page/", import.meta.url));

/** The exports of `path`, below `www/page`. */
export async function load(path) {
  const { module } = await runnerImport(PAGE + path, { configFile: false, logLevel: "error" });
  return module;
}
