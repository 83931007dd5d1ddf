// What a deployment would check, for each environment; nothing is deployed.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { supportedCompatibilityDate } from "miniflare";
import { unstable_readConfig as readConfig } from "wrangler";
import { CONSOLE, wrangler } from "../../local/wrangler.mjs";

const CONFIG = join(CONSOLE, "wrangler.jsonc");
const ENVIRONMENTS = ["", "staging", "production"];

/** Cloudflare takes 3 MB, compressed; both modules and the router are a sixth of that. */
const MOST_KIB = 500;

for (const env of ENVIRONMENTS) {
  test(`${env || "the sandbox"}: wrangler would deploy it, and it is small`, async (t) => {
    const out = await mkdtemp(join(tmpdir(), "meshi-deploy-"));
    try {
      const printed = await wrangler("deploy", "--dry-run", `--env=${env}`, "--outdir", out);
      assert.doesNotMatch(printed, /warning|error/i, printed);
      const [size, compressed] = /Total Upload: .* gzip: ([\d.]+) KiB/.exec(printed);
      t.diagnostic(size);
      assert.ok(Number(compressed) < MOST_KIB, `${compressed} KiB`);
      for (const name of ["FLOWS", "INDEX", "SANDBOX_STATE", "UPLOADS", "LOGINS", "CALLS", "ASSETS"])
        assert.match(printed, new RegExp(`env\\.${name}\\b`), printed);
      const code = await readFile(join(out, "index.js"), "utf8");
      const imported = [...code.matchAll(/^import\b[^;]*?"([^"]+)";$/gmu)].map(([, name]) => name);
      const foreign = imported.filter(
        (name) => name !== "cloudflare:workers" && !/^\.\/[\w-]+\.wasm$/.test(name),
      );
      assert.ok(imported.length >= 3);
      assert.deepEqual(foreign, [], "it needs no other module, of Node least of all");
      const needed = [/\brequire\("/, /\bimport\("/, /"node:/].filter((form) => form.test(code)).map(String);
      assert.deepEqual(needed, []);
    } finally {
      await rm(out, { recursive: true });
    }
  });

  test(`${env || "the sandbox"}: its date is fixed and known to this runtime, and no secret stands among its variables`, () => {
    const config = readConfig({ config: CONFIG, env });
    assert.match(config.compatibility_date, /^\d{4}-\d\d-\d\d$/);
    assert.ok(config.compatibility_date <= supportedCompatibilityDate, config.compatibility_date);
    assert.ok(config.compatibility_date <= new Date().toISOString().slice(0, 10));
    assert.deepEqual(config.compatibility_flags, []);
    const expected = env ? { SANDBOX: "0", MESHI_ENVIRONMENT: env } : { SANDBOX: "1" };
    assert.deepEqual(config.vars, expected);
    assert.equal(config.assets.run_worker_first, true, "without it, the page comes without its headers");
  });
}

test("no environment shares what it keeps with another, and all have the same limits", () => {
  const configs = ENVIRONMENTS.map((env) => readConfig({ config: CONFIG, env }));
  const told = (pick) => configs.flatMap(pick);
  const differs = (values) => assert.equal(new Set(values).size, values.length, values.join());
  differs(told(({ name }) => name));
  differs(told(({ r2_buckets: buckets }) => buckets.map(({ bucket_name: name }) => name)));
  differs(told(({ ratelimits }) => ratelimits.map(({ namespace_id: id }) => id)));
  for (const { durable_objects: objects, ratelimits } of configs) {
    assert.deepEqual(objects, configs[0].durable_objects);
    assert.deepEqual(
      ratelimits.map(({ name, simple }) => [name, simple]),
      configs[0].ratelimits.map(({ name, simple }) => [name, simple]),
    );
  }
  const [{ migrations }] = configs;
  const made = migrations.flatMap(({ new_sqlite_classes: classes }) => classes);
  assert.deepEqual(
    made,
    configs[0].durable_objects.bindings.map(({ class_name: name }) => name),
  );
});
