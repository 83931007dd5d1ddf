// The limits that a client sets itself, and the wait that a server asks of it: shared by all of its calls.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rejection, stubbed } from "./support/client.mjs";
import { withClock } from "./support/clock.mjs";

const LIMITED = [429, { code: "PARTNER_RATE_LIMIT_EXCEEDED", message: "slow down" }];
const FINE = [200, { ok: true }];

/** Resolves after so much (virtual) time. */
const after = (ms, value) => new Promise((resolve) => setTimeout(() => resolve(value), ms));

/** A client whose requests take `ms`, and when each was sent and how many were under way then. */
function timed(ms, options, answer = () => FINE) {
  const sent = [];
  let flying = 0;
  const { meshi, requests } = stubbed(async (request, count) => {
    flying += 1;
    sent.push({ at: performance.now(), flying });
    const given = await after(ms, answer(request, count));
    flying -= 1;
    return given;
  }, options);
  return { meshi, requests, sent, times: () => sent.map(({ at }) => at) };
}

test("maxRequestsPerSecond spaces the requests of all calls evenly, retries and polls too", async () => {
  const { meshi, times } = timed(1, { maxRequestsPerSecond: 4 }, (_, count) =>
    count === 2 ? [500, { code: "X", message: "x" }] : [200, { run_id: "r", status: "succeeded" }],
  );
  await withClock(() =>
    Promise.all([meshi.auth.check(), meshi.events.get("e"), meshi.runs.wait("r"), meshi.auth.check()]),
  );
  assert.equal(times().length, 5);
  for (let i = 1; i < 5; i += 1) assert.ok(times()[i] - times()[i - 1] >= 250, `${times()}`);
  assert.deepEqual(times().slice(0, 4), [0, 250, 500, 750]);
});

test("a rate may be a fraction, and the wait for it is told", async () => {
  const { meshi, times } = timed(1, { maxRequestsPerSecond: 0.5 });
  await withClock(async () => {
    const [first, second] = await Promise.all([
      meshi.auth.check().withResponse(),
      meshi.auth.check().withResponse(),
    ]);
    assert.deepEqual([first.response.waitedMs, second.response.waitedMs], [0, 2_000]);
    assert.ok(second.response.elapsedMs >= 2_000);
    assert.equal(second.response.attempts, 1);
  });
  assert.deepEqual(times(), [0, 2_000]);
});

test("maxConcurrentRequests bounds what is under way, and all get through in about their order", async () => {
  const { meshi, sent, requests } = timed(300, { maxConcurrentRequests: 3 });
  const ids = Array.from({ length: 20 }, (_, i) => `e-${i}`);
  await withClock(() => Promise.all(ids.map((id) => meshi.events.get(id))));
  assert.equal(Math.max(...sent.map(({ flying }) => flying)), 3);
  // Those whose turn it is at the same time may change places, and no others.
  const order = requests.map(({ path }) => ids.indexOf(path.split("/").at(-1)));
  assert.ok(
    order.every((id, place) => Math.abs(id - place) < 3),
    `${order}`,
  );
});

test("an import keeps the client's limits", async () => {
  const { meshi, sent } = timed(
    200,
    { maxConcurrentRequests: 2, maxRequestsPerSecond: 100 },
    ({ path }, count) => [
      202,
      { run_id: path.startsWith("/runs/") ? path.slice(6) : `r-${count}`, status: "succeeded" },
    ],
  );
  const rows = Array.from({ length: 40 }, (_, i) => ({ attendee_id: `a-${i}`, name: "N" }));
  await withClock(async () => {
    const report = await meshi.attendees.importAll("e", rows, { maxRows: 4, concurrency: 8 });
    assert.equal(report.imported, 40);
  });
  assert.ok(sent.length >= 10);
  assert.equal(Math.max(...sent.map(({ flying }) => flying)), 2);
});

