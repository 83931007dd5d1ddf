// What a caller passes on from elsewhere as a header or a correlation id stays in that header, and is none of ours.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rejection } from "./support/client.mjs";
import { KEY } from "./support/stub.mjs";
import { watched } from "./support/watched.mjs";

for (const name of [
  "Authorization",
  "AUTHORIZATION",
  "authorization",
  "Accept",
  "Content-Type",
  "Content-Length",
  "Host",
  "X-Correlation-Id",
  "Transfer-Encoding",
  "Connection",
  "Upgrade",
]) {
  test(`the header ${name} is not the caller's`, async () => {
    const { meshi, seen } = watched();
    for (const headers of [{ [name]: "x" }, new Map([[name, "x"]])]) {
      const error = await rejection(meshi.auth.check({ headers }));
      assert.equal(error.name, "MeshiConfigError");
      assert.equal(error.option, "headers");
    }
    assert.equal(seen.length, 0);
  });
}

test("a header of the caller's stands beside ours, once, whatever its letters", async () => {
  const { meshi, seen } = watched();
  await meshi.auth.check({ headers: { "X-Mine": "a", "x-mine": "b" } });
  const { headers } = seen[0];
  assert.equal(headers.get("x-mine"), "b");
  assert.equal(headers.get("authorization"), `Bearer ${KEY}`);
  assert.equal(headers.get("accept"), "application/json");
});

for (const [what, headers] of [
  ["a line break in a value", { "x-a": "b\r\nauthorization: Bearer other" }],
  ["a null character", { "x-a": "b\u0000" }],
  ["a letter outside of ASCII", { "x-a": "é" }],
  ["a line break in a name", { "x-a\r\nx-b": "c" }],
  ["a colon in a name", { "x-a:": "c" }],
  ["an empty name", { "": "c" }],
  ["a value that is no text", { "x-a": 7 }],
  [
    "a getter that throws",
    {
      get "x-a"() {
        throw new Error("no");
      },
    },
  ],
  ["entries that are none", { entries: () => [null] }],
  [
    "entries that throw",
    {
      entries() {
        throw new Error("no");
      },
    },
  ],
]) {
  test(`headers with ${what} are refused by name`, async () => {
    const { meshi, seen } = watched();
    const error = await rejection(meshi.auth.check({ headers }));
    assert.equal(error.name, "MeshiConfigError");
    assert.equal(error.option, "headers");
    assert.equal(seen.length, 0);
    await meshi.auth.check();
  });
}

test("correlation ids are visible ASCII, the client's, a call's and a function's", async () => {
  for (const id of ["a\r\nx: y", "a b", "é", "", "c".repeat(257), "a\u0000"]) {
    const { meshi, seen } = watched();
    assert.equal((await rejection(meshi.auth.check({ correlationId: id }))).option, "correlationId");
    assert.throws(() => watched({ correlationId: id }), { option: "correlationId" });
    const made = watched({ correlationId: () => id });
    assert.equal((await rejection(made.meshi.auth.check())).option, "correlationId");
    assert.equal(seen.length + made.seen.length, 0);
  }
});
