// An abort, wherever it comes: the promise rejects in the same turn of the event loop, and nothing is left behind.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Meshi } from "meshi-partner";
import { all, rejection, stubbed } from "./support/client.mjs";
import { counted, look, settled, turn, withTimers } from "./support/abort.mjs";
import { attendees, watched } from "./support/rows.mjs";
import { BASE, KEY } from "./support/stub.mjs";

const NEVER = new Promise(() => {});
const EVENT = { event_id: "e-1", title: "E" };
const RUN = { run_id: "run_1", status: "running" };

/** A response whose body begins and does not go on. */
const stalled = () =>
  new Response(new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from("{")) }), {
    headers: { "content-type": "application/json" },
  });

const LATER = [503, { code: "UNAVAILABLE", message: "later" }, { "retry-after": "60" }];

/** Answers a flow up to its import. */
const flowUntil = (imports) => (request, count) => {
  if (request.path === "/auth") return [200, { scopes: ["partner:write"] }];
  if (request.path === "/events") return [201, EVENT];
  return imports(request, count);
};

const lists = ({ query }) =>
  query.cursor ? NEVER : [200, { events: [{ event_id: "a" }], next_cursor: "next" }];
const runs = ({ method }) => (method === "PUT" ? [202, RUN] : [200, RUN]);
const flow = (meshi, signal, source) =>
  meshi.flow({ event: EVENT, attendees: source }, { signal, maxRows: 100, concurrency: 3 });

/** Name, the server, what is done; `open`: whether a request is under way when the abort comes. */
const CASES = [
  ["a request", () => NEVER, (meshi, signal) => meshi.auth.check({ signal }), { open: true }],
  ["a body that is read", stalled, (meshi, signal) => meshi.auth.check({ signal }), { open: true }],
  ["a backoff", () => LATER, (meshi, signal) => meshi.auth.check({ signal }), {}],
  ["a write", () => NEVER, (meshi, signal) => meshi.matching.start("e-1", {}, { signal }), { open: true }],
  ["events.ensure", () => NEVER, (meshi, signal) => meshi.events.ensure(EVENT, { signal }), { open: true }],
  ["a wait between polls", () => [200, RUN], (meshi, signal) => meshi.runs.wait("run_1", { signal }), {}],
  ["a poll", () => NEVER, (meshi, signal) => meshi.runs.wait("run_1", { signal }), { open: true }],
  ["a poll's backoff", () => LATER, (meshi, signal) => meshi.runs.wait("run_1", { signal }), {}],
  [
    "one poll",
    () => NEVER,
    (meshi, signal) => meshi.runs.poller("run_1", { signal }).pollOnce(),
    { open: true },
  ],
  [
    "a list's first page",
    () => NEVER,
    (meshi, signal) => all(meshi.events.list({}, { signal })),
    { open: true },
  ],
  ["a list's next page", lists, (meshi, signal) => all(meshi.events.list({}, { signal })), { open: true }],
  [
    "an import that sends",
    () => NEVER,
    (meshi, signal, source) =>
      meshi.attendees.importAll("e-1", source, { signal, maxRows: 10, concurrency: 3 }),
    { open: true, rows: true, parts: 3 },
  ],
  [
    "an import whose part waits to be sent again",
    () => LATER,
    (meshi, signal, source) => meshi.attendees.importAll("e-1", source, { signal }),
    { rows: true },
  ],
  [
    "an import that follows its runs",
    runs,
    (meshi, signal, source) => meshi.attendees.importAll("e-1", source, { signal, maxRows: 100 }),
    { rows: true },
  ],
  [
    "a flow",
    flowUntil(() => NEVER),
    (meshi, signal, source) => flow(meshi, signal, source),
    { open: true, rows: true, parts: 3 },
  ],
  [
    "a flow whose part waits to be sent again",
    flowUntil(() => LATER),
    (meshi, signal, source) => flow(meshi, signal, source),
    { rows: true },
  ],
  [
    "a flow's loop",
    flowUntil(runs),
    (meshi, signal, source) => all(flow(meshi, signal, source)),
    { rows: true },
  ],
  [
    "a flow's step",
    flowUntil(() => NEVER),
    async (meshi, signal, source) => {
      const stepped = flow(meshi, signal, source);
      for (;;) await stepped.step();
    },
    { open: true, rows: true },
  ],
];

