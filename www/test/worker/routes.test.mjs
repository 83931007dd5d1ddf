// The narrow door: what each route takes, what it refuses, and that nothing else is there.

import assert from "node:assert/strict";
import { createHmac, hkdfSync } from "node:crypto";
import { test } from "node:test";
import { TOKEN, withConsole } from "./support/console.mjs";

const FILE = Buffer.from("name,email\r\nAda Okafor,ada@example.org\r\n");
const EVENT = { event_id: "spring-2026", title: "Spring meetup" };
const NOBODY = "00000000-0000-4000-8000-000000000000";
const json = JSON.stringify;

/** A cookie as the worker seals it, with any key and any time of ending. */
function forged(token, endsAt, id = NOBODY) {
  const key = hkdfSync("sha256", token, "", "meshi console session 1", 32);
  const claim = `${endsAt}.${id}`;
  return `meshi=${claim}.${createHmac("sha256", Buffer.from(key)).update(claim).digest("hex")}`;
}

const inAnHour = Math.floor(Date.now() / 1000) + 3_600;

test("without a session there is nothing but the page and the login", async () => {
  await withConsole({}, async (console) => {
    const routes = [
      ["GET", "/api/session"],
      ["DELETE", "/api/session"],
      ["PUT", "/api/uploads?name=a.csv", FILE],
      ["POST", "/api/flows", "{}"],
      ["GET", "/api/flows"],
      ["GET", `/api/flows/${NOBODY}`],
      ["POST", `/api/flows/${NOBODY}/resume`],
      ["GET", "/api/events/spring-2026/matches"],
      ["GET", "/api/events/spring-2026/best-matches"],
      ["GET", "/api/events/spring-2026/attendees"],
      ["GET", "/api/events/spring-2026/review-queue"],
      ["GET", "/api/nothing"],
    ];
    const good = forged(TOKEN, inAnHour);
    const cookies = {
      none: undefined,
      empty: "meshi=",
      "of another token": forged("another-token-of-these-tests", inAnHour),
      "run out": forged(TOKEN, Math.floor(Date.now() / 1000) - 1),
      "with a later end": good.replace(String(inAnHour), String(inAnHour + 1)),
      "with another id": good.replace(NOBODY, NOBODY.replace("4", "5")),
      "cut short": good.slice(0, -2),
      "under the name for HTTPS": good.replace("meshi", "__Host-meshi"),
    };
    for (const [name, cookie] of Object.entries(cookies))
      for (const [method, path, body] of routes) {
        const answer = await console.fetch(path, { method, body, headers: cookie ? { cookie } : {} });
        assert.deepEqual(
          [answer.status, JSON.parse(answer.text).code],
          [401, "NO_SESSION"],
          `${path}: ${name}`,
        );
      }
    const { status } = await console.fetch("/api/session", { headers: { cookie: good } });
    assert.equal(status, 200, "the cookies above are refused for what is wrong with them");
    for (const path of ["/", "/flows/anything"]) assert.equal((await console.fetch(path)).status, 200);
    assert.equal((await console.fetch("/assets/none.js")).status, 404);
    const [, asset] = /"(\/assets\/[^"]+\.js)"/.exec((await console.fetch("/")).text);
    const { status: found, headers } = await console.fetch(asset);
    assert.deepEqual([found, headers.get("cache-control")], [200, "public, max-age=31536000, immutable"]);
    assert.match(headers.get("content-type"), /javascript/);
  });
});

