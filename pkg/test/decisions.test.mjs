// What was decided on an attendee file is in the flow's token: who resumes reads the file in the same way, whatever the reader of
// that day would decide. And a file that breaks off on the way says so with its cause.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readAttendees } from "meshi-partner";
import { rejection, stubbed } from "./support/client.mjs";
import { withClock } from "./support/clock.mjs";
import { importServer } from "./support/rows.mjs";

const EVENT = { event_id: "e", title: "t" };
const OPTIONS = { maxRows: 4, concurrency: 1 };
const ROWS = 11;
const text = (headers = "Ticket ID,Name,Alias,Email") =>
  [
    headers,
    ...Array.from({ length: ROWS }, (_, i) => `user ${i},Ada ${i},Alias ${i},a${i}@example.com`),
    "",
  ].join("\n");

/** A server of events and imports; `sent` has the body of every part that came. */
function server() {
  const { answer } = importServer();
  const sent = [];
  const { meshi } = stubbed((request, count) => {
    if (request.path === "/auth") return [200, { scopes: ["partner:write"] }];
    if (request.path === "/events") return [201, EVENT];
    if (request.path === "/events/e") return [200, EVENT];
    if (request.method === "PUT") sent.push(request.body);
    return answer(request, count);
  });
  return { meshi, sent };
}

const plan = (source) => ({ event: EVENT, attendees: readAttendees(source) });
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Takes a flow to its end, each step in another isolate; `edit` may change each token. */
async function stepwise(source, edit = (token) => token) {
  const { meshi, sent } = server();
  let flow = meshi.flow(plan(source()), OPTIONS);
  for (let steps = 0; ; steps += 1) {
    assert.ok(steps < 100);
    const step = await flow.step();
    if (step.done) return { sent, result: await flow };
    await rest(step.retryAfterMs);
    flow = meshi.resumeFlow(edit(flow.serialize(), steps), plan(source()), OPTIONS);
  }
}

/** A token with another decision on the file. */
function decided(token, change) {
  const [word, body] = token.split(".");
  const state = JSON.parse(Buffer.from(body, "base64url"));
  state.i.rc = { ...state.i.rc, ...change(state.i.rc) };
  return [word, Buffer.from(JSON.stringify(state)).toString("base64url")].join(".");
}

const keys = (sent) => sent.map((body) => body.idempotency_key);
const people = (sent) =>
  sent.flatMap((body) => body.attendees.map(({ attendee_id: id, name }) => [id, name]));

test("a flow that is resumed at every step sends what one isolate sends, and nothing twice", async () => {
  await withClock(async () => {
    const whole = server();
    await whole.meshi.flow(plan(text()), OPTIONS);
    const { sent, result } = await stepwise(text);
    assert.deepEqual(keys(sent), keys(whole.sent));
    assert.equal(new Set(keys(sent)).size, 3);
    assert.deepEqual(people(sent), people(whole.sent));
    assert.equal(result.importReport.imported, ROWS);
    assert.equal(result.importReport.warnings[0].code, "ID_DERIVED");
  });
});

test("a decision that a recogniser of another version would not take stands, since it is in the token", async () => {
  await withClock(async () => {
    const today = await stepwise(text);
    assert.equal(people(today.sent)[0][1], "Ada 0");
    // Of an older version, which took the alias for the name.
    const older = await stepwise(text, (token, steps) =>
      steps > 0
        ? token
        : decided(token, ({ c, v }) => {
            assert.equal(c, "in-k");
            return { c: "i-nk", v: v - 1 };
          }),
    );
    assert.deepEqual(
      people(older.sent).map(([, name]) => name),
      Array.from({ length: ROWS }, (_, i) => `Alias ${i}`),
    );
    assert.deepEqual(
      people(older.sent).map(([id]) => id),
      people(today.sent).map(([id]) => id),
    );
    assert.equal(new Set(keys(older.sent)).size, older.sent.length, "nothing is written twice");
    assert.equal(older.result.importReport.imported, ROWS);
  });
});

test("a token's decision is for its own file, and for a reader that knows its version", async () => {
  await withClock(async () => {
    const { meshi, sent } = server();
    const flow = meshi.flow(plan(text()), OPTIONS);
    await flow.step();
    const token = flow.serialize();
    const other = text("Ticket ID,Name,Alias,E-mail");
    const drive = async (token, source) => {
      const resumed = meshi.resumeFlow(token, plan(source), OPTIONS);
      for (;;) await rest((await resumed.step()).retryAfterMs);
    };
    const refused = await rejection(drive(token, other));
    assert.equal(refused.code, "OTHER_ATTENDEES");
    for (const change of [{ v: 99 }, { c: "inn" }, { c: "?" }, { c: 7 }, { h: null }, { d: 200, r: 0 }]) {
      const error = await rejection(
        drive(
          decided(token, () => change),
          text(),
        ),
      );
      assert.match(error.name, /^Meshi(Validation|Config)Error$/, JSON.stringify(change));
    }
    assert.equal(sent.length, 0);
  });
});

/** The rows of a file that breaks off after some of them. */
async function* broken(cause) {
  yield "Ticket ID,Name,Alias,Email\n";
  for (let row = 0; row < 5_000; row += 1) yield `t${row},Ada ${"x".repeat(20)},b,a${row}@example.com\n`;
  throw cause;
}

/** As bytes in a stream. */
function stream(cause) {
  const rows = broken(cause);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await rows.next();
      if (done) controller.close();
      else controller.enqueue(new TextEncoder().encode(value));
    },
  });
}

for (const [what, source] of [
  ["an async iterable", broken],
  ["a ReadableStream", stream],
  ["a Response", (cause) => new Response(stream(cause))],
]) {
  test(`${what} that fails midway is SOURCE_FAILED with its cause: in importAll, in a flow, and step by step`, async () => {
    await withClock(async () => {
      const several = { maxRows: 700 };
      const steps = async (meshi, cause) => {
        const flow = meshi.flow(plan(source(cause)), several);
        for (let count = 0; count < 100; count += 1) await rest((await flow.step()).retryAfterMs);
      };
      for (const use of [
        (meshi, cause) => meshi.attendees.importAll("e", readAttendees(source(cause)), several),
        (meshi, cause) => Promise.resolve(meshi.flow(plan(source(cause)), several)),
        steps,
      ]) {
        const { meshi, sent } = server();
        const cause = new Error("ECONNRESET");
        const error = await rejection(use(meshi, cause));
        assert.equal(error.code, "SOURCE_FAILED");
        assert.equal(error.cause, cause);
        assert.ok(sent.length > 1, "several parts were on their way");
      }
    });
  });
}