test("a limit that leaves no slot before the deadline fails at once, and is named", async () => {
  const rate = timed(1, { maxRequestsPerSecond: 0.1, deadlineMs: 5_000 });
  await withClock(async (clock) => {
    await meshiCheck(rate);
    const error = await rejection(rate.meshi.auth.check());
    assert.deepEqual([error.name, error.scope, error.attempts], ["MeshiTimeoutError", "deadline", 0]);
    assert.match(error.message, /maxRequestsPerSecond/);
    assert.equal(error.retryAfterMs, 9_999);
    assert.equal(error.retryable, true);
    assert.equal(clock.elapsed(), 1);
  });
  const busy = timed(60_000, { maxConcurrentRequests: 1, deadlineMs: 5_000, timeoutMs: 70_000 });
  await withClock(async (clock) => {
    const first = rejection(busy.meshi.auth.check());
    const error = await rejection(busy.meshi.auth.check());
    assert.deepEqual([error.name, error.scope, error.attempts], ["MeshiTimeoutError", "deadline", 0]);
    assert.match(error.message, /maxConcurrentRequests/);
    assert.ok(clock.elapsed() < 5_000);
    assert.equal(error.waitedMs, clock.elapsed());
    await first;
  });
  assert.equal(busy.requests.length, 1);
});

const meshiCheck = ({ meshi }) => meshi.auth.check();

test("however a call ends, its slot is free again", async () => {
  const ends = {
    "an abort": () => after(1e6),
    "a timeout": () => after(1e6),
    "a refusal": () => [404, { code: "EVENT_NOT_FOUND", message: "no" }],
    "a broken connection": () => {
      throw new TypeError("reset");
    },
    "a body that is none": () => new Response("<html>"),
  };
  for (const [what, answer] of Object.entries(ends)) {
    const { meshi } = stubbed(({ path }) => (path === "/auth" ? FINE : answer()), {
      maxConcurrentRequests: 1,
      maxRetries: 0,
    });
    const controller = new AbortController();
    await withClock(async (clock) => {
      const ending = rejection(meshi.events.get("e", { signal: controller.signal, timeoutMs: 400 }));
      const waiting = meshi.auth.check();
      if (what === "an abort") setTimeout(() => controller.abort(), 50);
      await ending;
      const ended = clock.elapsed();
      assert.deepEqual(await waiting, { ok: true }, what);
      assert.ok(clock.elapsed() - ended <= 5, `${what}: ${clock.elapsed()}`);
    });
  }
});

test("a wait for a slot can be aborted, and is in nobody's way then", async () => {
  for (const limit of [{ maxConcurrentRequests: 1 }, { maxRequestsPerSecond: 1 }]) {
    const { meshi, requests } = timed(500, limit);
    const controller = new AbortController();
    await withClock(async (clock) => {
      const first = meshi.auth.check();
      const second = rejection(meshi.auth.check({ signal: controller.signal }));
      const third = meshi.auth.check().then(() => clock.elapsed());
      setTimeout(() => controller.abort("enough"), 30);
      const error = await second;
      assert.equal(clock.elapsed(), 30);
      assert.deepEqual([error.name, error.cause, error.attempts], ["MeshiAbortError", "enough", 0]);
      assert.equal(error.waitedMs, 30);
      await first;
      assert.ok((await third) <= 2_500);
    });
    assert.equal(requests.length, 2);
  }
});

test("a wait for a slot is logged once, without an id", async () => {
  const lines = [];
  const write = (message, fields) => lines.push({ message, fields });
  const logger = { error: write, warn: write, info: write, debug: write };
  const { meshi } = timed(1_000, { maxConcurrentRequests: 1, logger, logLevel: "debug" });
  await withClock(() => Promise.all([meshi.events.get("secret-1"), meshi.events.get("secret-2")]));
  const waits = lines.filter(({ message }) => message === "waiting for a slot");
  assert.equal(waits.length, 1);
  assert.ok(waits[0].fields.waitMs > 0);
  assert.ok(!JSON.stringify(lines).includes("secret"));
});

