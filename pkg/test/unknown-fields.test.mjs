// Names that no table knows: one that nearly is the name of a known field is refused, any other one is sent.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Meshi, readAttendees } from "meshi-partner";
import { rejection, stubbed } from "./support/client.mjs";
import { importServer } from "./support/rows.mjs";
import { BASE, KEY, stub } from "./support/stub.mjs";

function client(options = {}) {
  const { fetch, requests } = stub(() => [200, { run_id: "r", status: "succeeded", scopes: [] }]);
  return { meshi: new Meshi({ apiKey: KEY, baseUrl: BASE, fetch, ...options }), requests };
}

const EVENT = { event_id: "e", title: "t" };
const ROW = { attendee_id: "a", name: "Ada" };

/** Call, the path of the issue, and the name that is meant. */
const SLIPS = [
  [(m, o) => m.events.create({ ...EVENT, start: "2026-09-10" }, o), "start", "start_date"],
  [(m, o) => m.events.create({ ...EVENT, endDate: "2026-09-10" }, o), "endDate", "end_date"],
  [(m, o) => m.events.ensure({ ...EVENT, time_zone: "UTC" }, o), "time_zone", "timezone"],
  [(m, o) => m.events.update("e", { titel: "t" }, o), "titel", "title"],
  [
    (m, o) => m.events.setContext("e", { objectives: "x", event_detials: "x" }, o),
    "event_detials",
    "event_details",
  ],
  [(m, o) => m.sessions.create("e", { session_id: "s", title: "t", start: "x" }, o), "start", "start_time"],
  [(m, o) => m.sessions.update("e", "s", { title: "t", locaton: "x" }, o), "locaton", "location"],
  [
    (m, o) => m.attendees.import("e", { attendees: [ROW, { ...ROW, attendee_id: "b", emial: "x" }] }, o),
    "attendees[1].emial",
    "email",
  ],
  [
    (m, o) => m.attendees.import("e", { attendees: [{ ...ROW, linkedin: "x" }] }, o),
    "attendees[0].linkedin",
    "linkedin_url",
  ],
  [(m, o) => m.attendees.import("e", { attendees: [ROW], webhookUrl: "x" }, o), "webhookUrl", "webhook_url"],
  [(m, o) => m.enrichment.start("e", { attendeeIds: ["a"] }, o), "attendeeIds", "attendee_ids"],
  [(m, o) => m.matching.start("e", { sesion_id: "s" }, o), "sesion_id", "session_id"],
  [(m, o) => m.flow({ event: { ...EVENT, start: "x" } }, o), "event.start", "start_date"],
  [(m, o) => m.flow({ event: EVENT, match: { session: "x" } }, o), "match.session", "session_id"],
];

for (const [call, path, known] of SLIPS) {
  test(`${path} is refused, and ${known} named`, async () => {
    const { meshi, requests } = client();
    const error = await rejection(call(meshi));
    assert.equal(error.name, "MeshiValidationError");
    assert.deepEqual(
      error.issues.map((issue) => [issue.path, issue.code]),
      [[path, "UNKNOWN_FIELD"]],
    );
    assert.ok(error.issues[0].message.includes(`"${known}"`), error.issues[0].message);
    assert.equal(requests.length, 0);
  });

  test(`${path} is sent where the call or the client allows it`, async () => {
    for (const [options, given] of [
      [{}, { allowUnknownFields: true }],
      [{ allowUnknownFields: true }, undefined],
    ]) {
      const { meshi } = client(options);
      const error = await Promise.resolve(call(meshi, given)).then(
        () => undefined,
        (thrown) => thrown,
      );
      assert.notEqual(error?.code, "UNKNOWN_FIELD");
    }
    const { meshi } = client({ allowUnknownFields: true });
    assert.equal((await rejection(call(meshi, { allowUnknownFields: false }))).code, "UNKNOWN_FIELD");
  });
}

test("importAll imports a row with a slip in a name, and warns of it", async () => {
  const rows = [ROW, { ...ROW, attendee_id: "b", emial: "x@example.com", org_id: 7 }];
  for (const [options, warned] of [
    [{}, [[2, "emial", "UNKNOWN_FIELD"]]],
    [{ allowUnknownFields: true }, []],
  ]) {
    const { meshi, requests } = stubbed(importServer().answer);
    const report = await meshi.attendees.importAll("e-1", rows, options);
    assert.equal(report.imported, 2);
    assert.equal(report.warningsTotal, warned.length);
    assert.deepEqual(
      report.warnings.map(({ row, field, code }) => [row, field, code]),
      warned,
    );
    if (warned.length > 0) assert.match(report.warnings[0].message, /did you mean "email"/);
    assert.equal(requests.find(({ method }) => method !== "GET").body.attendees[1].emial, "x@example.com");
  }
  const [column] = (await readAttendees('[{"compnay":"Acme","name":"Ada","id":"1"}]').inspect()).filter(
    ({ header }) => header === "compnay",
  );
  assert.equal(column.suggestion?.field, "company");
});

test("what an export of a database holds besides is sent", async () => {
  const { meshi, requests } = client();
  const more = { id: 7, created_at: "x", tags: ["a"], email_verified: true, status: "ok", e_mail: "spare" };
  await meshi.events.create({ ...EVENT, ...more });
  await meshi.attendees.import("e", { attendees: [{ ...ROW, email: "a@b.example", ...more }] });
  assert.deepEqual(requests[0].body, { ...EVENT, ...more });
  assert.deepEqual(requests[1].body.attendees[0].e_mail, "spare", "email is there, so it is another field");
});

test("the option is true or false", async () => {
  const { meshi } = client();
  assert.equal(
    (await rejection(meshi.events.create(EVENT, { allowUnknownFields: 1 }))).option,
    "allowUnknownFields",
  );
  assert.throws(() => client({ allowUnknownFields: "yes" }), { option: "allowUnknownFields" });
});

for (const [given, sent] of [
  ["head", "HEAD"],
  ["OPTIONS", "OPTIONS"],
  ["delete", "DELETE"],
  ["PATCH", "PATCH"],
  ["PURGE", "PURGE"],
  ["M-SEARCH", "M-SEARCH"],
]) {
  test(`meshi.request takes the method ${given}`, async () => {
    const { meshi, requests } = client();
    await meshi.request(given, "/x");
    assert.equal(requests[0].method, sent);
    assert.equal(requests[0].body, undefined);
  });
}

test("a method that is not idempotent is not repeated, and one that is, is", async () => {
  for (const [method, attempts] of [
    ["HEAD", 2],
    ["OPTIONS", 2],
    ["PATCH", 1],
    ["DELETE", 1],
    ["PURGE", 1],
  ]) {
    let count = 0;
    const fetch = async () => {
      count += 1;
      throw new TypeError("fetch failed");
    };
    const meshi = new Meshi({ apiKey: KEY, baseUrl: BASE, fetch, maxRetries: 1 });
    await rejection(meshi.request(method, "/x"));
    assert.equal(count, attempts, method);
  }
});

test("a HEAD gives its status and headers, and no body", async () => {
  const fetch = async () => new Response(null, { status: 200, headers: { "x-seen": "yes" } });
  const meshi = new Meshi({ apiKey: KEY, baseUrl: BASE, fetch });
  const { data, response } = await meshi.request("HEAD", "/auth").withResponse();
  assert.equal(data, null);
  assert.equal(response.headers.get("x-seen"), "yes");
});
