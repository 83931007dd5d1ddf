// Retries, waits, deadlines and aborts, as the caller meets them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rejection, served, stubbed } from "./support/client.mjs";
import { withClock } from "./support/clock.mjs";
import { json, problem, STALL } from "./support/server.mjs";

const LIMITED = [429, { code: "PARTNER_RATE_LIMIT_EXCEEDED", message: "slow down" }];

test("a Retry-After is waited for in full, and the call is one call", async () => {
  const { meshi, requests } = stubbed((_, count) =>
    count < 3 ? [...LIMITED, { "retry-after": "9" }] : [200, { ok: true }],
  );
  await withClock(async (clock) => {
    const { data, response } = await meshi.auth.check().withResponse();
    assert.deepEqual(data, { ok: true });
    assert.equal(response.attempts, 3);
    assert.ok(clock.elapsed() >= 18_000);
    assert.ok(response.elapsedMs >= 18_000);
  });
  assert.equal(requests.length, 3);
  assert.equal(new Set(requests.map((request) => request.headers.get("x-correlation-id"))).size, 1);
});

test("a Retry-After past the limit fails at once and says when", async () => {
  const { meshi, requests } = stubbed(() => [...LIMITED, { "retry-after": "600" }]);
  await withClock(async (clock) => {
    const error = await rejection(meshi.auth.check());
    assert.equal(error.name, "MeshiRateLimitError");
    assert.equal(error.retryAfterMs, 600_000);
    assert.equal(clock.elapsed(), 0);
  });
  assert.equal(requests.length, 1);
});

test("a write is sent again with the same idempotency key", async () => {
  const { meshi, requests } = stubbed((_, count) =>
    count === 1 ? [503, { code: "UNAVAILABLE", message: "later" }] : [202, { run_id: "r", status: "queued" }],
  );
  await withClock(() => meshi.matching.start("e-1"));
  assert.equal(requests.length, 2);
  assert.equal(requests[0].body.idempotency_key, requests[1].body.idempotency_key);
  assert.equal(requests[0].text, requests[1].text);
});

test("maxRetries bounds the attempts, of the client and of a call", async () => {
  for (const [client, call, sent] of [
    [{}, {}, 4],
    [{ maxRetries: 1 }, {}, 2],
    [{ maxRetries: 5 }, { maxRetries: 0 }, 1],
  ]) {
    const { meshi, requests } = stubbed(() => [500, { code: "INTERNAL", message: "x" }], client);
    await withClock(async () => {
      const error = await rejection(meshi.auth.check(call));
      assert.equal(error.attempts, sent);
    });
    assert.equal(requests.length, sent);
  }
});

test("the deadline ends every attempt and wait together", async () => {
  const { meshi } = stubbed(() => new Promise(() => {}), { timeoutMs: 4_000, deadlineMs: 10_000 });
  await withClock(async (clock) => {
    const error = await rejection(meshi.auth.check());
    assert.equal(error.name, "MeshiTimeoutError");
    assert.equal(error.scope, "deadline");
    assert.ok(error.attempts >= 2);
    assert.ok(clock.elapsed() <= 10_000);
  });
});

test("a timed-out attempt is given up at its fetch as well", async () => {
  const { meshi, requests } = stubbed(() => new Promise(() => {}), { maxRetries: 0 });
  await withClock(async (clock) => {
    const error = await rejection(meshi.auth.check({ timeoutMs: 2_500 }));
    assert.equal(error.scope, "attempt");
    assert.equal(clock.elapsed(), 2_500);
  });
  assert.equal(requests[0].signal.aborted, true);
});

test("a signal that is aborted already sends nothing", async () => {
  const { meshi, requests } = stubbed(() => [200, {}]);
  const reason = new Error("changed my mind");
  const error = await rejection(meshi.auth.check({ signal: AbortSignal.abort(reason) }));
  assert.equal(error.name, "MeshiAbortError");
  assert.equal(error.cause, reason);
  assert.equal(error.retryable, false);
  assert.equal(requests.length, 0);
});

test("aborting a request closes it", async (t) => {
  const { meshi, server } = await served(t, [STALL]);
  const controller = new AbortController();
  const call = meshi.auth.check({ signal: controller.signal });
  const request = await server.arrived(1);
  controller.abort("enough");
  const error = await rejection(call);
  assert.equal(error.name, "MeshiAbortError");
  assert.equal(error.cause, "enough");
  await request.closed;
});

test("aborting a wait between attempts ends it at once", async () => {
  const controller = new AbortController();
  const { meshi, requests } = stubbed(() => {
    queueMicrotask(() => setImmediate(() => controller.abort()));
    return [...LIMITED, { "retry-after": "60" }];
  });
  const error = await rejection(meshi.auth.check({ signal: controller.signal }));
  assert.equal(error.name, "MeshiAbortError");
  assert.equal(error.cause.name, "AbortError");
  assert.equal(requests.length, 1);
});

test("a call that ended does not keep listening to its signal", async () => {
  const { meshi } = stubbed(() => [200, {}]);
  const listeners = new Set();
  const signal = new AbortController().signal;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (type, listener, ...rest) => (
    listeners.add(listener),
    add(type, listener, ...rest)
  );
  signal.removeEventListener = (type, listener, ...rest) => (
    listeners.delete(listener),
    remove(type, listener, ...rest)
  );
  for (let i = 0; i < 5; i += 1) await meshi.auth.check({ signal });
  assert.equal(listeners.size, 0);
});

test("a rate-limited server is met again after its zero wait", async (t) => {
  const { meshi, requests } = await served(
    t,
    [problem(429, "PARTNER_RATE_LIMIT_EXCEEDED", { "retry-after": "0" }), json(200, { ok: 1 })],
    { maxRetries: 1 },
  );
  assert.deepEqual(await meshi.auth.check(), { ok: 1 });
  assert.equal(requests.length, 2);
});
