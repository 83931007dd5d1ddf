// The connection fails: before the request took effect, after it, or in the middle of the answer.

import { between, fails, ok, replayed } from "../expect.mjs";
import { close, cutBody, drip, raw, reset, stallBody, stallHead } from "../strikes.mjs";

const LOST = ["MeshiConnectionError", "CONNECTION_FAILED"];
const LATE = ["MeshiTimeoutError", "ATTEMPT_TIMEOUT"];

/** What holds for one loss of its kind holds for all: only the first is tried without end. */
export const once = (faults) => faults.slice(0, 1);

/** Where a job is struck at a request that is not a poll. */
const CALLS = [
  "importAll, at attendees.import",
  ...["auth.check", "events.create", "events.setContext"].map((name) => `flow, at ${name}`),
  ...["attendees.import", "enrichment.start", "matching.start"].map((name) => `flow, at ${name}`),
];

/** The same of all jobs, but for their polls. */
export const jobs = (expected) => Object.fromEntries(CALLS.map((name) => [name, expected]));

/** Without riding out an outage: what a job does beyond its calls' own attempts is another table. */
export const AT_ONCE = { maxOutageMs: 0 };

/** What may or may not have taken effect is sent again where that does no harm, and told where it does. */
export function transient(name, strike, error, { effect = false, fields = {}, ...more } = {}) {
  const blind = fails(...error, 1, fields);
  // A create is sent again, and where the first one was no loss but for its answer, its event is fetched and compared.
  const create = effect ? ok(1, { others: 1 }) : ok(1);
  const fault = { effect, times: 1, ...more };
  // A flow sets the same context again.
  const context = { "flow, at events.setContext": ok(1, { effects: effect ? 2 : 1 }) };
  const part = effect ? { "importAll, at attendees.import": replayed() } : {};
  return [
    {
      ...fault,
      name,
      strike,
      expect: { safe: ok(1), "blind write": blind, create, ensure: create, ...context, ...part },
    },
    {
      ...fault,
      name: `${name}, always`,
      strike,
      times: Infinity,
      options: { ...AT_ONCE, ...more.options },
      expect: {
        safe: fails(...error, 4, fields),
        "blind write": blind,
        create: fails(...error, 4, fields),
        // It looks in the end. Where nothing is there, the create had its attempts.
        ensure: effect ? ok(3, { others: 1 }) : fails(...error, 4, fields),
        poll: fails("MeshiTimeoutError", "WAIT_TIMEOUT", between(4, 100), { scope: "wait" }),
      },
    },
  ];
}

const lost = (name, strike, more) => transient(name, strike, LOST, { fields: { maybeSent: true }, ...more });
const late = (name, strike, more) => transient(name, strike, LATE, { fields: { scope: "attempt" }, ...more });

/** Makes a first call, so that the next one goes over a connection that was used before. */
const used = ({ meshi, clock }) => clock.drive(() => meshi.auth.check());

const BROKEN_CHUNKS =
  "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nnonsense\r\n";
const MANY_HEADERS = `HTTP/1.1 200 OK\r\n${"x-padding: and more of it\r\n".repeat(4_000)}content-length: 2\r\n\r\n{}`;
const BAD_GZIP =
  "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\nconnection: close\r\ncontent-length: 11\r\n\r\nnot gzipped";

export const CONNECTION = [
  ...lost("reset before it took effect", reset(false)),
  ...lost("reset after it took effect", reset(true), { effect: true }),
  ...once(lost("closed without a byte", close(true), { effect: true })),
  {
    name: "kept alive, then closed in between",
    times: 0,
    before: async (given) => {
      await used(given);
      await given.server.hangUp();
    },
    expect: { all: ok(0) },
  },
  ...once(lost("kept alive, reset under the request", reset(false), { before: used })),
  ...late("stalled before the head", stallHead(true), { effect: true }),
  ...late("stalled in the body", stallBody(), { effect: true }),
  {
    name: "stalled, past the deadline",
    strike: stallHead(true),
    effect: true,
    times: Infinity,
    options: { deadlineMs: 12_000, ...AT_ONCE },
    expect: {
      safe: fails("MeshiTimeoutError", "DEADLINE_EXCEEDED", between(2, 3), { scope: "deadline" }),
      create: fails("MeshiTimeoutError", "DEADLINE_EXCEEDED", between(2, 3), { scope: "deadline" }),
      "blind write": fails(...LATE),
      ensure: ok(2, { others: 1 }),
      poll: fails("MeshiTimeoutError", "WAIT_TIMEOUT", between(4, 100), { scope: "wait" }),
    },
  },
  ...late("dripped, a byte a second", drip(), { effect: true }),
  ...lost("cut off in the body", cutBody(), { effect: true }),
  ...once(lost("no HTTP at all", raw(true, "220 mail.example.com ESMTP\r\n"), { effect: true })),
  ...once(lost("broken chunks", raw(true, BROKEN_CHUNKS), { effect: true })),
  ...once(lost("100 KB of headers", raw(true, MANY_HEADERS), { effect: true })),
  ...once(lost("gzip that is none", raw(true, BAD_GZIP), { effect: true })),
];
