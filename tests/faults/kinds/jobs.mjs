// Lists whose cursors go nowhere, runs that say odd things, and clocks that jump.

import { fails, ok } from "../expect.mjs";
import { answer, changed, problem } from "../strikes.mjs";
import { jobs, once, transient } from "./connection.mjs";

/** Pages with these cursors, one after the other; the first one's items are the honest ones. */
const cursors = (name, given) => ({
  name,
  only: ["list"],
  times: Infinity,
  strike: async (exchange) => {
    const { memo, hit } = exchange;
    if (hit === 1) memo.page = JSON.parse((await exchange.honest()).text);
    await answer(false, { status: 200, text: JSON.stringify({ ...memo.page, next_cursor: given[hit - 1] }) })(
      exchange,
    );
  },
  expect: {
    list: fails("MeshiPaginationError", "REPEATED_CURSOR", given.length, {
      cursor: given.at(-1),
      attempts: 1,
    }),
  },
});

export const LISTS = [
  cursors("a cursor that repeats", ["a", "a"]),
  cursors("cursors in a circle", ["a", "b", "a"]),
  {
    name: "an empty page with a cursor",
    only: ["list"],
    times: 2,
    strike: async (exchange) => {
      const { request, hit, memo } = exchange;
      // The emulator knows nothing of the empty page: behind it, the list begins.
      const target = request.target.replace(/([?&])cursor=[^&]*&?/, "$1");
      const honest = await exchange.honest({ target });
      if (hit === 1) {
        const page = JSON.parse(honest.text);
        for (const name of Object.keys(page))
          if (Array.isArray(page[name])) memo.empty = { ...page, [name]: [] };
        honest.text = JSON.stringify({ ...memo.empty, next_cursor: "go-on" });
      }
      await answer(false, honest)(exchange);
    },
    expect: { list: ok(1) },
  },
];

/** A run shows these statuses, one a poll, each run from the first, and the last one for good. */
const states = (name, given, { expect }) => ({
  name,
  only: ["poll"],
  times: Infinity,
  strike: changed((run, { memo }) => {
    const at = memo[run.run_id] ?? 0;
    memo[run.run_id] = at + 1;
    return { ...run, status: given[Math.min(at, given.length - 1)] };
  }),
  expect,
});

/** Jobs follow three runs each. */
const more = (extra) => ({ expect: { "runs.wait": ok(extra), poll: ok(3 * extra) } });

export const RUNS = [
  states("queued, running, queued, succeeded", ["queued", "running", "queued", "succeeded"], more(3)),
  states(
    "the same state again and again",
    ["running", "running", "running", "running", "succeeded"],
    more(4),
  ),
  states("a status that nobody knows", ["pondering", "pondering", "succeeded"], more(2)),
  states("succeeded, and then running", ["succeeded", "running"], more(0)),
];

const HOUR = 3_600_000;

const jumps = (by, then) => async (exchange) => {
  exchange.clock.jump(by);
  await then(exchange);
};
const down = problem(503, "SOME_CODE");
const honest = async (exchange) => answer(true, (given) => given)(exchange);

const late = fails("MeshiServerError", "SOME_CODE");

export const CLOCKS = [
  ...once(
    transient("the date jumps a day back", jumps({ wall: -24 * HOUR }, down), [
      "MeshiServerError",
      "SOME_CODE",
    ]),
  ),
  ...once(
    transient("the date jumps a day ahead", jumps({ wall: 24 * HOUR }, down), [
      "MeshiServerError",
      "SOME_CODE",
    ]),
  ),
  ...once(
    transient("the clock jumps an hour back", jumps({ monotonic: -HOUR }, down), [
      "MeshiServerError",
      "SOME_CODE",
    ]),
  ),
  {
    name: "the clock jumps an hour ahead",
    strike: jumps({ monotonic: HOUR }, down),
    times: 1,
    expect: {
      all: late,
      // A job has more time than its calls.
      ...jobs(ok(1)),
      // The hour that the host slept is one of the import's outage, in which nothing is polled.
      "importAll, at runs.get": fails("MeshiTimeoutError", "WAIT_TIMEOUT", 1, { scope: "wait" }),
      // A wait does not count the time that its host slept through a poll.
      poll: ok(1),
    },
  },
  {
    name: "an hour ahead, and all is well",
    strike: jumps({ monotonic: HOUR }, honest),
    times: 1,
    effect: true,
    expect: { all: ok(0) },
  },
];
