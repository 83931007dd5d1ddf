// Many requests in one isolate of workerd, on one client: each gets what is its own, whoever else gives up or is slower.
// workerd ends a request that is woken by another's promise.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { withWorker } from "../packaging/shared/worker.mjs";
import { workerModules } from "./worker-modules.mjs";

const PACKAGE = fileURLToPath(new URL("../../pkg", import.meta.url));

/** A server that answers about whom it is asked, the last first: so the requests' answers cross. Some fail once. */
async function crossing(t) {
  const waiting = [];
  const seen = new Map();
  const answer = () => {
    const { url, response } = waiting.pop();
    const times = (seen.get(url) ?? 0) + 1;
    seen.set(url, times);
    const [, who] = /(?:run_|events\/)(\w+)/.exec(url);
    const send = (status, value) =>
      response
        .writeHead(status, { "content-type": "application/json", "retry-after": "0" })
        .end(JSON.stringify(value));
    if (times === 1 && who.endsWith("3")) return send(503, { code: "UNAVAILABLE", message: "later" });
    if (url.includes("/runs/"))
      return send(200, { run_id: `run_${who}`, status: times > 2 ? "succeeded" : "running" });
    // Each part of an import has a run of its own.
    if (url.includes("attendees:import"))
      return send(202, { run_id: times === 1 ? `run_${who}` : `run_${who}p${times}`, status: "succeeded" });
    if (url.includes("cursor"))
      return send(200, { attendees: [{ attendee_id: `${who}-b` }], next_cursor: null });
    if (url.includes("/attendees"))
      return send(200, { attendees: [{ attendee_id: `${who}-a` }], next_cursor: "2" });
    return send(200, { event_id: who });
  };
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      waiting.push({ url: request.url, response });
      // Those that come together wait for one another.
      setImmediate(() => setImmediate(answer));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

test("requests that share a client are kept apart", async (t) => {
  const modules = await workerModules(t, "requests-worker.mjs", PACKAGE);
  const bindings = { BASE: await crossing(t) };
  await withWorker({ modules, bindings }, async (dispatch) => {
    const asked = Array.from({ length: 40 }, (_, n) => {
      const who = `e${n}`;
      const controller = new AbortController();
      // Some callers go away, and their requests end in the middle of everything.
      const leaves = n % 4 === 1;
      const answer = dispatch(`/?who=${who}`, { signal: controller.signal });
      if (leaves) setTimeout(() => controller.abort(), n);
      return { who, leaves, answer };
    });
    const ended = await Promise.allSettled(asked.map(({ answer }) => answer));
    let whole = 0;
    for (const [n, { who, leaves }] of asked.entries()) {
      const { value: response } = ended[n];
      if (leaves && response === undefined) continue;
      const text = await response.text();
      assert.equal(response.status, 200, `${who}: ${text}`);
      const listed = [`${who}-a`, `${who}-b`];
      assert.deepEqual(JSON.parse(text), { who, event: who, run: `run_${who}`, imported: 6, listed });
      whole += 1;
    }
    assert.ok(whole >= 30, `${whole} requests ended`);
    const after = await dispatch("/?who=last");
    assert.equal((await after.json()).event, "last");
  });
});
