// Lists: one page when awaited, every item when iterated, nothing before that.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { all, rejection, served, stubbed } from "./support/client.mjs";
import { json } from "./support/server.mjs";

/** Pages by cursor; the first is that of no cursor. */
function paged(name, pages) {
  return ({ query }) => {
    const index = query.cursor === undefined ? 0 : Number(query.cursor);
    const next = index + 1 < pages.length ? String(index + 1) : null;
    return [200, { [name]: pages[index], next_cursor: next, correlation_id: "c" }];
  };
}

const EVENTS = [[{ event_id: "a" }, { event_id: "b" }], [], [{ event_id: "c" }]];

for (const [name, list, line, key] of [
  ["events", (m) => m.events.list({ limit: 2, cursor: "7" }), "/events?limit=2&cursor=7", "events"],
  ["sessions", (m) => m.sessions.list("e-1", { limit: 2 }), "/events/e-1/sessions?limit=2", "sessions"],
  ["attendees", (m) => m.attendees.list("e-1"), "/events/e-1/attendees", "attendees"],
  [
    "matches",
    (m) => m.matches.list("e-1", { attendee_id: "a-1", session_id: "s-1", run_id: "r-1", limit: 5 }),
    "/events/e-1/matches?attendee_id=a-1&session_id=s-1&run_id=r-1&limit=5",
    "matches",
  ],
  ["the org's reviews", (m) => m.reviewQueue.list({ limit: 3 }), "/review-queue?limit=3", "items"],
  [
    "an event's reviews",
    (m) => m.reviewQueue.list({ eventId: "e-1" }),
    "/events/e-1/review-queue",
    "review_queue",
  ],
]) {
  test(`${name}: the request and the page`, async (t) => {
    const { meshi, requests } = await served(t, [json(200, { [key]: [{ id: 1 }], next_cursor: "x" })]);
    const page = await list(meshi);
    assert.deepEqual(page.items, [{ id: 1 }]);
    assert.equal(page.nextCursor, "x");
    const [target, expected] = [requests[0].target.replace("/api/v0/partner", ""), line].map((path) => {
      const url = new URL(path, "http://x");
      url.searchParams.sort();
      return url.pathname + url.search;
    });
    assert.equal(target, expected);
  });
}

test("iterating reads every item, and an empty page with a cursor is not the end", async () => {
  const { meshi, requests } = stubbed(paged("events", EVENTS));
  const list = meshi.events.list();
  assert.equal(requests.length, 0, "nothing is sent before it is awaited or iterated");
  assert.deepEqual(await all(list), [{ event_id: "a" }, { event_id: "b" }, { event_id: "c" }]);
  assert.equal(requests.length, 3);
  await all(list);
  assert.equal(requests.length, 6, "each loop is its own traversal");
});

test("awaiting reads one page, once, and next() the following ones, once each", async () => {
  const { meshi, requests } = stubbed(paged("events", EVENTS));
  const list = meshi.events.list();
  const [first, same] = await Promise.all([list, list]);
  assert.equal(first, same);
  const [second, again] = await Promise.all([first.next(), first.next()]);
  assert.equal(second, again);
  assert.deepEqual(second.items, []);
  const third = await second.next();
  assert.deepEqual(third.items, [{ event_id: "c" }]);
  assert.equal(third.nextCursor, null);
  assert.equal(await third.next(), undefined);
  assert.equal(requests.length, 3);
});

test("pages() gives the pages, and taking part by hand skips none", async () => {
  const { meshi, requests } = stubbed(paged("events", EVENTS));
  const sizes = [];
  for await (const page of meshi.events.list().pages()) {
    sizes.push(page.items.length);
    await page.next();
  }
  assert.deepEqual(sizes, [2, 0, 1]);
  assert.equal(requests.length, 3);
});

test("leaving the loop stops the fetching", async () => {
  const { meshi, requests } = stubbed(paged("events", EVENTS));
  for await (const event of meshi.events.list()) {
    assert.equal(event.event_id, "a");
    break;
  }
  assert.equal(requests.length, 1);
});

test("maxItems ends a traversal in the middle of a page, and asks for nothing beyond it", async () => {
  const pages = [[1, 2], [3, 4], [5]].map((ids) => ids.map((id) => ({ id })));
  for (const [maxItems, ids, sent] of [
    [1, [1], 1],
    [2, [1, 2], 1],
    [3, [1, 2, 3], 2],
    [9, [1, 2, 3, 4, 5], 3],
  ]) {
    const { meshi, requests } = stubbed(paged("events", pages));
    assert.deepEqual(
      (await all(meshi.events.list({ maxItems }))).map((item) => item.id),
      ids,
    );
    assert.equal(requests.length, sent);
    assert.ok(requests.every((request) => !("maxItems" in request.query)));
  }
  const { meshi, requests } = stubbed(paged("events", pages));
  for (const maxItems of [0, -1, 1.5, "3", Number.NaN]) {
    const error = await rejection(all(meshi.events.list({ maxItems })));
    assert.equal(error.name, "MeshiValidationError");
    assert.equal(error.issues[0].path, "maxItems");
  }
  assert.equal(requests.length, 0);
});

