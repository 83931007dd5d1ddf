// The best matches: against the sandbox, and against servers whose order of scores is hostile.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { all, rejection, stubbed } from "./support/client.mjs";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** The memories of the package's modules: seen as they are made, so before the package is loaded. */
const memories = [];
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, given) {
    const instance = Reflect.construct(target, given, target);
    memories.push(instance.exports.memory);
    return instance;
  },
});
const { Meshi } = await import("meshi-partner");
const { createSandbox } = await import("meshi-partner/sandbox");

const person = (attendee_id, more = {}) => ({ attendee_id, name: `Name of ${attendee_id}`, ...more });
const score = (attendee_id, matched_attendee_id, value, more = {}) => ({
  attendee_id,
  matched_attendee_id,
  score: value,
  rationale: `${attendee_id} for ${matched_attendee_id}`,
  ...more,
});

/** Answers scores and people in the order that they are given in, `size` a page. */
function event(scores, people, { size = 100, refuse = () => undefined } = {}) {
  return (request) => {
    const refused = refuse(request);
    if (refused) return refused;
    const [, , , kind, id] = request.path.split("/");
    if (id !== undefined) {
      const found = people.find(({ attendee_id }) => attendee_id === decodeURIComponent(id));
      return found ? [200, found] : [404, { code: "ATTENDEE_NOT_FOUND", message: "m" }];
    }
    const items = kind === "matches" ? scores : people;
    const from = Number(request.query.cursor ?? 0);
    const next = from + size < items.length ? String(from + size) : null;
    return [200, { [kind]: items.slice(from, from + size), next_cursor: next }];
  };
}

/** A generator of numbers from 0 to 1, the same ones each time. */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Every pair once, with its best direction, sorted: what holding everything gives. */
function ranked(scores, of) {
  const pairs = new Map();
  for (const item of scores) {
    if (of !== undefined && item.attendee_id !== of && item.matched_attendee_id !== of) continue;
    const key = [item.attendee_id, item.matched_attendee_id].sort().join(" ");
    const known = pairs.get(key);
    const better =
      !known ||
      item.score > known.score ||
      (item.score === known.score && item.attendee_id < known.attendee_id);
    if (better) pairs.set(key, item);
  }
  const key = ([name]) => name;
  return [...pairs]
    .sort((a, b) => b[1].score - a[1].score || (key(a) < key(b) ? -1 : 1))
    .map(([, item]) => item);
}

const shape = ({ score: value, attendee, matched_attendee }) => [
  value,
  attendee.attendee_id,
  matched_attendee.attendee_id,
];

async function sandboxEvent(count) {
  const { apiKey, baseUrl, fetch } = await createSandbox();
  const meshi = new Meshi({ apiKey, baseUrl, fetch });
  await meshi.events.create({ event_id: "e", title: "Event" });
  const titles = ["Founder", "Investor", "Engineer", "Designer", "Head of Sales"];
  const attendees = Array.from({ length: count }, (_, n) => ({
    attendee_id: `p${n}`,
    name: `Person ${n}`,
    title: titles[n % titles.length],
    company: `Company ${n % 7}`,
  }));
  await meshi.attendees.importAll("e", attendees, { wait: { pollIntervalMs: 250 } });
  await meshi.runs.wait(await meshi.matching.start("e"));
  return meshi;
}

test("in the sandbox the best matches are those of all scores, with names", async () => {
  const meshi = await sandboxEvent(60);
  const scores = await all(meshi.matches.list("e"));
  const { items, scanned, unranked, named } = await meshi.matches.top("e", { n: 15 });
  const best = ranked(scores);
  assert.deepEqual(
    items.map(shape),
    best.slice(0, 15).map((item) => [item.score, item.attendee_id, item.matched_attendee_id]),
  );
  assert.deepEqual({ scanned, unranked, named }, { scanned: scores.length, unranked: 0, named: true });
  const [first] = items;
  assert.match(first.attendee.name, /^Person \d+$/);
  assert.equal(first.rationale, best[0].rationale);
  assert.notDeepEqual(
    items.map(({ score: value }) => value),
    scores.slice(0, 15).map(({ score: value }) => value),
    "the server's order is another",
  );
  const people = await all(meshi.matches.byAttendee("e", { n: 3 }));
  assert.equal(people.length, 60);
  for (const { attendee, matches } of people) {
    const expected = ranked(scores, attendee.attendee_id).slice(0, 3);
    assert.deepEqual(
      matches.map((match) => match.score),
      expected.map((match) => match.score),
    );
    assert.ok(matches.every((match) => match.attendee.attendee_id === attendee.attendee_id));
  }
  meshi.free();
});

