// When runs are polled and how long they are waited for, through the whole package, under virtual time.

import assert from "node:assert/strict";
import { test } from "node:test";
import { all, rejection, stubbed } from "./support/client.mjs";
import { withClock } from "./support/clock.mjs";

const EVENT = { event_id: "e", title: "T" };
const PLAN = { event: EVENT, enrich: true, match: true };
const REFUSED = { code: "X", message: "m" };

/** A client of a server that answers all but polls well, and polls as `poll` says; `at` has when each run was polled. */
function polled(poll, { options = {}, start = {} } = {}) {
  const at = {};
  const client = stubbed(({ method, path, body }) => {
    if (path.startsWith("/runs/")) {
      const id = path.slice("/runs/".length);
      (at[id] ??= []).push(performance.now());
      return poll(id, at[id].length);
    }
    if (path === "/auth") return [200, { scopes: ["partner:write"] }];
    if (body?.idempotency_key) {
      const id = path.split(":").at(-1);
      return [202, { run_id: id, status: "queued", ...start.body }, start.headers ?? {}];
    }
    return [method === "POST" ? 201 : 200, EVENT];
  }, options);
  return { ...client, at };
}

const ended = (id) => [200, { run_id: id, status: "succeeded" }];
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function assertSeldom(at) {
  for (const [id, times] of Object.entries(at)) {
    const waits = times.slice(1).map((time, index) => time - times[index]);
    assert.ok(
      waits.every((wait) => wait >= 250),
      `${id} was polled after ${waits}`,
    );
  }
}

/** The tokens of a flow, one after each step. */
async function tokens(meshi) {
  const flow = meshi.flow(PLAN);
  const made = [];
  for (;;) {
    const step = await flow.step();
    if (step.done) return made;
    made.push(flow.serialize());
    await pause(step.retryAfterMs);
  }
}

for (const [what, refused] of [
  ["a 503", [503, REFUSED]],
  ["a 429 whose Retry-After exceeds the deadline", [429, REFUSED, { "retry-after": "3600" }]],
  ["a 429 without a Retry-After", [429, REFUSED]],
  ["a page that is not a run", [200, "<html>"]],
]) {
  test(`resumed from any of its tokens, a flow meets ${what} without a storm`, async () => {
    await withClock(async () => {
      const made = await tokens(polled(ended).meshi);
      assert.ok(made.length >= 6);
      for (const token of made) {
        for (const maxRetries of [0, 2]) {
          const options = { maxRetries };
          const server = polled(() => refused, { options });
          let flow = server.meshi.resumeFlow(token, PLAN, { wait: { maxWaitMs: 120_000 } });
          for (let steps = 0; steps < 40; steps += 1) {
            const before = server.requests.length;
            const step = await flow.step().catch(() => undefined);
            const sent = server.requests.length - before;
            assert.ok(sent <= 1 + maxRetries, `${sent} requests in a step`);
            if (step === undefined || step.done) break;
            const next = flow.serialize();
            await pause(step.retryAfterMs);
            flow = server.meshi.resumeFlow(next, PLAN, { wait: { maxWaitMs: 120_000 } });
          }
          assertSeldom(server.at);
        }
      }
    });
  });
}

test("a flow whose last run has ended gives its result elsewhere with one read, and without a poll", async () => {
  await withClock(async () => {
    const counts = { total: 5, processed: 5 };
    const run = (id) => [200, { run_id: id, status: "partial", kind: id, counts, errors: [{ code: "X" }] }];
    const last = (await tokens(polled(run).meshi)).at(-1);
    const server = polled(() => [503, REFUSED]);
    const flow = server.meshi.resumeFlow(last, PLAN);
    assert.equal((await flow.step()).done, true);
    const { runs } = await flow;
    assert.deepEqual(runs.match, { run_id: "match", status: "partial", kind: "match", counts });
    assert.deepEqual(
      server.requests.map(({ method, path }) => `${method} ${path}`),
      ["GET /events/e"],
    );
  });
});

