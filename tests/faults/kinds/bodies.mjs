// A 2xx whose body, type, headers or status are not what they should be. Each of these took effect.

import { fails, ok, replayed } from "../expect.mjs";
import { answer, changed, html, huge, json } from "../strikes.mjs";
import { once, transient } from "./connection.mjs";

const unreadable = (fields, code = "UNREADABLE_RESPONSE") => fails("MeshiDecodeError", code, 1, fields);

/** Those whose body is whatever JSON it is. */
const RAW = ["request GET", "request PUT", "request POST", "events.setContext"];
const raws = (expected) => Object.fromEntries(RAW.map((name) => [name, expected]));

/** Jobs, at the starts of their runs. */
const STARTS = ["attendees.import", "enrichment.start", "matching.start"];
const JOBS = {
  "importAll, at attendees.import": replayed(),
  ...Object.fromEntries(STARTS.map((start) => [`flow, at ${start}`, ok(1)])),
};

/** A body that is no JSON, or none that the contract knows; `request` gives whatever JSON it is. */
const wrong = (name, strike, { custom, status, code, only } = {}) => ({
  name,
  strike,
  times: 1,
  effect: true,
  expect: {
    all: unreadable(status === undefined ? {} : { status }, code),
    // It succeeded, and what it made can be looked at.
    ensure: ok(0, { others: 1 }),
    // A page or two of a proxy's cost no run, and no start of one that a job makes: its key is kept.
    ...(code === undefined && { poll: ok(1), ...JOBS }),
    // A flow has no use for the body.
    "flow, at events.setContext": ok(0),
    ...(custom !== undefined && raws(ok(0, { data: () => custom }))),
  },
  only,
});

/** What is read all the same. */
const fine = (name, make) => ({
  name,
  strike: answer(true, make),
  times: 1,
  effect: true,
  expect: { all: ok(0) },
});

const typed = (type) => (honest) => ({ ...honest, headers: { ...honest.headers, "content-type": type } });

/** One of each kind: a hundred megabytes take their time. */
const EACH = [
  "auth.check",
  "events.list",
  "events.update",
  "matching.start",
  "events.create",
  "events.ensure",
  "sessions.create",
  "runs.wait",
];
const TOO_LARGE = "RESPONSE_TOO_LARGE";
const JSON_TYPE = { "content-type": "application/json" };
const DECLARED = { ...JSON_TYPE, "content-length": String((100 << 20) + 2) };

export const BODIES = [
  wrong("200, an HTML page", html(true, 200), { status: 200 }),
  wrong("200, no body", json(true, 200, ""), { custom: null }),
  wrong("204", answer(true, { status: 204 }), {
    custom: null,
  }),
  wrong(
    "JSON cut in half",
    answer(true, (honest) => ({ ...honest, status: 200, text: honest.text.slice(0, -7) })),
  ),
  wrong("JSON, a list", json(true, 200, []), { custom: [] }),
  wrong("JSON, a string", json(true, 200, '"ok"'), { custom: "ok" }),
  wrong("JSON, a number", json(true, 200, "7"), { custom: 7 }),
  wrong("JSON, null", json(true, 200, "null"), { custom: null }),
  wrong(
    "the list is an object",
    changed((page) => ({ ...page, ...listed(page, {}) })),
    { only: ["list"] },
  ),
  wrong(
    "the cursor is a number",
    changed((page) => ({ ...page, next_cursor: 7 })),
    { only: ["list"] },
  ),
  wrong(
    "a run's status is a number",
    changed((run) => ({ ...run, status: 3 })),
    { only: ["poll", "keyed write"] },
  ),
  wrong(
    "a run's id is null",
    changed((run) => ({ ...run, run_id: null })),
    { only: ["poll", "keyed write"] },
  ),
  wrong("JSON, 100 000 deep", json(true, 200, "[".repeat(100_000) + "]".repeat(100_000)), { only: EACH }),
  wrong("100 MB, 200", huge(true, 200, JSON_TYPE, 100), { status: 200, code: TOO_LARGE, only: EACH }),
  wrong("100 MB that are told beforehand, 200", huge(true, 200, DECLARED, 100), {
    status: 200,
    code: TOO_LARGE,
    only: EACH,
  }),
  ...once(
    transient("100 MB, 500", huge(false, 500, JSON_TYPE, 100), ["MeshiServerError", "HTTP_500"], {
      only: EACH,
    }),
  ),
  fine("200 for everything", (honest) => ({ ...honest, status: 200 })),
  fine("201 for everything", (honest) => ({ ...honest, status: 201 })),
  fine("202 for everything", (honest) => ({ ...honest, status: 202 })),
  fine("text/plain", typed("text/plain")),
  fine("application/octet-stream", typed("application/octet-stream")),
  fine("a byte order mark", (honest) => ({ ...honest, text: `\ufeff${honest.text}` })),
  fine("headers that come twice", (honest) => ({
    ...honest,
    headers: {
      ...honest.headers,
      "content-type": ["application/json", "text/html"],
      "x-correlation-id": ["a", "b"],
    },
  })),
];

const listed = (page, value) =>
  Object.fromEntries(
    Object.keys(page)
      .filter((name) => Array.isArray(page[name]))
      .map((name) => [name, value]),
  );
