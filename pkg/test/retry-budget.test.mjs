// What the retries of one client cost, and what an error says where they cost too much.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Meshi } from "meshi-partner";
import { rejection, stubbed } from "./support/client.mjs";
import { withClock } from "./support/clock.mjs";
import { BASE, KEY } from "./support/stub.mjs";

const FINE = [200, { ok: true }];
const DOWN = [503, { code: "DOWN", message: "down" }];
const ids = (count) => Array.from({ length: count }, (_, at) => `e-${at}`);

/** Answers the first request of each path with `first`, and the others well. */
function firstAlone(first) {
  const seen = new Set();
  return ({ path }) => {
    if (seen.has(path)) return FINE;
    seen.add(path);
    return first;
  };
}

test("of 100 calls whose first attempt alone meets a 503, all succeed", async () => {
  const { meshi, requests } = stubbed(firstAlone(DOWN));
  await withClock(() => Promise.all(ids(100).map((id) => meshi.events.get(id))));
  assert.equal(requests.length, 200);
});

for (const [what, concurrent] of [
  ["at once", true],
  ["one after the other", false],
]) {
  test(`1,000 calls in a long outage, ${what}, cost at most 1.3 requests a call`, async () => {
    const { meshi, requests } = stubbed(() => DOWN);
    const errors = await withClock(async () => {
      if (concurrent) return Promise.all(ids(1_000).map((id) => rejection(meshi.events.get(id))));
      const failed = [];
      for (const id of ids(1_000)) failed.push(await rejection(meshi.events.get(id)));
      return failed;
    });
    assert.ok(requests.length <= 1_300, `${requests.length} requests`);
    const refused = errors.filter((error) => error.budgetExhausted);
    assert.ok(refused.length >= 900, `${refused.length} were refused a retry`);
    for (const error of errors) {
      assert.equal(error.name, "MeshiServerError");
      const says = /retryBudget/.test(error.message);
      assert.deepEqual(
        [says, error.toJSON().budgetExhausted],
        [Boolean(error.budgetExhausted), error.budgetExhausted],
      );
      assert.ok(error.budgetExhausted ? error.attempts < 4 : error.attempts === 4, `${error.attempts}`);
    }
  });
}

test("the budget is an option", async () => {
  for (const [retryBudget, requests] of [
    [{ tokens: 0 }, 10],
    [{ tokens: 10 }, 12],
    [{ tokens: 10, cost: 1 }, 20],
    [{ cost: 0 }, 40],
    [{}, 40],
  ]) {
    const client = stubbed(() => DOWN, { retryBudget });
    await withClock(() => Promise.all(ids(10).map((id) => rejection(client.meshi.events.get(id)))));
    assert.equal(client.requests.length, requests, JSON.stringify(retryBudget));
  }
});

test("a wrong budget is refused and named", async () => {
  for (const [retryBudget, option] of [
    [7, "retryBudget"],
    [[], "retryBudget"],
    [null, "retryBudget"],
    [{ tokens: -1 }, "retryBudget.tokens"],
    [{ tokens: 1.5 }, "retryBudget.tokens"],
    [{ tokens: Infinity }, "retryBudget.tokens"],
    [{ cost: "5" }, "retryBudget.cost"],
    [{ timeoutCost: NaN }, "retryBudget.timeoutCost"],
    [{ tokes: 1 }, "retryBudget.tokes"],
    [
      {
        get tokens() {
          throw new Error("no");
        },
      },
      undefined,
    ],
  ]) {
    const made = async () => {
      const meshi = new Meshi({
        apiKey: KEY,
        baseUrl: BASE,
        fetch: async () => new Response("{}"),
        retryBudget,
      });
      await meshi.auth.check();
    };
    const error = await rejection(made());
    assert.equal(error.name, "MeshiConfigError");
    if (option) assert.equal(error.option, option);
  }
});

test("only a 429 and a 503 hold back other calls", async () => {
  for (const [status, code, holds] of [
    [429, "PARTNER_RATE_LIMIT_EXCEEDED", true],
    [503, "DOWN", true],
    [409, "IDEMPOTENCY_IN_PROGRESS", false],
    [408, "SLOW", false],
    [500, "BROKEN", false],
    [502, "BROKEN", false],
  ]) {
    const { meshi } = stubbed(
      ({ path }) =>
        path.endsWith("/e-1") ? [status, { code, message: "m" }, { "retry-after": "20" }] : FINE,
      { maxRetries: 0 },
    );
    await withClock(async (clock) => {
      await rejection(meshi.events.get("e-1"));
      await meshi.events.get("e-2");
      assert.equal(clock.elapsed() >= 20_000, holds, `${status}: ${clock.elapsed()} ms`);
    });
  }
});
