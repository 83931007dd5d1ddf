// The counters that the meter puts into a module, against what can be counted by hand.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after, before } from "node:test";
import { promisify } from "node:util";

const execute = promisify(execFile);
const { MESHI_METER: meter, MESHI_WASM_AS: assembler } = process.env;

const MODULE = `(module
  (import "host" "seen" (func $seen (param i32)))
  (memory (export "memory") 1)
  (global $kept (mut i32) (i32.const 7))
  (func $loop (export "loop") (param $n i32)
    loop $again
      local.get $n
      i32.const 1
      i32.sub
      local.tee $n
      br_if $again
    end)
  (func $choice (export "choice") (param $n i32) (result i32)
    block $out
      local.get $n
      i32.eqz
      br_if $out
      nop
      nop
    end
    local.get $n
    if (result i32)
      i32.const 1
    else
      i32.const 2
      i32.const 3
      i32.add
    end)
  (func $table (export "table") (param $n i32) (result i32)
    block $b
      block $a
        local.get $n
        br_table $a $b
      end
      i32.const 10
      return
    end
    global.get $kept)
  (func $calls (export "calls") (param $n i32)
    local.get $n
    call $seen
    local.get $n
    call $loop)
  (func $move (export "move") (param $bytes i32) (local $other f64)
    i32.const 0
    i32.const 1
    local.get $bytes
    memory.fill
    i32.const 100
    i32.const 0
    local.get $bytes
    memory.copy)
  (func $trap (export "trap")
    nop
    unreachable))`;

let folder;
let module;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "meter-"));
  const [wat, wasm, metered] = ["a.wat", "a.wasm", "b.wasm"].map((name) => join(folder, name));
  await writeFile(wat, MODULE);
  await execute(assembler, ["-g", "--enable-bulk-memory", wat, "-o", wasm], {
    shell: process.platform === "win32",
  });
  await execute(meter, [wasm, metered]);
  module = new WebAssembly.Module(await readFile(metered));
});

after(() => rm(folder, { recursive: true, force: true }));

/** What each function counts when `name` is called once. */
function counted(name, argument) {
  const seen = [];
  const { exports } = new WebAssembly.Instance(module, { host: { seen: (value) => seen.push(value) } });
  let result;
  try {
    result = exports[name](argument);
  } catch (error) {
    assert.ok(error instanceof WebAssembly.RuntimeError);
    result = "trap";
  }
  const counts = {};
  for (const [key, { value }] of Object.entries(exports)) {
    if (key.startsWith("function: ") && value > 0n) counts[key.split(" ")[1]] = Number(value);
  }
  return { result, seen, counts, moved: Number(exports["moved bytes"].value) };
}

test("a loop counts each round, and marks count as nothing", () => {
  for (const rounds of [1, 10, 1_000]) assert.deepEqual(counted("loop", rounds).counts, { loop: 5 * rounds });
});

test("only what is executed counts, whichever way a branch goes", () => {
  assert.deepEqual(counted("choice", 0), { result: 5, seen: [], counts: { choice: 3 + 2 + 3 }, moved: 0 });
  assert.deepEqual(counted("choice", 1), {
    result: 1,
    seen: [],
    counts: { choice: 3 + 2 + 2 + 1 },
    moved: 0,
  });
});

test("each arm of a table counts by itself", () => {
  assert.deepEqual(counted("table", 0), { result: 10, seen: [], counts: { table: 2 + 2 }, moved: 0 });
  assert.deepEqual(counted("table", 1), { result: 7, seen: [], counts: { table: 2 + 1 }, moved: 0 });
});

test("a call counts where it is made, and what is called for itself", () => {
  assert.deepEqual(counted("calls", 3), {
    result: undefined,
    seen: [3],
    counts: { calls: 4, loop: 15 },
    moved: 0,
  });
});

test("bytes that are moved count apart, and the bytes are moved", () => {
  assert.deepEqual(counted("move", 64), { result: undefined, seen: [], counts: { move: 8 }, moved: 128 });
  assert.equal(counted("move", 0).moved, 0);
});

test("a trap traps", () => {
  assert.deepEqual(counted("trap"), { result: "trap", seen: [], counts: { trap: 2 }, moved: 0 });
});
