// What the package says in a host that lacks something, or when it is given a wrong module: always an error of its own.

import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import vm from "node:vm";
import { inHost, wasm } from "./support/host.mjs";
import { inNode } from "./support/node.mjs";

/** A client whose server always answers `{ ok: true }`, through a response that needs nothing of the host. */
const CLIENT = `
  const fetch = async () => ({ status: 200, headers: { get: () => null }, text: async () => '{"ok":true}' });
  const meshi = new Meshi({ apiKey: "k", baseUrl: "https://partner.test", fetch });
`;

/** The client's main job, against the sandbox. */
const FLOW = `
  const { apiKey, baseUrl, fetch } = await createSandbox({ instant: true });
  const meshi = new Meshi({ apiKey, baseUrl, fetch });
  await meshi.events.create({ event_id: "e", title: "E" });
  const file = readAttendees("name,email\\nAda,ada@example.com\\nBob,bob@example.com\\n");
  const { imported } = await meshi.attendees.importAll("e", file);
  const { status } = await meshi.runs.wait(await meshi.matching.start("e"));
  return { imported, status };
`;

for (const without of [[], ["performance"], ["WeakRef", "FinalizationRegistry"], ["queueMicrotask"]]) {
  test(`a host with ${without.length ? `no ${without.join(" and no ")}` : "no more than the Web's basics"} will do`, async () => {
    assert.deepEqual(await inHost("inline", FLOW, { without }), { imported: 2, status: "succeeded" });
  });
}

test("clients that nobody frees cost no memory of the module where nothing tells that they were forgotten", async () => {
  const grown = await inHost(
    "inline",
    `
    const memories = [];
    WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
      construct(target, given) {
        const instance = Reflect.construct(target, given, target);
        memories.push(instance.exports.memory);
        return instance;
      },
    });
    const body = '{"run_id":"r","status":"succeeded","events":[],"next_cursor":null}';
    const fetch = async () => ({ status: 200, headers: { get: () => null }, text: async () => body });
    const many = async (count) => {
      for (let n = 0; n < count; n += 1) {
        const options = { apiKey: "k", baseUrl: "https://partner.test", fetch, correlationId: "c".repeat(200) };
        const meshi = new Meshi(options);
        if (n % 2) continue;
        await meshi.auth.check();
        await meshi.events.list();
        await meshi.runs.wait("r");
        await meshi.attendees.importAll("e", [{ attendee_id: "a", name: "A" }]);
      }
    };
    await many(1_000);
    const before = memories[0].buffer.byteLength;
    await many(10_000);
    return { instances: memories.length, grown: memories[0].buffer.byteLength - before };
    `,
    { without: ["FinalizationRegistry"] },
  );
  assert.deepEqual(grown, { instances: 1, grown: 0 });
});

test("a client that gave way makes calls as before, and keeps what is under way", async () => {
  const result = await inHost(
    "inline",
    `
    let answer;
    const response = { status: 200, headers: { get: () => null }, text: async () => '{"ok":true}' };
    const held = new Promise((resolve) => {
      answer = () => resolve(response);
    });
    let requests = 0;
    const fetch = () => (requests++ === 0 ? held : Promise.resolve(response));
    const make = () => new Meshi({ apiKey: "k", baseUrl: "https://partner.test", fetch });
    const [first, second] = [make(), make()];
    const underWay = second.auth.check();
    for (let n = 0; n < 100; n += 1) make();
    answer();
    const kept = await underWay;
    return [kept, await first.auth.check()];
    `,
    { without: ["FinalizationRegistry"] },
  );
  assert.deepEqual(result, [{ ok: true }, { ok: true }]);
});

const lacks = (names) => ({
  name: "MeshiConfigError",
  code: "RUNTIME_UNSUPPORTED",
  message: `this runtime has no ${names}, which meshi-partner needs`,
  isError: true,
});

