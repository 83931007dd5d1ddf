// Code of the caller's that uses the same object again while the module runs it: every member of a signal or of an answer,
// and every callback, calls back into the poller, flow, list, scan or client that is at work.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { isMeshiError, Meshi } from "meshi-partner";
import { withClock } from "./support/clock.mjs";
import { reentrantAnswer, reentrantSignal } from "./support/hostile.mjs";
import { BASE, KEY, stub } from "./support/stub.mjs";

const unhandled = [];
process.on("unhandledRejection", (reason) => unhandled.push(reason));
process.on("uncaughtException", (error) => unhandled.push(error));
after(() => assert.deepEqual(unhandled, []));

const RUN = { run_id: "r", status: "succeeded" };
const PLAN = { event: { event_id: "summit", title: "Summit" }, match: true };

const bodyOf = (path, status) => {
  if (path.startsWith("/runs/")) return { ...RUN, status };
  if (path.includes("/matches?") || path.endsWith("/matches") || path.endsWith("/attendees"))
    return { items: [], next_cursor: "same" };
  return { ...RUN, event_id: "summit", title: "Summit", items: [], next_cursor: "same" };
};

const all = async (iterable) => {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
};

/** What is at work, how it is made, what it does, and everything that it can be asked meanwhile. */
const JOBS = {
  "a poller that waits": {
    make: (meshi, options) => meshi.runs.poller("r", options),
    start: (poller) => poller.wait(),
    uses: [(p) => p.isDone, (p) => p.run, (p) => p.serialize(), (p) => p.pollOnce(), (p) => p.wait()],
  },
  "a poller that looks once": {
    make: (meshi, options) => meshi.runs.poller("r", options),
    start: (poller) => poller.pollOnce(),
    uses: [(p) => p.isDone, (p) => p.run, (p) => p.serialize(), (p) => p.pollOnce(), (p) => p.wait()],
  },
  "a flow": {
    make: (meshi, options) => meshi.flow(PLAN, options),
    start: (flow) => flow.step(),
    uses: [(f) => f.result, (f) => f.serialize(), (f) => f.step()],
  },
  "a list": {
    make: (meshi, options) => meshi.events.list({}, options),
    start: all,
    uses: [all, (list) => list.toArray({ max: 5 })],
  },
  "a scan of matches": {
    make: (meshi, options) => meshi.matches.byAttendee("summit", options),
    start: all,
    uses: [all],
  },
  "a call": {
    make: (meshi, options) => ({ get: () => meshi.runs.get("r", options) }),
    start: (call) => call.get(),
    uses: [(call) => call.get()],
  },
};

/** Calls back, but neither within itself nor for ever. */
function callingBack(use) {
  const state = { target: undefined, uses: 0, seen: [] };
  let inside = false;
  const told = (error) => state.seen.push(error);
  const hit = () => {
    if (inside || state.target === undefined || state.uses >= 50) return;
    inside = true;
    state.uses += 1;
    try {
      const made = use(state.target);
      if (typeof made?.then === "function") made.then(() => {}, told);
    } catch (error) {
      told(error);
    } finally {
      inside = false;
    }
  };
  return { state, hit };
}

for (const [name, { make, start, uses }] of Object.entries(JOBS)) {
  for (const [number, use] of uses.entries()) {
    for (const from of ["signal", "answer", "wrong answer"]) {
      test(`${name}, used again (${number}) by the ${from} that it reads: no call is harmed`, () =>
        withClock(async () => {
          const { state, hit } = callingBack(use);
          const plain = (request) => [200, bodyOf(request.path, "succeeded")];
          const other = new Meshi({ apiKey: KEY, baseUrl: BASE, fetch: stub(plain).fetch });
          const answers = async (url) => {
            const path = new URL(url).pathname.slice(new URL(BASE).pathname.length);
            const body = from === "wrong answer" ? { run_id: 1 } : bodyOf(path, "succeeded");
            return reentrantAnswer(hit, 200, body);
          };
          const fetch = from === "signal" ? stub(plain).fetch : answers;
          const meshi = new Meshi({ apiKey: KEY, baseUrl: BASE, fetch, maxRetries: 0 });
          const underWay = other.runs.get("r");
          state.target = make(meshi, from === "signal" ? { signal: reentrantSignal(hit) } : {});
          await Promise.resolve(start(state.target)).catch((error) => state.seen.push(error));
          assert.ok(state.uses > 0, "nothing called back");
          assert.equal((await underWay).run_id, "r", "a call that was under way");
          assert.equal((await other.runs.get("r")).run_id, "r", "another client");
          for (const error of state.seen) {
            assert.ok(isMeshiError(error), String(error));
            assert.notEqual(error.name, "MeshiInternalError", `${error.message}: ${error.cause}`);
          }
        }));
    }
  }
}
