// What code of the caller's throws or rejects with, wherever the package calls it: the call rejects with that very error,
// but for a logger, whose error is told once; the process lives, and the next call works.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { withClock } from "./support/clock.mjs";
import { rejection } from "./support/client.mjs";
import { attendees, importServer } from "./support/rows.mjs";
import { BASE, KEY, stub } from "./support/stub.mjs";
import { Meshi } from "meshi-partner";

const unhandled = [];
process.on("unhandledRejection", (reason) => unhandled.push(reason));
after(() => assert.deepEqual(unhandled, []));

const EVENT = { event_id: "summit", title: "Summit" };

function account(options = {}) {
  const imports = importServer();
  const { fetch, requests } = stub((request, count) => {
    if (request.path === "/auth") return [200, { scopes: ["partner:read", "partner:write"] }];
    if (request.path.includes("attendees:import") || request.path.startsWith("/runs/run_"))
      return imports.answer(request, count);
    if (request.path.includes("attendees:")) return [202, { run_id: "run_x", status: "queued" }];
    return [200, { run_id: "r", status: "succeeded", event_id: "summit", title: "Summit" }];
  });
  return { meshi: new Meshi({ apiKey: KEY, baseUrl: BASE, fetch, ...options }), requests };
}

const WAYS = {
  throws: (error) => () => {
    throw error;
  },
  rejects: (error) => async () => {
    throw error;
  },
  "rejects later": (error) => () => new Promise((_, reject) => setTimeout(reject, 5_000, error)),
};

const ERRORS = {
  "an error": () => new Error("the database is down"),
  "an error like fetch's": () => new TypeError("fetch failed"),
  "an abort of its own": () => new DOMException("mine", "AbortError"),
  "a text": () => "a text",
  "a frozen error": () => Object.freeze(new Error("frozen")),
  "an object like a failure": () => ({ kind: "abort", code: "ABORTED", message: "mine" }),
  "what looks like an error of the package's options": () => ({
    kind: "config",
    code: "X",
    option: "middleware",
  }),
};

const PLACES = {
  "onProgress of runs.wait": (meshi, it) => meshi.runs.wait("r", { onProgress: it }),
  "onProgress of a poller": (meshi, it) => meshi.runs.poller("r", { onProgress: it }).wait(),
  "onProgress of importAll": (meshi, it) => meshi.attendees.importAll("e", attendees(3), { onProgress: it }),
  "onProgress of importAll's runs": (meshi, it) =>
    meshi.attendees.importAll("e", attendees(3), { wait: { onProgress: it } }),
  "onProgress of a flow": (meshi, it) =>
    meshi.flow({ event: EVENT, attendees: attendees(3) }, { wait: { onProgress: it } }),
  "a middleware": (_meshi, it) => account({ middleware: [it] }).meshi.auth.check(),
  "a middleware, behind another one": (_meshi, it) =>
    account({ middleware: [(request, next) => next(request), it] }).meshi.runs.get("r"),
  "a middleware of a flow": (_meshi, it) => account({ middleware: [it] }).meshi.flow({ event: EVENT }),
  "a middleware of a list": (_meshi, it) => account({ middleware: [it] }).meshi.events.list(),
  "a middleware of an import": (_meshi, it) =>
    account({ middleware: [it] }).meshi.attendees.importAll("e", attendees(3)),
};

for (const [place, call] of Object.entries(PLACES)) {
  for (const [way, callback] of Object.entries(WAYS)) {
    test(`${place} ${way}: that is what the call rejects with`, () =>
      withClock(async () => {
        const { meshi } = account();
        for (const [name, make] of Object.entries(ERRORS)) {
          const error = make();
          const seen = await rejection(call(meshi, callback(error)));
          assert.equal(seen, error, name);
          assert.deepEqual(await meshi.auth.check(), { scopes: ["partner:read", "partner:write"] });
        }
        assert.deepEqual(unhandled.splice(0), []);
      }));
  }
}

