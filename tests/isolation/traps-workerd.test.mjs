// In workerd, and within one request after another of the same isolate.

import assert from "node:assert/strict";
import { test } from "node:test";
import { withWorker } from "../packaging/shared/worker.mjs";
import { check } from "./expected.mjs";
import { workerModules } from "./worker-modules.mjs";

test("a trap in workerd", async (t) => {
  const modules = await workerModules(t, "traps-worker.mjs", process.env.MESHI_TRAPS);
  await withWorker({ modules }, async (dispatch) => {
    for (let request = 0; request < 2; request += 1) check(await (await dispatch("/")).json());
    assert.deepEqual(await (await dispatch("/unhandled")).json(), []);
  });
});
