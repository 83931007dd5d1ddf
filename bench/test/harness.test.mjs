// How contestants take turns.

import assert from "node:assert/strict";
import test from "node:test";
import { Effort, attempt, callsOf, fastest, figures, measure } from "../harness.mjs";

/** A clock that only the contestants move, and contestants that note whose turn it is. */
function arena(...durations) {
  let now = 0;
  const turns = [];
  const contestants = durations.map((ms, index) => ({
    name: `c${index}`,
    check: () => undefined,
    run: () => {
      now += ms;
      if (turns.at(-1) !== `c${index}`) turns.push(`c${index}`);
    },
  }));
  return { contestants, turns, clock: () => now };
}

test("a turn is about as long for every contestant, and a sample is what one call takes", async () => {
  let calls = 0;
  const { contestants, clock } = arena(2, 40);
  const counted = contestants.map(({ run, ...rest }) => ({
    ...rest,
    run: () => {
      if (rest.name === "c0") calls += 1;
      run();
    },
  }));
  const samples = await measure(counted, { rounds: 2, warmUp: 1, clock });
  assert.deepEqual(
    [...samples],
    [
      ["c0", [2, 2]],
      ["c1", [40, 40]],
    ],
  );
  assert.equal(calls, 1 + 2 * 15);
});

test("what waits for most of its time is called once a turn", async () => {
  const { contestants, clock } = arena(2);
  let calls = 0;
  const [{ run, ...rest }] = contestants;
  const counted = { ...rest, run: () => void ((calls += 1), run()) };
  await measure([counted], { rounds: 3, warmUp: 1, once: true, clock });
  assert.equal(calls, 4);
});

test("a call so short that it takes no time is still repeated no more than a bounded number of times", () => {
  assert.deepEqual([0, 0.000_1, 1, 30, 500].map(callsOf), [10_000, 10_000, 30, 1, 1]);
});

test("the order goes on with each round, so that nobody always follows the same one", async () => {
  const { contestants, turns, clock } = arena(30, 30, 30);
  await measure(contestants, { rounds: 3, warmUp: 0, clock });
  assert.deepEqual(turns, ["c0", "c1", "c2", "c1", "c2", "c0", "c2", "c0", "c1"]);
});

test("a contestant that fails, in its check or in its work, is named", async () => {
  const rounds = { rounds: 1, warmUp: 0, clock: () => 0 };
  const fails = () => {
    throw new Error("lost a row");
  };
  const good = { name: "good", run: () => 1, check: () => 1 };
  await assert.rejects(
    measure([good, { ...good, name: "bad", check: fails }], rounds),
    /^Error: bad: lost a row$/,
  );
  await assert.rejects(
    measure([good, { ...good, name: "bad", run: fails }], rounds),
    /^Error: bad: lost a row$/,
  );
  await assert.rejects(
    attempt("odd", () => Promise.reject("no error")),
    /^Error: odd: no error$/,
  );
});

test("a smoke run is one small round", () => {
  const smoke = new Effort({ smoke: true });
  assert.equal(smoke.size(1_000, 5), 5);
  const { rounds, warmUp } = smoke.rounds({ rounds: 41, warmUp: 5 });
  assert.deepEqual([rounds, warmUp], [1, 0]);
  assert.equal(new Effort().size(1_000, 5), 1_000);
});

test("the fastest is the one with the smallest median, among those that are asked for", () => {
  const samples = new Map([
    ["a", [1, 1, 1]],
    ["b", [3, 1, 3]],
    ["c", [2, 2, 9]],
  ]);
  assert.equal(fastest(samples, ["b", "c"]), "c");
  assert.deepEqual(figures(samples)[0], { name: "a", median: 1, low: 1, high: 1, rounds: 3 });
});