test("a cursor that comes twice is an error, not an endless loop", async () => {
  const { meshi, requests } = stubbed(() => [200, { events: [{ event_id: "a" }], next_cursor: "same" }]);
  const error = await rejection(all(meshi.events.list()));
  assert.equal(error.name, "MeshiPaginationError");
  assert.equal(error.cursor, "same");
  assert.ok(requests.length <= 3);
});

test("cursors that go in a circle are an error as well, after the items before it", async () => {
  const circle = { undefined: "a", a: "b", b: "a" };
  const { meshi, requests } = stubbed(({ query }) => [
    200,
    { events: [{ event_id: `after-${query.cursor}` }], next_cursor: circle[query.cursor] },
  ]);
  const seen = [];
  const error = await rejection(
    (async () => {
      for await (const event of meshi.events.list()) seen.push(event.event_id);
    })(),
  );
  assert.equal(error.code, "REPEATED_CURSOR");
  assert.equal(error.cursor, "a");
  assert.deepEqual(seen, ["after-undefined", "after-a"]);
  assert.equal(requests.length, 3);
});

test("a page whose cursor is null, empty or left out is the last", async () => {
  for (const last of [{ next_cursor: null }, { next_cursor: "" }, { cursor: "" }, {}]) {
    const { meshi, requests } = stubbed(() => [200, { events: [{ event_id: "a" }], ...last }]);
    assert.equal((await all(meshi.events.list())).length, 1);
    assert.equal((await meshi.events.list()).nextCursor, null);
    assert.equal(requests.length, 2);
  }
});

test("pages that stay empty under ever new cursors are gone over, but not for good", async () => {
  const { meshi, requests } = stubbed((_, count) => [
    200,
    { events: count === 900 ? [{ event_id: "a" }] : [], next_cursor: String(count) },
  ]);
  const seen = [];
  const error = await rejection(
    (async () => {
      for await (const event of meshi.events.list()) seen.push(event);
    })(),
  );
  assert.equal(error.name, "MeshiPaginationError");
  assert.equal(error.code, "TOO_MANY_EMPTY_PAGES");
  assert.equal(error.cursor, "1900", "where the list can be read on from all the same");
  assert.equal(seen.length, 1);
  assert.equal(requests.length, 1_900);
});

test("a cursor that is no text is an error, not the end of the list", async () => {
  for (const cursor of [7, false, {}, ["a"]]) {
    const { meshi, requests } = stubbed(() => [200, { events: [{ event_id: "a" }], next_cursor: cursor }]);
    const error = await rejection(all(meshi.events.list()));
    assert.equal(error.name, "MeshiDecodeError");
    assert.match(error.message, /cursor/);
    assert.equal(requests.length, 1);
  }
});

test("a page's response is there too", async () => {
  const { meshi } = stubbed(() => [200, { events: [], next_cursor: null }, { "x-correlation-id": "eff" }]);
  const { data, response } = await meshi.events.list().withResponse();
  assert.deepEqual(data.items, []);
  assert.equal(response.correlationId, "eff");
  assert.equal(response.status, 200);
});

test("the page's array is found under its other names, and the cursor too", async () => {
  for (const body of [
    { items: [{ id: 1 }], cursor: "c" },
    { data: [{ id: 1 }], next_cursor: "c" },
    { results: [{ id: 1 }], cursor: "c" },
  ]) {
    const { meshi } = stubbed(() => [200, body]);
    const page = await meshi.events.list();
    assert.deepEqual(page.items, [{ id: 1 }]);
    assert.equal(page.nextCursor, "c");
  }
});

test("a list that is refused is so when it is used", async () => {
  const { meshi, requests } = stubbed(() => [200, {}]);
  const list = meshi.matches.list("../other");
  await assert.rejects(list, { name: "MeshiValidationError" });
  await assert.rejects(all(list), { name: "MeshiValidationError" });
  await assert.rejects(meshi.events.list({ limit: 0 }), { name: "MeshiValidationError" });
  assert.equal(requests.length, 0);
});

test("a fault in the middle reaches the loop, after the items before it", async () => {
  const { meshi } = stubbed(({ query }) =>
    query.cursor
      ? [404, { code: "EVENT_NOT_FOUND", message: "gone" }]
      : [200, { events: [{ event_id: "a" }], next_cursor: "1" }],
  );
  const seen = [];
  const error = await rejection(
    (async () => {
      for await (const event of meshi.events.list()) seen.push(event.event_id);
    })(),
  );
  assert.equal(error.name, "MeshiNotFoundError");
  assert.deepEqual(seen, ["a"]);
});

test("a loop keeps no page behind, so that a list of any length fits", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const { meshi } = stubbed(paged("events", Array(8).fill([{ event_id: "a" }])));
  const pages = [];
  for await (const page of meshi.events.list().pages()) pages.push(new WeakRef(page));
  await turn();
  collect();
  assert.equal(pages.length, 8);
  assert.ok(pages.slice(1, -1).every((page) => page.deref() === undefined));
});

test("a page that a loop has passed begins again at its cursor", async () => {
  const { meshi, requests } = stubbed(paged("events", EVENTS));
  const passed = [];
  for await (const page of meshi.events.list({ maxItems: 3 }).pages()) passed.push(page);
  const sent = requests.length;
  assert.deepEqual((await passed[1].next()).items, [{ event_id: "c" }]);
  assert.equal(await passed[1].next(), await passed[1].next(), "once");
  assert.equal(requests.length, sent + 1);
  assert.equal(await passed[2].next(), undefined);
});
