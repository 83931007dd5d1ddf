// Asks a Cloudflare Worker for what it has to tell, in workerd on this machine.

import { Miniflare } from "miniflare";
import { versionOf } from "./shipped.mjs";

const DATE = "2026-04-01";

/** Gives the worker's answer and workerd's version. `others` are workers that it has service bindings to. */
export async function ask(worker, ...others) {
  const workers = [{ name: "main", ...worker }];
  for (const { name, script } of others) workers.push({ name, script, modules: true });
  for (const each of workers) each.compatibilityDate = DATE;
  const miniflare = new Miniflare({ workers });
  try {
    const response = await miniflare.dispatchFetch("http://worker.example.com/");
    const text = await response.text();
    if (!response.ok) throw new Error(`the worker answers ${response.status}: ${text}`);
    return { ...JSON.parse(text), version: versionOf("workerd") };
  } finally {
    await miniflare.dispose();
  }
}
