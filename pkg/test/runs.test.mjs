// Following runs to their end: waits, pollers and their tokens.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rejection, stubbed } from "./support/client.mjs";
import { withClock } from "./support/clock.mjs";
import { BASE, KEY } from "./support/stub.mjs";

const run = (status, more = {}) => ({ run_id: "run_1", status, kind: "match", ...more });

/** Answers with one status after the other, and then with the last. */
const script =
  (...statuses) =>
  (_, count) => [200, run(statuses[Math.min(count, statuses.length) - 1])];

for (const [ending, from] of [
  ["succeeded", "run_1"],
  ["partial", run("queued")],
]) {
  test(`wait ends with a run that is ${ending}`, async () => {
    const { meshi, requests } = stubbed(script("queued", "running", "running", ending));
    const seen = [];
    await withClock(async (clock) => {
      const ended = await meshi.runs.wait(from, { onProgress: (at) => seen.push(at.status) });
      assert.equal(ended.status, ending);
      assert.ok(clock.sleeps.filter((sleep) => sleep >= 250).length >= 3, "never faster than 250 ms");
    });
    assert.equal(requests.length, 4);
    assert.deepEqual(
      [...new Set(seen)],
      ["queued", "running", ending].slice(from === "run_1" ? 0 : seen[0] === "queued" ? 0 : 1),
    );
  });
}

test("a run that is done already is polled once", async () => {
  const { meshi, requests } = stubbed(script("succeeded"));
  const { data, response } = await meshi.runs.wait("run_1").withResponse();
  assert.equal(data.status, "succeeded");
  assert.equal(response.status, 200);
  assert.equal(requests.length, 1);
});

test("a run that failed is an error that has it", async () => {
  const failed = run("failed", {
    errors: [{ attendee_id: "a-1", code: "NO_DATA", message: "nothing is known" }],
  });
  const { meshi } = stubbed(() => [200, failed]);
  const error = await rejection(meshi.runs.wait("run_1"));
  assert.equal(error.name, "MeshiRunError");
  assert.deepEqual(error.run, failed);
  assert.deepEqual(error.toJSON().run, { run_id: "run_1", status: "failed" });
});

test("an unknown status is polled again", async () => {
  const { meshi, requests } = stubbed(script("paused-for-review", "succeeded"));
  await withClock(() => meshi.runs.wait("run_1"));
  assert.equal(requests.length, 2);
});

test("a wait has an end of its own, and leaves the run alone", async () => {
  const { meshi, requests } = stubbed(script("running"));
  await withClock(async (clock) => {
    const error = await rejection(meshi.runs.wait("run_1", { maxWaitMs: 20_000, pollIntervalMs: 3_000 }));
    assert.equal(error.name, "MeshiTimeoutError");
    assert.equal(error.scope, "wait");
    assert.ok(clock.elapsed() <= 20_000);
  });
  assert.ok(requests.length >= 6 && requests.every((request) => request.method === "GET"));
});

test("the server's hint is followed, and pollIntervalMs where there is none", async () => {
  const { meshi } = stubbed((_, count) =>
    count === 1
      ? [200, run("running"), { "retry-after": "40" }]
      : [200, run(count < 3 ? "running" : "succeeded")],
  );
  await withClock(async (clock) => {
    await meshi.runs.wait("run_1", { pollIntervalMs: 5_000 });
    assert.equal(clock.elapsed(), 45_000);
  });
});

test("transient faults cost no run", async () => {
  const { meshi } = stubbed((_, count) => {
    if (count === 2) throw new TypeError("fetch failed");
    if (count === 3) return [503, { code: "UNAVAILABLE", message: "later" }];
    return [200, run(count < 5 ? "running" : "succeeded")];
  });
  const ended = await withClock(() => meshi.runs.wait("run_1"));
  assert.equal(ended.status, "succeeded");
});

test("a wait that runs out over faults has the last of them as its cause", async () => {
  const { meshi } = stubbed((_, count) =>
    count === 1 ? [200, run("running")] : [503, { code: "UNAVAILABLE", message: "later" }],
  );
  await withClock(async () => {
    const error = await rejection(meshi.runs.wait("run_1", { maxWaitMs: 30_000, maxRetries: 0 }));
    assert.equal(error.name, "MeshiTimeoutError");
    assert.equal(error.scope, "wait");
    assert.equal(error.cause.name, "MeshiServerError");
    assert.equal(error.cause.code, "UNAVAILABLE");
    assert.match(error.message, /UNAVAILABLE/);
  });
});

test("a server that does not answer holds a wait no longer than its own end", async () => {
  const { meshi, requests } = stubbed((_, count) =>
    count === 1 ? [200, run("running")] : new Promise(() => {}),
  );
  await withClock(async (clock) => {
    const error = await rejection(meshi.runs.wait("run_1", { maxWaitMs: 5_000 }));
    assert.equal(error.scope, "wait");
    assert.equal(error.cause.name, "MeshiTimeoutError");
    assert.ok(clock.elapsed() <= 5_000, `${clock.elapsed()} ms`);
  });
  assert.ok(requests.every((request, index) => index === 0 || request.signal.aborted));
});

test("a run that is not there ends a wait at once", async () => {
  const { meshi, requests } = stubbed(() => [404, { code: "RUN_NOT_FOUND", message: "no such run" }]);
  const error = await rejection(meshi.runs.wait("run_1"));
  assert.equal(error.name, "MeshiNotFoundError");
  assert.equal(requests.length, 1);
});

