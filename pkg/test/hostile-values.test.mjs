// Any value at any place: nothing that a caller passes harms another call, of another client or of the same one.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { inspect } from "node:util";
import { isMeshiError, Meshi, readAttendees } from "meshi-partner";
import { withClock } from "./support/clock.mjs";
import { ANSWERS, SIGNALS, VALUES } from "./support/hostile.mjs";
import { importServer } from "./support/rows.mjs";
import { BASE, KEY, stub } from "./support/stub.mjs";

const unhandled = [];
process.on("unhandledRejection", (reason) => unhandled.push(reason));
process.on("uncaughtException", (error) => unhandled.push(error));
after(() => assert.deepEqual(unhandled, []));

const EVENT = { event_id: "summit", title: "Summit" };
const ROW = { attendee_id: "a-1", name: "Ada" };
const AUTH = { org_id: "o", scopes: ["partner:read", "partner:write"] };

/** An account in which everything succeeds at once. */
function fetchOf() {
  const imports = importServer();
  return stub((request, count) => {
    if (request.path === "/auth") return [200, AUTH];
    if (request.path.includes("attendees:import") || request.path.startsWith("/runs/run_"))
      return imports.answer(request, count);
    if (request.path.includes("attendees:")) return [202, { run_id: "run_x", status: "succeeded" }];
    return [200, { run_id: "r", status: "succeeded", event_id: "summit", title: "Summit" }];
  }).fetch;
}

const client = (options = {}) =>
  new Meshi({ apiKey: KEY, baseUrl: BASE, fetch: fetchOf(), maxRetries: 0, ...options });

const all = async (iterable) => {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
};

