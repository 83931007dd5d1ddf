// Bad input: refused by name before anything is sent, never by a throw, a hang or a crash.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readAttendees } from "meshi-partner";
import { all, rejection, stubbed } from "./support/client.mjs";

const EVENT = { event_id: "summit-2026", title: "Summit" };
const ROW = { attendee_id: "a-1", name: "Ada" };
const cycle = {};
cycle.self = cycle;

for (const [what, call, path, code] of [
  ["an event without a title", (m) => m.events.create({ event_id: "e" }), "title", "INVALID_TITLE"],
  ["a blank title", (m) => m.events.create({ ...EVENT, title: "" }), "title", "INVALID_TITLE"],
  [
    "a title of 201 characters",
    (m) => m.events.create({ ...EVENT, title: "é".repeat(201) }),
    "title",
    "INVALID_TITLE",
  ],
  [
    "a description of 4001",
    (m) => m.events.create({ ...EVENT, description: "x".repeat(4001) }),
    "description",
    "INVALID_DESCRIPTION",
  ],
  [
    "a day that does not exist",
    (m) => m.events.create({ ...EVENT, start_date: "2026-02-30" }),
    "start_date",
    "INVALID_START_DATE",
  ],
  [
    "a date that is none",
    (m) => m.events.update("e", { end_date: "tomorrow" }),
    "end_date",
    "INVALID_END_DATE",
  ],
  [
    "a timezone of 129",
    (m) => m.events.create({ ...EVENT, timezone: "x".repeat(129) }),
    "timezone",
    "INVALID_TIMEZONE",
  ],
  [
    "a visibility of 33",
    (m) => m.events.create({ ...EVENT, visibility: "x".repeat(33) }),
    "visibility",
    "INVALID_VISIBILITY",
  ],
  [
    "a slug of 129",
    (m) => m.events.create({ ...EVENT, url_slug: "x".repeat(129) }),
    "url_slug",
    "INVALID_URL_SLUG",
  ],
  ["a title that is a number", (m) => m.events.create({ ...EVENT, title: 7 }), "title", "INVALID_TITLE"],
  ["an id with a slash", (m) => m.events.get("a/b"), "event_id", "INVALID_PARTNER_ID"],
  ["an id that walks up", (m) => m.events.get(".."), "event_id", "INVALID_PARTNER_ID"],
  ["an encoded one", (m) => m.events.get("%2e%2e"), "event_id", "INVALID_PARTNER_ID"],
  ["an empty id", (m) => m.events.get(""), "event_id", "INVALID_PARTNER_ID"],
  ["an id of 129", (m) => m.events.get("a".repeat(129)), "event_id", "INVALID_PARTNER_ID"],
  ["an id with a line break", (m) => m.attendees.get("e", "a\r\nb"), "attendee_id", "INVALID_PARTNER_ID"],
  ["an id that is a number", (m) => m.sessions.get("e", 7), "session_id", "INVALID_PARTNER_ID"],
  ["no id", (m) => m.events.get(), "event_id", "INVALID_PARTNER_ID"],
  ["a kind that is none", (m) => m.idMap.get("1x", "e"), "kind", "INVALID_PARTNER_KIND"],
  ["a context of nothing", (m) => m.events.setContext("e", {}), undefined, undefined],
  [
    "a context of 4001",
    (m) => m.events.setContext("e", { objectives: "x".repeat(4001) }),
    "objectives",
    undefined,
  ],
  ["no attendees", (m) => m.attendees.import("e", { attendees: [] }), "attendees", "INVALID_ATTENDEES"],
  [
    "an attendee twice",
    (m) => m.attendees.import("e", { attendees: [ROW, ROW] }),
    undefined,
    "DUPLICATE_ATTENDEE_ID",
  ],
  [
    "an attendee without a name",
    (m) => m.attendees.import("e", { attendees: [{ attendee_id: "a" }] }),
    undefined,
    "INVALID_ATTENDEES",
  ],
  [
    "an empty idempotency key",
    (m) => m.matching.start("e", {}, { idempotencyKey: "" }),
    undefined,
    "INVALID_IDEMPOTENCY_KEY",
  ],
  [
    "a long one",
    (m) => m.matching.start("e", {}, { idempotencyKey: "k".repeat(256) }),
    undefined,
    "INVALID_IDEMPOTENCY_KEY",
  ],
  ["no body", (m) => m.events.create(), undefined, undefined],
  ["a body that is text", (m) => m.events.create("event"), undefined, undefined],
  ["a body that is a list", (m) => m.events.create([EVENT]), undefined, undefined],
  ["a body with a cycle", (m) => m.events.create({ ...EVENT, description: cycle }), undefined, undefined],
  ["a body with a BigInt", (m) => m.request("POST", "/x", { body: { big: 1n } }), undefined, undefined],
  ["a path that walks up", (m) => m.request("GET", "/events/../../../admin"), "path", "INVALID_PATH"],
  ["a path to another host", (m) => m.request("GET", "//evil.example/x"), "path", "INVALID_PATH"],
  ["a whole URL", (m) => m.request("GET", "https://evil.example/x"), "path", "INVALID_PATH"],
  ["a path with a header in it", (m) => m.request("GET", "/x HTTP/1.1\r\nx: y"), "path", "INVALID_PATH"],
  ["a method that is none", (m) => m.request("GE T", "/x"), undefined, undefined],
  ["a run id that is an object", (m) => m.runs.get({}), "run_id", undefined],
]) {
  test(`${what} is refused before it is sent`, async () => {
    const { meshi, requests } = stubbed(() => [200, {}]);
    const promise = call(meshi);
    const error = await rejection(promise);
    assert.equal(error.name, "MeshiValidationError", error.message);
    assert.ok(error.issues.length > 0);
    if (path) assert.equal(error.issues[0].path, path);
    if (code) assert.equal(error.issues[0].code, code);
    assert.equal(error.code, error.issues[0].code);
    assert.equal(error.retryable, false);
    assert.equal(requests.length, 0);
  });
}

