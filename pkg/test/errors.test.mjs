// The error classes: which one comes when, and what it carries.

import assert from "node:assert/strict";
import { inspect } from "node:util";
import { test } from "node:test";
import * as package_ from "meshi-partner";
import { rejection, served, stubbed } from "./support/client.mjs";
import { json, problem, RESET, STALL, text, TRUNCATE } from "./support/server.mjs";

const { MeshiApiError, MeshiError, isMeshiError } = package_;

for (const [status, code, name, retryable] of [
  [400, "INVALID_TITLE", "MeshiInvalidRequestError", false],
  [401, "UNAUTHORIZED", "MeshiAuthenticationError", false],
  [401, "ACCOUNT_DISABLED", "MeshiAuthenticationError", false],
  [403, "INSUFFICIENT_SCOPE", "MeshiPermissionError", false],
  [404, "EVENT_NOT_FOUND", "MeshiNotFoundError", false],
  [409, "IDEMPOTENCY_KEY_CONFLICT", "MeshiConflictError", false],
  [413, "PAYLOAD_TOO_LARGE", "MeshiPayloadTooLargeError", false],
  [418, "SOMETHING_NEW", "MeshiInvalidRequestError", false],
  [429, "PARTNER_RATE_LIMIT_EXCEEDED", "MeshiRateLimitError", true],
  [500, "INTERNAL", "MeshiServerError", true],
  [503, "UNAVAILABLE", "MeshiServerError", true],
]) {
  test(`${status} ${code} is a ${name}`, async (t) => {
    const { meshi } = await served(t, [
      problem(status, code, { "x-correlation-id": "effective", "retry-after": "7", "x-extra": "yes" }),
    ]);
    const error = await rejection(meshi.matching.start("e-1", {}, { idempotencyKey: "key-1" }));
    assert.ok(
      error instanceof package_[name] && error instanceof MeshiApiError && error instanceof MeshiError,
    );
    assert.ok(error instanceof Error);
    assert.equal(error.name, name);
    assert.equal(error.constructor.name, name);
    assert.equal(error.code, code);
    assert.equal(error.status, status);
    assert.equal(error.message, `the server says ${code}`);
    assert.equal(error.operation, "matching.start");
    assert.equal(error.correlationId, "effective");
    assert.equal(error.attempts, 1);
    assert.equal(error.retryable, retryable);
    assert.equal(error.retryAfterMs, 7000);
    assert.equal(error.idempotencyKey, "key-1");
    assert.equal(error.headers.get("x-extra"), "yes");
    assert.ok(error.elapsedMs >= 0);
    assert.ok(isMeshiError(error));
    const { elapsedMs, ...plain } = JSON.parse(JSON.stringify(error));
    assert.deepEqual(plain, {
      name,
      message: `the server says ${code}`,
      code,
      retryable,
      operation: "matching.start",
      correlationId: "effective",
      attempts: 1,
      waitedMs: 0,
      status,
      retryAfterMs: 7000,
      idempotencyKey: "key-1",
    });
    assert.equal(typeof elapsedMs, "number");
  });
}

test("an error's stack leads to the line that awaited the call", async () => {
  const { meshi } = stubbed(() => [404, { code: "EVENT_NOT_FOUND", message: "no" }]);
  async function callerOfTheCall() {
    await meshi.events.get("e-1");
  }
  const error = await rejection(callerOfTheCall());
  assert.match(error.stack, /^MeshiNotFoundError: no\n/);
  assert.match(error.stack, /callerOfTheCall/);
});

test("an answer of the wrong shape keeps its status", async (t) => {
  const { meshi } = await served(t, [text(502, "<html>Bad gateway</html>", { "content-type": "text/html" })]);
  const error = await rejection(meshi.auth.check());
  assert.equal(error.name, "MeshiServerError");
  assert.equal(error.status, 502);
  assert.ok(!inspect(error, { showHidden: true }).includes("<html>"));
});

