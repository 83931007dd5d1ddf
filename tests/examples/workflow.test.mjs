// The Workflow of the examples, as far as the engine on one's own machine goes: there it runs as long as nobody stops it.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { run } from "../packaging/shared/run.mjs";
import { shipped } from "../packaging/shared/shipped.mjs";
import { withServer } from "./started.mjs";
import { CSV, copyOf, send, withSandbox } from "./support.mjs";

const tools = createRequire(new URL("../../tools/package.json", import.meta.url));
const packages = createRequire(new URL("../../pkg/package.json", import.meta.url));

/** What Cloudflare's own template of a project says. */
const STRICT = { strict: true, noEmit: true, skipLibCheck: true, target: "es2022", lib: ["es2022"] };
const RESOLUTION = { module: "es2022", moduleResolution: "bundler" };

for (const name of ["cloudflare-worker", "cloudflare-workflow"]) {
  test(`${name}: TypeScript is content with it`, async () => {
    const folder = await copyOf(name, `${name}-types`);
    const types = [join(dirname(tools.resolve("@cloudflare/workers-types/package.json")), "index.d.ts")];
    const config = { compilerOptions: { ...STRICT, ...RESOLUTION, types }, include: ["src"] };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
    const compiler = join(dirname(packages.resolve("typescript/package.json")), "bin/tsc");
    await run(process.execPath, [compiler, "--project", "tsconfig.json"], { folder });
  });
}

test("the Workflow under wrangler dev takes a list to its match scores, step by step", async () => {
  const folder = await copyOf("cloudflare-workflow");
  await withSandbox(folder, {}, async ({ baseUrl, apiKey, meshi }) => {
    await writeFile(join(folder, ".dev.vars"), `MESHI_KEY=${apiKey}\nMESHI_BASE=${baseUrl}\n`);
    const refusal = { operation: "attendees.import", status: 429, retryAfter: "1" };
    await fetch(new URL("/__sandbox/faults", baseUrl), { method: "POST", body: JSON.stringify([refusal]) });
    const words = [shipped("wrangler", "bin/wrangler.js"), "dev", "--ip", "127.0.0.1", "--port", "0"];
    words.push("--inspector-port", "0", "--show-interactive-dev-session=false");
    const environment = { WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true", CI: "1" };
    const options = {
      folder,
      environment: { ...environment, XDG_CONFIG_HOME: join(folder, ".config") },
      listens: /Ready on http:\/\/127\.0\.0\.1:(\d+)/,
    };
    await withServer(process.execPath, words, options, async (origin) => {
      const begin = async (id) => {
        const response = await fetch(`${origin}/flows/${id}?title=Spring%20meetup`, {
          method: "PUT",
          body: CSV,
        });
        assert.equal(response.status, 202);
        return (await response.json()).flow_id;
      };
      const ended = async (id) => {
        for (let look = 0; look < 200; look += 1) {
          const { body } = await send(`${origin}/flows/${id}`);
          if (body.status === "complete" || body.status === "errored") return body;
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
        return assert.fail("the flow does not end");
      };
      const { status, output, error } = await ended(await begin("spring-2026"));
      assert.deepEqual(
        [status, output, error],
        ["complete", { total: 4, imported: 3, rejected: 1 }, undefined],
      );
      const { items } = await meshi.matches.list("spring-2026");
      assert.ok(items.length > 0);
      const { body: counts } = await send(new URL("/__sandbox/requests", baseUrl));
      const { effects, failures } = counts.operations["attendees.import"];
      assert.deepEqual([effects, failures, counts.operations["matching.start"].effects], [1, 1, 1]);
      const failed = await ended(await begin("..spring"));
      assert.equal(failed.status, "errored");
      assert.match(failed.error, /MeshiValidationError/);
      assert.equal((await fetch(origin)).status, 404);
    });
  });
});
