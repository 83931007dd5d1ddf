// Names that are traps in JavaScript: in answers, options, plans, rows and columns they are names like any other.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createSandbox } from "meshi-partner/sandbox";
import { Meshi, readAttendees } from "meshi-partner";
import { all, rejection, stubbed } from "./support/client.mjs";
import { importServer } from "./support/rows.mjs";

/** What a server or a file would have to say for every object to become one of an admin's. */
const TRAPS = `"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},"prototype":{"polluted":"yes"}`;
const trapped = (json) => JSON.parse(json.replace("{", `{${TRAPS},`));

/** Runs `work`, after which no object has come to anything. */
async function unpolluted(work) {
  const before = Reflect.ownKeys(Object.prototype);
  try {
    await work();
    assert.equal({}.polluted, undefined);
    assert.equal([].polluted, undefined);
    assert.equal((() => {}).polluted, undefined);
    assert.deepEqual(Reflect.ownKeys(Object.prototype), before);
  } finally {
    for (const root of [Object.prototype, Function.prototype, Array.prototype]) delete root.polluted;
  }
}

const own = (object, name) => Object.getOwnPropertyDescriptor(object, name)?.value;

test("in an answer they are data", () =>
  unpolluted(async () => {
    const { meshi } = stubbed(() => new Response(`{${TRAPS},"event_id":"e"}`));
    const event = await meshi.events.get("e");
    assert.equal(event.polluted, undefined);
    assert.deepEqual(own(event, "__proto__"), { polluted: "yes" });
    assert.equal(event.event_id, "e");
    const { response } = await meshi.events.get("e").withResponse();
    assert.equal(response.polluted, undefined);
  }));

test("in a page, an item, an error and a run they are data, and stand in for nothing", () =>
  unpolluted(async () => {
    const page = stubbed(() => new Response(`{"__proto__":{"events":[{"event_id":"x"}],"next_cursor":"c"}}`));
    assert.equal((await rejection(page.meshi.events.list())).name, "MeshiDecodeError");
    const items = stubbed(() => new Response(`{"events":[{${TRAPS}}],${TRAPS}}`));
    const [item] = await all(items.meshi.events.list());
    assert.equal(item.polluted, undefined);
    const refused = stubbed(() => new Response(`{${TRAPS},"code":"X","message":"m"}`, { status: 400 }));
    const error = await rejection(refused.meshi.auth.check());
    assert.equal(error.code, "X");
    assert.equal(error.polluted, undefined);
    assert.equal(JSON.parse(JSON.stringify(error)).polluted, undefined);
    const ended = stubbed(
      () =>
        new Response(
          `{"run_id":"r","status":"failed",${TRAPS},"errors":[{${TRAPS},"code":"c","message":"m"}]}`,
        ),
    );
    const failure = await rejection(ended.meshi.runs.wait("r"));
    assert.equal(failure.name, "MeshiRunError");
    assert.equal(failure.run.polluted, undefined);
    assert.equal(failure.toJSON().polluted, undefined);
  }));

test("in options they are no options", () =>
  unpolluted(async () => {
    const { meshi, requests } = stubbed(() => [200, {}]);
    for (const options of [trapped(`{"timeoutMs":5}`), JSON.parse(`{"__proto__":{"timeoutMs":"x"}}`)]) {
      const error = await rejection(meshi.auth.check(options));
      assert.equal(error.name, "MeshiConfigError");
      assert.match(error.option, /__proto__|constructor|prototype/);
    }
    assert.throws(() => new Meshi(trapped(`{"apiKey":"k"}`)), { name: "MeshiConfigError" });
    assert.throws(() => new Meshi({ apiKey: "k", environment: "staging", routes: trapped(`{"a":"b"}`) }), {
      name: "MeshiConfigError",
    });
    const error = await rejection(createSandbox(trapped(`{"seed":1}`)));
    assert.equal(error.name, "MeshiConfigError");
    await meshi.auth.check({ headers: JSON.parse(`{"__proto__":"x","x-mine":"y"}`) });
    assert.equal(requests.at(-1).headers.get("x-mine"), "y");
  }));

test("in a query and a body they go out as they are", () =>
  unpolluted(async () => {
    const { meshi, requests } = stubbed(() => [200, {}]);
    await meshi.request("GET", "/x", { query: JSON.parse(`{"__proto__":"a","constructor":"b"}`) });
    assert.equal(own(requests[0].query, "__proto__"), "a");
    assert.equal(requests[0].query.constructor, "b");
    await meshi.events.create(trapped(`{"event_id":"e","title":"t"}`));
    assert.deepEqual(own(requests[1].body, "__proto__"), { polluted: "yes" });
    const error = await rejection(meshi.events.list(JSON.parse(`{"__proto__":"1"}`)));
    assert.equal(error.name, "MeshiValidationError");
  }));

test("in a plan they are no parts of it, and in its parts they are data", () =>
  unpolluted(async () => {
    const { meshi } = stubbed(() => [200, {}]);
    const plan = trapped(`{"event":{"event_id":"e","title":"t"}}`);
    assert.equal((await rejection(meshi.flow(plan).step())).name, "MeshiValidationError");
    const sandbox = await createSandbox({ instant: true });
    const { apiKey, baseUrl, fetch } = sandbox;
    const event = trapped(`{"event_id":"e","title":"t"}`);
    const result = await new Meshi({ apiKey, baseUrl, fetch }).flow({ event });
    assert.equal(result.event.event_id, "e");
    assert.equal(result.polluted, undefined);
  }));

test("in rows they are imported as data", () =>
  unpolluted(async () => {
    const { answer } = importServer();
    const { meshi, requests } = stubbed(answer);
    const row = trapped(`{"attendee_id":"a-1","name":"Ada","raw":{}}`);
    row.raw = trapped(`{"a":1}`);
    const report = await meshi.attendees.importAll("e", [row]);
    assert.equal(report.imported, 1);
    assert.deepEqual(own(requests[0].body.attendees[0].raw, "__proto__"), { polluted: "yes" });
  }));

for (const [layout, text] of [
  ["CSV", "name,email,__proto__,constructor,prototype\nAda,ada@example.com,p,c,t\n"],
  ["JSON", `[{"name":"Ada","email":"ada@example.com","__proto__":"p","constructor":"c","prototype":"t"}]`],
  ["NDJSON", `{"name":"Ada","email":"ada@example.com","__proto__":"p","constructor":"c","prototype":"t"}\n`],
]) {
  test(`as columns of a ${layout} file they go into raw`, () =>
    unpolluted(async () => {
      const [attendee] = await all(readAttendees(text, { format: layout.toLowerCase() }));
      assert.equal(Object.getPrototypeOf(attendee), Object.prototype);
      assert.equal(Object.getPrototypeOf(attendee.raw), Object.prototype);
      assert.equal(own(attendee.raw, "__proto__"), "p");
      assert.equal(own(attendee.raw, "constructor"), "c");
      assert.equal(own(attendee.raw, "prototype"), "t");
    }));
}

test("a mapping can name such a column", () =>
  unpolluted(async () => {
    const file = readAttendees("__proto__,email\nAda,ada@example.com\n", { mapping: { name: "__proto__" } });
    const [attendee] = await all(file);
    assert.equal(attendee.name, "Ada");
    const mapping = JSON.parse(`{"__proto__":"email"}`);
    const error = await rejection(all(readAttendees("name,email\nAda,a@b.c\n", { mapping })));
    assert.match(error.name, /MeshiConfigError|MeshiValidationError/);
  }));