for (const [what, options, option] of [
  ["a timeout that is text", { timeoutMs: "5" }, "timeoutMs"],
  ["a deadline of nothing", { deadlineMs: 0 }, "deadlineMs"],
  ["retries without end", { maxRetries: Number.POSITIVE_INFINITY }, "maxRetries"],
  ["a signal that is none", { signal: {} }, "signal"],
  ["a correlation id with a line break", { correlationId: "a\nb" }, "correlationId"],
  ["a header with a line break", { headers: { "x-a": "b\r\nx-c: d" } }, "headers"],
  ["a header's name with a space", { headers: { "x a": "b" } }, "headers"],
  ["another key", { headers: { Authorization: "Bearer other" } }, "headers"],
  ["options that are text", "fast", "options"],
]) {
  test(`${what} is a bad option of a call`, async () => {
    const { meshi, requests } = stubbed(() => [200, {}]);
    const error = await rejection(meshi.runs.get("run_1", options));
    assert.equal(error.name, "MeshiConfigError");
    assert.equal(error.option, option);
    assert.equal(requests.length, 0);
  });
}

test("two columns that claim one field are refused until the mapping decides", async () => {
  const csv = "Full name,Name,email\nAda,Lovelace,ada@example.com\n";
  const unsure = await rejection(all(readAttendees(csv)));
  assert.equal(unsure.name, "MeshiValidationError");
  assert.match(unsure.message, /"Full name" and "Name".*mapping/);
  const [ada] = await all(readAttendees(csv, { mapping: { name: "Name" } }));
  assert.equal(ada.name, "Lovelace");
  const error = await rejection(all(readAttendees(csv, { mapping: { name: "Name", title: "Name" } })));
  assert.equal(error.name, "MeshiConfigError");
  assert.match(error.option, /^mapping\./);
});

test("a line without end is rejected by its number, and is never held", async () => {
  const chunk = new Uint8Array(1 << 20).fill(0x61);
  let pushed = 0;
  async function* endless() {
    yield "name,email\nAda,ada@example.com\n";
    for (; pushed < 1024; pushed += 1) yield chunk;
    yield ",x@example.com\nBob,bob@example.com\n";
  }
  const file = readAttendees(endless());
  const before = process.resourceUsage().maxRSS;
  const names = (await all(file)).map((attendee) => attendee.name);
  const grown = (process.resourceUsage().maxRSS - before) / 1024;
  assert.equal(pushed, 1024, "a gibibyte went through");
  assert.deepEqual(names, ["Ada", "Bob"]);
  assert.deepEqual(
    file.rejected.map(({ row }) => row),
    [2],
  );
  assert.ok(grown < 256, `${grown} MiB more than before`);
});

test("rows over the byte cap are rejected one by one, and the rest goes on", async () => {
  const { meshi, requests } = stubbed(({ method }) =>
    method === "PUT"
      ? [202, { run_id: "run_1", status: "queued" }]
      : [200, { run_id: "run_1", status: "succeeded" }],
  );
  const rows = [
    ROW,
    { ...ROW, attendee_id: "a-2", raw: { text: "x".repeat(5000) } },
    { ...ROW, attendee_id: "a-3" },
  ];
  const report = await meshi.attendees.importAll("e", rows, { maxBytes: 2000, wait: false });
  assert.equal(report.total, 3);
  assert.deepEqual(
    report.rejected.map(({ row }) => row),
    [2],
  );
  assert.ok(requests.every((request) => request.text.length < 4000));
});
