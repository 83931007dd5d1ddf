// The key is in one header and nowhere else: not in what the package gives, not in what it throws, logs or writes down.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { inspect } from "node:util";
import * as library from "meshi-partner";
import * as sandboxLibrary from "meshi-partner/sandbox";
import { rejection, stubbed } from "./support/client.mjs";
import { withClock } from "./support/clock.mjs";
import { everything } from "./support/reach.mjs";
import { attendees, importServer } from "./support/rows.mjs";
import { BASE, KEY } from "./support/stub.mjs";

const { Meshi, readAttendees } = library;

function assertNoKey(value, what) {
  const text = everything(value);
  assert.ok(!text.includes(KEY), `${what} shows the key`);
  assert.ok(!/Bearer (?!\[)/.test(text), `${what} shows the header`);
}

/** What a constructor throws. */
function thrown(work) {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("it was expected to throw");
}

const EVENT = { event_id: "e-1", title: "E" };
const answered = (status, code) => () => [status, { code, message: "no" }];

/** One call over `answer`, which fails. */
const failing = (answer, call = (meshi) => meshi.auth.check()) => {
  const { meshi } = stubbed(answer, { maxRetries: 0 });
  return rejection(call(meshi));
};

/** How each class of error comes about. The next test asks that none is missing. */
const ERRORS = {
  MeshiApiError: () =>
    failing(() => new Response("", { status: 302, headers: { location: "https://x.test" } })),
  MeshiAuthenticationError: () => failing(answered(401, "UNAUTHORIZED")),
  MeshiPermissionError: () => failing(answered(403, "INSUFFICIENT_SCOPE")),
  MeshiNotFoundError: () => failing(answered(404, "EVENT_NOT_FOUND")),
  MeshiConflictError: () => failing(answered(409, "PARTNER_ID_CONFLICT")),
  MeshiInvalidRequestError: () => failing(answered(400, "INVALID_TITLE")),
  MeshiPayloadTooLargeError: () => failing(answered(413, "PAYLOAD_TOO_LARGE")),
  MeshiRateLimitError: () => failing(answered(429, "PARTNER_RATE_LIMIT_EXCEEDED")),
  MeshiServerError: () => failing(answered(500, "INTERNAL")),
  MeshiValidationError: () => failing(answered(200), (meshi) => meshi.events.get("a/b")),
  MeshiConnectionError: () =>
    failing(() => {
      throw new TypeError("fetch failed", {
        cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }),
      });
    }),
  MeshiTimeoutError: () =>
    withClock(() =>
      failing(
        () => new Promise(() => {}),
        (meshi) => meshi.auth.check({ timeoutMs: 5 }),
      ),
    ),
  MeshiAbortError: () =>
    failing(answered(200), (meshi) => meshi.auth.check({ signal: AbortSignal.abort("enough") })),
  MeshiDecodeError: () => failing(() => new Response("<html>")),
  MeshiRunError: () =>
    failing(
      () => [200, { run_id: "r", status: "failed" }],
      (meshi) => meshi.runs.wait("r"),
    ),
  MeshiPaginationError: () =>
    failing(
      () => [200, { events: [], next_cursor: "c" }],
      async (meshi) => {
        for await (const _ of meshi.events.list());
      },
    ),
  MeshiConfigError: async () => thrown(() => new Meshi({ apiKey: KEY, baseUrl: "http://x.test" })),
  MeshiInternalError: async () => {
    // What no host does: it is how a fault inside of the module is forced from outside.
    const { random } = Math;
    Math.random = () => {
      throw new Error("forced");
    };
    try {
      return thrown(() => new Meshi({ apiKey: KEY, baseUrl: BASE, fetch: async () => Response.json({}) }));
    } finally {
      Math.random = random;
    }
  },
};

for (const [name, provoke] of Object.entries(ERRORS)) {
  test(`a ${name} shows no key`, async () => {
    const error = await provoke();
    assert.equal(error.name, name);
    assert.ok(error instanceof library[name]);
    assertNoKey(error, name);
  });
}

