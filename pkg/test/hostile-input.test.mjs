// What a caller passes on from elsewhere stays where it belongs, in its segment and its value: no request and no key goes
// elsewhere by it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Meshi } from "meshi-partner";
import { rejection } from "./support/client.mjs";
import { serve, text } from "./support/server.mjs";
import { KEY } from "./support/stub.mjs";
import { ORIGIN, PREFIX, watched } from "./support/watched.mjs";

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Each is refused, or lands below the base, in one segment. */
const WALKS = [
  "..",
  ".",
  "../auth",
  "..\\auth",
  "%2e%2e",
  "%2e%2e%2fauth",
  "..%2fauth",
  "..;/auth",
  "a/../../auth",
  "/etc",
  "//evil.test",
  "https://evil.test",
  "a?b=c",
  "a#b",
  "a@evil.test",
  "a\r\nx: y",
  "a\u0000",
  "a\tb",
  "é/..",
  "．．／",
  "\u2025",
  "a:b@c",
  " ",
  "",
  "__proto__",
];

const CALLS = {
  "events.get": [(m, id) => m.events.get(id), "/events/"],
  "events.update": [(m, id) => m.events.update(id, { title: "t" }), "/events/"],
  "attendees.list": [(m, id) => m.attendees.list(id), "/events/"],
  "attendees.get": [(m, id) => m.attendees.get("e", id), "/events/e/attendees/"],
  "sessions.get": [(m, id) => m.sessions.get("e", id), "/events/e/sessions/"],
  "matching.start": [(m, id) => m.matching.start(id), "/events/"],
  "idMap.get": [(m, id) => m.idMap.get("event", id), "/id-map/event/"],
  "idMap.get of a kind": [(m, id) => m.idMap.get(id, "e"), "/id-map/"],
  "runs.get": [(m, id) => m.runs.get(id), "/runs/"],
  "runs.wait": [(m, id) => m.runs.wait(id), "/runs/"],
  "runs.poller of a run": [(m, id) => m.runs.poller({ run_id: id, status: "queued" }).pollOnce(), "/runs/"],
  "runs.resume": [(m, id) => m.runs.resume(`mp2.${base64url({ run_id: id })}`).pollOnce(), "/runs/"],
};

for (const [name, [call, below]] of Object.entries(CALLS)) {
  test(`no id walks out of its segment in ${name}`, async () => {
    for (const id of WALKS) {
      const { meshi, seen } = watched();
      const outcome = await Promise.resolve(call(meshi, id)).then(
        () => undefined,
        (error) => error,
      );
      if (outcome) assert.equal(outcome.name, "MeshiValidationError", `${JSON.stringify(id)}: ${outcome}`);
      for (const { url } of seen) {
        assert.equal(url.origin, ORIGIN, id);
        assert.equal(url.search + url.hash, "", id);
        const rest = url.pathname.slice(PREFIX.length + below.length);
        assert.ok(url.pathname.startsWith(PREFIX + below), `${id} → ${url.pathname}`);
        // What a proxy that decodes would make of it has no further segment either.
        const segment = decodeURIComponent(rest.split("/")[0]);
        assert.ok(!/[/\\]/.test(segment) && segment !== ".." && segment !== ".", `${id} → ${url.pathname}`);
      }
      assert.ok(outcome || seen.length === 1);
    }
  });
}

test("an id with a colon, a dot or a hyphen is encoded and comes back as it was", async () => {
  const { meshi, seen } = watched();
  await meshi.events.get("summit:2026.a-b");
  const [, segment] = /\/events\/(.*)$/.exec(seen[0].url.pathname);
  assert.equal(decodeURIComponent(segment), "summit:2026.a-b");
});

test("queries and cursors are values, whatever is in them", async () => {
  const nasty = "a&limit=9#x?y=z/../%26\r\n é\u0000";
  const { meshi, seen } = watched();
  await meshi.events.list({ cursor: nasty, limit: 2 });
  await meshi.request("GET", "/x?a=1", { query: { b: nasty, "c&d=e": "f" } });
  assert.deepEqual(
    [...seen[0].url.searchParams],
    [
      ["cursor", nasty],
      ["limit", "2"],
    ],
  );
  assert.deepEqual(
    [...seen[1].url.searchParams],
    [
      ["a", "1"],
      ["b", nasty],
      ["c&d=e", "f"],
    ],
  );
  for (const { url } of seen) {
    assert.equal(url.origin, ORIGIN);
    assert.equal(url.hash, "");
  }
});

