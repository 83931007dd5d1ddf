// What a developer sees: the line that made the call in the stack of its error, and the facts of an object when it is
// printed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { Meshi, readAttendees } from "meshi-partner";
import { all, rejection } from "./support/client.mjs";
import { inNode } from "./support/node.mjs";
import { attendees } from "./support/rows.mjs";
import { BASE, KEY, stub } from "./support/stub.mjs";

const notFound = () => [404, { code: "EVENT_NOT_FOUND", message: "no such event" }];
const refused = () => new Meshi({ apiKey: KEY, baseUrl: BASE, fetch: stub(notFound).fetch, maxRetries: 0 });
const EVENT = { event_id: "summit", title: "Summit" };

/** Each begins its call in a function of that name, and ends it elsewhere. */
const CALLS = {
  "a call": (meshi) => meshi.events.get("e"),
  "a call that is refused before it is sent": (meshi) => meshi.events.get("a/b"),
  "a write": (meshi) => meshi.events.create(EVENT),
  ensure: (meshi) => meshi.events.ensure(EVENT),
  "a list that is awaited": (meshi) => meshi.events.list(),
  "a list that is iterated": (meshi) => all(meshi.events.list()),
  "an import": (meshi) => meshi.attendees.importAll("e", attendees(1)),
  "a poll": (meshi) => meshi.runs.poller("r").pollOnce(),
  "a wait": (meshi) => meshi.runs.wait("r"),
  "a flow": (meshi) => meshi.flow({ event: EVENT }),
  "a flow's step": (meshi) => meshi.flow({ event: EVENT }).step(),
  "a request by hand": (meshi) => meshi.request("GET", "/x"),
};

for (const [what, call] of Object.entries(CALLS)) {
  test(`the stack of an error of ${what} shows the line that made it`, async () => {
    const meshi = refused();
    function callerOfTheTest() {
      return call(meshi);
    }
    // Awaited elsewhere: what an async stack would show is not that line.
    const pending = callerOfTheTest();
    const error = await new Promise((resolve, reject) => {
      setImmediate(() => Promise.resolve(pending).then(reject, resolve));
      Promise.resolve(pending).catch(() => {});
    });
    assert.match(error.stack, /callerOfTheTest/);
    assert.match(error.stack, /shown\.test\.mjs:\d+/);
    assert.ok(error.stack.startsWith(`${error.name}: ${error.message}`), error.stack);
  });
}

test("an error that nobody catches shows the caller's line", async () => {
  const failed = await rejection(
    inNode(`
      import { Meshi } from "meshi-partner";
      const fetch = async () => new Response('{"code":"X","message":"no"}', { status: 404 });
      const meshi = new Meshi({ apiKey: "sk_canary_1234", baseUrl: "https://partner.test/x", fetch });
      function lineOfTheProgram() { meshi.auth.check(); }
      lineOfTheProgram();
    `),
  );
  assert.match(failed.stderr, /lineOfTheProgram/);
  assert.ok(!failed.stderr.includes("sk_canary_1234"));
});

test("a print tells environment, base URL and state, and never the key", async () => {
  const answers = (request) =>
    request.path.startsWith("/runs/")
      ? [200, { run_id: "run_1", status: "running" }]
      : [200, { events: [], scopes: ["partner:read", "partner:write"], ...EVENT }];
  const meshi = new Meshi({ apiKey: KEY, environment: "staging", fetch: stub(answers).fetch });
  const list = meshi.events.list();
  const poller = meshi.runs.poller("run_1");
  const flow = meshi.flow({ event: EVENT });
  const prints = () => [meshi, list, poller, flow].map((value) => inspect(value));
  const base = 'environment: "staging", baseUrl: "https://api.staging.meshi.io/api/v0/partner"';
  assert.deepEqual(prints(), [
    `Meshi { ${base}, state: "open" }`,
    `MeshiList { ${base}, state: "not read" }`,
    `RunPoller { ${base}, state: "not polled" }`,
    `MeshiFlow { ${base}, state: "not started" }`,
  ]);
  await list;
  await poller.pollOnce();
  await flow.step();
  assert.deepEqual(prints(), [
    `Meshi { ${base}, state: "open" }`,
    `MeshiList { ${base}, state: "read" }`,
    `RunPoller { ${base}, run_id: "run_1", status: "running", state: "running" }`,
    `MeshiFlow { ${base}, step: "auth", status: "done", completed: 1, total: 1, state: "running" }`,
  ]);
  for (const value of [meshi, list, poller, flow]) {
    assert.equal(JSON.parse(JSON.stringify(value)).environment, "staging");
    assert.ok(!JSON.stringify(value).includes(KEY));
  }
  meshi.free();
  assert.match(inspect(meshi), /state: "freed"/);
});

test("a base URL is printed without what may be secret in it", () => {
  const { baseUrl } = new Meshi({ apiKey: KEY, baseUrl: "https://partner.test/x/" }).toJSON();
  assert.equal(new URL(baseUrl).search, "");
});

for (const path of [
  "attendees.csv",
  "./files/attendees.CSV",
  "/home/me/Guest list 2026.tsv",
  "C:\\Users\\me\\guests.xlsx",
  "guests.ndjson",
  "file:///tmp/guests.json",
  " guests.jsonl\n",
]) {
  test(`readAttendees(${JSON.stringify(path)}) says that it was given a path`, async () => {
    const error = await rejection(all(readAttendees(path)));
    assert.equal(error.name, "MeshiValidationError");
    assert.equal(error.code, "PATH_GIVEN");
    const { meshi } = { meshi: refused() };
    assert.equal((await rejection(meshi.attendees.importAll("e", readAttendees(path)))).code, "PATH_GIVEN");
  });
}

for (const text of [
  "name,email\nAda,ada@example.com\n",
  "name\nfile.csv\n",
  "name,notes.csv",
  '[{"attendee_id":"a","name":"Ada"}]',
]) {
  test(`${JSON.stringify(text)} is a file, and no path`, async () => {
    const error = await all(readAttendees(text)).then(
      () => undefined,
      (thrown) => thrown,
    );
    assert.notEqual(error?.code, "PATH_GIVEN");
  });
}