test("the access token opens a session that no script can read; any other text does not", async () => {
  await withConsole({}, async (console) => {
    const attempts = [
      [json({ token: `${TOKEN}x` }), 401, "WRONG_TOKEN"],
      [json({ token: TOKEN.slice(0, -1) }), 401, "WRONG_TOKEN"],
      [json({ token: [TOKEN] }), 401, "WRONG_TOKEN"],
      ["null", 401, "WRONG_TOKEN"],
      ["{", 400, "INVALID_JSON"],
      [Buffer.from([0x22, 0xff, 0x22]), 400, "INVALID_JSON"],
      [json({ token: "x".repeat(70_000) }), 413, "TOO_LARGE"],
    ];
    for (const [index, [body, status, code]] of attempts.entries()) {
      const headers = { "content-type": "application/json", "cf-connecting-ip": `203.0.113.${index}` };
      const answer = await console.fetch("/api/session", { method: "POST", body, headers });
      assert.deepEqual([answer.status, JSON.parse(answer.text).code], [status, code]);
      assert.equal(answer.headers.get("set-cookie"), null);
    }
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const asForm = await console.fetch("/api/session", {
      method: "POST",
      body: `token=${TOKEN}`,
      headers: form,
    });
    assert.deepEqual([asForm.status, JSON.parse(asForm.text).code], [415, "NOT_JSON"]);

    assert.match(await console.logIn(), /^meshi=[^;]+; Max-Age=28800; Path=\/; HttpOnly; SameSite=Strict$/);
    const left = await console.ask("DELETE", "/api/session");
    assert.equal(left.status, 204);
    assert.match(left.headers.get("set-cookie"), /^meshi=; Max-Age=0; Path=\/$/);
  });
});

test("guessing the token is slow, and so is any flood", async () => {
  await withConsole({}, async (console) => {
    const codes = [];
    // Wherever the minute turns meanwhile, more than twice what it allows is too much.
    for (let guess = 0; guess < 12; guess += 1)
      codes.push((await console.ask("POST", "/api/session", { token: `guess-${guess}` })).body.code);
    assert.ok(codes.includes("TOO_MANY_REQUESTS"), codes.join());
    const limited = await console.ask("POST", "/api/session", { token: TOKEN });
    assert.deepEqual([limited.status, limited.headers.get("retry-after")], [429, "60"]);
    const cookie = forged(TOKEN, inAnHour);
    let refused = 0;
    for (let round = 0; round < 70; round += 1) {
      const asked = Array.from({ length: 20 }, () => console.fetch("/api/flows", { headers: { cookie } }));
      for (const { status } of await Promise.all(asked)) if (status === 429) refused += 1;
    }
    assert.ok(refused > 0);
    const other = forged(TOKEN, inAnHour, NOBODY.replace("8", "9"));
    assert.equal((await console.fetch("/api/flows", { headers: { cookie: other } })).status, 200);
  });
});

test("a write from another site's page is refused, whatever it sends", async () => {
  await withConsole({}, async (console) => {
    await console.logIn();
    const own = console.origin;
    const writes = [
      ["POST", "/api/session", json({ token: TOKEN })],
      ["DELETE", "/api/session"],
      ["PUT", "/api/uploads?name=a.csv", FILE],
      ["POST", "/api/flows", "{}"],
      ["POST", `/api/flows/${NOBODY}/resume`],
    ];
    const foreign = [
      { origin: "https://evil.example", "x-meshi-console": "1" },
      { origin: "null", "x-meshi-console": "1" },
      { origin: `${own}.evil.example`, "x-meshi-console": "1" },
      { origin: own.replace("http:", "https:"), "x-meshi-console": "1" },
      { origin: own, "x-meshi-console": "0" },
      { origin: undefined, "x-meshi-console": "1" },
      { origin: undefined, "x-meshi-console": "1", "sec-fetch-site": "cross-site" },
      { origin: undefined, "x-meshi-console": "1", "sec-fetch-site": "same-site" },
    ];
    for (const headers of foreign)
      for (const [method, path, body] of writes) {
        const answer = await console.fetch(path, { method, body, headers });
        assert.deepEqual(
          [answer.status, JSON.parse(answer.text).code],
          [403, "FOREIGN_ORIGIN"],
          json(headers),
        );
      }
    const headers = { origin: undefined, "sec-fetch-site": "same-origin" };
    assert.equal(
      (await console.fetch("/api/uploads?name=a.csv", { method: "PUT", body: FILE, headers })).status,
      201,
    );
    const rebound = await console.fetch("/api/session", { headers: { host: "evil.example" } });
    assert.deepEqual(
      [rebound.status, rebound.headers.get("location")],
      [308, "https://evil.example/api/session"],
    );
    const write = { method: "DELETE", headers: { host: "evil.example", origin: "http://evil.example" } };
    assert.equal((await console.fetch("/api/session", write)).status, 403);
  });
});