test("whatever order the scores come in, the best are the best", async () => {
  const next = random(7);
  const ids = Array.from({ length: 12 }, (_, n) => `p${n}`);
  const pick = () => ids[Math.floor(next() * ids.length)];
  const people = ids.map((id) => person(id));
  for (let round = 0; round < 30; round += 1) {
    const scores = Array.from({ length: 150 }, () => [pick(), pick(), Math.floor(next() * 40) - 5])
      .filter(([a, b]) => a !== b)
      .map(([a, b, value]) => score(a, b, value));
    if (round % 3 === 1) scores.sort((a, b) => a.score - b.score);
    const { meshi } = stubbed(event(scores, people, { size: 1 + (round % 40) }));
    const of = round % 2 ? "p3" : undefined;
    const { items } = await meshi.matches.top("e", { n: 5, attendeeId: of });
    assert.deepEqual(
      items.map(shape),
      ranked(scores, of)
        .slice(0, 5)
        .map((item) => {
          const [a, b] = [item.attendee_id, item.matched_attendee_id];
          return of === b ? [item.score, b, a] : [item.score, a, b];
        }),
    );
    meshi.free();
  }
});

test("minScore, sessionId and runId choose the scores, without a scale of their own", async () => {
  const scores = [
    score("a", "b", -40, { session_id: "s1" }),
    score("a", "c", 7_000, { session_id: "s2" }),
    score("b", "c", -3, { session_id: "s1", run_id: "r" }),
  ];
  const { meshi, requests } = stubbed(event(scores, []));
  const top = async (query) => (await meshi.matches.top("e", query)).items.map((item) => item.score);
  assert.deepEqual(await top(), [7_000, -3, -40]);
  assert.deepEqual(await top({ minScore: -3 }), [7_000, -3]);
  assert.deepEqual(await top({ sessionId: "s1" }), [-3, -40]);
  assert.deepEqual(await top({ sessionId: "s1", runId: "r", n: 1, limit: 50 }), [-3]);
  const lists = requests.filter(({ path }) => path === "/events/e/matches");
  assert.deepEqual(lists.at(-1).query, { session_id: "s1", run_id: "r", limit: "50" });
});

test("people without any match are there, and a pair counts for both of its people", async () => {
  const scores = [score("a", "b", 1), score("c", "a", 3), score("a", "c", 2), score("x", "a", 9)];
  const people = ["d", "c", "b", "a"].map((id) => person(id, { email: `${id}@example.com`, title: "" }));
  const { meshi } = stubbed(event(scores, people, { size: 2 }));
  const seen = await all(meshi.matches.byAttendee("e", { n: 2 }));
  assert.deepEqual(
    seen.map(({ attendee, matches }) => [
      attendee.attendee_id,
      matches.map((match) => [match.matched_attendee.attendee_id, match.score]),
    ]),
    [
      ["d", []],
      ["c", [["a", 3]]],
      ["b", [["a", 1]]],
      [
        "a",
        [
          ["x", 9],
          ["c", 3],
        ],
      ],
      ["x", [["a", 9]]],
    ],
  );
  assert.deepEqual(seen[0].attendee, { attendee_id: "d", name: "Name of d", email: "d@example.com" });
  assert.deepEqual(seen[4].attendee, { attendee_id: "x" });
});

test("where attendees cannot be listed, ids stand alone and the result says so", async () => {
  for (const answer of [
    [403, { code: "INSUFFICIENT_SCOPE", message: "m" }],
    [404, { code: "NOT_FOUND", message: "m" }],
    [405, {}],
    [200, "<html>"],
  ]) {
    const refuse = ({ path }) => (path === "/events/e/attendees" ? answer : undefined);
    const { meshi } = stubbed(event([score("a", "b", 1)], [person("a"), person("b")], { refuse }));
    const { items, named } = await meshi.matches.top("e");
    assert.deepEqual([named, items[0].attendee], [false, { attendee_id: "a" }]);
    const people = await all(meshi.matches.byAttendee("e"));
    assert.deepEqual(
      people.map((entry) => [entry.attendee, entry.named]),
      [
        [{ attendee_id: "a" }, false],
        [{ attendee_id: "b" }, false],
      ],
    );
  }
});

