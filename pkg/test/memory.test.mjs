// What a client holds on to: nothing of what is over, and nothing once it is forgotten.
//
// The module's memory only ever grows, by 64 KB at a time, so what leaks by a few bytes a call shows after many calls.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** The memories of the module's instances: seen as they are made, so before the package is loaded. */
const memories = [];
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, given) {
    const instance = Reflect.construct(target, given, target);
    memories.push(instance.exports.memory);
    return instance;
  },
});
const { Meshi, readAttendees } = await import("meshi-partner");

let parts = 0;

/** Every run that is asked for, a new one for each part of an import, and `run_1` for anything else. */
const answered = async (url) => {
  const made = String(url).includes("attendees:import") ? `run_part_${(parts += 1)}` : "run_1";
  const [, run_id = made] = /\/runs\/(\w+)/.exec(url) ?? [];
  const run = JSON.stringify({ run_id, status: "succeeded", counts: { total: 1 } });
  return new Response(run, { headers: { "content-type": "application/json" } });
};
const OPTIONS = { apiKey: "k", baseUrl: "https://partner.test/api/v0/partner" };
const client = (fetch = answered) => new Meshi({ ...OPTIONS, fetch });

function linear() {
  assert.equal(memories.length, 1, "there is one instance");
  return memories[0].buffer.byteLength;
}

/** Collects, and lets what waits for that be told. */
async function settled() {
  for (let turn = 0; turn < 5; turn += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const heap = async () => {
  await settled();
  return process.memoryUsage().heapUsed;
};

async function calls(meshi, count) {
  const { signal } = new AbortController();
  for (let done = 0; done < count; done += 100)
    await Promise.all(
      Array.from({ length: 100 }, (_, n) => meshi.runs.get(`run_${n}`, n % 2 ? { signal } : undefined)),
    );
}

test("100 000 calls leave nothing behind", async () => {
  const meshi = client();
  await calls(meshi, 2_000);
  const [memory, objects] = [linear(), await heap()];
  await calls(meshi, 100_000);
  assert.equal(linear(), memory, "the module's memory is as it was");
  const grown = (await heap()) - objects;
  // Less than one small object a call would take.
  assert.ok(grown < 1_000_000, `JavaScript's heap grew by ${grown} bytes`);
  meshi.free();
});

test("calls that fail, are refused or are aborted leave nothing behind", async () => {
  const meshi = client(async (_, { signal }) => {
    if (signal.aborted) throw signal.reason;
    return new Response("<html>", { status: 500 });
  });
  const failing = async (count) => {
    for (let done = 0; done < count; done += 3) {
      const controller = new AbortController();
      const call = meshi.runs.get("run_1", { signal: controller.signal });
      controller.abort();
      await Promise.allSettled([
        call,
        meshi.runs.get("run_1", { maxRetries: 0 }),
        meshi.events.create({ event_id: "no good id" }),
      ]);
    }
  };
  await failing(600);
  const [memory, objects] = [linear(), await heap()];
  await failing(15_000);
  assert.equal(linear(), memory);
  const grown = (await heap()) - objects;
  assert.ok(grown < 1_000_000, `JavaScript's heap grew by ${grown} bytes`);
  meshi.free();
});

const ROWS = 1_000_000;

/** A file that is made as it is read. */
async function* file() {
  yield "attendee_id,name,email,company,title\n";
  for (let start = 0; start < ROWS; start += 1_000) {
    let text = "";
    for (let row = start; row < start + 1_000; row += 1)
      text += `a-${row},Person ${row},p${row}@example.com,Company ${row % 97},Engineer\n`;
    yield text;
  }
}

test("1 000 000 imported rows leave nothing behind", async () => {
  const meshi = client();
  const importOne = async () => {
    const report = await meshi.attendees.importAll("e-1", readAttendees(file()), { maxRows: 2_000 });
    assert.equal(report.total, ROWS);
    assert.equal(report.imported, ROWS);
  };
  await importOne();
  const memory = linear();
  assert.ok(memory <= 32 * 1024 * 1024, `${memory} bytes for one import`);
  await importOne();
  // Where the allocator puts things differs from one import to the next, by less than a byte a row.
  assert.ok(linear() - memory < ROWS, `a second one takes ${linear() - memory} bytes more than the first`);
  meshi.free();
});

test("a client that is forgotten is collected, with all that it has in the module", async () => {
  // Its correlation id takes room inside.
  const make = () => new Meshi({ ...OPTIONS, fetch: answered, correlationId: "c".repeat(200) });
  const forgotten = new WeakRef(make());
  await settled();
  assert.equal(forgotten.deref(), undefined);
  const many = async () => {
    for (let round = 0; round < 20; round += 1) {
      for (let n = 0; n < 200; n += 1) make();
      await settled();
    }
  };
  await many();
  const memory = linear();
  await many();
  assert.equal(linear(), memory);
});

test("pollers, lists, flows and files that are forgotten are collected", async () => {
  const meshi = client();
  const many = async () => {
    for (let round = 0; round < 20; round += 1) {
      for (let n = 0; n < 100; n += 1) {
        await meshi.runs.poller(`run_${n}`).pollOnce();
        meshi.flow({ event: { event_id: "e-1", title: "T" } }).serialize();
        for await (const row of readAttendees("name\nA\nB\n")) if (row) break;
      }
      await settled();
    }
  };
  await many();
  const memory = linear();
  await many();
  assert.equal(linear(), memory);
  meshi.free();
});

test("free ends a client's use and lets its calls in flight end", async () => {
  let answer;
  const meshi = client(() => new Promise((resolve) => (answer = resolve)));
  const call = meshi.runs.get("run_1");
  meshi.free();
  meshi.free();
  await assert.rejects(meshi.runs.get("run_1"), { name: "MeshiConfigError", code: "CLIENT_FREED" });
  answer(await answered("/runs/run_1"));
  assert.equal((await call).run_id, "run_1");
});

test("`using` frees, where the runtime knows of it", { skip: Symbol.dispose === undefined }, async () => {
  const meshi = client();
  meshi[Symbol.dispose]();
  await assert.rejects(meshi.runs.get("run_1"), { code: "CLIENT_FREED" });
});