test("a step that comes too early polls four times a second at most", async () => {
  await withClock(async () => {
    const server = polled((id, count) => [200, { run_id: id, status: count < 9 ? "running" : "succeeded" }]);
    let flow = server.meshi.flow(PLAN);
    for (;;) {
      const step = await flow.step();
      if (step.done) break;
      flow = server.meshi.resumeFlow(flow.serialize(), PLAN);
    }
    assertSeldom(server.at);
  });
});

test("a wait reaches its maxWaitMs, ends there, and looks once more", async () => {
  const running = (id) => [200, { run_id: id, status: "running" }];
  for (const [maxWaitMs, poll, polls] of [
    [2_900, running, [0, 1_000, 2_900]],
    [1_500, (id) => [...running(id), { "retry-after": "5" }], [0, 1_500]],
    [1_500, (id) => [...running(id), { "retry-after": "99999999999999999999" }], [0, 1_500]],
  ]) {
    await withClock(async (clock) => {
      const server = polled(poll);
      const error = await rejection(server.meshi.runs.wait("r", { maxWaitMs }));
      assert.deepEqual(
        [error.name, error.scope, error.retryAfterMs],
        ["MeshiTimeoutError", "wait", undefined],
      );
      assert.deepEqual(server.at.r, polls);
      assert.equal(clock.elapsed(), maxWaitMs);
    });
  }
});

test("what a 429 or a 503 asks for is not cut short: the wait ends at maxWaitMs and says what is left", async () => {
  for (const status of [429, 503]) {
    await withClock(async (clock) => {
      const server = polled(() => [status, REFUSED, { "retry-after": "5" }]);
      const error = await rejection(server.meshi.runs.wait("r", { maxWaitMs: 1_500 }));
      assert.deepEqual([error.name, error.scope, error.retryAfterMs], ["MeshiTimeoutError", "wait", 3_500]);
      assert.equal(error.toJSON().retryAfterMs, 3_500);
      assert.deepEqual([server.at.r, clock.elapsed()], [[0], 1_500]);
    });
  }
});

test("maxWaitMs bounds the wait before the first poll too", async () => {
  for (const work of [
    (meshi, wait) => meshi.flow({ event: EVENT, match: true }, { wait }),
    (meshi, wait) => meshi.attendees.importAll("e", [{ attendee_id: "a", name: "A" }], { wait }),
  ]) {
    await withClock(async (clock) => {
      const server = polled((id) => [200, { run_id: id, status: "running" }], {
        start: { headers: { "retry-after": "3600" } },
      });
      const error = await rejection(work(server.meshi, { maxWaitMs: 60_000 }));
      assert.deepEqual([error.name, error.scope], ["MeshiTimeoutError", "wait"]);
      assert.deepEqual([Object.values(server.at), clock.elapsed()], [[[60_000]], 60_000]);
    });
  }
});

test("any type in an inferred field of a run is passed through and breaks nothing", async () => {
  const odd = {
    kind: 7,
    event_id: null,
    created_at: 1_700_000_000,
    updated_at: [],
    completed_at: {},
    errors: 3,
    counts: { total: "5", processed: null },
    webhook_url: false,
    correlation_id: 9,
  };
  await withClock(async () => {
    const server = polled((id) => [200, { run_id: id, status: "succeeded", ...odd }], {
      start: { body: odd },
    });
    const { meshi } = server;
    const run = { run_id: "r", status: "succeeded", ...odd };
    const poller = meshi.runs.poller("r");
    assert.deepEqual(await meshi.runs.get("r"), run);
    assert.deepEqual(await meshi.runs.wait("r"), run);
    assert.deepEqual(await poller.pollOnce(), run);
    assert.deepEqual(poller.run, run);
    const attendees = [{ attendee_id: "a", name: "A" }];
    const { importReport, runs } = await meshi.flow({ ...PLAN, attendees });
    assert.equal(importReport.imported, 1);
    for (const [id, seen] of [
      ["import", runs.import[0]],
      ["enrich", runs.enrich],
      ["match", runs.match],
    ]) {
      assert.deepEqual(seen, { ...run, run_id: id });
    }
  });
});

