// Making a client: its options, where the key and the base come from, and where it refuses to be.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { Meshi, MeshiConfigError, isMeshiError } from "meshi-partner";
import { rejection, stubbed } from "./support/client.mjs";
import { BASE, KEY, stub } from "./support/stub.mjs";

/** Runs `work` with exactly these environment variables of ours. */
function withEnvironment(variables, work) {
  const kept = { MESHI_KEY: process.env.MESHI_KEY, MESHI_BASE: process.env.MESHI_BASE };
  const set = (values) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  set({ MESHI_KEY: undefined, MESHI_BASE: undefined, ...variables });
  try {
    return work();
  } finally {
    set(kept);
  }
}

/** Runs `work` with some globals replaced; `undefined` hides one. */
function withGlobals(replaced, work) {
  const kept = Object.keys(replaced).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
  for (const [name, value] of Object.entries(replaced)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  try {
    return work();
  } finally {
    for (const [name, descriptor] of kept) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else delete globalThis[name];
    }
  }
}

function thrown(work) {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("it was expected to throw");
}

const GOOD = { apiKey: KEY, environment: "staging" };

for (const [what, options, option, message] of [
  ["an unknown option", { ...GOOD, retries: 2 }, "retries", /is not an option/],
  ["an option without its unit", { ...GOOD, timeout: 2 }, "timeout", /did you mean timeoutMs\?/],
  ["an option in another case", { ...GOOD, baseURL: BASE }, "baseURL", /did you mean baseUrl\?/],
  ["options that are no object", "key", "options", /must be an object/],
  ["a list of options", [GOOD], "options", /must be an object/],
  ["a null", null, "options", /must be an object/],
  ["a key that is no string", { ...GOOD, apiKey: 7 }, "apiKey", /string/],
  ["an empty key", { ...GOOD, apiKey: "" }, "apiKey", /key/],
  ["a key with a line break", { ...GOOD, apiKey: `${KEY}\n` }, "apiKey", /line break/],
  ["a key with a header in it", { ...GOOD, apiKey: `${KEY}\r\nx-evil: 1` }, "apiKey", /line break/],
  ["a key that no header can carry", { ...GOOD, apiKey: `${KEY}é` }, "apiKey", /header/],
  ["an unknown environment", { ...GOOD, environment: "prod" }, "environment", /"staging", "production"/],
  ["no environment", { apiKey: KEY }, "environment", /baseUrl|MESHI_BASE/],
  ["no key", { environment: "staging" }, "apiKey", /MESHI_KEY/],
  ["plain http", { apiKey: KEY, baseUrl: "http://api.meshi.io" }, "baseUrl", /https/],
  ["no URL", { apiKey: KEY, baseUrl: "api.meshi.io" }, "baseUrl", /https/],
  ["a base with a user name", { apiKey: KEY, baseUrl: "https://me:secret@x.test" }, "baseUrl", /user name/],
  ["a base and an environment that differ", { ...GOOD, baseUrl: BASE }, "environment", /differ|keep one/],
  ["a fetch that is none", { ...GOOD, fetch: "node-fetch" }, "fetch", /function/],
  ["a timeout that is no number", { ...GOOD, timeoutMs: "30s" }, "timeoutMs", /number/],
  ["a timeout of nothing", { ...GOOD, timeoutMs: 0 }, "timeoutMs", /milliseconds/],
  ["a timeout that is none", { ...GOOD, timeoutMs: Number.NaN }, "timeoutMs", /milliseconds/],
  ["half a retry", { ...GOOD, maxRetries: 1.5 }, "maxRetries", /whole/],
  ["a negative retry", { ...GOOD, maxRetries: -1 }, "maxRetries", /whole/],
  ["a correlation id that is no string", { ...GOOD, correlationId: 5 }, "correlationId", /string/],
  ["a correlation id with a line break", { ...GOOD, correlationId: "a\r\nb" }, "correlationId", /visible/],
  ["middleware that is no list", { ...GOOD, middleware: () => {} }, "middleware", /array/],
  ["a logger that cannot log", { ...GOOD, logger: { info() {} } }, "logger", /error, warn, info, debug/],
  ["an unknown level", { ...GOOD, logLevel: "trace" }, "logLevel", /"off", "error"/],
  [
    "a route of no operation",
    { ...GOOD, routes: { "events.fetch": "/x" } },
    'routes["events.fetch"]',
    /no such/,
  ],
  [
    "a route without its placeholder",
    { ...GOOD, routes: { "events.get": "/x" } },
    'routes["events.get"]',
    /placeholders/,
  ],
  ["routes that are no object", { ...GOOD, routes: ["/x"] }, "routes", /object/],
]) {
  test(`${what} is refused by the constructor, by name`, () => {
    const error = withEnvironment({}, () => thrown(() => new Meshi(options)));
    assert.ok(error instanceof MeshiConfigError, String(error));
    assert.equal(error.option, option);
    assert.match(error.message, message);
    assert.ok(!JSON.stringify([error.message, error.stack, error]).includes(KEY), "the key is never shown");
  });
}