/** Every place of a public method, as a function of a client and of the value there. */
const PLACES = {
  "auth.check(options)": (meshi, value) => meshi.auth.check(value),
  "auth.check({ require })": (meshi, value) => meshi.auth.check({ require: value }),
  "idMap.get(kind)": (meshi, value) => meshi.idMap.get(value, "x"),
  "idMap.has(…, id)": (meshi, value) => meshi.idMap.has("event", value),
  "events.create(body)": (meshi, value) => meshi.events.create(value),
  "events.create({ title })": (meshi, value) => meshi.events.create({ ...EVENT, title: value }),
  "events.create({ other })": (meshi, value) => meshi.events.create({ ...EVENT, another: value }),
  "events.get(id)": (meshi, value) => meshi.events.get(value),
  "events.update(…, body)": (meshi, value) => meshi.events.update("summit", value),
  "events.setContext(…, body)": (meshi, value) => meshi.events.setContext("summit", value),
  "events.ensure(body)": (meshi, value) => meshi.events.ensure(value),
  "events.list(query)": (meshi, value) => meshi.events.list(value),
  "events.list({ maxItems })": (meshi, value) => meshi.events.list({ maxItems: value }),
  "events.list({ cursor }) iterated": (meshi, value) => all(meshi.events.list({ cursor: value })),
  "events.list(…, options)": (meshi, value) => meshi.events.list({}, value),
  "events.list().toArray(options)": (meshi, value) => meshi.events.list().toArray(value),
  "events.list().toArray({ max })": (meshi, value) => meshi.events.list().toArray({ max: value }),
  "sessions.create(…, body)": (meshi, value) => meshi.sessions.create("summit", value),
  "sessions.list(id)": (meshi, value) => meshi.sessions.list(value),
  "attendees.import(…, body)": (meshi, value) => meshi.attendees.import("summit", value),
  "attendees.import({ attendees })": (meshi, value) => meshi.attendees.import("summit", { attendees: value }),
  "attendees.import({ attendees: [row] })": (meshi, value) =>
    meshi.attendees.import("summit", { attendees: [value] }),
  "attendees.importAll(id)": (meshi, value) => meshi.attendees.importAll(value, [ROW]),
  "attendees.importAll(source)": (meshi, value) => meshi.attendees.importAll("summit", value),
  "attendees.importAll([row])": (meshi, value) => meshi.attendees.importAll("summit", [ROW, value]),
  "attendees.importAll(options)": (meshi, value) => meshi.attendees.importAll("summit", [ROW], value),
  "attendees.list(id)": (meshi, value) => meshi.attendees.list(value),
  "enrichment.start(…, fields)": (meshi, value) => meshi.enrichment.start("summit", value),
  "matching.start(…, fields)": (meshi, value) => meshi.matching.start("summit", value),
  "matches.list(…, query)": (meshi, value) => all(meshi.matches.list("summit", value)),
  "matches.top(id)": (meshi, value) => meshi.matches.top(value),
  "matches.top(…, options)": (meshi, value) => meshi.matches.top("summit", value),
  "matches.top({ n })": (meshi, value) => meshi.matches.top("summit", { n: value }),
  "matches.top({ signal })": (meshi, value) => meshi.matches.top("summit", { n: 1, signal: value }),
  "matches.byAttendee(…, options)": (meshi, value) => all(meshi.matches.byAttendee("summit", value)),
  "matches.byAttendee({ attendeeId })": (meshi, value) =>
    all(meshi.matches.byAttendee("summit", { attendeeId: value })),
  "reviewQueue.list(query)": (meshi, value) => meshi.reviewQueue.list(value),
  "reviewQueue.list({ eventId })": (meshi, value) => meshi.reviewQueue.list({ eventId: value }),
  "runs.get(id)": (meshi, value) => meshi.runs.get(value),
  "runs.wait(run)": (meshi, value) => meshi.runs.wait(value, { maxWaitMs: 1_000 }),
  "runs.poller(run)": (meshi, value) => meshi.runs.poller(value).pollOnce(),
  "runs.poller().pollOnce(options)": (meshi, value) => meshi.runs.poller("r").pollOnce(value),
  "runs.resume(token)": (meshi, value) => meshi.runs.resume(value).wait(),
  "request(method)": (meshi, value) => meshi.request(value, "/x"),
  "request(path)": (meshi, value) => meshi.request("GET", value),
  "request(input)": (meshi, value) => meshi.request("POST", "/x", value),
  "request({ query })": (meshi, value) => meshi.request("GET", "/x", { query: value }),
  "request({ query: { q } })": (meshi, value) => meshi.request("GET", "/x", { query: { q: value } }),
  "request({ body })": (meshi, value) => meshi.request("POST", "/x", { body: value }),
  "flow(plan)": (meshi, value) => meshi.flow(value),
  "flow({ event })": (meshi, value) => meshi.flow({ event: value }),
  "flow({ context })": (meshi, value) => meshi.flow({ event: EVENT, context: value }),
  "flow({ attendees })": (meshi, value) => meshi.flow({ event: EVENT, attendees: value }),
  "flow({ enrich })": (meshi, value) => meshi.flow({ event: EVENT, enrich: value }),
  "flow({ match })": (meshi, value) => meshi.flow({ event: EVENT, match: value }),
  "flow(…, options)": (meshi, value) => meshi.flow({ event: EVENT }, value),
  "flow(…).step()": (meshi, value) => meshi.flow(value).step(),
  "resumeFlow(token)": (meshi, value) => meshi.resumeFlow(value, { event: EVENT }),
  "readAttendees(source)": (_meshi, value) => all(readAttendees(value)),
  "readAttendees(…, options)": (_meshi, value) => all(readAttendees("name,email\nAda,a@b.example\n", value)),
  "readAttendees({ mapping })": (_meshi, value) =>
    all(readAttendees("name,email\nAda,a@b.example\n", { mapping: value })),
  "importAll(readAttendees(source))": (meshi, value) =>
    meshi.attendees.importAll("summit", readAttendees(value)),
};
for (const name of [
  "signal",
  "timeoutMs",
  "deadlineMs",
  "maxRetries",
  "correlationId",
  "headers",
  "idempotencyKey",
  "unknown",
]) {
  PLACES[`runs.get({ ${name} })`] = (meshi, value) => meshi.runs.get("r", { [name]: value });
  PLACES[`matching.start({ ${name} })`] = (meshi, value) =>
    meshi.matching.start("summit", {}, { [name]: value });
}
for (const name of ["maxRows", "maxBytes", "concurrency", "wait", "webhook_url", "signal", "headers"]) {
  PLACES[`importAll({ ${name} })`] = (meshi, value) =>
    meshi.attendees.importAll("summit", [ROW], { [name]: value });
  PLACES[`flow({ ${name} })`] = (meshi, value) =>
    meshi.flow({ event: EVENT, attendees: [ROW] }, { [name]: value });
}
for (const name of ["pollIntervalMs", "maxWaitMs", "signal"]) {
  PLACES[`runs.wait({ ${name} })`] = (meshi, value) => meshi.runs.wait("r", { [name]: value });
}