test("a run that has ended stays so, whatever a later look says", async () => {
  const { meshi } = stubbed(script("running", "succeeded", "running"));
  const poller = meshi.runs.poller("run_1");
  const seen = [];
  for (let polls = 0; polls < 3; polls += 1) {
    const { status } = await poller.pollOnce();
    seen.push([status, poller.isDone, poller.run.status]);
  }
  assert.deepEqual(seen, [
    ["running", false, "running"],
    ["succeeded", true, "succeeded"],
    ["running", true, "succeeded"],
  ]);
});

test("aborting a wait stops the polling", async () => {
  const controller = new AbortController();
  const { meshi, requests } = stubbed((_, count) => {
    if (count === 2) setImmediate(() => controller.abort("enough"));
    return [200, run("running")];
  });
  await withClock(async () => {
    const error = await rejection(meshi.runs.wait("run_1", { signal: controller.signal }));
    assert.equal(error.name, "MeshiAbortError");
    assert.equal(error.cause, "enough");
  });
  assert.equal(requests.length, 2);
});

test("a poller polls once a call, knows where it is, and goes on elsewhere", async () => {
  const first = stubbed(script("running"));
  const poller = first.meshi.runs.poller("run_1");
  assert.equal(poller.isDone, false);
  assert.equal(poller.run, undefined);
  assert.equal((await poller.pollOnce()).status, "running");
  assert.equal(poller.run.status, "running");
  const token = poller.serialize();
  assert.ok(token.length <= 500);
  for (const secret of [KEY, BASE])
    assert.ok(
      !token.includes(secret) && !atob(token.replace(/[^\w+/]/g, "").slice(0, -3) || "").includes(secret),
    );

  const second = stubbed(script("running", "succeeded"));
  const resumed = second.meshi.runs.resume(token);
  const ended = await withClock(() => resumed.wait());
  assert.equal(ended.status, "succeeded");
  assert.equal(resumed.isDone, true);
  assert.equal(resumed.run.status, "succeeded");
  assert.equal(second.requests[0].path, "/runs/run_1");
});

test("a run that shows nothing is asked for as seldom elsewhere", async () => {
  await withClock(async (clock) => {
    const poller = stubbed(script("running")).meshi.runs.poller("run_1");
    for (let looks = 0; looks < 3; looks += 1) await poller.pollOnce();
    const token = poller.serialize();
    assert.ok(token.length <= 100);

    const waits = async (second, client, resumed) => {
      const before = clock.sleeps.length;
      assert.equal((await resumed.wait()).status, second);
      assert.equal(client.requests[0].path, "/runs/run_1");
      return clock.sleeps.slice(before);
    };
    const silent = stubbed(script("running", "running", "succeeded"));
    assert.deepEqual(
      await waits("succeeded", silent, silent.meshi.runs.resume(token)),
      [8_000, 15_000],
      "the first poll comes at once, and the next as it would have",
    );
    const moved = stubbed(script("queued", "queued", "partial"));
    assert.deepEqual(await waits("partial", moved, moved.meshi.runs.resume(token)), [1_000, 2_000]);
  });
});

test("looks run into no end of a wait", async () => {
  const { meshi } = stubbed(script("running"));
  const poller = meshi.runs.poller("run_1", { maxWaitMs: 1_000 });
  for (let looks = 0; looks < 5; looks += 1) assert.equal((await poller.pollOnce()).status, "running");
});

test("a token that is none is refused", async () => {
  const { meshi, requests } = stubbed(script("running"));
  const token = (version, state) => `${version}.${Buffer.from(JSON.stringify(state)).toString("base64url")}`;
  assert.equal((await meshi.runs.resume(token("mp2", { run_id: "run_1" })).pollOnce()).status, "running");
  for (const bad of [
    "",
    "x",
    "{}",
    "eyJ2Ijo5OX0",
    token("mf2", { run_id: "run_1" }),
    token("mp2", { run_id: 7 }),
    token("mp2", { run_id: ["run_1"] }),
    token("mp2", ["run_1"]),
    token("mp2", { run_id: "r".repeat(5 << 20) }),
    `mp2.${"[".repeat(100_000)}`,
    `${token("mp2", { run_id: "run_1" })}!`,
  ]) {
    const poller = meshi.runs.resume(bad);
    for (const use of [() => poller.pollOnce(), () => poller.wait()]) {
      const error = await rejection(use());
      assert.equal(error.name, "MeshiValidationError");
      assert.equal(error.code, "INVALID_TOKEN");
    }
  }
  for (const other of ["mp1", "mp3", "mp9"]) {
    const error = await rejection(meshi.runs.resume(token(other, { run_id: "run_1" })).pollOnce());
    assert.deepEqual([error.name, error.code], ["MeshiValidationError", "TOKEN_VERSION"], other);
  }
  for (const bad of [token("mp2", { run_id: "" }), token("mp2", { run_id: ".." }), 7, undefined, null]) {
    const error = await rejection(meshi.runs.resume(bad).pollOnce());
    assert.equal(error.name, "MeshiValidationError");
  }
  assert.equal(requests.length, 1);
});

test("bad options of a wait come as a rejection", async () => {
  const { meshi, requests } = stubbed(script("running"));
  for (const [option, options] of [
    ["pollIntervalMs", { pollIntervalMs: -1 }],
    ["maxWaitMs", { maxWaitMs: -1 }],
    ["onProgress", { onProgress: "log" }],
  ]) {
    const error = await rejection(meshi.runs.wait("run_1", options));
    assert.equal(error.name, "MeshiConfigError");
    assert.equal(error.option, option);
  }
  await assert.rejects(meshi.runs.wait(7), { name: "MeshiValidationError" });
  await assert.rejects(meshi.runs.wait({ status: "queued" }), { name: "MeshiValidationError" });
  assert.equal(requests.length, 0);
});