/** Something of each class that the package gives out. */
const OBJECTS = {
  Meshi: (meshi) => meshi,
  Call: (meshi) => meshi.auth.check(),
  List: (meshi) => meshi.events.list(),
  Page: async (meshi) => await meshi.events.list(),
  RunPoller: (meshi) => meshi.runs.poller("run_1"),
  MeshiFlow: (meshi) => meshi.flow({ event: EVENT, attendees: [] }),
  AttendeeFile: () => readAttendees("name,email\nAda,ada@example.com\n"),
};

/** What is no class. */
const FUNCTIONS = ["isMeshiError", "readAttendees"];

test("no export of the package is left out of the sweep", () => {
  const errors = Object.keys(ERRORS);
  const expected = [...errors, "MeshiError", ...Object.keys(OBJECTS), ...FUNCTIONS];
  assert.deepEqual(Object.keys(library).toSorted(), expected.toSorted());
  assert.deepEqual(Object.keys(sandboxLibrary), ["createSandbox"]);
});

test("nothing that the package gives out shows the key, before and after it was used", async () => {
  const body = { events: [], run_id: "run_1", status: "running", scopes: ["partner:read", "partner:write"] };
  const { meshi } = stubbed(() => [200, body]);
  assert.deepEqual(JSON.parse(JSON.stringify(meshi)), { baseUrl: BASE, state: "open" });
  for (const [name, make] of Object.entries(OBJECTS)) {
    const made = make(meshi);
    assertNoKey(made, name);
    const value = await (name === "Page" ? made : undefined);
    if (value) assertNoKey(value, name);
  }
  for (const [name, resource] of Object.entries(meshi)) assertNoKey(resource, `meshi.${name}`);
  const poller = meshi.runs.poller("run_1");
  await poller.pollOnce();
  const flow = meshi.flow({ event: EVENT });
  const list = meshi.events.list();
  for (const [what, value] of Object.entries({
    poller,
    token: poller.serialize(),
    step: await flow.step(),
    flow,
    "flow's token": flow.serialize(),
    page: await list,
    list,
    response: await meshi.auth.check().withResponse(),
    "list's response": await list.withResponse(),
    report: await stubbed(importServer().answer).meshi.attendees.importAll("e", attendees(3)),
  })) {
    assertNoKey(value, what);
  }
});

test("a key that no header can carry is refused without being shown", () => {
  for (const apiKey of [
    `${KEY}\n`,
    `${KEY} x`,
    `${KEY}\u0000`,
    `Bearer ${KEY}`,
    `${KEY}é`,
    KEY.repeat(999),
    [KEY],
  ]) {
    assertNoKey(
      thrown(() => new Meshi({ apiKey, baseUrl: BASE })),
      "the error",
    );
  }
});

test("a client shows nothing of a sandbox's key but the sandbox", async () => {
  const { apiKey, baseUrl, fetch } = await sandboxLibrary.createSandbox();
  const meshi = new Meshi({ apiKey, baseUrl, fetch });
  const { response } = await meshi.auth.check().withResponse();
  for (const value of [meshi, response]) assert.ok(!everything(value).includes(apiKey));
});

