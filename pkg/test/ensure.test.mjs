// events.ensure: made, confirmed, or refused with the fields that differ.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rejection, stubbed } from "./support/client.mjs";

const EVENT = { event_id: "summit-2026", title: "Summit", start_date: "2026-09-10" };
const CONFLICT = [409, { code: "PARTNER_ID_CONFLICT", message: "taken", correlation_id: "c" }];

test("an event that is not there is made", async () => {
  const { meshi, requests } = stubbed(() => [201, { ...EVENT, created_at: "t" }]);
  const { data, response } = await meshi.events.ensure(EVENT).withResponse();
  assert.deepEqual(data, { event: { ...EVENT, created_at: "t" }, created: true });
  assert.equal(response.status, 201);
  assert.deepEqual(
    requests.map((request) => `${request.method} ${request.path}`),
    ["POST /events"],
  );
});

test("the same event, there already, is confirmed; what the server adds does not matter", async () => {
  const there = { ...EVENT, visibility: "private", created_at: "t", correlation_id: "c" };
  const { meshi, requests } = stubbed(({ method }) => (method === "POST" ? CONFLICT : [200, there]));
  assert.deepEqual(await meshi.events.ensure(EVENT), { event: there, created: false });
  assert.deepEqual(
    requests.map((request) => `${request.method} ${request.path}`),
    ["POST /events", "GET /events/summit-2026"],
  );
});

test("another event under the same id is a conflict that names the fields", async () => {
  const { meshi } = stubbed(({ method }) =>
    method === "POST" ? CONFLICT : [200, { ...EVENT, title: "Picnic", start_date: "2026-07-01" }],
  );
  const error = await rejection(meshi.events.ensure(EVENT));
  assert.equal(error.name, "MeshiConflictError");
  assert.equal(error.code, "PARTNER_ID_CONFLICT");
  assert.match(error.message, /title/);
  assert.match(error.message, /start_date/);
  assert.ok(!error.message.includes("timezone"));
});

test("another conflict is passed on as it is", async () => {
  const { meshi, requests } = stubbed(() => [409, { code: "SOMETHING_ELSE", message: "no" }]);
  const error = await rejection(meshi.events.ensure(EVENT));
  assert.equal(error.code, "SOMETHING_ELSE");
  assert.equal(requests.length, 1);
});
