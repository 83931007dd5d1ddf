// The server answers, and not with 2xx.

import { between, fails, ok } from "../expect.mjs";
import { answer, html, json, problem } from "../strikes.mjs";
import { AT_ONCE, jobs, once, transient } from "./connection.mjs";

const CODE = "SOME_CODE";
const BUSY = "IDEMPOTENCY_IN_PROGRESS";

const down = (name, strike, code, more) => transient(name, strike, ["MeshiServerError", code], more);
/** What is answered so is final. */
const final = (name, strike, error, fields, expect) => ({
  name,
  strike,
  times: 1,
  expect: { all: fails(...error, 1, fields), ...expect },
});

/** A part that is refused goes in smaller ones, so that the rows that are good land. */
const smaller = (requests, parts) => ({
  "importAll, at attendees.import": ok(requests, {
    effects: parts,
    data: (clean) => ({ ...clean, runs: copies(clean.runs, parts) }),
  }),
  "flow, at attendees.import": ok(2, {
    effects: 2,
    data: (clean) => ({ ...clean, runs: { ...clean.runs, import: copies(clean.runs.import, 2) } }),
  }),
});

/** A run that was just started may not be known everywhere yet. */
const NEW_RUNS = { "importAll, at runs.get": ok(1), "flow, at runs.get": ok(1) };

const copies = ([run], count) => Array.from({ length: count }, () => run);

/** The refused part alone is halved. */
const HALVED = smaller(2, 4);
/** No part goes out any more that is as large as the refused one. */
const ALL_HALVED = smaller(4, 6);

const SLOW_DOWN = "PARTNER_RATE_LIMIT_EXCEEDED";

/** A 429: nothing was done, so everything is sent again, after `least` to `most` milliseconds. */
const limited = (name, headers, [least, most], more = {}) => ({
  name: `429, ${name}`,
  strike: typeof headers === "function" ? headers : problem(429, SLOW_DOWN, headers),
  times: 1,
  expect: { all: ok(1, { waited: [least, most] }) },
  ...more,
});

/** A wait that is longer than the caller allows: told at once, but for a run, which has the time. */
const tooLong = (name, seconds, more = {}) => ({
  name: `429, ${name}`,
  strike: problem(429, SLOW_DOWN, { "retry-after": String(seconds) }),
  times: 1,
  wait: {},
  expect: {
    all: fails("MeshiRateLimitError", SLOW_DOWN, 1, { status: 429, retryAfterMs: seconds * 1_000 }),
    poll: ok(1, { waited: [seconds * 1_000, Infinity] }),
    ...more,
  },
});

/** A date so many seconds from the server's own. */
const dated = (seconds) =>
  answer(false, (_, { clock }) => ({
    status: 429,
    headers: {
      "content-type": "application/json",
      date: new Date(clock.wall).toUTCString(),
      "retry-after": new Date(clock.wall + seconds * 1_000).toUTCString(),
    },
    text: JSON.stringify({ code: SLOW_DOWN, message: "slow down", correlation_id: "c" }),
  }));

/** The first backoff after a 429 is at most this. */
const BACKOFF = [0, 1_000];

export const LIMITS = [
  limited("no Retry-After", {}, BACKOFF),
  limited("Retry-After: 0", { "retry-after": "0" }, [250, 375]),
  limited("Retry-After: 1", { "retry-after": "1" }, [1_000, 1_000]),
  limited("Retry-After: 1.5", { "retry-after": "1.5" }, [1_500, 1_500]),
  limited("Retry-After: 30", { "retry-after": "30" }, [30_000, 30_000], { wait: {} }),
  tooLong("Retry-After: 600", 600),
  // A job has more time than its calls.
  tooLong("Retry-After past the deadline", 90, jobs(ok(1, { waited: [90_000, Infinity] }))),
  limited("a date 2 s ahead", dated(2), [2_000, 2_000]),
  limited("a date in the past", dated(-60), [250, 375]),
  limited(
    "a date, the client a day off",
    async (exchange) => {
      exchange.clock.jump({ wall: 86_400_000 });
      await dated(2)(exchange);
    },
    [2_000, 2_000],
  ),
  limited("Retry-After: soon", { "retry-after": "soon" }, BACKOFF),
  limited("Retry-After: -1", { "retry-after": "-1" }, BACKOFF),
  limited("Retry-After twice", { "retry-after": ["1", "7"] }, [1_000, 1_000]),
  {
    name: "429, always",
    strike: problem(429, SLOW_DOWN, { "retry-after": "1" }),
    times: Infinity,
    options: AT_ONCE,
    expect: {
      all: fails("MeshiRateLimitError", SLOW_DOWN, 4, { status: 429, retryAfterMs: 1_000 }),
      poll: fails("MeshiTimeoutError", "WAIT_TIMEOUT", between(4, 400), { scope: "wait" }),
    },
  },
];