test("an answer with another run's id is an error, and not the run", async () => {
  await withClock(async () => {
    const { meshi } = polled(() => ended("another"));
    const poller = meshi.runs.poller("r");
    const seen = [];
    for (const call of [
      () => meshi.runs.get("r"),
      () => meshi.runs.wait("r", { onProgress: (run) => seen.push(run) }),
      () => poller.pollOnce(),
      () => meshi.flow({ event: EVENT, match: true }),
    ]) {
      const error = await rejection(call());
      assert.deepEqual([error.name, error.status], ["MeshiDecodeError", 200]);
    }
    assert.deepEqual([seen, poller.run, poller.isDone], [[], undefined, false]);
  });
});

test("a Retry-After of any size or form ends in a decision", async () => {
  for (const value of [
    "1, 1",
    "0",
    "-1",
    "1.5",
    "1e9",
    "9".repeat(400),
    "18446744073709551615",
    "9007199254740993",
    "Infinity",
    "NaN",
    "soon",
    "",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "Friday, 31-Dec-99 23:59:59 GMT",
    "Fri Dec 31 23:59:59 9999",
    "Fri, 31 Dec 9999 23:59:59 GMT, Fri, 31 Dec 9999 23:59:59 GMT",
  ]) {
    for (const status of [429, 503, 500, 400]) {
      for (const name of ["retry-after", "retry-after-ms"]) {
        await withClock(async () => {
          const { meshi } = polled(() => [status, REFUSED, { [name]: value }]);
          const error = await rejection(meshi.runs.get("r"));
          assert.equal(error.status, status, `${name}: ${value}`);
          assert.ok(error.retryAfterMs === undefined || Number.isSafeInteger(error.retryAfterMs));
          const waited = await rejection(meshi.runs.wait("r", { maxWaitMs: 5_000 }));
          assert.equal(waited.name, status === 400 ? "MeshiInvalidRequestError" : "MeshiTimeoutError");
        });
      }
    }
    await withClock(async () => {
      const { meshi } = polled((id) => [200, { run_id: id, status: "running" }, { "retry-after": value }]);
      const error = await rejection(
        meshi.flow({ event: EVENT, match: true }, { wait: { maxWaitMs: 5_000 } }),
      );
      assert.equal(error.name, "MeshiTimeoutError", value);
    });
  }
  await withClock(async (clock) => {
    const { meshi } = polled((id, count) =>
      count === 1 ? [429, REFUSED, { "retry-after": "1, 1" }] : ended(id),
    );
    await meshi.runs.get("r");
    assert.equal(clock.elapsed(), 1_000);
  });
});

test("a run that was just started may be missing for a while, and no other", async () => {
  const attendees = [{ attendee_id: "a", name: "A" }];
  const missing = (ms) => (id) => (performance.now() < ms ? [404, REFUSED] : ended(id));
  for (const wait of [
    async (meshi) => meshi.runs.wait(await meshi.matching.start("e")),
    async (meshi) => meshi.runs.wait((await meshi.matching.start("e")).run_id),
    (meshi) => meshi.attendees.importAll("e", attendees),
    (meshi) => meshi.flow({ event: EVENT, match: true }),
  ]) {
    await withClock(async () => {
      const server = polled(missing(14_900));
      await wait(server.meshi);
      assertSeldom(server.at);
    });
    await withClock(async (clock) => {
      const server = polled(missing(Infinity));
      const error = await rejection(wait(server.meshi));
      assert.deepEqual([error.name, error.status], ["MeshiNotFoundError", 404]);
      assert.ok(clock.elapsed() >= 15_000 && clock.elapsed() < 20_000, `${clock.elapsed()} ms`);
    });
  }
  const seenBefore = polled((id, count) =>
    count === 1 ? [200, { run_id: id, status: "running" }] : [404, REFUSED],
  );
  await withClock(async () => {
    const error = await rejection(seenBefore.meshi.runs.wait(await seenBefore.meshi.matching.start("e")));
    assert.equal(error.name, "MeshiNotFoundError");
    assert.equal(seenBefore.at.match.length, 2);
  });
});

