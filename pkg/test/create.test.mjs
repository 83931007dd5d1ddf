// A create whose answer was lost: repeated, and when it is there already, looked at.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rejection, stubbed } from "./support/client.mjs";
import { withClock } from "./support/clock.mjs";

const EVENT = { event_id: "summit-2026", title: "Summit", start_date: "2026-09-10" };
const SESSION = { session_id: "keynote", title: "Keynote" };
const TAKEN = [409, { code: "PARTNER_ID_CONFLICT", message: "taken", correlation_id: "c" }];

const KINDS = {
  event: {
    create: (meshi, options) => meshi.events.create(EVENT, options),
    body: EVENT,
    post: "POST /events",
    get: "GET /events/summit-2026",
    operation: "events.create",
  },
  session: {
    create: (meshi, options) => meshi.sessions.create("summit-2026", SESSION, options),
    body: SESSION,
    post: "POST /events/summit-2026/sessions",
    get: "GET /events/summit-2026/sessions/keynote",
    operation: "sessions.create",
  },
};

/** Ways to lose the answer of a write that takes effect. */
const LOSSES = {
  "a reset": () => {
    throw Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNRESET" } });
  },
  "a timeout": () => new Promise(() => {}),
  "a 500": () => [500, { code: "INTERNAL", message: "x" }],
  "a 504": () => new Response("<html>", { status: 504 }),
  "a 408": () => [408, { code: "REQUEST_TIMEOUT", message: "x" }],
};

/** A server that takes creates, and loses the answers of the first `losses` requests. */
function forgetful(lose, { losses = 1, takesEffect = true, there } = {}, options = {}) {
  let thing = there;
  const { meshi, requests } = stubbed((request, count) => {
    const { method, body } = request;
    if (method === "GET") return thing ? [200, thing] : [404, { code: "NOT_FOUND", message: "no" }];
    const answer = thing ? TAKEN : [201, { ...body, created_at: "t" }];
    if (!thing && (takesEffect || count > losses)) thing = { ...body, created_at: "t", extra: 1 };
    return count <= losses ? lose() : answer;
  }, options);
  return { meshi, lines: () => requests.map(({ method, path }) => `${method} ${path}`), requests };
}

for (const [kind, { create, body, post, get, operation }] of Object.entries(KINDS)) {
  for (const [what, lose] of Object.entries(LOSSES)) {
    test(`${operation}: ${what} after it took effect costs nothing`, async () => {
      const { meshi, lines, requests } = forgetful(lose);
      await withClock(async () => {
        const { data, response } = await create(meshi).withResponse();
        assert.deepEqual(data, { ...body, created_at: "t", extra: 1 });
        assert.equal(response.attempts, 3);
        assert.equal(response.status, 200);
      });
      assert.deepEqual(lines(), [post, post, get]);
      assert.equal(new Set(requests.map(({ headers }) => headers.get("x-correlation-id"))).size, 1);
    });

    test(`${operation}: ${what} before it took effect is made up for`, async () => {
      const { meshi, lines } = forgetful(lose, { takesEffect: false });
      await withClock(async () => {
        const { data, response } = await create(meshi).withResponse();
        assert.deepEqual(data, { ...body, created_at: "t" });
        assert.deepEqual([response.attempts, response.status], [2, 201]);
      });
      assert.deepEqual(lines(), [post, post]);
    });
  }

  test(`${operation}: a conflict at the first attempt is the caller's to settle`, async () => {
    const { meshi, lines } = forgetful(undefined, { losses: 0, there: body });
    const error = await rejection(create(meshi));
    assert.deepEqual(
      [error.name, error.code, error.message, error.attempts],
      ["MeshiConflictError", "PARTNER_ID_CONFLICT", "taken", 1],
    );
    assert.deepEqual(lines(), [post]);
  });

  test(`${operation}: somebody else's ${kind} behind a lost answer is a conflict that names the fields`, async () => {
    const there = { ...body, title: "Picnic" };
    const { meshi, lines } = forgetful(LOSSES["a 500"], { there });
    await withClock(async () => {
      const error = await rejection(create(meshi));
      assert.deepEqual([error.name, error.code], ["MeshiConflictError", "PARTNER_ID_CONFLICT"]);
      assert.match(error.message, /title/);
      assert.deepEqual([error.operation, error.attempts], [operation, 3]);
      assert.ok(error.headers);
    });
    assert.deepEqual(lines(), [post, post, get]);
  });

  test(`${operation}: with maxRetries 0 nothing is repeated`, async () => {
    for (const lose of Object.values(LOSSES)) {
      const { meshi, lines } = forgetful(lose);
      await withClock(async () => {
        const error = await rejection(create(meshi, { maxRetries: 0 }));
        assert.deepEqual([error.attempts, error.retryable, error.waitedMs], [1, true, 0]);
      });
      assert.deepEqual(lines(), [post]);
    }
  });

  test(`${operation}: one deadline is over the repetition and the look`, async () => {
    const { meshi } = stubbed(({ method }, count) => {
      if (method === "GET") return new Promise(() => {});
      return count === 1 ? LOSSES["a 500"]() : TAKEN;
    });
    await withClock(async (clock) => {
      const error = await rejection(create(meshi, { deadlineMs: 9_000, timeoutMs: 60_000 }));
      assert.deepEqual(
        [error.name, error.scope, error.operation, error.attempts],
        ["MeshiTimeoutError", "deadline", operation, 3],
      );
      assert.equal(clock.elapsed(), 9_000);
      assert.equal(error.elapsedMs, 9_000);
    });
  });
}

test("a context, which has neither a key nor an id of its own, is never repeated blindly", async () => {
  for (const [what, lose] of Object.entries(LOSSES)) {
    const { meshi, requests } = stubbed(lose);
    await withClock(() => rejection(meshi.events.setContext("e", { objectives: "meet" })));
    assert.equal(requests.length, 1, what);
  }
});

test("ensure takes its own event after a lost answer, too", async () => {
  const { meshi, lines } = forgetful(LOSSES["a reset"]);
  await withClock(async () => {
    const { event } = await meshi.events.ensure(EVENT);
    assert.equal(event.event_id, EVENT.event_id);
  });
  assert.deepEqual(lines(), ["POST /events", "POST /events", "GET /events/summit-2026"]);
});