for (const [without, expected] of [
  [["AbortController"], lacks("AbortController")],
  [["setTimeout", "clearTimeout"], lacks("setTimeout and no clearTimeout")],
  [["TextDecoder", "TextEncoder"], lacks("TextDecoder and no TextEncoder")],
]) {
  test(`a host without ${without.join(" and ")} is told so`, async () => {
    assert.deepEqual(await inHost("inline", CLIENT, { without }), expected);
  });
}

for (const [what, body] of [
  ["a client", CLIENT],
  ["the sandbox", "await createSandbox();"],
  ["a reader of files", `for await (const row of readAttendees("name\\nAda\\n")) void row;`],
]) {
  test(`${what} in a host without WebAssembly says so, and what else there is`, async () => {
    const { message, ...error } = await inHost("inline", body, { without: ["WebAssembly"] });
    assert.deepEqual(error, { name: "MeshiConfigError", code: "RUNTIME_UNSUPPORTED", isError: true });
    assert.match(message, /^this runtime has no WebAssembly, .* meshi-partner-core$/);
  });
}

/** As workerd does it outside of a request. */
const UNTIMED = `
  globalThis.setTimeout = () => {
    throw new Error("Disallowed operation called within global scope");
  };
`;

for (const [what, body] of [
  ["a call", "await meshi.auth.check();"],
  ["a wait", `await meshi.runs.wait("r");`],
  ["an import", `await meshi.attendees.importAll("e", [{ attendee_id: "a", name: "A" }]);`],
  ["a flow", `await meshi.flow({ event: { event_id: "e", title: "E" } });`],
]) {
  test(`${what} where no timer can be set says so`, async () => {
    const { name, code, message } = await inHost("inline", `${CLIENT} ${UNTIMED} ${body}`);
    assert.deepEqual([name, code], ["MeshiConfigError", "INVALID_OPTION"]);
    assert.match(message, /setTimeout: .*global scope/);
  });
}

test("a host without fetch needs one as an option", async () => {
  const body = `new Meshi({ apiKey: "k", baseUrl: "https://partner.test" });`;
  const error = await inHost("inline", body);
  assert.deepEqual([error.name, error.code], ["MeshiConfigError", "INVALID_OPTION"]);
  assert.match(error.message, /^fetch: is required/);
});

test("a host without crypto is told to give the ids itself", async () => {
  const error = await inHost("inline", `${CLIENT} await meshi.auth.check();`, { without: ["crypto"] });
  assert.deepEqual([error.name, error.code], ["MeshiConfigError", "INVALID_OPTION"]);
  assert.match(error.message, /no crypto .* give correlationId and idempotencyKey/);
});

test("a host without crypto starts a run under ids that are given", async () => {
  const body = `${CLIENT} return meshi.matching.start("e", {}, { correlationId: "c", idempotencyKey: "i" });`;
  assert.deepEqual(await inHost("inline", body, { without: ["crypto"] }), { ok: true });
});

test("a host that compiles nothing at run time names the module to give", async () => {
  const bytes = `await init(given);`;
  for (const [entry, body] of [
    ["inline", CLIENT],
    ["slim", bytes],
  ]) {
    const { message, ...error } = await inHost(entry, body, { given: wasm, codeGeneration: false });
    assert.deepEqual(error, { name: "MeshiConfigError", code: "MODULE_UNAVAILABLE", isError: true });
    assert.match(
      message,
      /Wasm code generation disallowed by embedder; .* `meshi-partner\/meshi_partner_bg\.wasm`/,
    );
  }
  const body = `await init(given); ${CLIENT} return meshi.auth.check();`;
  const given = new WebAssembly.Module(wasm);
  assert.deepEqual(await inHost("slim", body, { given, codeGeneration: false }), { ok: true });
});

// Eight bytes are the smallest module there is; the other one asks for a function that nobody gives.
const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const FOREIGN = Uint8Array.of(...EMPTY, 1, 4, 1, 0x60, 0, 0, 2, 7, 1, 1, 0x65, 1, 0x66, 0, 0);
const page = () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } });
const missing = () => new Response("no", { status: 404 });
const broken = () => {
  const pull = (controller) => controller.error(new Error("the line broke"));
  return new Response(new ReadableStream({ pull }));
};

