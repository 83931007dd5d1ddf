// The same three consumers in each browser: a page, a dedicated worker and a service worker, bundled by esbuild, with
// the modules beside the bundle.

import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { resultOf, withFiles } from "./browser.mjs";
import { bundle } from "./bundle.mjs";

const MODULES = ["meshi_partner_bg.wasm", "meshi_sandbox_bg.wasm"];

async function open(browser, name, folder) {
  const entry = await bundle(join(folder, `${name}.mjs`), join(folder, `${name}.js`), {
    conditions: ["browser"],
  });
  for (const module of MODULES) {
    await copyFile(join(folder, "node_modules/meshi-partner/dist", module), join(folder, module));
  }
  return withFiles(folder, async (origin, loaded) => {
    const result = await resultOf(browser, `${origin}/${name}.html`);
    return { ...result, entry, bytes: loaded() };
  });
}

/** The rows of a browser. */
export const pages = (browser, title) =>
  [
    ["page", "page"],
    ["dedicated worker", "worker"],
    ["service worker", "service-worker"],
  ].map(([what, name]) => ({
    runtime: `${title}, ${what}`,
    how: "bundled by esbuild, under a strict Content-Security-Policy; the sandbox as `fetch`",
    page: true,
    run: (folder) => open(browser, name, folder),
  }));