test("a server's cursor is a value as well", async () => {
  const cursor = "x&admin=1#/../..";
  const seen = [];
  const fetch = async (url) => {
    seen.push(new URL(url));
    return Response.json(seen.length === 1 ? { events: [], next_cursor: cursor } : { events: [] });
  };
  const meshi = new Meshi({ apiKey: KEY, baseUrl: ORIGIN + PREFIX, fetch });
  for await (const _ of meshi.events.list());
  assert.deepEqual([...seen[1].searchParams], [["cursor", cursor]]);
  assert.equal(seen[1].pathname, `${PREFIX}/events`);
});

for (const path of [
  "https://evil.test/x",
  "//evil.test/x",
  "///evil.test",
  "\\\\evil.test",
  "/\\evil.test",
  "/../../admin",
  "/a/..",
  "/a/%2e%2e/b",
  "/a/.%2E/b",
  "/./x",
  "@evil.test",
  ".evil.test",
  ":80/x",
  "/x\r\nhost: evil.test",
  "/x\ty",
  "/x y",
  "/x#y",
  "\t//evil.test",
  "",
]) {
  test(`a path ${JSON.stringify(path)} is refused`, async () => {
    const { meshi, seen } = watched();
    const error = await rejection(meshi.request("GET", path));
    assert.equal(error.name, "MeshiValidationError");
    assert.equal(error.issues[0].path, "path");
    assert.equal(seen.length, 0);
  });
}

for (const method of ["CONNECT", "TRACE", "GET /x HTTP/1.1\r\nx:", "GE\tT", "", "M".repeat(33), 7, null]) {
  test(`a method ${JSON.stringify(method)} is refused`, async () => {
    const { meshi, seen } = watched();
    assert.equal((await rejection(meshi.request(method, "/x"))).name, "MeshiValidationError");
    assert.equal(seen.length, 0);
  });
}

test("a query that throws when it is read is refused, and harms no other call", async () => {
  const { meshi } = watched();
  const other = meshi.auth.check();
  const traps = [
    {
      get a() {
        throw new Error("no");
      },
    },
    new Proxy(
      {},
      {
        ownKeys() {
          throw new Error("no");
        },
      },
    ),
  ];
  for (const query of traps) {
    assert.equal((await rejection(meshi.request("GET", "/x", { query }))).name, "MeshiValidationError");
  }
  await other;
});

for (const baseUrl of [
  "http://evil.test",
  "http://127.0.0.1.evil.test",
  "http://localhost.evil.test",
  "http://127.0.0.1@evil.test",
  "http://localhost#@evil.test",
  "http://localhost\\@evil.test",
  "http://0x7f.1.evil.test",
  "http://[::1].evil.test",
  "http://１２７.0.0.1",
  "https://user:pass@partner.test",
  "https://partner.test?x=y",
  "https://partner.test#x",
  "https://partner.test/../x",
  "https://partner.test/%2e%2e/x",
  "https:partner.test",
  "https:\\\\partner.test",
  " https://partner.test",
  "https://partner.test\n",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "data:text/plain,x",
  "//partner.test",
]) {
  test(`a base ${JSON.stringify(baseUrl)} is refused`, () => {
    assert.throws(() => new Meshi({ apiKey: KEY, baseUrl, fetch }), {
      name: "MeshiConfigError",
      option: "baseUrl",
    });
  });
}

test("a route's template cannot leave the base", () => {
  for (const template of [
    "//evil.test/{run_id}",
    "https://evil.test/{run_id}",
    "/\\evil.test/{run_id}",
    "/../{run_id}",
    "/x/%2e%2e/{run_id}",
    "/x\r\n/{run_id}",
    "/x#{run_id}",
    "@evil.test/{run_id}",
    "/x",
    "/{run_id}/{other}",
  ]) {
    assert.throws(
      () => watched({ routes: { "runs.get": template } }),
      { name: "MeshiConfigError" },
      template,
    );
  }
});