test("each route refuses what it does not take, and says what", async () => {
  await withConsole({}, async (console) => {
    await console.logIn();
    const upload_id = await console.upload(FILE);
    const good = { upload_id, file_name: "a.csv", event: EVENT, enrich: false, match: false };
    const put = { "content-type": "text/csv" };
    const flow = (change) => ["POST", "/api/flows", json({ ...good, ...change })];
    const cases = [
      [["PUT", "/api/uploads", FILE, put], 400, "name"],
      [["PUT", "/api/uploads?name=", FILE, put], 400, "name"],
      [["PUT", "/api/uploads?name=..%2Fa.csv", FILE, put], 400, "name"],
      [["PUT", `/api/uploads?name=${"x".repeat(256)}`, FILE, put], 400, "name"],
      [["PUT", "/api/uploads?name=a%00.csv", FILE, put], 400, "name"],
      [["PUT", "/api/uploads?name=a.csv", Buffer.alloc(0), put], 400, "empty"],
      [["POST", "/api/flows", "[]"], 400, "the body"],
      [["POST", "/api/flows", "{"], 400, "JSON"],
      [["POST", "/api/flows", json(good), { "content-type": "text/plain" }], 415, "content-type"],
      [["POST", "/api/flows", json({ ...good, file_name: "x".repeat(66_000) })], 413, "65536"],
      [flow({ extra: 1 }), 400, "extra"],
      [flow({ upload_id: "../secrets" }), 400, "upload_id"],
      [flow({ upload_id: NOBODY }), 404, "upload"],
      [flow({ file_name: 7 }), 400, "file_name"],
      [flow({ file_name: "a/b" }), 400, "file_name"],
      [flow({ event: undefined }), 400, "event"],
      [flow({ event: { ...EVENT, event_id: "../admin" } }), 400, "event_id"],
      [flow({ event: { ...EVENT, webhook_url: "https://evil.example" } }), 400, "webhook_url"],
      [flow({ event: { ...EVENT, title: "x".repeat(201) } }), 400, "title"],
      [flow({ event: { ...EVENT, end_date: "tomorrow" } }), 400, "end_date"],
      [flow({ context: "no" }), 400, "context"],
      [flow({ context: { objectives: "" } }), 400, "objectives"],
      [flow({ mapping: { name: 1 } }), 400, "mapping.name"],
      [flow({ mapping: { __proto__x: "a" } }), 400, "mapping"],
      [flow({ enrich: "yes" }), 400, "enrich"],
      [flow({ match: null }), 400, "match"],
      [flow({ label: "again" }), 400, "label"],
      [["GET", "/api/flows/x"], 400, "flow_id"],
      [["GET", "/api/flows/..%2f..%2fetc"], 400, "flow_id"],
      [["GET", `/api/flows/${NOBODY}`], 404, "flow"],
      [["POST", `/api/flows/${NOBODY}/resume`], 404, "flow"],
      [["GET", "/api/events/..%2Fadmin/matches"], 400, "event_id"],
      [["GET", "/api/events/%20/attendees"], 400, "event_id"],
      [["GET", `/api/events/${"x".repeat(129)}/review-queue`], 400, "event_id"],
      [["GET", "/api/events/spring-2026/matches?limit=0"], 400, "limit"],
      [["GET", "/api/events/spring-2026/matches?limit=201"], 400, "limit"],
      [["GET", "/api/events/spring-2026/matches?cursor="], 400, "cursor"],
      [["GET", "/api/events/spring-2026/best-matches?n=0"], 400, "n"],
      [["GET", "/api/events/spring-2026/best-matches?n=101"], 400, "n"],
      [["GET", "/api/events/winter-2026/matches"], 404, "event"],
      [["GET", "/api/events/winter-2026/best-matches"], 404, "event"],
      [["GET", "/api/events/winter-2026/attendees"], 404, "event"],
      [["GET", "/api/events/winter-2026/review-queue"], 404, "event"],
    ];
    for (const [[method, path, body, headers = {}], status, word] of cases) {
      const answer = await console.fetch(path, { method, body, headers });
      assert.equal(answer.status, status, `${method} ${path} ${body}: ${answer.text}`);
      assert.match(JSON.parse(answer.text).message, new RegExp(word, "i"));
    }
    const { body: list } = await console.ask("GET", "/api/flows");
    assert.deepEqual(list.flows, [], "nothing of that began");
    const { status } = await console.ask("POST", "/api/flows", {
      ...good,
      mapping: { title: null },
    });
    assert.equal(status, 201, "and with nothing wrong it does");
  });
});