for (const [what, body] of [
  ["no JSON", "<html>hello"],
  ["an empty body", ""],
  ["half a body", '{"org_id": "o'],
]) {
  test(`a 2xx with ${what} is a decode error`, async (t) => {
    const { meshi } = await served(t, [text(200, body)]);
    const error = await rejection(meshi.auth.check());
    assert.equal(error.name, "MeshiDecodeError");
    assert.equal(error.status, 200);
    assert.equal(error.bodyStart, body);
    assert.equal("bodyStart" in error.toJSON(), false);
    if (body) assert.ok(!inspect(error).includes(body));
  });
}

test("a body that breaks off is a connection error that may have been sent", async (t) => {
  const { meshi } = await served(t, [TRUNCATE]);
  const error = await rejection(meshi.auth.check());
  assert.equal(error.name, "MeshiConnectionError");
  assert.equal(error.maybeSent, true);
  assert.equal(error.retryable, true);
});

test("a write whose answer is lost or unreadable leaves its idempotency key, to try it again as the same one", async (t) => {
  const answers = [RESET, TRUNCATE, STALL, json(200, []), json(202, { run_id: null, status: "queued" })];
  const { meshi, requests } = await served(t, answers, { timeoutMs: 300 });
  for (const [index, name] of ["Connection", "Connection", "Timeout", "Decode", "Decode"].entries()) {
    const error = await rejection(meshi.matching.start("e-1"));
    assert.equal(error.name, `Meshi${name}Error`);
    assert.ok(error.idempotencyKey);
    assert.equal(error.idempotencyKey, requests[index].body.idempotency_key);
  }
});

test("a reset connection is a connection error with its cause", async (t) => {
  const { meshi } = await served(t, [RESET]);
  const error = await rejection(meshi.auth.check());
  assert.equal(error.name, "MeshiConnectionError");
  assert.equal(error.operation, "auth.check");
  assert.ok(error.cause instanceof Error);
});

test("no server is a connection error", async (t) => {
  const { meshi, server } = await served(t, []);
  await server.close();
  const error = await rejection(meshi.auth.check());
  assert.equal(error.name, "MeshiConnectionError");
});

for (const status of [301, 302, 307, 308]) {
  test(`a ${status} is not followed: it would carry the key elsewhere`, async (t) => {
    const { meshi, requests } = await served(t, [
      text(status, "", { location: "https://elsewhere.example/auth" }),
    ]);
    const error = await rejection(meshi.auth.check());
    assert.ok(error instanceof MeshiApiError);
    assert.equal(error.status, status);
    assert.equal(requests.length, 1);
  });
}

test("a fetch that throws no Error is a connection error all the same", async () => {
  for (const thrown of ["a string", undefined, null, 7, { odd: true }]) {
    const { meshi } = stubbed(
      () => {
        throw thrown;
      },
      { maxRetries: 0 },
    );
    const error = await rejection(meshi.auth.check());
    assert.equal(error.name, "MeshiConnectionError");
    assert.deepEqual(error.cause, thrown);
  }
});

test("a fetch that gives no response is a clear error", async () => {
  for (const given of [undefined, null, 7, {}, "ok"]) {
    const meshi = new package_.Meshi({
      apiKey: "k",
      baseUrl: "https://x.test",
      maxRetries: 0,
      fetch: async () => given,
    });
    const error = await rejection(meshi.auth.check());
    assert.ok(isMeshiError(error), inspect(error));
  }
});

test("the brand is read across copies of the package", () => {
  assert.equal(isMeshiError({ [Symbol.for("meshi-partner.error")]: true }), true);
  for (const other of [new Error("x"), null, undefined, "MeshiError", {}])
    assert.equal(isMeshiError(other), false);
});

test("a stalled server ends in a timeout of the attempt", async (t) => {
  const { meshi, server } = await served(t, [STALL]);
  const error = await rejection(meshi.auth.check({ timeoutMs: 1 }));
  assert.equal(error.name, "MeshiTimeoutError");
  assert.equal(error.scope, "attempt");
  await server.close();
});