test("scores that cannot be ranked are counted and told", async () => {
  const odd = ["0.99", null, true, [], {}].map((value) => score("a", "b", value));
  const { meshi } = stubbed(event([...odd, score("a", "a", 99), { score: 99 }, score("a", "c", 0.1)], []));
  const { items, scanned, unranked } = await meshi.matches.top("e");
  assert.deepEqual([items.length, scanned, unranked], [1, 8, 7]);
});

test("a failure of the scores is the call's, by its operation", async () => {
  const failing = async (refuse, options) => {
    const scores = Array.from({ length: 10 }, (_, n) => score("a", `b${n}`, n));
    const { meshi, requests } = stubbed(event(scores, [], { size: 2, refuse }), { maxRetries: 0 });
    return [
      await rejection(meshi.matches.top("e", undefined, options)),
      await rejection(all(meshi.matches.byAttendee("e", undefined, options))),
      requests.length,
    ];
  };
  const third = ({ query }) => (query.cursor === "4" ? [500, { code: "X", message: "m" }] : undefined);
  for (const error of (await failing(third)).slice(0, 2)) assert.equal(error.name, "MeshiServerError");
  const again = ({ query }) =>
    query.cursor ? [200, { matches: [1], next_cursor: query.cursor }] : undefined;
  for (const error of (await failing(again)).slice(0, 2)) assert.equal(error.name, "MeshiPaginationError");
  for (const body of [[], { scores: [] }, { matches: [], next_cursor: 5 }]) {
    for (const error of (await failing(() => [200, body])).slice(0, 2)) {
      assert.equal(error.name, "MeshiDecodeError");
      assert.deepEqual(
        [error.operation, error.correlationId, error.attempts],
        ["matches.list", "stub-id", 1],
      );
    }
  }
  const aborted = await failing(undefined, { signal: AbortSignal.abort("enough") });
  for (const error of aborted.slice(0, 2)) {
    assert.equal(error.name, "MeshiAbortError");
    assert.equal(error.cause, "enough");
  }
  assert.equal(aborted[2], 0, "nothing was sent");
  const onProgress = ({ scanned }) => {
    if (scanned === 4) throw new RangeError("mine");
  };
  for (const callback of [onProgress, async (progress) => onProgress(progress)]) {
    const late = await failing(undefined, { onProgress: callback });
    for (const error of late.slice(0, 2))
      assert.deepEqual([error.name, error.message], ["RangeError", "mine"]);
    assert.equal(late[2], 4, "two pages each");
  }
});

test("an abort in the middle ends the reading", async () => {
  const controller = new AbortController();
  const scores = Array.from({ length: 10 }, (_, n) => score("a", `b${n}`, n));
  const { meshi, requests } = stubbed(event(scores, [], { size: 2 }));
  const error = await rejection(
    meshi.matches.top(
      "e",
      {},
      { signal: controller.signal, onProgress: ({ scanned }) => scanned === 6 && controller.abort() },
    ),
  );
  assert.equal(error.name, "MeshiAbortError");
  assert.equal(requests.length, 3);
});

