// How the module gets in: nothing at import, once when it is needed, and by hand where that is the only way.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { inNode } from "./support/node.mjs";

const CLIENT = `
  let sent = 0;
  const fetch = async () => (sent += 1, Response.json({ ok: true }));
  const options = { apiKey: "k", baseUrl: "https://partner.test", fetch };
`;

for (const entry of [
  "meshi-partner",
  "meshi-partner/slim",
  "meshi-partner/inline",
  "meshi-partner/sandbox",
]) {
  test(`${entry} does nothing when it is imported`, async () => {
    const printed = await inNode(`
      const did = [];
      const forbid = (object, name) => {
        const real = object[name];
        object[name] = (...given) => (did.push(name), real.apply(object, given));
      };
      for (const name of ["setTimeout", "setInterval", "fetch", "queueMicrotask", "atob"]) forbid(globalThis, name);
      for (const name of ["Module", "Instance", "compile", "instantiate"]) {
        const real = WebAssembly[name];
        WebAssembly[name] = new Proxy(real, {
          apply: (target, self, given) => (did.push(name), Reflect.apply(target, self, given)),
          construct: (target, given) => (did.push(name), Reflect.construct(target, given)),
        });
      }
      forbid(Math, "random");
      forbid(crypto, "randomUUID");
      forbid(crypto, "getRandomValues");
      forbid(Date, "now");
      await import(${JSON.stringify(entry)});
      console.log(did.join());
    `);
    assert.equal(printed, "");
  });
}

test("the module is instantiated once, however many clients are made", async () => {
  const printed = await inNode(`
    ${CLIENT}
    let count = 0;
    const real = WebAssembly.Instance;
    WebAssembly.Instance = new Proxy(real, { construct: (target, given) => ((count += 1), Reflect.construct(target, given)) });
    const { Meshi } = await import("meshi-partner");
    const clients = [new Meshi(options), new Meshi(options), new Meshi(options)];
    await Promise.all(clients.map((meshi) => meshi.auth.check()));
    console.log(count, sent);
  `);
  assert.equal(printed, "1 3");
});

test("where the module has to be waited for, clients are made at once and the first calls wait, once", async () => {
  const printed = await inNode(`
    ${CLIENT}
    import { readFile, readdir } from "node:fs/promises";
    import { createRequire } from "node:module";
    let count = 0;
    const real = WebAssembly.instantiate;
    WebAssembly.instantiate = (...given) => {
      // Node has a module of its own beneath fetch.
      if (Object.keys(given[1] ?? {}).some((name) => name.includes("meshi"))) count += 1;
      return real(...given);
    };
    const { Meshi, init, readAttendees } = await import("meshi-partner/slim");
    const meshi = new Meshi(options);
    const early = await meshi.auth.check().catch((error) => error.code);
    const poller = meshi.runs.poller("run_1");
    let token;
    try { token = poller.serialize(); } catch (error) { token = error.code; }
    const file = createRequire(import.meta.url).resolve("meshi-partner/meshi_partner_bg.wasm");
    const bytes = readFile(file);
    const loading = init(bytes);
    const list = meshi.events.list();
    const results = await Promise.all([
      meshi.auth.check(),
      meshi.auth.check().withResponse(),
      list.catch((error) => error.name),
      meshi.ready(),
      loading,
    ]);
    const names = [];
    for await (const { name } of readAttendees("name,email\\nAda,ada@example.com\\n")) names.push(name);
    console.log(JSON.stringify([early, token, results[0], results[1].response.status, results[2], names, count]));
  `);
  assert.deepEqual(JSON.parse(printed), [
    "NOT_READY",
    "NOT_READY",
    { ok: true },
    200,
    "MeshiDecodeError",
    ["Ada"],
    1,
  ]);
});

test("options that a module would check are told of at the first call, where there is none yet", async () => {
  const printed = await inNode(`
    import { readFileSync } from "node:fs";
    import { createRequire } from "node:module";
    const { Meshi, init } = await import("meshi-partner/slim");
    const codes = [];
    try { new Meshi({ apiKey: "k" }); } catch (error) { codes.push(error.option); }
    const meshi = new Meshi({ apiKey: "k", baseUrl: "http://elsewhere.example" });
    const file = createRequire(import.meta.url).resolve("meshi-partner/meshi_partner_bg.wasm");
    await init(readFileSync(file));
    await meshi.auth.check().catch((error) => codes.push(error.option));
    console.log(codes.join());
  `);
  assert.equal(printed, "environment,baseUrl");
});

for (const [conditions, expected] of [
  [[], "node"],
  [["browser"], "browser"],
  [["deno"], "inline"],
]) {
  test(`under the conditions ${["node", ...conditions].join(", ")} a client works`, async () => {
    const printed = await inNode(
      `
      ${CLIENT}
      const { readFileSync } = await import("node:fs");
      const real = globalThis.fetch;
      globalThis.fetch = async (url) => new Response(readFileSync(new URL(url)), { headers: { "content-type": "application/wasm" } });
      const { Meshi } = await import("meshi-partner");
      console.log(JSON.stringify(await new Meshi(options).auth.check()));
      `,
      ...conditions.flatMap((condition) => ["--conditions", condition]),
    );
    assert.equal(printed, '{"ok":true}', expected);
  });
}

test("an unhandled failure is reported once, and a handled one never", async () => {
  const printed = await inNode(`
    const { Meshi } = await import("meshi-partner");
    const fetch = async () => Response.json({ code: "RUN_NOT_FOUND", message: "no" }, { status: 404 });
    const meshi = new Meshi({ apiKey: "k", baseUrl: "https://partner.test", fetch });
    let reported = 0;
    process.on("unhandledRejection", () => (reported += 1));
    const rest = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    await meshi.runs.get("r").catch(() => {});
    await meshi.runs.get("r").withResponse().catch(() => {});
    const both = meshi.runs.get("r");
    await Promise.allSettled([both, both.withResponse()]);
    meshi.events.list();
    meshi.flow({ event: { event_id: "e", title: "E" } });
    await rest();
    const handled = reported;
    meshi.runs.get("r");
    await rest();
    console.log(handled, reported);
  `);
  assert.equal(printed, "0 1");
});

test("the command for require gives the same classes to every require", () => {
  const require = createRequire(import.meta.url);
  assert.equal(require("meshi-partner").Meshi, require("meshi-partner").Meshi);
});

test("the errors' names are literals that no minifier changes", async () => {
  const dist = new URL("../dist/", import.meta.url);
  const files = (await readdir(dist)).filter((file) => file.endsWith(".cjs"));
  const source = (await Promise.all(files.map((file) => readFile(new URL(file, dist), "utf8")))).join("\n");
  for (const name of ["MeshiError", "MeshiApiError", "MeshiRateLimitError", "MeshiInternalError"]) {
    assert.ok(source.includes(`"${name}"`), name);
  }
});