test("an upload says how long it is, and is no longer than allowed", async () => {
  await withConsole({}, async (console) => {
    await console.logIn();
    const put = (headers) => console.fetch("/api/uploads?name=a.csv", { method: "PUT", headers });
    const large = await put({ "content-length": "100000001" }).catch((error) => error.code);
    if (large !== "ECONNRESET")
      assert.deepEqual([large.status, JSON.parse(large.text).code], [413, "TOO_LARGE"]);
    const chunked = await put({ "transfer-encoding": "chunked", "content-length": undefined });
    assert.deepEqual([chunked.status, JSON.parse(chunked.text).code], [411, "NO_LENGTH"]);
  });
});

test("there are no other routes and methods, and nothing is passed on", async () => {
  await withConsole({}, async (console) => {
    await console.logIn();
    const paths = [
      ["GET", "/api"],
      ["GET", "/api/"],
      ["GET", "/api/auth"],
      ["GET", "/api/v0/partner/events"],
      ["GET", "/api/session/x"],
      ["GET", "/api/uploads"],
      ["GET", "/api/events"],
      ["GET", "/api/events/spring-2026"],
      ["POST", "/api/events/spring-2026/matches"],
      ["DELETE", `/api/flows/${NOBODY}`],
      ["PUT", "/api/flows"],
      ["PATCH", "/api/session"],
      ["GET", "/api/https://evil.example/"],
    ];
    for (const [method, path] of paths) {
      const answer = await console.fetch(path, { method });
      assert.deepEqual([answer.status, JSON.parse(answer.text).code], [404, "NOT_FOUND"], path);
    }
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"])
      assert.equal((await console.fetch("/", { method })).status, 405, method);
    const head = await console.fetch("/", { method: "HEAD" });
    assert.deepEqual([head.status, head.text], [200, ""]);
  });
});

test("a console that is not set up right serves nothing, and says what to set", async () => {
  const wrong = [
    [{ CONSOLE_TOKEN: "short" }, /CONSOLE_TOKEN/],
    [{ CONSOLE_TOKEN: "" }, /CONSOLE_TOKEN/],
  ];
  for (const [variables, says] of wrong)
    await withConsole(variables, async (console) => {
      for (const path of ["/", "/api/session"]) {
        const answer = await console.fetch(path);
        assert.equal(answer.status, 503, path);
        assert.match(JSON.parse(answer.text).message, says);
      }
    });
  const keys = [
    [{ SANDBOX: "0" }, /MESHI_ENVIRONMENT/],
    [{ MESHI_BASE: "http://127.0.0.1:9/", SANDBOX: "0" }, /MESHI_KEY/],
    [{ MESHI_BASE: "ftp://127.0.0.1/", MESHI_KEY: "mk_a-key-of-these-tests" }, /MESHI_BASE/],
  ];
  for (const [variables, says] of keys)
    await withConsole(variables, async (console) => {
      await console.logIn();
      const { status, body } = await console.ask("GET", "/api/events/spring-2026/matches");
      assert.deepEqual([status, body.code], [503, "MISCONFIGURED"]);
      assert.match(body.message, says);
    });
});