test("what is asked wrongly is refused before anything is sent, and never thrown at once", async () => {
  const { meshi, requests } = stubbed(event([], []));
  for (const [query, path] of [
    [{ n: 0 }, "n"],
    [{ n: NaN }, "n"],
    [{ n: Infinity }, "n"],
    [{ n: 1e9 }, "n"],
    [{ minScore: NaN }, "minScore"],
    [{ minScore: "0.5" }, "minScore"],
    [{ attendee_id: "a" }, "attendee_id"],
    [{ attendeeId: "a/b" }, "attendeeId"],
    [{ sessionId: 5 }, "sessionId"],
  ]) {
    const error = await rejection(meshi.matches.top("e", query));
    assert.equal(error.name, "MeshiValidationError", JSON.stringify(query));
    assert.equal(error.operation, "matches.top");
    assert.equal(error.issues[0].path, path);
  }
  for (const [given, name] of [
    [["e", null], "MeshiValidationError"],
    [["../x", {}], "MeshiValidationError"],
    [[undefined], "MeshiValidationError"],
    [["e", {}, { onProgress: 5 }], "MeshiConfigError"],
    [["e", {}, { idempotencyKey: "k" }], "MeshiConfigError"],
    [["e", {}, { timeout: 5 }], "MeshiConfigError"],
  ]) {
    assert.equal((await rejection(meshi.matches.top(...given))).name, name);
    assert.equal((await rejection(all(meshi.matches.byAttendee(...given)))).name, name);
  }
  assert.equal(
    (await rejection(all(meshi.matches.byAttendee("e", { attendeeId: "a" })))).name,
    "MeshiValidationError",
  );
  assert.equal(requests.length, 0);
});

test("100 000 scores cost a request a page and no memory of their own", async () => {
  const [people, size] = [2_000, 1_000];
  const next = random(11);
  let best = 0;
  const scores = Array.from({ length: 100_000 }, (_, n) => {
    const value = next();
    best = Math.max(best, value);
    return score(`p${n % people}`, `p${(n * 7 + 1 + Math.floor(n / people)) % people}`, value);
  }).filter((item) => item.attendee_id !== item.matched_attendee_id);
  const attendees = Array.from({ length: people }, (_, n) => person(`p${n}`));
  const { meshi, requests } = stubbed(event(scores, attendees, { size }));
  await meshi.matches.top("e", { n: 3 });
  const [memory] = memories;
  const linear = memory.buffer.byteLength;
  collect();
  const heap = process.memoryUsage().heapUsed;
  requests.length = 0;
  const { items, scanned } = await meshi.matches.top("e", { n: 3 });
  assert.equal(scanned, scores.length);
  assert.equal(items[0].score, best);
  assert.equal(
    requests.filter(({ path }) => path === "/events/e/matches").length,
    Math.ceil(scores.length / size),
  );
  assert.ok(requests.length <= Math.ceil(scores.length / size) + 8);
  assert.equal(memory.buffer.byteLength, linear, "the module's memory does not grow with the scores");
  requests.length = 0;
  collect();
  assert.ok(process.memoryUsage().heapUsed - heap < 5_000_000, "nothing is held when it is over");
  let count = 0;
  for await (const { matches } of meshi.matches.byAttendee("e", { n: 3 })) {
    count += 1;
    assert.equal(matches.length, 3);
  }
  assert.equal(count, people);
  // 2 000 people with up to six pairs each, of 200 bytes: far below what 100 000 scores take.
  assert.ok(memory.buffer.byteLength - linear < 8_000_000, `${memory.buffer.byteLength - linear} bytes`);
  meshi.free();
});

test("toArray gives at most so many items, and says that it has to be told", async () => {
  const events = Array.from({ length: 7 }, (_, n) => ({ event_id: `e${n}`, title: "t" }));
  const { meshi, requests } = stubbed(({ query }) => {
    const from = Number(query.cursor ?? 0);
    return [
      200,
      { events: events.slice(from, from + 3), next_cursor: from + 3 < 7 ? String(from + 3) : null },
    ];
  });
  for (const [max, count, sent] of [
    [1, 1, 1],
    [3, 3, 1],
    [4, 4, 2],
    [7, 7, 3],
    [1_000, 7, 3],
  ]) {
    requests.length = 0;
    assert.deepEqual(await meshi.events.list().toArray({ max }), events.slice(0, count));
    assert.equal(requests.length, sent);
  }
  assert.equal((await meshi.events.list({ maxItems: 2 }).toArray({ max: 5 })).length, 2);
  requests.length = 0;
  for (const options of [undefined, null, {}, { max: 0 }, { max: 1.5 }, { max: Infinity }, { max: "3" }]) {
    const error = await rejection(meshi.events.list().toArray(options));
    assert.deepEqual([error.name, error.code], ["MeshiValidationError", "INVALID_MAX"]);
  }
  assert.equal(requests.length, 0);
});
