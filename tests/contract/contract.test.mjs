// The contract's file says of every part where it comes from and keeps answers open, and the sandbox has exactly its
// operations. That its examples fit its schemas is checked by redocly and, on each answer, by Prism.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { parse } from "yaml";
import { CONTRACT, startSandbox } from "./support.mjs";

const contract = parse(await readFile(CONTRACT, "utf8"));
const METHODS = ["get", "put", "post", "delete", "patch"];
const operations = Object.entries(contract.paths).flatMap(([path, item]) =>
  METHODS.filter((method) => method in item).map((method) => ({ path, method, ...item[method] })),
);

test("the sandbox implements the operations of the contract, no more and no less", async () => {
  const sandbox = await startSandbox();
  try {
    const response = await fetch(`${sandbox.origin}/__sandbox/operations`);
    const implemented = (await response.json()).operations.map((o) => `${o.name} ${o.method} ${o.path}`);
    const stated = operations.map((o) => `${o.operationId} ${o.method.toUpperCase()} ${o.path}`);
    assert.deepEqual(implemented.sort(), stated.sort());
  } finally {
    await sandbox.stop();
  }
});

test("every operation, parameter, response, schema and field says whether it is documented or inferred", () => {
  const { schemas, parameters, responses, headers } = contract.components;
  const parts = Object.fromEntries([
    ...operations.map((operation) => [operation.operationId, operation]),
    ...operations.flatMap(({ operationId, responses: all }) =>
      Object.entries(all).flatMap(([status, r]) => ("$ref" in r ? [] : [[`${operationId} ${status}`, r]])),
    ),
    ...[schemas, parameters, responses, headers].flatMap((all) => Object.entries(all)),
    ...Object.entries(schemas).flatMap(([name, { properties }]) =>
      Object.entries(properties).map(([field, schema]) => [`${name}.${field}`, schema]),
    ),
  ]);
  const silent = Object.keys(parts).filter(
    (name) => !["documented", "inferred"].includes(parts[name]["x-provenance"]),
  );
  assert.deepEqual(silent, []);
  assert.ok(Object.keys(parts).length > 250, "the walk reaches the fields");
});

test("answers are open: no schema of one closes its fields, and no status or code is an enum", () => {
  const closed = Object.entries(contract.components.schemas).filter(
    ([, schema]) => schema.additionalProperties === false || JSON.stringify(schema).includes('"enum"'),
  );
  assert.deepEqual(closed, []);
});

test("every operation asks for the scope of its method", () => {
  for (const { operationId, method, security } of operations) {
    const scope = method === "get" ? "partner:read" : "partner:write";
    assert.deepEqual(security, [{ serviceAccountKey: [scope] }], operationId);
  }
});
