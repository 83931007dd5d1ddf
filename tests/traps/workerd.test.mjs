// In workerd, and within one request after another of the same isolate.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { bundle, modulesBeside } from "../packaging/shared/bundle.mjs";
import { withWorker } from "../packaging/shared/worker.mjs";
import { check } from "./expected.mjs";

const MODULE = "meshi_partner_bg.wasm";

test("a trap in workerd", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "meshi-traps-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const out = join(folder, "out.mjs");
  await bundle(fileURLToPath(new URL("worker.mjs", import.meta.url)), out, {
    conditions: ["workerd", "worker"],
    alias: { "meshi-partner": join(process.env.MESHI_TRAPS, "dist/workerd.js") },
    plugins: [modulesBeside(folder)],
  });
  const modules = [
    { type: "ESModule", path: "out.mjs", contents: await readFile(out, "utf8") },
    { type: "CompiledWasm", path: MODULE, contents: await readFile(join(folder, MODULE)) },
  ];
  await withWorker({ modules }, async (dispatch) => {
    for (let request = 0; request < 2; request += 1) check(await (await dispatch("/")).json());
    assert.deepEqual(await (await dispatch("/unhandled")).json(), []);
  });
});
