// Asks a Cloudflare Worker for what it has to tell, in workerd on this machine.

import { Miniflare } from "miniflare";
import { versionOf } from "./shipped.mjs";

const DATE = "2026-04-01";

/** Runs a worker while `work` goes on, which asks it by a path. `others` are workers that it has service bindings to. */
export async function withWorker(worker, work, ...others) {
  const workers = [{ name: "main", ...worker }];
  for (const { name, script } of others) workers.push({ name, script, modules: true });
  for (const each of workers) each.compatibilityDate = DATE;
  const miniflare = new Miniflare({ workers });
  try {
    return await work((path, init) => miniflare.dispatchFetch(`http://worker.example.com${path}`, init));
  } finally {
    await miniflare.dispose();
  }
}

/** Gives the worker's answer and workerd's version. */
export function ask(worker, ...others) {
  const once = async (dispatch) => {
    const response = await dispatch("/");
    const text = await response.text();
    if (!response.ok) throw new Error(`the worker answers ${response.status}: ${text}`);
    return { ...JSON.parse(text), version: versionOf("workerd") };
  };
  return withWorker(worker, once, ...others);
}