test("a middleware's own error is not tried again, and what fetch throws through it is", () =>
  withClock(async () => {
    let calls = 0;
    const failing = account({
      middleware: [
        () => {
          calls += 1;
          throw new Error("no");
        },
      ],
    });
    await rejection(failing.meshi.auth.check());
    assert.equal(calls, 1);
    let attempts = 0;
    const fetch = async () => {
      attempts += 1;
      if (attempts < 3) throw new TypeError("fetch failed");
      return Response.json({ fine: true });
    };
    const passing = new Meshi({
      apiKey: KEY,
      baseUrl: BASE,
      fetch,
      middleware: [(request, next) => next(request)],
    });
    assert.deepEqual(await passing.auth.check(), { fine: true });
    assert.equal(attempts, 3);
  }));

test("an onProgress that never settles keeps no call from ending", () =>
  withClock(async ({ elapsed }) => {
    const { meshi } = account();
    const run = await meshi.runs.wait("r", { onProgress: () => new Promise(() => {}), timeoutMs: 2_000 });
    assert.equal(run.status, "succeeded");
    assert.equal(elapsed(), 2_000);
  }));

test("a call waits for what its last onProgress began", () =>
  withClock(async () => {
    const { meshi } = account();
    let saved = false;
    await meshi.runs.wait("r", {
      onProgress: async () => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        saved = true;
      },
    });
    assert.ok(saved);
  }));

for (const [way, callback] of Object.entries(WAYS)) {
  test(`a logger that ${way} is told of once, and harms nothing`, () =>
    withClock(async () => {
      const told = [];
      const { error } = console;
      console.error = (...given) => told.push(given);
      try {
        const failed = new Error("the log is full");
        const fail = callback(failed);
        const logger = { error: fail, warn: fail, info: fail, debug: fail };
        const { meshi } = account({ logger, logLevel: "debug" });
        for (let call = 0; call < 3; call += 1) await meshi.runs.get("r");
        await meshi.attendees.importAll("e", attendees(3));
        await new Promise((resolve) => setTimeout(resolve, 10_000));
        assert.equal(told.length, 1);
        assert.match(told[0][0], /logger/);
        assert.equal(told[0][1], failed);
        assert.deepEqual(unhandled.splice(0), []);
      } finally {
        console.error = error;
      }
    }));
}

test("a correlationId function that is async is refused, and its rejection ends nothing", async () => {
  const { meshi } = account({
    correlationId: async () => {
      throw new Error("no id");
    },
  });
  assert.equal((await rejection(meshi.auth.check())).option, "correlationId");
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(unhandled.splice(0), []);
});

test("code of the caller's may free the client that is calling it", async () => {
  const places = {
    "a getter of options": (meshi) =>
      meshi.auth.check({
        get timeoutMs() {
          meshi.free();
          return 1_000;
        },
      }),
    "a body's toJSON": (meshi) =>
      meshi.events.create({
        ...EVENT,
        toJSON() {
          meshi.free();
          return EVENT;
        },
      }),
    onProgress: (meshi) => meshi.runs.wait("r", { onProgress: () => meshi.free() }),
  };
  for (const [place, call] of Object.entries(places)) {
    const { meshi } = account();
    const other = account().meshi;
    const underWay = other.runs.get("r");
    await Promise.resolve(call(meshi)).catch((error) => assert.equal(error.code, "CLIENT_FREED", place));
    assert.equal((await underWay).run_id, "r", place);
    assert.equal((await other.runs.get("r")).run_id, "r", place);
    assert.equal((await rejection(meshi.auth.check())).code, "CLIENT_FREED", place);
  }
});

test("code of the caller's may make calls while it is asked for options", async () => {
  const { meshi } = account();
  const inner = [];
  const options = {
    get timeoutMs() {
      inner.push(meshi.runs.get("r", { headers: { "x-a": "b" } }));
      return 1_000;
    },
  };
  assert.ok(await meshi.auth.check(options));
  assert.ok((await Promise.all(inner)).length > 0);
});
