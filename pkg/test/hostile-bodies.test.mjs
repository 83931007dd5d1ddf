// Bodies that no honest server sends: too long, too slow, too deep. They end one call, and cost little.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";
import { test } from "node:test";
import { Meshi } from "meshi-partner";
import { all, rejection, stubbed } from "./support/client.mjs";
import { withClock } from "./support/clock.mjs";
import { KEY } from "./support/stub.mjs";

const MIB = 1 << 20;
/** What is read of an answer, and of an error. */
const BOUND = 32 * MIB;
const ERROR_BOUND = 64 << 10;

/** A server that answers as `respond` writes, and its client. */
async function answering(context, respond, options = {}) {
  const server = createServer((request, response) => {
    request.resume();
    response.on("error", () => {});
    respond(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${server.address().port}`;
  const meshi = new Meshi({ apiKey: KEY, baseUrl, maxRetries: 0, ...options });
  context.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    meshi.free();
  });
  return meshi;
}

/** Writes `chunk` until the other side hangs up; tells how many bytes were taken by then. */
function endless(status, chunk, headers = {}) {
  const state = {};
  state.ended = new Promise((resolve) => {
    state.respond = (response) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      let written = 0;
      const more = () => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length;
        written += chunk.length;
      };
      response.on("drain", more);
      response.on("close", () => resolve(written));
      more();
    };
  });
  return state;
}

/** A stream that counts what was asked of it and whether it was cancelled. */
function counted(chunk, chunks) {
  const state = { given: 0, cancelled: false };
  state.stream = new ReadableStream(
    {
      pull(controller) {
        if (state.given === chunks) {
          controller.close();
          return;
        }
        state.given += 1;
        controller.enqueue(chunk);
      },
      cancel() {
        state.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return state;
}

test("an answer without end is cut at its bound, and never held", { timeout: 60_000 }, async (t) => {
  const { respond, ended } = endless(200, Buffer.alloc(MIB, 0x20));
  const meshi = await answering(t, respond);
  const error = await rejection(meshi.auth.check());
  assert.equal(error.name, "MeshiDecodeError");
  assert.equal(error.code, "RESPONSE_TOO_LARGE");
  assert.equal(error.status, 200);
  assert.equal(error.retryable, false);
  assert.equal(error.attempts, 1);
  assert.equal(error.operation, "auth.check");
  assert.ok((await ended) < 4 * BOUND, "the connection was closed");
});

test("an answer that says it is too long is not read at all", async () => {
  const body = counted(new Uint8Array(MIB), 1000);
  const { meshi, requests } = stubbed(
    () => new Response(body.stream, { headers: { "content-length": String(1000 * MIB) } }),
  );
  const error = await rejection(meshi.events.get("e"));
  assert.equal(error.code, "RESPONSE_TOO_LARGE");
  assert.equal(requests.length, 1, "it is not asked for again");
  assert.equal(body.given, 1);
  assert.equal(body.cancelled, true);
});

test("an answer of just the bound is read, and of one byte more is not", async () => {
  const text = (length) => `{"ok":"${"x".repeat(length - 9)}"}`;
  for (const headers of [{}, { "content-length": String(BOUND) }]) {
    const { meshi } = stubbed(() => new Response(text(BOUND), { headers }));
    assert.equal((await meshi.auth.check()).ok.length, BOUND - 9);
  }
  for (const headers of [{}, { "content-length": "12" }]) {
    const { meshi } = stubbed(() => new Response(text(BOUND + 1), { headers }));
    assert.equal((await rejection(meshi.auth.check())).code, "RESPONSE_TOO_LARGE");
  }
});

test("an answer that grows when it is decoded is bounded by what it grows to", async (t) => {
  const bomb = gzipSync(Buffer.alloc(2 * BOUND, 0x20));
  assert.ok(bomb.length < MIB);
  const meshi = await answering(t, (response) => {
    response.writeHead(200, { "content-encoding": "gzip", "content-length": bomb.length });
    response.end(bomb);
  });
  assert.equal((await rejection(meshi.auth.check())).code, "RESPONSE_TOO_LARGE");
});

test("an error body is cut at its bound, and the rest is cancelled", async () => {
  for (const headers of [{}, { "content-length": String(100 * MIB) }]) {
    const body = counted(new Uint8Array(16 << 10).fill(0x61), 6400);
    const { meshi } = stubbed(() => new Response(body.stream, { status: 400, headers }));
    const error = await rejection(meshi.auth.check());
    assert.equal(error.name, "MeshiInvalidRequestError");
    assert.equal(error.code, "HTTP_400");
    assert.ok(error.message.length < 200);
    assert.ok(body.given <= ERROR_BOUND / (16 << 10) + 1, `${body.given} chunks`);
    assert.equal(body.cancelled, true);
  }
});

test("an error body below its bound is read, however it comes", async () => {
  const problem = JSON.stringify({
    code: "EVENT_NOT_FOUND",
    message: "é".repeat(9000),
    correlation_id: "c-1",
  });
  const bytes = new TextEncoder().encode(problem);
  const inBytes = new ReadableStream({
    start(controller) {
      // One byte a chunk: characters are cut in two.
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  for (const body of [problem, inBytes]) {
    const { meshi } = stubbed(() => new Response(body, { status: 404 }));
    const error = await rejection(meshi.events.get("e"));
    assert.equal(error.code, "EVENT_NOT_FOUND");
    assert.equal(error.correlationId, "c-1");
    assert.ok(error.message.includes("é".repeat(9000)));
  }
});

test("an answer in many chunks is the same as in one", async () => {
  const body = { event_id: "e", title: "Zürich 東京 🎉".repeat(500) };
  const bytes = new TextEncoder().encode(`\uFEFF${JSON.stringify(body)}`);
  for (const size of [1, 3, 1000, bytes.length]) {
    const { meshi } = stubbed(
      () =>
        new Response(
          new ReadableStream({
            start(controller) {
              for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
              controller.close();
            },
          }),
        ),
    );
    assert.deepEqual(await meshi.events.get("e"), body, `in chunks of ${size}`);
  }
});

test("an answer need have no stream: what its text() gives is bounded all the same", async () => {
  const like = (status, text) => ({ status, headers: new Map(), text: async () => text });
  for (const [answer, code] of [
    [like(200, `{"ok":1}`), undefined],
    [like(200, " ".repeat(BOUND + 1)), "RESPONSE_TOO_LARGE"],
    [like(400, `{"code":"INVALID_JSON","message":"m"}`), "INVALID_JSON"],
    [like(400, `{"code":"INVALID_JSON","message":"${"m".repeat(ERROR_BOUND)}"}`), "HTTP_400"],
  ]) {
    const meshi = new Meshi({ apiKey: KEY, baseUrl: "https://partner.test", fetch: async () => answer });
    const call = meshi.auth.check();
    if (code === undefined) assert.deepEqual(await call, { ok: 1 });
    else assert.equal((await rejection(call)).code, code);
  }
});

test("a body that comes drop by drop ends with its time, and is read no further", async () => {
  const state = { drops: 0, cancelled: false };
  const { meshi } = stubbed(
    () =>
      // It heeds no signal: each drop comes a second after the one before.
      new Response(
        new ReadableStream(
          {
            async pull(controller) {
              await new Promise((resolve) => setTimeout(resolve, 1000));
              state.drops += 1;
              controller.enqueue(Uint8Array.of(0x20));
            },
            cancel() {
              state.cancelled = true;
            },
          },
          { highWaterMark: 0 },
        ),
      ),
    { maxRetries: 0 },
  );
  await withClock(async (clock) => {
    const error = await rejection(meshi.auth.check({ timeoutMs: 5500 }));
    assert.equal(error.name, "MeshiTimeoutError");
    assert.equal(error.scope, "attempt");
    assert.equal(clock.elapsed(), 5500);
    // The drop that was under way comes, and is the last.
    await new Promise((resolve) => setTimeout(resolve, 10_000));
  });
  assert.equal(state.drops, 6);
  assert.equal(state.cancelled, true);
});

test(
  "a body that comes drop by drop over a connection closes it when its time is over",
  { timeout: 60_000 },
  async (t) => {
    let closed;
    const meshi = await answering(t, (response) => {
      closed = new Promise((resolve) => response.on("close", resolve));
      response.writeHead(200);
      const drip = () => {
        if (!response.destroyed) response.write(" ", () => setTimeout(drip, 5));
      };
      drip();
    });
    const error = await rejection(meshi.auth.check({ timeoutMs: 200 }));
    assert.equal(error.name, "MeshiTimeoutError");
    await closed;
  },
);

test("JSON is followed 128 levels deep, in an answer, a page, an error and a run", async () => {
  const nested = (levels) => `{"a":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;
  const run = (inner) => `{"run_id":"r","status":"succeeded","x":${inner}}`;
  const give = (text, status = 200) => stubbed(() => new Response(text, { status }), { maxRetries: 0 }).meshi;
  assert.ok((await give(nested(128)).auth.check()).a);
  for (const levels of [129, 5_000_000]) {
    const error = await rejection(give(nested(levels)).auth.check());
    assert.equal(error.name, "MeshiDecodeError");
    assert.match(error.message, /nested deeper than 128/);
    assert.equal((await rejection(give(nested(levels)).events.list())).name, "MeshiDecodeError");
    assert.equal((await rejection(give(run(nested(levels))).runs.wait("r"))).name, "MeshiDecodeError");
    assert.equal((await rejection(give(nested(levels), 400).auth.check())).code, "HTTP_400");
  }
  // A bracket in a string nests nothing, whatever is escaped before its end.
  const text = { a: "[".repeat(500), b: `\\"${"{".repeat(500)}\\`, c: '"]}{[' };
  assert.deepEqual(await give(JSON.stringify(text)).auth.check(), text);
});

test("a run with any number of members, in the worst order, is read at once", async () => {
  const names = Array.from({ length: 300_000 }, (_, n) => `"${String(999_999 - n)}":0`);
  const text = `{"status":"succeeded","run_id":"r",${names.join(",")}}`;
  const { meshi } = stubbed(() => new Response(text));
  const run = await meshi.runs.wait("r");
  assert.equal(Object.keys(run).length, 300_002);
});

test("headers of any length do no more than go unheard", async () => {
  const { meshi } = stubbed(
    () =>
      new Response(`{"code":"SLOW","message":"m"}`, {
        status: 429,
        headers: { "x-correlation-id": "c".repeat(1 << 20), "retry-after": "9".repeat(1 << 20) },
      }),
    { maxRetries: 0 },
  );
  const error = await rejection(meshi.auth.check({ correlationId: "mine" }));
  assert.equal(error.correlationId, "mine");
  assert.equal(error.retryAfterMs, undefined);
});

test("a correlation id of a body that is none goes unheard: it would go into logs", async () => {
  for (const id of ["a\nb", "c".repeat(257), "", "é"]) {
    const answer = JSON.stringify({ code: "X", message: "m", correlation_id: id });
    const { meshi } = stubbed(() => new Response(answer, { status: 400 }));
    assert.equal((await rejection(meshi.auth.check({ correlationId: "mine" }))).correlationId, "mine");
  }
});

test("a page of any number of items is one page", async () => {
  const items = Array.from({ length: 100_000 }, (_, n) => ({ event_id: `e-${n}` }));
  const { meshi } = stubbed(() => [200, { events: items }]);
  assert.equal((await all(meshi.events.list())).length, items.length);
});
