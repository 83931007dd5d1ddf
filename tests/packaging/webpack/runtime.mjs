// webpack, for production and as it is. The page is opened in Chromium.

import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import webpack from "webpack";
import { resultOf, withFiles } from "../shared/browser.mjs";
import { entryAmong } from "../shared/bundle.mjs";

async function main(folder) {
  const dist = join(folder, "dist");
  const stats = await promisify(webpack)({
    mode: "production",
    context: folder,
    entry: "./page.mjs",
    output: { path: dist },
    performance: false,
  });
  const { errors, warnings, modules } = stats.toJson({ nestedModules: true, modulesSpace: Infinity });
  const problems = [...errors, ...warnings].map(({ message }) => message);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const names = modules.flatMap((module) => [module, ...(module.modules ?? [])]).map(({ name }) => name);
  await copyFile(join(folder, "page.html"), join(dist, "page.html"));
  return withFiles(dist, async (origin, loaded) => {
    const result = await resultOf("chromium", `${origin}/page.html`);
    return { ...result, version: webpack.version, entry: entryAmong(names), bytes: loaded() };
  });
}

export const rows = [
  {
    runtime: "webpack",
    how: "as it is, for production, in Chromium; the sandbox as `fetch`",
    page: true,
    run: main,
  },
];