for (const [what, token] of [
  ["nothing", ""],
  ["a word", "mp2"],
  ["no base64", "mp2.???"],
  ["no JSON", `mp2.${Buffer.from("{").toString("base64url")}`],
  ["a list", `mp2.${base64url([])}`],
  ["an object without a run", `mp2.${base64url({})}`],
  ["a run id that is an object", `mp2.${base64url({ run_id: {} })}`],
  [
    "a run id only by its prototype",
    `mp2.${Buffer.from('{"__proto__":{"run_id":"r"}}').toString("base64url")}`,
  ],
  ["another version", `mp9.${base64url({ run_id: "r" })}`],
  ["a flow", `mf2.${base64url({ run_id: "r" })}`],
  ["deep nesting", `mp2.${Buffer.from("[".repeat(5000)).toString("base64url")}`],
  ["5 MB", `mp2.${"A".repeat(5 << 20)}`],
  ["half a character", `mp2.${Buffer.from([0x22, 0xff, 0x22]).toString("base64url")}`],
]) {
  test(`a token of ${what} is refused`, async () => {
    const { meshi, seen } = watched();
    for (const attempt of [
      () => meshi.runs.resume(token).pollOnce(),
      () => meshi.resumeFlow(token, { event: { event_id: "e", title: "t" } }).step(),
    ]) {
      const error = await rejection(attempt());
      assert.equal(error.name, "MeshiValidationError");
      assert.ok(error.message.length < 500);
    }
    assert.equal(seen.length, 0);
  });
}

test("a flow's token that was given other run ids sends them nowhere else", async () => {
  const plan = { event: { event_id: "e", title: "t" }, enrich: true, match: true };
  const { meshi, seen } = watched();
  const token = meshi.flow(plan).serialize();
  const state = JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
  for (const id of ["../auth", "..", "a\nb", "", 7, {}]) {
    for (const forged of [
      { ...state, e: id },
      { ...state, m: id },
    ]) {
      const resumed = meshi.resumeFlow(`mf2.${base64url(forged)}`, plan);
      assert.equal((await rejection(resumed.step())).name, "MeshiValidationError", JSON.stringify(id));
    }
  }
  assert.equal(seen.length, 0);
});

test("a redirect is followed nowhere, and so carries nothing", async (t) => {
  const elsewhere = await serve();
  t.after(() => elsewhere.close());
  const location = elsewhere.baseUrl.replace("127.0.0.1", "localhost");
  for (const status of [301, 302, 303, 307, 308]) {
    const server = await serve(text(status, "", { location }));
    t.after(() => server.close());
    for (const middleware of [[], [(request, next) => next(new Request(request, { redirect: "follow" }))]]) {
      const meshi = new Meshi({ apiKey: KEY, baseUrl: server.baseUrl, middleware, maxRetries: 0 });
      for (const call of [
        () => meshi.auth.check(),
        () => meshi.events.create({ event_id: "e", title: "t" }),
      ]) {
        const error = await rejection(call());
        assert.equal(error.name, "MeshiApiError");
        assert.equal(error.code, "UNEXPECTED_REDIRECT");
      }
    }
  }
  assert.equal(elsewhere.requests.length, 0);
});

test("middleware has no key, and cannot send it to another origin", async () => {
  const seen = [];
  const fetch = async (request) => {
    seen.push({ url: request.url, authorization: request.headers.get("authorization") });
    return Response.json({});
  };
  const make = (...middleware) => new Meshi({ apiKey: KEY, baseUrl: `${ORIGIN}:443/x`, fetch, middleware });
  const told = [];
  await make((request, next) => {
    told.push([...request.headers].flat().join());
    return next();
  }).auth.check();
  assert.ok(!told.join().includes(KEY));
  assert.deepEqual(seen.splice(0), [{ url: `${ORIGIN}/x/auth`, authorization: `Bearer ${KEY}` }]);
  for (const url of [
    "https://evil.test/",
    "http://partner.test/",
    "https://partner.test:444/",
    "https://partner.test.evil.test/",
  ]) {
    const caught = [];
    const meshi = make(async (request, next) => {
      try {
        return await next(new Request(url, request));
      } catch (error) {
        caught.push(error);
        throw error;
      }
    });
    const error = await rejection(meshi.auth.check());
    assert.equal(error.name, "MeshiConfigError", url);
    assert.equal(error.option, "middleware");
    assert.deepEqual(caught, [error], "once: it would be refused again");
  }
  // Its own word for where it goes does not count.
  const liar = make((request, next) => {
    const other = new Request("https://evil.test/", request);
    Object.defineProperty(other, "url", { value: request.url });
    return next(other);
  });
  assert.equal((await rejection(liar.auth.check())).option, "middleware");
  assert.equal(seen.length, 0);
});
