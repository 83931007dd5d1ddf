// One table: a suite of faults over all operations, and what was observed.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { observe } from "./cases.mjs";
import { concerns, expectation, judge, ok } from "./expect.mjs";
import { KINDS, OPERATIONS } from "./operations.mjs";
import { Table } from "./table.mjs";
import { warm } from "./world.mjs";

const target = fileURLToPath(new URL("../../target/", import.meta.url));

/** The measure of all others. */
const NONE = { name: "none", times: 0, expect: { all: ok(0) } };

/** Registers a test a fault; each tells every operation that differs from what the fault expects. */
export function suite(name, faults) {
  const table = new Table(KINDS);
  const clean = new Map();

  async function cross(fault) {
    const wrong = [];
    for (const operation of OPERATIONS) {
      if (!concerns(fault, operation)) continue;
      const seen = await observe(fault, operation);
      table.add(fault, operation, seen);
      if (fault === NONE) clean.set(operation, seen);
      try {
        judge(seen, expectation(fault, operation), fault, operation, clean.get(operation));
      } catch (error) {
        wrong.push(`${operation.name}: ${error.message}`);
      }
    }
    if (wrong.length > 0) throw new Error(`${fault.name}\n  ${wrong.join("\n  ")}`);
  }

  before(warm);
  test("without faults", () => cross(NONE));
  for (const fault of faults) test(fault.name, () => cross(fault));
  after(() => {
    console.log(`${table}`);
    keep(name, `${table}`);
  });
}

/** Puts the table with those of the other suites. */
function keep(name, text) {
  const parts = `${target}faults/`;
  mkdirSync(parts, { recursive: true });
  writeFileSync(`${parts}${name}.txt`, text);
  const all = readdirSync(parts)
    .sort()
    .map((part) => readFileSync(parts + part, "utf8"));
  writeFileSync(`${target}faults.txt`, all.join("\n"));
}
