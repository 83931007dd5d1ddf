// The key is in one header and nowhere else.

import assert from "node:assert/strict";
import { inspect } from "node:util";
import { test } from "node:test";
import { Meshi, readAttendees } from "meshi-partner";
import { rejection, stubbed } from "./support/client.mjs";
import { withClock } from "./support/clock.mjs";
import { BASE, KEY } from "./support/stub.mjs";

/** All that can be read of a value in one way or another. */
function everything(value) {
  const parts = [inspect(value, { showHidden: true, depth: null, getters: true }), String(value)];
  try {
    parts.push(JSON.stringify(value));
  } catch (error) {
    parts.push(String(error));
  }
  try {
    parts.push(inspect(structuredClone(value), { showHidden: true, depth: null }));
  } catch (error) {
    parts.push(String(error));
  }
  const seen = new Set();
  const walk = (object) => {
    if ((typeof object !== "object" && typeof object !== "function") || object === null || seen.has(object))
      return;
    seen.add(object);
    for (const name of Reflect.ownKeys(object)) {
      parts.push(String(name));
      const descriptor = Object.getOwnPropertyDescriptor(object, name);
      if (typeof descriptor.value === "string") parts.push(descriptor.value);
      else walk(descriptor.value);
    }
    if (typeof object === "object") walk(Object.getPrototypeOf(object));
  };
  walk(value);
  return parts.join("\n");
}

function assertNoKey(value, what) {
  const text = everything(value);
  assert.ok(!text.includes(KEY), `${what} shows the key`);
  assert.ok(!/Bearer/.test(text), `${what} shows the header`);
}

test("a client, its resources, calls, lists, pollers and flows show no key", async () => {
  const { meshi } = stubbed(() => [200, { events: [], run_id: "run_1", status: "running" }]);
  assertNoKey(meshi, "the client");
  assert.equal(JSON.stringify({ meshi }), '{"meshi":{}}');
  const call = meshi.auth.check();
  const list = meshi.events.list();
  const poller = meshi.runs.poller("run_1");
  const flow = meshi.flow({ event: { event_id: "e-1", title: "E" }, attendees: [] });
  for (const [name, value] of Object.entries({ ...meshi, call, list, poller, flow }))
    assertNoKey(value, name);
  await Promise.all([call, list, poller.pollOnce()]);
  assertNoKey(await call.withResponse(), "a response");
  assertNoKey(await list, "a page");
  assertNoKey(poller.serialize(), "a poller's token");
  assertNoKey(flow.serialize(), "a flow's token");
});

test("no error shows the key", async () => {
  for (const answer of [
    () => [401, { code: "UNAUTHORIZED", message: "no" }],
    () => [500, { code: "INTERNAL", message: "no" }],
    () => new Response("<html>", { status: 200 }),
    () => new Response("", { status: 302, headers: { location: "https://elsewhere.example" } }),
    () => {
      throw new TypeError("fetch failed");
    },
  ]) {
    const { meshi } = stubbed(answer, { maxRetries: 0 });
    assertNoKey(await rejection(meshi.auth.check()), "an error");
  }
  for (const apiKey of [`${KEY}\n`, `${KEY} x`, `${KEY}\u0000`, `Bearer ${KEY}`, `${KEY}é`]) {
    let error;
    try {
      new Meshi({ apiKey, baseUrl: BASE });
    } catch (thrown) {
      error = thrown;
    }
    const text = everything(error);
    assert.ok(error, "such a key is refused");
    assert.ok(!text.includes(KEY));
  }
});

test("no log line shows the key, a URL, a body or an id, at any level", async () => {
  const lines = [];
  const log = (message, fields) => lines.push(everything({ message, fields }));
  const logger = { error: log, warn: log, info: log, debug: log };
  const { meshi } = stubbed(
    (_, count) =>
      count === 1 ? [503, { code: "UNAVAILABLE", message: "later" }] : [200, { event_id: "e-secret" }],
    { logger, logLevel: "debug" },
  );
  await withClock(() => meshi.events.update("e-secret", { title: "A private title" }));
  assert.ok(lines.length >= 2, "there are log lines");
  const text = lines.join("\n");
  for (const secret of [KEY, "Bearer", BASE, "e-secret", "A private title"])
    assert.ok(!text.includes(secret), secret);
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

test("an attendee file shows none of its attendees", () => {
  const file = readAttendees("name,email\nAda,ada@example.com\n");
  assert.ok(!everything(file).includes("ada@example.com"));
});
