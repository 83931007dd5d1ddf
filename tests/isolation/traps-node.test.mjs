// In Node.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { check } from "./expected.mjs";
import { scenario } from "./scenario.mjs";

const load = (name) => import(pathToFileURL(join(process.env.MESHI_TRAPS, "dist", name)).href);

test("a trap ends what is under way, and nothing goes unhandled", async (t) => {
  const unhandled = [];
  const note = (error) => unhandled.push(error);
  process.on("unhandledRejection", note);
  process.on("uncaughtException", note);
  t.after(() => {
    process.off("unhandledRejection", note);
    process.off("uncaughtException", note);
  });
  check(await scenario(await load("node.js")));
  // What is unhandled is told of in a later turn.
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(unhandled, []);
});

test("a trap leaves no timer and no listener", async () => {
  const { Meshi } = await load("node.js");
  const counts = { timers: 0, listeners: 0 };
  const { setTimeout, clearTimeout } = globalThis;
  const live = new Set();
  globalThis.setTimeout = (...given) => {
    const id = setTimeout(...given);
    live.add(id);
    return id;
  };
  globalThis.clearTimeout = (id) => {
    live.delete(id);
    clearTimeout(id);
  };
  const { signal } = new AbortController();
  const [add, remove] = ["addEventListener", "removeEventListener"].map((name) => signal[name].bind(signal));
  signal.addEventListener = (...given) => ((counts.listeners += 1), add(...given));
  signal.removeEventListener = (...given) => ((counts.listeners -= 1), remove(...given));
  try {
    const meshi = new Meshi({
      apiKey: "k",
      baseUrl: "https://partner.example.com",
      fetch: () => new Promise(() => {}),
    });
    const held = meshi.events.get("e", { signal });
    assert.equal(live.size, 1);
    assert.equal(counts.listeners, 1);
    await assert.rejects(meshi.request("GET", "/__trap/at-once/panic"), { name: "MeshiInternalError" });
    await assert.rejects(held, { name: "MeshiInternalError" });
    assert.equal(live.size, 0);
    assert.equal(counts.listeners, 0);
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout });
  }
});

test("a trap ends every call and the next one works, whatever a signal does when it is left", async () => {
  const { Meshi } = await load("node.js");
  const refuse = () => {
    throw new Error("hostile");
  };
  const signals = [
    { aborted: false, addEventListener() {}, removeEventListener: refuse },
    { aborted: false, addEventListener: refuse, removeEventListener: refuse },
    { aborted: false, addEventListener: (_type, listener) => listener(), removeEventListener: refuse },
    Object.defineProperty({ aborted: false, addEventListener() {}, removeEventListener() {} }, "reason", {
      get: refuse,
    }),
  ];
  const make = () =>
    new Meshi({
      apiKey: "k",
      baseUrl: "https://partner.example.com",
      fetch: (url) => (url.endsWith("/auth") ? Promise.resolve(Response.json({})) : new Promise(() => {})),
    });
  const [meshi, other] = [make(), make()];
  for (let round = 0; round < 3; round += 1) {
    const held = [...signals, undefined].map((signal) => other.events.get("e", { signal }));
    const ends = Promise.allSettled(held);
    await assert.rejects(meshi.request("GET", "/__trap/at-once/panic"), { name: "MeshiInternalError" });
    for (const { status } of await ends) assert.equal(status, "rejected");
    assert.deepEqual(await meshi.auth.check(), {});
    assert.deepEqual(await other.auth.check(), {});
  }
});

test("nothing of a client that was trapped with is sent later", async () => {
  const { Meshi } = await load("node.js");
  let answer;
  let requests = 0;
  const meshi = new Meshi({
    apiKey: "k",
    baseUrl: "https://partner.example.com",
    fetch: (url) => {
      requests += 1;
      return new Promise((resolve) => {
        if (url.endsWith("/auth")) resolve(Response.json({}));
        else answer = () => resolve(new Response("", { status: 503, headers: { "retry-after": "0" } }));
      });
    },
  });
  const held = meshi.events.get("e");
  await assert.rejects(meshi.request("GET", "/__trap/at-once/panic"), { name: "MeshiInternalError" });
  await assert.rejects(held, { name: "MeshiInternalError" });
  await meshi.auth.check();
  assert.equal(requests, 2);
  // It would have been tried again at once.
  answer();
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(requests, 2);
});