/** Errors as other clients throw them: the whole request is in them. */
const LEAKS = {
  "in its message": (init) => new Error(`sending ${JSON.stringify(init.headers)} failed`),
  "in its cause's message": (init) =>
    new TypeError("fetch failed", { cause: new Error(init.headers.authorization) }),
  "in a config": (init) =>
    Object.assign(new Error("Network Error"), { config: { headers: { ...init.headers } } }),
  "in a hidden property": (init) =>
    Object.defineProperty(new Error("Network Error"), "options", { value: init, enumerable: false }),
  "in headers": (init) => Object.assign(new Error("Network Error"), { headers: new Headers(init.headers) }),
  "in a request": (init) => Object.assign(new Error("Network Error"), { request: new Request(BASE, init) }),
  "in a list of headers": (init) =>
    Object.assign(new Error("Network Error"), { rawHeaders: Object.entries(init.headers).flat() }),
  "in a map": (init) =>
    Object.assign(new Error("Network Error"), { sent: new Map(Object.entries(init.headers)) }),
  "under a symbol": (init) => Object.assign(new Error("Network Error"), { [Symbol("init")]: init }),
  "in its stack": (init) =>
    Object.defineProperty(new Error("Network Error"), "stack", { value: `at ${init.headers.authorization}` }),
  "in a circle": (init) => {
    const error = Object.assign(new Error("Network Error"), { init });
    return Object.assign(error, { cause: { error } });
  },
  "in a set": (init) => Object.assign(new Error("x"), { tried: new Set([init.headers.authorization]) }),
  "in a URL": () => Object.assign(new Error("x"), { url: new URL(`${BASE}?token=${KEY}`) }),
  "in a query": () => Object.assign(new Error("x"), { query: new URLSearchParams({ token: KEY }) }),
  "in a form": () => {
    const form = new FormData();
    form.set("token", KEY);
    return Object.assign(new Error("x"), { form });
  },
  "in a map's iterator": () => Object.assign(new Error("x"), { left: new Map([[KEY, 1]]).entries() }),
  "in a promise": () => Object.assign(new Error("x"), { sent: Promise.resolve(KEY) }),
  "in bytes": () => Object.assign(new Error("x"), { body: Buffer.from(KEY) }),
  "in the name of a property": () => Object.assign(new Error("x"), { sent: { [KEY]: 1 } }),
  "in a symbol": () => Object.assign(new Error("x"), { [Symbol(KEY)]: 1 }),
  "in a symbol that is a value": () => Object.assign(new Error("x"), { mark: Symbol(KEY) }),
  "in a boxed string": () => Object.assign(new Error("x"), { text: Object(KEY) }),
  "in a pattern": () => Object.assign(new Error("x"), { pattern: new RegExp(KEY) }),
  "behind an own getter": () =>
    Object.defineProperty(new Error("x"), "auth", { enumerable: true, get: () => KEY }),
  "behind a getter of its class": () =>
    new (class extends Error {
      get auth() {
        return KEY;
      }
    })("x"),
  "in its class's toString": () =>
    new (class extends Error {
      toString() {
        return KEY;
      }
    })("x"),
  "in its class's toJSON": () =>
    new (class extends Error {
      toJSON() {
        return { headers: KEY };
      }
    })("x"),
  "in what its class prints": (init) =>
    new (class extends Error {
      #init = init;
      [inspect.custom](depth, options, print) {
        return print(this.#init, options);
      }
    })("x"),
  "as text": (init) => init.headers.authorization,
  "as an object": (init) => init,
};

for (const [where, leak] of Object.entries(LEAKS)) {
  test(`an error of fetch with the key ${where} is not passed on with it`, async () => {
    const fetch = async (_, init) => {
      throw leak(init);
    };
    const meshi = new Meshi({ apiKey: KEY, baseUrl: BASE, fetch, maxRetries: 0 });
    const error = await rejection(meshi.auth.check());
    assert.equal(error.name, "MeshiConnectionError");
    assertNoKey(error, "the error");
    assertNoKey(error.cause, "its cause");
    assert.ok(error.cause instanceof Error);
  });
}

/** The key as a server may write it into an answer. */
const SPELLINGS = {
  plainly: (text) => text,
  "with escapes": (text) =>
    text.replaceAll(
      KEY,
      [...KEY].map((at) => `\\u${at.codePointAt(0).toString(16).padStart(4, "0")}`).join(""),
    ),
};

const ECHO = { code: KEY, message: `bad Bearer ${KEY}`, correlation_id: KEY, details: [{ [KEY]: KEY }] };
const ECHOED_HEADERS = {
  "x-correlation-id": KEY,
  "retry-after": KEY,
  "retry-after-ms": KEY,
  date: KEY,
  location: `https://x.test/${KEY}`,
};

for (const [how, spell] of Object.entries(SPELLINGS)) {
  test(`an answer that echoes the key ${how} puts it into no error and no log line`, async () => {
    const bodies = {
      "the error's members": [
        spell(JSON.stringify(ECHO)),
        [302, 400, 401, 403, 404, 409, 413, 429, 500, 503],
      ],
      "an error in an error": [spell(JSON.stringify({ error: ECHO })), [400, 401, 503]],
      "no JSON": [spell(`<pre>authorization: Bearer ${KEY}`), [200, 400, 503]],
      "a run that failed": [
        spell(JSON.stringify({ run_id: "r1", status: "failed", errors: [ECHO], error: ECHO })),
        [200],
      ],
    };
    for (const [what, [body, statuses]] of Object.entries(bodies)) {
      for (const status of statuses) {
        const lines = [];
        const log = (message, fields) => lines.push(everything({ message, fields }));
        const logger = { error: log, warn: log, info: log, debug: log };
        const { meshi } = stubbed(() => new Response(body, { status, headers: ECHOED_HEADERS }), {
          maxRetries: 1,
          logger,
          logLevel: "debug",
        });
        const error = await withClock(() => rejection(meshi.runs.wait("r1")));
        assert.ok(lines.length > 0, "there are log lines");
        for (const [where, text] of Object.entries({
          "its print": inspect(error, { depth: 9 }),
          "its JSON": JSON.stringify(error),
          "its text": `${error}\n${error.message}\n${error.stack}\n${error.correlationId}\n${error.code}`,
          "the log": lines.join("\n"),
        })) {
          assert.ok(!text.includes(KEY), `${what}, ${status}: ${where} shows the key: ${text}`);
        }
      }
    }
  });
}

test("an error of fetch without the key is the cause itself, and its message holds no URL", async () => {
  const socket = Object.assign(new Error("other side closed"), {
    code: "UND_ERR_SOCKET",
    socket: { bytesWritten: 9 },
  });
  for (const cause of [
    new TypeError("fetch failed", { cause: socket }),
    new Error(`request to ${BASE}/events/e-secret failed, reason: reset`),
    new DOMException("gone", "NetworkError"),
    Object.freeze({ odd: true }),
    Object.assign(new Error("x"), { url: new URL("https://x.test"), tried: new Set(["a"]), at: new Date(0) }),
    Object.assign(new Error("x"), { headers: new Headers({ a: "b" }), bytes: Buffer.from("a") }),
    new AggregateError([new (class ConnectError extends Error {})("refused")], "fetch failed"),
  ]) {
    const error = await failing(
      () => {
        throw cause;
      },
      (meshi) => meshi.events.get("e-secret"),
    );
    assert.equal(error.cause, cause);
    assert.ok(!error.message.includes(BASE), error.message);
    assert.ok(!error.message.includes("e-secret"));
  }
});

test("no log line shows the key, a URL, a body or an id, at any level", async () => {
  const lines = [];
  const log = (message, fields) => lines.push(everything({ message, fields }));
  const logger = { error: log, warn: log, info: log, debug: log };
  const options = { logger, logLevel: "debug" };
  const later = [503, { code: "UNAVAILABLE", message: "later for e-secret" }];
  const { meshi } = stubbed((_, count) => (count === 1 ? later : [200, { event_id: "e-secret" }]), options);
  await withClock(() => meshi.events.update("e-secret", { title: "A private title" }));
  const importing = stubbed(importServer().answer, options).meshi;
  // Ids that no correlation id can hold by chance: those are hexadecimal.
  const guests = attendees(5).map((row, index) => ({ ...row, attendee_id: `guest-${index + 1}` }));
  await importing.attendees.importAll("e-secret", guests);
  const failures = stubbed((request) => {
    throw Object.assign(new Error(`${request.headers.get("authorization")} failed`), { request });
  }, options).meshi;
  await withClock(() => rejection(failures.events.get("e-secret")));
  assert.ok(lines.length >= 10, "there are log lines");
  const text = lines.join("\n");
  for (const secret of [
    KEY,
    "Bearer",
    BASE,
    "e-secret",
    "A private title",
    "Person",
    "@example.com",
    "guest-1",
  ])
    assert.ok(!text.includes(secret), secret);
});

test("a debug log begins by saying what it does not hold", async () => {
  for (const logLevel of ["debug", "info"]) {
    const lines = [];
    const log = (level) => (message) => lines.push(`${level} ${message}`);
    const logger = { error: log("error"), warn: log("warn"), info: log("info"), debug: log("debug") };
    const { meshi } = stubbed((_, count) => (count === 1 ? [503, {}] : [200, {}]), { logger, logLevel });
    assert.deepEqual(lines, [], "nothing is logged before a call");
    await withClock(() => meshi.auth.check());
    await meshi.auth.check();
    const promises = lines.filter((line) => /no key.*attendee data/.test(line));
    assert.deepEqual(promises, logLevel === "debug" ? [lines[0]] : []);
    assert.match(lines[0], logLevel === "debug" ? /^debug / : /^info /);
  }
});

test("what is not logged does not reach the logger", async () => {
  const counts = {};
  for (const logLevel of ["off", "error", "warn", "info", "debug"]) {
    const levels = new Set();
    const logger = Object.fromEntries(
      ["error", "warn", "info", "debug"].map((level) => [level, () => levels.add(level)]),
    );
    const { meshi } = stubbed(
      (_, count) => (count === 1 ? [503, { code: "UNAVAILABLE", message: "later" }] : [200, {}]),
      { logger, logLevel },
    );
    await withClock(() => meshi.auth.check());
    counts[logLevel] = levels;
  }
  assert.equal(counts.off.size, 0);
  assert.ok(!counts.warn.has("info") && !counts.warn.has("debug"));
  assert.ok(counts.debug.has("debug") || counts.debug.has("info"));
});

test("no token holds an attendee, the key or a URL, at any point of a flow", async () => {
  const { createSandbox } = sandboxLibrary;
  const sandbox = await createSandbox({ instant: true });
  const { apiKey, baseUrl, fetch } = sandbox;
  const meshi = new Meshi({ apiKey, baseUrl, fetch });
  const rows = attendees(30).map((row, index) => ({
    ...row,
    attendee_id: `canary-id-${index}`,
    name: "Canary Name",
  }));
  // One that the server refuses, so that it is told of.
  sandbox.faults.push({ operation: "attendees.import", status: 503, code: "UNAVAILABLE", times: 1 });
  const plan = {
    event: { event_id: "canary-event", title: "Canary Title" },
    context: { objectives: "Canary Objectives" },
    attendees: rows,
    enrich: { attendee_ids: ["canary-id-1"] },
    match: true,
    runKey: "canary-run-key",
  };
  const options = { maxRows: 7 };
  let tokens = 0;
  let token;
  for (let done = false; !done;) {
    const flow = token ? meshi.resumeFlow(token, plan, options) : meshi.flow(plan, options);
    const step = await flow.step();
    sandbox.advance(Math.max(step.retryAfterMs, 1000));
    done = step.done;
    if (done) break;
    token = flow.serialize();
    tokens += 1;
    const text = Buffer.from(token.split(".")[1], "base64url").toString();
    assert.ok(text.startsWith("{"), "it is decoded");
    for (const secret of ["anary", "@example.com", apiKey, baseUrl, "sandbox.invalid"])
      assert.ok(!text.includes(secret), `${secret} in ${text}`);
  }
  assert.ok(tokens > 5, `${tokens} tokens`);
});

test("an attendee file shows none of its attendees", () => {
  const file = readAttendees("name,email\nAda,ada@example.com\n");
  assert.ok(!everything(file).includes("ada@example.com"));
});

test("an error shows no attendee where it is printed or logged", async () => {
  const rows = [{ attendee_id: "a-1", name: "Canary Name", email: "canary@example.com" }];
  const body = JSON.stringify({ run_id: "r", status: "failed", attendees: rows });
  for (const error of [
    await failing(
      () => new Response(body),
      (meshi) => meshi.runs.wait("r"),
    ),
    await failing(
      () => new Response(`${body}]`),
      (meshi) => meshi.attendees.get("e", "a-1"),
    ),
  ]) {
    for (const text of [error.message, JSON.stringify(error), String(error)])
      assert.ok(!/Canary|canary/.test(text), text);
  }
});

test("no shipped file maps back to a source, holds a key or knows of the machine it was built on", async () => {
  const dist = fileURLToPath(new URL("../dist/", import.meta.url));
  const files = await readdir(dist, { recursive: true });
  assert.ok(files.includes("node.js") && files.includes("meshi_partner_bg.wasm"));
  for (const file of files) {
    assert.ok(!file.endsWith(".map"), file);
    const text = await readFile(`${dist}${file}`, "latin1");
    assert.ok(!text.includes("sourceMappingURL="), `${file} names a source map`);
    assert.ok(!/\bsk_[A-Za-z0-9]/.test(text), `${file} holds a key`);
    for (const name of ["MESHI_KEY", "HOME"]) {
      const value = process.env[name];
      if (value && value.length > 5) assert.ok(!text.includes(value), `${file} holds $${name}`);
    }
  }
});