test("what the server asks of one call all calls of the client keep, before their first attempt too", async () => {
  const { meshi, times } = timed(1, { maxRetries: 0 }, (_, count) =>
    count === 1 ? [...LIMITED, { "retry-after": "20" }] : FINE,
  );
  await withClock(async (clock) => {
    const error = await rejection(meshi.auth.check());
    assert.equal(error.name, "MeshiRateLimitError");
    assert.equal(clock.elapsed(), 1);
    const replies = await Promise.all(Array.from({ length: 8 }, () => meshi.auth.check().withResponse()));
    for (const { response } of replies) assert.ok(response.waitedMs >= 20_000);
  });
  const back = times().slice(1);
  assert.equal(back.length, 8);
  assert.ok(
    back.every((at) => at >= 20_001 && at <= 21_001),
    `${back}`,
  );
  assert.ok(new Set(back).size > 1, "they come back spread");
});

test("also a 503 with a wait, and also in milliseconds", async () => {
  for (const headers of [{ "retry-after": "3" }, { "retry-after-ms": "2500", "retry-after": "3" }]) {
    const wait = headers["retry-after-ms"] ? 2_500 : 3_000;
    const { meshi, times } = timed(1, {}, (_, count) =>
      count === 1 ? [503, { code: "BUSY", message: "x" }, headers] : FINE,
    );
    await withClock(async () => {
      const first = meshi.auth.check().withResponse();
      await after(10);
      await meshi.auth.check();
      assert.equal((await first).response.waitedMs, wait);
    });
    assert.ok(
      times()
        .slice(1)
        .every((at) => at >= 1 + wait),
      `${times()}`,
    );
  }
});

test("a call that cannot end in time is not held but told when", async () => {
  const { meshi, requests } = timed(0, { maxRetries: 0 }, (_, count) =>
    count === 1 ? [...LIMITED, { "retry-after": "60" }] : FINE,
  );
  await withClock(async (clock) => {
    await rejection(meshi.auth.check());
    const error = await rejection(meshi.auth.check({ deadlineMs: 30_000 }));
    assert.deepEqual([error.name, error.scope, error.attempts], ["MeshiTimeoutError", "deadline", 0]);
    assert.equal(error.retryAfterMs, 60_000);
    assert.match(error.message, /slow down/);
    assert.equal(JSON.parse(JSON.stringify(error)).retryAfterMs, 60_000);
    assert.equal(clock.elapsed(), 0);
  });
  assert.equal(requests.length, 1);
});

test("a wait longer than maxRetryAfterMs is one call's alone", async () => {
  const { meshi, requests } = timed(0, { maxRetryAfterMs: 5_000 }, (_, count) =>
    count === 1 ? [...LIMITED, { "retry-after": "600" }] : FINE,
  );
  await withClock(async (clock) => {
    const error = await rejection(meshi.auth.check());
    assert.equal(error.retryAfterMs, 600_000);
    assert.deepEqual(await meshi.auth.check(), { ok: true });
    assert.equal(clock.elapsed(), 0);
  });
  assert.equal(requests.length, 2);
});

test("two clients do not share anything", async () => {
  const one = timed(0, { maxRequestsPerSecond: 0.1, maxRetries: 0 }, () => [
    ...LIMITED,
    { "retry-after": "60" },
  ]);
  const other = timed(0, { maxRequestsPerSecond: 0.1 });
  await withClock(async (clock) => {
    await rejection(one.meshi.auth.check());
    await other.meshi.auth.check();
    assert.equal(clock.elapsed(), 0);
  });
});

test("a limit that is none is refused by name", async () => {
  for (const [option, value] of [
    ["maxRequestsPerSecond", 0],
    ["maxRequestsPerSecond", -1],
    ["maxRequestsPerSecond", NaN],
    ["maxRequestsPerSecond", Infinity],
    ["maxRequestsPerSecond", "10"],
    ["maxConcurrentRequests", 0],
    ["maxConcurrentRequests", 1.5],
    ["maxConcurrentRequests", Infinity],
    ["maxConcurrentRequests", "1"],
  ]) {
    let error;
    try {
      stubbed(() => FINE, { [option]: value });
    } catch (thrown) {
      error = thrown;
    }
    assert.deepEqual([error?.name, error?.option], ["MeshiConfigError", option], `${option} ${value}`);
  }
});