for (const [what, answer, work, { open = false, rows = false, parts = 1 }] of CASES) {
  test(`an abort cuts ${what} at once, and leaves nothing behind`, async () => {
    await withTimers(async (timers) => {
      const { meshi, requests } = stubbed(answer);
      const { controller, signal, listeners } = counted();
      const { source, state } = watched(attendees(9_000));
      const seen = look(Promise.resolve(work(meshi, signal, source)));
      await settled();
      assert.equal(seen.over, false, "it is under way");
      assert.equal(listeners.size, 1);
      assert.ok(timers.size > 0);
      const sent = requests.length;
      assert.ok(sent > 0);

      controller.abort("enough");
      await turn();
      assert.equal(seen.error?.name, "MeshiAbortError");
      assert.equal(seen.error.cause, "enough");
      assert.equal(seen.error.retryable, false);
      assert.equal(listeners.size, 0, "nobody listens any more");
      assert.equal(timers.size, 0, "no timer is left");
      if (open) {
        const cut = requests.filter((request) => request.signal.aborted);
        assert.equal(cut.length, parts, "what was on its way is cut off");
      }
      if (rows) assert.equal(state.returned, true, "the source is let go of");

      const { read } = state;
      await settled();
      assert.equal(requests.length, sent, "nothing is sent afterwards");
      assert.equal(state.read, read, "and nothing is read");
    });
  });
}

test("a signal has one listener however many calls it ends, and none when they are over", async () => {
  const warnings = [];
  const warned = (warning) => warnings.push(warning.name);
  process.on("warning", warned);
  const controller = new AbortController();
  const { signal } = controller;
  let listeners = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...given) => {
    listeners += 1;
    addEventListener.apply(signal, given);
  };
  signal.removeEventListener = (...given) => {
    listeners -= 1;
    removeEventListener.apply(signal, given);
  };
  const answers = [];
  const fetch = () => new Promise((resolve) => answers.push(() => resolve(Response.json({ ok: true }))));
  const clients = [1, 2].map(() => new Meshi({ apiKey: KEY, baseUrl: BASE, fetch }));
  const calls = (count) =>
    Array.from({ length: count }, (_, n) => clients[n % 2].runs.get(`r-${n}`, { signal }));
  const first = calls(50);
  assert.equal(listeners, 1);
  for (const answer of answers.splice(0)) answer();
  await Promise.all(first);
  assert.equal(listeners, 0);
  const second = calls(50);
  assert.equal(listeners, 1);
  controller.abort("enough");
  for (const call of second) assert.equal((await rejection(call)).cause, "enough");
  assert.equal(listeners, 0);
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", warned);
  assert.deepEqual(warnings, []);
});

test("an aborted import says of each row that was read what became of it", async () => {
  const controller = new AbortController();
  const { meshi } = stubbed(({ method }, count) => {
    if (method === "GET") return [200, { run_id: "run_1", status: "succeeded" }];
    return count === 1 ? [202, { run_id: "run_1", status: "succeeded" }] : NEVER;
  });
  const { source } = watched([{ attendee_id: "a-0" }, ...attendees(5)]);
  const ended = meshi.attendees.importAll("e-1", source, {
    signal: controller.signal,
    maxRows: 2,
    concurrency: 1,
  });
  const seen = look(ended);
  await settled();
  controller.abort();
  await turn();
  const { report } = seen.error;
  assert.equal(report.imported, 2);
  assert.deepEqual(
    report.rejected.map(({ row, code }) => [row, code]),
    [
      [1, "INVALID_ATTENDEES"],
      [4, "UNCONFIRMED"],
      [5, "UNCONFIRMED"],
      [6, "NOT_SENT"],
    ],
  );
  assert.equal(report.total, 6);
  assert.equal(report.runs.length, 1);
});

test("an abort stops a source that is being read", async () => {
  const controller = new AbortController();
  const { meshi, requests } = stubbed(() => NEVER);
  let read = 0;
  const source = {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        read += 1;
        if (read === 5) controller.abort();
        return { done: false, value: { attendee_id: `a-${read}`, name: "A" } };
      },
    }),
  };
  const error = await rejection(
    meshi.attendees.importAll("e-1", source, { signal: controller.signal, maxRows: 50 }),
  );
  assert.equal(error.name, "MeshiAbortError");
  await settled();
  assert.ok(read <= 6, `${read} rows were read`);
  assert.equal(requests.length, 0);
});

test("between two steps a flow listens to nothing, and an abort there ends the next step", async () => {
  const { meshi, requests } = stubbed(flowUntil(runs));
  const { controller, signal, listeners } = counted();
  const stepped = flow(meshi, signal, attendees(3));
  for (let steps = 0; steps < 3; steps += 1) {
    await stepped.step();
    assert.equal(listeners.size, 0);
  }
  const sent = requests.length;
  controller.abort("enough");
  const error = await rejection(stepped.step());
  assert.equal(error.name, "MeshiAbortError");
  assert.equal(error.cause, "enough");
  assert.equal(listeners.size, 0);
  assert.equal(requests.length, sent);
});

test("a job that ends by itself leaves no listener and no timer behind", async () => {
  await withTimers(async (timers) => {
    const ended = { run_id: "run_1", status: "succeeded" };
    const { meshi } = stubbed(flowUntil(() => [200, ended]));
    const { signal, listeners } = counted();
    await meshi.runs.wait("run_1", { signal });
    await meshi.attendees.importAll("e-1", attendees(3), { signal });
    await flow(meshi, signal, attendees(3));
    assert.equal(listeners.size, 0);
    assert.equal(timers.size, 0);
  });
});
