// How often one call crosses the boundary between JavaScript and WebAssembly: a crossing costs more than most of what is
// done on either side of it, and the count has no mood. It is held exactly; fewer are taken by writing them here.

import assert from "node:assert/strict";
import { test } from "node:test";

/** Crossings since the last call of `count`, by the name of the function that was called. */
let crossed = new Map();

const counting = (name, from) =>
  typeof from === "function"
    ? (...given) => {
        crossed.set(name, (crossed.get(name) ?? 0) + 1);
        return from(...given);
      }
    : from;

const countingAll = (of, side) =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, counting(`${side} ${name}`, value)]));

// The glue makes its instance by this name; what it calls and what it is called by is wrapped before it sees it.
const Instance = WebAssembly.Instance;
WebAssembly.Instance = function (module, imports) {
  const wrapped = Object.fromEntries(
    Object.entries(imports).map(([name, functions]) => [name, countingAll(functions, "out")]),
  );
  return { exports: countingAll(new Instance(module, wrapped).exports, "in") };
};

const { Meshi } = await import("meshi-partner");

const answer = () =>
  new Response('{"event_id":"spring-2026","title":"Spring"}', {
    status: 200,
    headers: { "content-type": "application/json", "x-correlation-id": "c-1" },
  });

async function crossings(work) {
  // What is made once is made.
  for (let call = 0; call < 3; call += 1) await work();
  crossed = new Map();
  await work();
  const told = [...crossed].map(([name, times]) => `${times} × ${name}`).join("\n");
  return { count: [...crossed.values()].reduce((sum, times) => sum + times, 0), told };
}

const meshi = new Meshi({
  apiKey: "test-key",
  baseUrl: "https://partner.example.com/v0",
  fetch: async () => answer(),
});

for (const [what, most, work] of [
  ["a call that only reads", 9, () => meshi.events.get("spring-2026")],
  ["a call with a small body", 11, () => meshi.events.update("spring-2026", { title: "Spring" })],
]) {
  test(`${what} crosses the boundary ${most} times`, async () => {
    const { count, told } = await crossings(work);
    assert.equal(count, most, told);
  });
}

test("the best matches cost crossings by the page, whatever number of scores is in it", async () => {
  const crossed = async (pages, scores) => {
    let sent = 0;
    const fetch = async (url) => {
      const items = Array.from({ length: scores }, (_, n) => ({
        attendee_id: "a",
        matched_attendee_id: `b${n}`,
        score: n,
      }));
      const page = url.includes("/matches")
        ? { matches: items, next_cursor: ++sent % pages === 0 ? null : `c${sent}` }
        : { attendees: [] };
      return new Response(JSON.stringify(page), {
        headers: { "content-type": "application/json", "x-correlation-id": "c-1" },
      });
    };
    const reader = new Meshi({ apiKey: "test-key", baseUrl: "https://partner.example.com/v0", fetch });
    const { count } = await crossings(() => reader.matches.top("spring-2026", { n: 3 }));
    reader.free();
    return count;
  };
  const least = await crossed(1, 1);
  assert.equal(await crossed(1, 1_000), least);
  const page = (await crossed(2, 1_000)) - least;
  assert.ok(page <= 13, `${page} a page`);
  // The table of JavaScript's values grows now and then, which crosses once.
  assert.ok((await crossed(100, 1_000)) <= least + 99 * page + 2);
});
