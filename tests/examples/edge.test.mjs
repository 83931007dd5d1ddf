// The examples for the edge, each started as its own tool starts it: a CSV file goes in, the sandbox has the attendees.

import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "../packaging/shared/run.mjs";
import { shipped } from "../packaging/shared/shipped.mjs";
import { withServer } from "./started.mjs";
import { CSV, TOLD, copyOf, send, told, withSandbox } from "./support.mjs";

/** What both examples of an import have in common: what they answer, and what the sandbox has afterwards. */
async function importsAttendees(url, meshi) {
  const { status, body } = await send(url("spring-2026"), CSV);
  assert.deepEqual([status, told(body)], [202, TOLD]);
  const [{ run_id: id }] = body.runs;
  await meshi.runs.wait(id);
  const { items } = await meshi.attendees.list("spring-2026");
  assert.deepEqual(items.map(({ name }) => name).sort(), ["Ada Okafor", "Grace Lindqvist", "Mei Tanaka"]);
  const missing = await send(url("winter-2026"), CSV);
  assert.deepEqual([missing.status, missing.body.code], [404, "EVENT_NOT_FOUND"]);
  const wrong = await send(url("spring-2026"), "colour,size\r\nred,4\r\n");
  assert.deepEqual([wrong.status, wrong.body.name], [400, "MeshiValidationError"]);
  return id;
}

const WRANGLER = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CI: "1",
};

for (const egress of [false, true]) {
  test(`the Cloudflare Worker under wrangler dev${egress ? ", through another worker of its own" : ""}`, async () => {
    const folder = await copyOf("cloudflare-worker", `cloudflare-worker-${egress}`);
    await withSandbox(folder, { event: "spring-2026" }, async ({ baseUrl, apiKey, meshi }) => {
      await writeFile(join(folder, ".dev.vars"), `MESHI_KEY=${apiKey}\nMESHI_BASE=${baseUrl}\n`);
      const configs = ["wrangler.jsonc"];
      if (egress) configs.push(await bindEgress(folder));
      const words = [shipped("wrangler", "bin/wrangler.js"), "dev", "--ip", "127.0.0.1", "--port", "0"];
      const options = {
        folder,
        environment: { ...WRANGLER, XDG_CONFIG_HOME: join(folder, ".config") },
        listens: /Ready on http:\/\/127\.0\.0\.1:(\d+)/,
      };
      words.push("--inspector-port", "0", "--show-interactive-dev-session=false");
      for (const config of configs) words.push("--config", config);
      await withServer(process.execPath, words, options, async (origin) => {
        const id = await importsAttendees((event) => `${origin}/events/${event}/attendees`, meshi);
        const { status, body } = await send(`${origin}/runs/${id}`);
        assert.deepEqual([status, body.run_id, body.status], [200, id, "succeeded"]);
        assert.equal((await fetch(origin)).status, 404);
        if (egress) assert.match(await (await fetch(`${origin}/runs/seen-by-egress`)).text(), /418/);
      });
    });
  });
}

/** Puts the line about a binding into force that the example's configuration has as a comment. */
async function bindEgress(folder) {
  const file = join(folder, "wrangler.jsonc");
  const config = await readFile(file, "utf8");
  const bound = config.replace(/\/\/ ("services": .*)/, "$1");
  assert.notEqual(bound, config);
  await writeFile(file, bound);
  await mkdir(join(folder, "egress"));
  const worker = `export default {
    fetch: (request) => request.url.endsWith("/runs/seen-by-egress")
      ? Response.json({ code: "SEEN", message: "418" }, { status: 418 })
      : fetch(request),
  };`;
  await writeFile(join(folder, "egress/index.js"), worker);
  const egress = { name: "egress", main: "index.js", compatibility_date: "2026-04-01" };
  await writeFile(join(folder, "egress/wrangler.json"), JSON.stringify(egress));
  return "egress/wrangler.json";
}

test("the route of Next.js on the edge, built and started", async () => {
  const folder = await copyOf("next-edge-route");
  const next = shipped("next", "dist/bin/next");
  const quiet = { NEXT_TELEMETRY_DISABLED: "1", CI: "1" };
  // Next.js is installed above the copy here, which Turbopack has to be told.
  const config = `export default { turbopack: { root: ${JSON.stringify(new URL("../../", import.meta.url).pathname)} } };`;
  await writeFile(join(folder, "next.config.mjs"), config);
  await run(process.execPath, [next, "build"], { folder, environment: quiet });
  await withSandbox(folder, { event: "spring-2026" }, async ({ environment, meshi }) => {
    const words = [next, "start", "--port", "0", "--hostname", "127.0.0.1"];
    const options = {
      folder,
      environment: { ...quiet, ...environment },
      listens: /127\.0\.0\.1:(\d+)[\s\S]*Ready/,
    };
    await withServer(process.execPath, words, options, async (origin) => {
      await importsAttendees((event) => `${origin}/api/events/${event}/attendees`, meshi);
    });
  });
});