test("the key and the base may come from the environment, which is read when a client is made", async () => {
  const { fetch, requests } = stub(() => [200, {}]);
  const meshi = withEnvironment(
    { MESHI_KEY: "from-env", MESHI_BASE: "https://env.test/api" },
    () => new Meshi({ fetch }),
  );
  await meshi.auth.check();
  assert.equal(requests[0].headers.get("authorization"), "Bearer from-env");
});

test("an option goes before the environment for the key, and an empty variable counts for nothing", async () => {
  const { fetch, requests } = stub(() => [200, {}]);
  const meshi = withEnvironment(
    { MESHI_KEY: "from-env", MESHI_BASE: "" },
    () => new Meshi({ apiKey: "given", baseUrl: BASE, fetch }),
  );
  await meshi.auth.check();
  assert.equal(requests[0].headers.get("authorization"), "Bearer given");
  const error = withEnvironment({ MESHI_KEY: "" }, () => thrown(() => new Meshi({ environment: "staging" })));
  assert.equal(error.option, "apiKey");
});

test("MESHI_BASE that differs from what is given is refused; the same is not", () => {
  const environment = { MESHI_BASE: "https://api.meshi.io/api/v0/partner/" };
  withEnvironment(environment, () => new Meshi({ apiKey: KEY, environment: "production" }));
  withEnvironment(
    environment,
    () => new Meshi({ apiKey: KEY, baseUrl: "https://api.meshi.io/api/v0/partner" }),
  );
  for (const options of [{ environment: "staging" }, { baseUrl: BASE }]) {
    const error = withEnvironment(environment, () => thrown(() => new Meshi({ apiKey: KEY, ...options })));
    assert.equal(error.name, "MeshiConfigError");
    assert.match(error.message, /MESHI_BASE/);
  }
});

test("an environment that may not be read is as good as none, and the error says so", () => {
  const Deno = {
    env: {
      get() {
        throw new Error("NotCapable: Requires env access");
      },
    },
  };
  withGlobals({ Deno }, () => new Meshi({ apiKey: KEY, environment: "staging" }));
  const error = withGlobals({ Deno }, () => thrown(() => new Meshi({ environment: "staging" })));
  assert.equal(error.option, "apiKey");
  assert.match(error.message, /Requires env access/);
});

for (const [where, globals, refused] of [
  ["a web page", { process: undefined, window: { document: {} } }, true],
  ["a web worker", { process: undefined, WorkerGlobalScope: class {} }, true],
  ["a page with a bundler's process", { process: { env: {}, versions: {} }, window: { document: {} } }, true],
  ["workerd", { process: undefined, WorkerGlobalScope: class {}, WebSocketPair: class {} }, false],
  [
    "Next's edge runtime",
    { process: undefined, WorkerGlobalScope: class {}, EdgeRuntime: "edge-runtime" },
    false,
  ],
  ["a worker of Deno", { process: undefined, WorkerGlobalScope: class {}, Deno: {} }, false],
  ["a worker of Bun", { process: undefined, WorkerGlobalScope: class {}, Bun: {} }, false],
  ["jsdom in Node", { window: { document: {} } }, false],
]) {
  test(`in ${where} the key is ${refused ? "refused unless that is allowed" : "welcome"}`, () => {
    const make = (options) => withGlobals(globals, () => new Meshi({ ...GOOD, ...options }));
    make({ dangerouslyAllowBrowser: true });
    if (!refused) return void make({});
    const error = thrown(() => make({}));
    assert.equal(error.option, "dangerouslyAllowBrowser");
  });
}