test("pollOnce in a loop, and beside a wait, keeps a quarter of a second between polls", async () => {
  await withClock(async () => {
    const server = polled(
      (id, count) => (count % 2 ? [200, { run_id: id, status: "running" }] : [503, REFUSED]),
      {
        options: { maxRetries: 0 },
      },
    );
    const poller = server.meshi.runs.poller("r", { maxWaitMs: 1 });
    for (let polls = 0; polls < 6; polls += 1) await poller.pollOnce().catch(() => {});
    await Promise.allSettled([poller.pollOnce(), poller.pollOnce(), poller.pollOnce()]);
    for (let waits = 0; waits < 4; waits += 1) await rejection(poller.wait());
    assertSeldom(server.at);
    assert.ok(server.at.r.length >= 13);
    const controller = new AbortController();
    const looks = [poller.pollOnce(), poller.pollOnce({ signal: controller.signal })];
    controller.abort("enough");
    const aborted = (await Promise.allSettled(looks))[1].reason;
    assert.deepEqual([aborted.name, aborted.cause], ["MeshiAbortError", "enough"]);
  });
});

test("every step of a flow still tells of each part", async () => {
  await withClock(async () => {
    const steps = await all(polled(ended).meshi.flow(PLAN));
    assert.deepEqual(
      steps.filter((step) => step.status === "done").map((step) => step.name),
      ["auth", "event", "enrich", "match", "results"],
    );
  });
});

const NEAR_NOTHING = ["0", "0.0001", "Wed, 21 Oct 2015 07:28:00 GMT"].map((hint) => ({
  "retry-after": hint,
}));

for (const maxRetries of [0, 3, 10]) {
  test(`a hint of next to nothing makes no storm with ${maxRetries} retries`, async () => {
    for (const status of [408, 429, 503]) {
      for (const headers of NEAR_NOTHING) {
        await withClock(async () => {
          const attendees = [{ attendee_id: "a", name: "A" }];
          const wait = { maxWaitMs: 5_000 };
          for (const [what, run] of [
            ["runs.wait", (meshi) => meshi.runs.wait("r", wait)],
            ["importAll", (meshi) => meshi.attendees.importAll("e", attendees, { wait })],
            ["flow", (meshi) => meshi.flow(PLAN, { wait })],
          ]) {
            const server = polled(() => [status, REFUSED, headers], { options: { maxRetries } });
            const began = performance.now();
            const error = await rejection(run(server.meshi));
            const label = `${what}, ${status}, ${headers["retry-after"]}`;
            assert.equal(error.code, "WAIT_TIMEOUT", label);
            assert.ok(performance.now() - began <= 7_000, label);
            assert.ok(Object.values(server.at).flat().length > 1, label);
            assertSeldom(server.at);
          }
        });
      }
    }
  });
}

for (const status of [408, 429, 503]) {
  test(`an import whose polls are told ${status} and to wait for ever ends with its wait`, async () => {
    for (const hint of ["60", "99999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"]) {
      await withClock(async () => {
        const server = polled(() => [status, REFUSED, { "retry-after": hint }]);
        const began = performance.now();
        const attendees = [{ attendee_id: "a", name: "A" }];
        const error = await rejection(
          server.meshi.attendees.importAll("e", attendees, { wait: { maxWaitMs: 3_000 } }),
        );
        assert.equal(error.code, "WAIT_TIMEOUT");
        assert.ok(performance.now() - began <= 4_500, hint);
      });
    }
  });
}