/** Where a function of the caller's is called: what it throws is its own, and the call rejects with it. */
const CALLBACKS = {
  "importAll({ onProgress })": (meshi, value) =>
    meshi.attendees.importAll("summit", [ROW], { onProgress: value }),
  "importAll({ wait: { onProgress } })": (meshi, value) =>
    meshi.attendees.importAll("summit", [ROW], { wait: { onProgress: value } }),
  "runs.wait({ onProgress })": (meshi, value) => meshi.runs.wait("r", { onProgress: value }),
  "flow({ wait: { onProgress } })": (meshi, value) =>
    meshi.flow({ event: EVENT, match: true }, { wait: { onProgress: value } }),
  "new Meshi({ middleware: [it] })": (_meshi, value) => client({ middleware: [value] }).auth.check(),
  "new Meshi({ middleware: it })": (_meshi, value) => client({ middleware: value }).auth.check(),
};

/** The options of a client, one at a time, and one call of the client, if it lets itself be made. */
const OPTIONS = { "new Meshi(it)": (_meshi, value) => new Meshi(value).auth.check() };
for (const name of [
  "apiKey",
  "environment",
  "baseUrl",
  "fetch",
  "timeoutMs",
  "deadlineMs",
  "maxRetries",
  "maxRetryAfterMs",
  "maxRequestsPerSecond",
  "maxConcurrentRequests",
  "correlationId",
  "routes",
  "logger",
  "logLevel",
  "dangerouslyAllowBrowser",
]) {
  OPTIONS[`new Meshi({ ${name} })`] = (_meshi, value) => client({ [name]: value }).auth.check();
}
OPTIONS["new Meshi({ fetch: () => it })"] = (_meshi, value) => client({ fetch: () => value }).auth.check();
OPTIONS["new Meshi({ fetch: async () => it })"] = (_meshi, value) =>
  client({ fetch: async () => value }).auth.check();
OPTIONS["new Meshi({ fetch: throws it })"] = (_meshi, value) =>
  client({
    fetch() {
      throw value;
    },
  }).auth.check();
OPTIONS["new Meshi({ logger: of it })"] = (_meshi, value) =>
  client({
    logger: { error: value, warn: value, info: value, debug: value },
    logLevel: "debug",
  }).auth.check();
OPTIONS["new Meshi({ correlationId: () => it })"] = (_meshi, value) =>
  client({ correlationId: () => value }).auth.check();

/** The error as far as it can be shown: its cause may throw at that. */
function described(error) {
  try {
    return inspect(error);
  } catch {
    return `${error.name}: ${error.message}`;
  }
}

const quiet = (work) => {
  const kept = console.error;
  console.error = () => {};
  return work().finally(() => {
    console.error = kept;
  });
};

/** Puts each value there; then a call of the same client and one of another work. */
function check(place, call, values, { own = false, throws = false } = {}) {
  test(`${place}: whatever is there, the next call works`, () =>
    quiet(() =>
      withClock(async () => {
        const [same, other] = [client(), client()];
        for (const [name, make] of Object.entries(values)) {
          const underWay = other.runs.get("r");
          let outcome;
          try {
            outcome = call(same, make());
          } catch (error) {
            assert.ok(throws, `${name}: thrown at once: ${described(error)}`);
            outcome = Promise.reject(error);
          }
          await Promise.resolve(outcome).then(
            () => {},
            (error) => {
              if (own) return;
              assert.ok(isMeshiError(error), `${name}: ${described(error)}`);
              assert.notEqual(error.name, "MeshiInternalError", `${name}: ${described(error)}`);
            },
          );
          assert.equal((await underWay).run_id, "r", `${name}: a call that was under way`);
          assert.deepEqual(await same.auth.check(), AUTH, `${name}: the same client`);
          assert.deepEqual(await other.auth.check(), AUTH, `${name}: another client`);
        }
        assert.deepEqual(unhandled.splice(0).map(described), [], "unhandled");
      }),
    ));
}

const everything = { ...VALUES, ...SIGNALS, ...ANSWERS };
for (const [place, call] of Object.entries(PLACES)) check(place, call, everything);
for (const [place, call] of Object.entries(CALLBACKS))
  check(place, call, everything, { own: true, throws: true });
for (const [place, call] of Object.entries(OPTIONS)) check(place, call, everything, { throws: true });