test("an unknown option of a call is refused by name, without a throw", async () => {
  const { meshi, requests } = stubbed(() => [200, {}]);
  for (const [name, call] of [
    ["timeout", () => meshi.auth.check({ timeout: 5 })],
    ["idempotency_key", () => meshi.matching.start("e-1", {}, { idempotency_key: "x" })],
    ["pollInterval", () => meshi.runs.wait("run_1", { pollInterval: 5 })],
    ["rows", () => meshi.attendees.importAll("e-1", [{ attendee_id: "a", name: "A" }], { rows: 5 })],
  ]) {
    const error = await rejection(call());
    assert.equal(error.name, "MeshiConfigError", name);
    assert.equal(error.option, name);
  }
  assert.equal(requests.length, 0);
});

test("middleware wraps every attempt, in order, and never sees the key", async () => {
  const seen = [];
  const layer =
    (name) =>
    async (request, next, { operation, attempt, correlationId }) => {
      seen.push([name, operation, attempt, request.headers.get("authorization"), correlationId === "c-1"]);
      const response = await next();
      seen.push([name, response.status]);
      return response;
    };
  const { meshi, requests } = stubbed(
    (_, count) =>
      count === 1 ? [429, { code: "X", message: "x" }, { "retry-after": "0" }] : [200, { ok: true }],
    { middleware: [layer("outer"), layer("inner")], correlationId: "c-1" },
  );
  assert.deepEqual(await meshi.auth.check(), { ok: true });
  assert.deepEqual(seen, [
    ["outer", "auth.check", 1, null, true],
    ["inner", "auth.check", 1, null, true],
    ["inner", 429],
    ["outer", 429],
    ["outer", "auth.check", 2, null, true],
    ["inner", "auth.check", 2, null, true],
    ["inner", 200],
    ["outer", 200],
  ]);
  for (const request of requests) assert.equal(request.headers.get("authorization"), `Bearer ${KEY}`);
});

test("middleware may change the request, or answer by itself", async () => {
  const { meshi, requests } = stubbed(() => [200, { from: "server" }], {
    middleware: [
      (request, next) => {
        if (request.url.endsWith("/auth")) return Response.json({ from: "middleware" });
        const changed = new Request(request);
        changed.headers.set("x-added", "yes");
        return next(changed);
      },
    ],
  });
  assert.deepEqual(await meshi.auth.check(), { from: "middleware" });
  assert.equal(requests.length, 0);
  assert.deepEqual(await meshi.runs.get("run_1"), { from: "server" });
  assert.equal(requests[0].headers.get("x-added"), "yes");
});

test("a correlation id may be made for each call", async () => {
  let count = 0;
  const { meshi, requests } = stubbed(() => [200, {}], { correlationId: () => `c-${(count += 1)}` });
  await meshi.auth.check();
  await meshi.auth.check();
  assert.deepEqual(
    requests.map((request) => request.headers.get("x-correlation-id")),
    ["c-1", "c-2"],
  );
});

test("the global fetch is looked up when it is needed", async () => {
  const meshi = new Meshi({ apiKey: KEY, baseUrl: BASE });
  const { fetch, requests } = stub(() => [200, { ok: true }]);
  const kept = globalThis.fetch;
  globalThis.fetch = fetch;
  try {
    assert.deepEqual(await meshi.auth.check(), { ok: true });
  } finally {
    globalThis.fetch = kept;
  }
  assert.equal(requests.length, 1);
});

test("a freed client refuses new calls, and lets those in flight end", async () => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const { meshi } = stubbed(() => held);
  const call = meshi.auth.check();
  meshi.free();
  meshi.free();
  release([200, { ok: true }]);
  assert.deepEqual(await call, { ok: true });
  const error = await rejection(meshi.auth.check());
  assert.equal(error.name, "MeshiConfigError");
  assert.equal(error.code, "CLIENT_FREED");
});

test("a client is disposed of by `using`", async () => {
  const { meshi } = stubbed(() => [200, {}]);
  assert.equal(typeof Symbol.dispose, "symbol");
  meshi[Symbol.dispose]();
  assert.equal((await rejection(meshi.auth.check())).code, "CLIENT_FREED");
});

test("CommonJS has the same package", async () => {
  const required = createRequire(import.meta.url)("meshi-partner");
  const imported = await import("meshi-partner");
  assert.deepEqual(Object.keys(required).sort(), Object.keys(imported).sort());
  const { fetch } = stub(() => [404, { code: "RUN_NOT_FOUND", message: "no" }]);
  const meshi = new required.Meshi({ apiKey: KEY, baseUrl: BASE, fetch });
  const error = await rejection(meshi.runs.get("run_1"));
  assert.equal(error.name, "MeshiNotFoundError");
  assert.ok(isMeshiError(error), "an error of one copy is one for the other");
});