const BAD = ["MeshiInvalidRequestError", "HTTP_400"];

export const STATUSES = [
  ...down("503 before it took effect", problem(503, CODE), CODE, { fields: { status: 503 } }),
  ...down("503 after it took effect", problem(503, CODE, {}, true), CODE, { effect: true }),
  ...once(down("502, an HTML page", html(false, 502), "HTTP_502")),
  ...once(
    down(
      "500, an error of wrong types",
      json(false, 500, { code: 7, message: {}, correlation_id: [] }),
      "HTTP_500",
    ),
  ),
  ...once(down("504, no body", answer(true, { status: 504 }), "HTTP_504", { effect: true })),
  ...once(down("503, Retry-After: 2", problem(503, CODE, { "retry-after": "2" }), CODE)),
  ...once(transient("408", problem(408, CODE), ["MeshiInvalidRequestError", CODE])),
  final("400, an HTML page", html(false, 400), BAD, { status: 400 }, HALVED),
  final("401", problem(401, "UNAUTHORIZED"), ["MeshiAuthenticationError", "UNAUTHORIZED"], { status: 401 }),
  final("403", problem(403, "INSUFFICIENT_SCOPE"), ["MeshiPermissionError", "INSUFFICIENT_SCOPE"], {
    status: 403,
  }),
  final("404, an HTML page", html(false, 404), ["MeshiNotFoundError", "HTTP_404"], { status: 404 }, NEW_RUNS),
  final(
    "413",
    problem(413, "PAYLOAD_TOO_LARGE"),
    ["MeshiPayloadTooLargeError", "PAYLOAD_TOO_LARGE"],
    {},
    ALL_HALVED,
  ),
  ...once(transient("409, still in progress", problem(409, BUSY), ["MeshiConflictError", BUSY])),
  final("418", problem(418, "TEAPOT"), ["MeshiInvalidRequestError", "TEAPOT"], { status: 418 }),
];

/** A server that is away for so long, from the first request on. */
const away = (ms, strike) => async (exchange) => {
  const { memo, clock } = exchange;
  memo.since ??= clock.elapsed;
  const back = clock.elapsed - memo.since >= ms;
  await (back ? answer(true, (honest) => honest) : strike)(exchange);
};

const GONE = ["MeshiServerError", CODE];

/** Jobs ride an outage out, with single requests a second apart and later up to 15; nothing else does. */
const outage = (name, ms, options, ridden) => {
  const job = ridden ? ok(between(5, 60)) : fails(...GONE, between(5, 60), { status: 503 });
  return {
    name: `503 for ${name}`,
    strike: away(ms, problem(503, CODE)),
    times: Infinity,
    only: ["importAll", "flow", "read", "keyed write"],
    options,
    wait: {},
    expect: { safe: fails(...GONE, 4, { status: 503 }), poll: job, ...jobs(job) },
  };
};

export const OUTAGES = [
  outage("a minute", 60_000, {}, true),
  outage("nearly five minutes", 280_000, {}, true),
  outage("an hour", 3_600_000, {}, false),
  outage("two minutes, where maxOutageMs is less", 120_000, { maxOutageMs: 50_000 }, false),
];

/** A redirect to `url`: never followed, so that the key goes to no other origin. */
export const redirects = (url) =>
  [301, 302, 303, 307, 308].map((status) => ({
    name: `${status} to another origin`,
    strike: answer(false, { status, headers: { location: url } }),
    times: 1,
    expect: { all: fails("MeshiApiError", "UNEXPECTED_REDIRECT", 1, { status }) },
  }));