for (const [what, given, message] of [
  ["nothing", undefined, /is missing: give the compiled module, .*, not undefined$/],
  ["null", null, /is missing: .*, not null$/],
  ["a number", 42, /is missing: .*, not a number$/],
  ["a path", "./x.wasm", /is missing: .*, not a string; is it a path\? then give `new URL\(/],
  [
    "an instance",
    new WebAssembly.Instance(new WebAssembly.Module(EMPTY)),
    /not an object \(WebAssembly.Instance\)$/,
  ],
  ["a namespace", { default: {} }, /is missing: .*, not an object \(Object\)$/],
  [
    "garbage",
    Uint8Array.of(1, 2, 3),
    /is not WebAssembly: what was given does not begin as WebAssembly does$/,
  ],
  ["no bytes", new ArrayBuffer(0), /is not WebAssembly: what was given is empty$/],
  ["a cut module", wasm.subarray(0, 5000), /cannot be compiled: WebAssembly\.compile\(\): /],
  ["an empty module", EMPTY, /is another's: it has no `client_new`/],
  ["a module that wants other imports", FOREIGN, /is another's: it has no `client_new`/],
  ["a compiled module of another", new WebAssembly.Module(EMPTY), /is another's: it has no `client_new`/],
  [
    "a promise that fails",
    () => Promise.reject(new Error("no such file")),
    /could not be loaded: no such file$/,
  ],
  ["a promise of nothing", () => Promise.resolve(), /is missing: .*, not undefined$/],
  ["an answer of 404", missing, /could not be fetched: the response has status 404$/],
  [
    "a web page",
    page,
    /is not WebAssembly: what came from the response begins with `<`, as a web page does$/,
  ],
  ["an answer that breaks off", broken, /could not be read from the response: the line broke$/],
  [
    "a URL that cannot be fetched",
    new URL("https://x.test/a.wasm?secret"),
    /could not be loaded: fetch is not/,
  ],
]) {
  test(`init refuses ${what}, and takes a good module afterwards`, async () => {
    const body = `
      const source = typeof given.bad === "function" ? given.bad() : given.bad;
      const error = await init(source).then(() => "taken", show);
      ${CLIENT}
      await init(given.good);
      return { error, answer: await meshi.auth.check() };
    `;
    const { error, answer } = await inHost("slim", body, { given: { bad: given, good: wasm } });
    assert.deepEqual(
      [error.name, error.code, error.isError],
      ["MeshiConfigError", "MODULE_UNAVAILABLE", true],
      error.bare,
    );
    assert.match(error.message, /^the WebAssembly module /);
    assert.match(error.message, message);
    assert.ok(!error.message.includes("secret"));
    assert.deepEqual(answer, { ok: true });
  });
}

test("the first module that works stays; a later one is waited for and not looked at", async () => {
  const body = `
    ${CLIENT}
    await Promise.all([init(given.good), init(given.good), init(given.other)]);
    await init(given.other);
    const failed = await init(Promise.reject(new Error("no such file"))).catch(({ code }) => code);
    return { failed, answer: await meshi.auth.check() };
  `;
  const given = { good: wasm, other: EMPTY };
  assert.deepEqual(await inHost("slim", body, { given }), {
    failed: "MODULE_UNAVAILABLE",
    answer: { ok: true },
  });
});

test("a bad module does not spoil a good one that is given at the same time", async () => {
  const body = `
    ${CLIENT}
    const outcomes = await Promise.allSettled([init(given.bad), init(given.good)]);
    return [...outcomes.map(({ status }) => status), await meshi.auth.check()];
  `;
  const given = { bad: Uint8Array.of(1), good: wasm };
  assert.deepEqual(await inHost("slim", body, { given }), ["rejected", "fulfilled", { ok: true }]);
});

test("whatever comes before init in the slim entry names it", async () => {
  const body = `
    ${CLIENT}
    const now = () => meshi.runs.poller("r").serialize();
    const rows = async () => { for await (const row of readAttendees("name\\nAda\\n")) void row; };
    const calls = [() => meshi.auth.check(), () => meshi.ready(), async () => now(), rows];
    return Promise.all(calls.map((call) => call().then(() => "done", show)));
  `;
  const message =
    "the WebAssembly module was not given yet: `await init(module)` of meshi-partner/slim first";
  const expected = { name: "MeshiConfigError", code: "NOT_READY", message, isError: true };
  assert.deepEqual(await inHost("slim", body), Array(4).fill(expected));
});

// Locked down as SES does it, before the package comes and for good: every object of the language, and the global one.
// What Node adds to the language is left alone, since Node itself goes on changing it; it is read once, since Node makes
// some of it at the first look.
const INTRINSICS = vm.runInNewContext("Object.getOwnPropertyNames(globalThis)");
const LOCKDOWN = `
  for (const name of Object.getOwnPropertyNames(globalThis)) void globalThis[name];
  for (const name of ${JSON.stringify(INTRINSICS)}) {
    const value = globalThis[name];
    if (value === globalThis || value === console || Object(value) !== value) continue;
    if (value.prototype) Object.freeze(value.prototype);
    Object.freeze(value);
  }
  Object.freeze(globalThis);
`;

test("in a realm whose globals, Object.prototype and Error are frozen, calls and errors are as ever", async () => {
  const printed = await inNode(`
    ${LOCKDOWN}
    const frozen = [globalThis, Object.prototype, Error.prototype, Promise].every(Object.isFrozen);
    const { Meshi, MeshiValidationError, readAttendees } = await import("meshi-partner");
    const { createSandbox } = await import("meshi-partner/sandbox");
    const outcome = await (async () => { ${FLOW} })();
    const { apiKey, baseUrl, fetch } = await createSandbox();
    const meshi = new Meshi({ apiKey, baseUrl, fetch });
    const error = await meshi.events.create({ event_id: "e" }).catch((error) => error);
    console.log(JSON.stringify([frozen, outcome, error instanceof MeshiValidationError, error.name, error.issues[0].code]));
  `);
  assert.deepEqual(JSON.parse(printed), [
    true,
    { imported: 2, status: "succeeded" },
    true,
    "MeshiValidationError",
    "INVALID_TITLE",
  ]);
});

let second;
before(async () => {
  second = await mkdtemp(join(tmpdir(), "meshi-second-"));
  await cp(new URL("../dist", import.meta.url), join(second, "dist"), { recursive: true });
  await cp(new URL("../package.json", import.meta.url), join(second, "package.json"));
});
after(() => rm(second, { recursive: true }));

test("two copies in one process both work, and know each other's errors and files", async () => {
  const other = pathToFileURL(join(second, "dist/node.js")).href;
  const printed = await inNode(`
    import { createRequire } from "node:module";
    import { createSandbox } from "meshi-partner/sandbox";
    import * as one from "meshi-partner";
    import * as two from ${JSON.stringify(other)};
    const copies = [one, two, createRequire(import.meta.url)("meshi-partner")];
    const { apiKey, baseUrl, fetch } = await createSandbox({ instant: true });
    const told = [];
    for (const [index, mine] of copies.entries()) {
      const theirs = copies[(index + 1) % copies.length];
      const meshi = new mine.Meshi({ apiKey, baseUrl, fetch });
      await meshi.events.ensure({ event_id: "e", title: "E" });
      const file = theirs.readAttendees("name,email\\nAda,ada@example.com\\n");
      const { imported } = await meshi.attendees.importAll("e", file);
      const error = await meshi.events.get("absent").catch((error) => error);
      const spent = await meshi.attendees.importAll("e", file).catch((error) => error);
      told.push([
        imported,
        mine.Meshi === theirs.Meshi,
        error instanceof theirs.MeshiNotFoundError,
        theirs.isMeshiError(error),
        error.name,
        mine.isMeshiError(spent) && spent.name,
      ]);
    }
    console.log(JSON.stringify(told));
  `);
  const expected = [1, false, false, true, "MeshiNotFoundError", "MeshiValidationError"];
  assert.deepEqual(JSON.parse(printed), [expected, expected, expected]);
});
