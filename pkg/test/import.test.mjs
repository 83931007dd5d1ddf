// attendees.importAll: every row of every kind of source is accounted for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readAttendees } from "meshi-partner";
import { rejection, stubbed } from "./support/client.mjs";
import { withClock } from "./support/clock.mjs";
import { look, settled, turn } from "./support/abort.mjs";
import { attendees, importServer, watched } from "./support/rows.mjs";

const CSV = ["name,email,Ticket", ...attendees(5).map(({ name, email }) => `${name},${email},VIP`)].join(
  "\n",
);

function stream(items) {
  let index = 0;
  return new ReadableStream({
    pull(controller) {
      if (index === items.length) controller.close();
      else controller.enqueue(items[index++]);
    },
  });
}

for (const [what, source, count] of [
  ["an array", () => attendees(1234), 1234],
  ["a set", () => new Set(attendees(3)), 3],
  ["a generator", () => attendees(7).values(), 7],
  ["an async iterable", () => watched(attendees(1001)).source, 1001],
  ["a stream of objects", () => stream(attendees(4)), 4],
  ["a file", () => readAttendees(CSV), 5],
  ["the attendees of a file, by hand", () => readAttendees(CSV)[Symbol.asyncIterator](), 5],
]) {
  test(`${what} is imported whole and in order`, async () => {
    const { answer, parts } = importServer();
    const { meshi } = stubbed(answer);
    const report = await withClock(() =>
      meshi.attendees.importAll("e-1", source(), { maxRows: 400, concurrency: 1 }),
    );
    assert.equal(report.total, count);
    assert.equal(report.imported, count);
    assert.deepEqual(report.rejected, []);
    assert.equal(report.runs.length, parts.length);
    assert.ok(report.runs.every((run) => run.status === "succeeded"));
    assert.ok(parts.every((part) => part.length <= 400));
    const sent = parts.flat();
    assert.equal(new Set(sent).size, count);
    if (!what.includes("file"))
      assert.deepEqual(
        sent,
        attendees(count).map((row) => row.attendee_id),
      );
  });
}

test("bad rows are reported by number and reason, and the good ones go on", async () => {
  const { answer, parts } = importServer();
  const { meshi } = stubbed(answer);
  const cycle = { attendee_id: "a-7", name: "Cycle", raw: {} };
  cycle.raw.self = cycle;
  const throwing = {
    attendee_id: "a-8",
    get name() {
      throw new Error("no name today");
    },
  };
  const rows = [
    { attendee_id: "a-1", name: "Good" },
    { attendee_id: "a 2", name: "Bad id" },
    { attendee_id: "a-3" },
    null,
    "a-5",
    { attendee_id: "a-6", name: "Big", raw: { age: 36n } },
    cycle,
    throwing,
    { attendee_id: "a-1", name: "Twice" },
    { attendee_id: "a-10", name: "Good too" },
  ];
  const report = await withClock(() => meshi.attendees.importAll("e-1", rows));
  assert.equal(report.total, 10);
  assert.equal(report.imported, 2);
  assert.deepEqual(parts.flat(), ["a-1", "a-10"]);
  assert.deepEqual(
    report.rejected.map((rejected) => rejected.row).sort((a, b) => a - b),
    [2, 3, 4, 5, 6, 7, 8, 9],
  );
  const at = (row) => report.rejected.find((rejected) => rejected.row === row);
  assert.equal(at(2).code, "INVALID_PARTNER_ID");
  assert.equal(at(2).field, "attendee_id");
  assert.equal(at(3).field, "name");
  assert.equal(at(9).code, "DUPLICATE_ATTENDEE_ID");
  assert.match(at(6).message, /BigInt/);
  assert.match(at(7).message, /JSON/);
  assert.match(at(8).message, /no name today/);
});

test("a file's bad rows are in the report with their numbers", async () => {
  const { answer } = importServer();
  const { meshi } = stubbed(answer);
  const csv =
    "Full name,E-mail\nAda,ada@example.com\n,nobody@example.com\nBob,not an address\nCy,cy@example.com\n";
  const report = await withClock(() => meshi.attendees.importAll("e-1", readAttendees(csv)));
  assert.equal(report.total, 4);
  assert.equal(report.imported, 2);
  assert.deepEqual(
    report.rejected.map(({ row, field }) => [row, field]),
    [
      [2, "name"],
      [3, "email"],
    ],
  );
});

test("what the server rejects of a part is counted by row", async () => {
  const { meshi } = stubbed(({ method, body }) =>
    method === "PUT"
      ? [202, { run_id: "run_1", status: "queued" }]
      : [
          200,
          {
            run_id: "run_1",
            status: "partial",
            counts: { total: 3, processed: 3, succeeded: 2, failed: 1 },
            errors: [{ attendee_id: "a-2", code: "BLOCKED", message: "asked not to be listed" }],
            body,
          },
        ],
  );
  const report = await withClock(() => meshi.attendees.importAll("e-1", attendees(3)));
  assert.equal(report.total, 3);
  assert.equal(report.imported, 2);
  assert.deepEqual(report.rejected, [
    { row: 2, attendee_id: "a-2", code: "BLOCKED", message: "asked not to be listed" },
  ]);
});

test("a part that is too large is halved until it fits", async () => {
  const { answer, parts } = importServer({
    refuse: ({ method, body }) =>
      method === "PUT" && body.attendees.length > 3 && [413, { code: "PAYLOAD_TOO_LARGE", message: "split" }],
  });
  const { meshi } = stubbed(answer);
  const report = await withClock(() => meshi.attendees.importAll("e-1", attendees(10)));
  assert.equal(report.imported, 10);
  assert.deepEqual(
    parts.flat().sort(),
    attendees(10)
      .map((row) => row.attendee_id)
      .sort(),
  );
  assert.ok(parts.every((part) => part.length <= 3));
});

test("running it again sends the same parts under the same keys", async () => {
  const keys = [];
  const { answer, parts } = importServer({
    refuse: ({ method, body }) => void (method === "PUT" && keys.push(body.idempotency_key)),
  });
  const { meshi } = stubbed(answer);
  for (let i = 0; i < 2; i += 1) {
    await withClock(() => meshi.attendees.importAll("e-1", attendees(9), { maxRows: 4, concurrency: 1 }));
  }
  assert.equal(keys.length, 6);
  assert.deepEqual(keys.slice(0, 3), keys.slice(3));
  assert.equal(parts.length, 3, "the second time, nothing new was made");
});

test("progress tells how far it is", async () => {
  const { answer } = importServer();
  const { meshi } = stubbed(answer);
  const seen = [];
  await withClock(() =>
    meshi.attendees.importAll("e-1", attendees(6), {
      maxRows: 2,
      onProgress: (progress) => seen.push({ ...progress }),
    }),
  );
  const last = seen.at(-1);
  assert.deepEqual(last, { read: 6, sent: 6, imported: 6, rejected: 0, parts: 3, ended: 3 });
  for (const name of Object.keys(last)) {
    const values = seen.map((progress) => progress[name]);
    assert.deepEqual(
      values,
      [...values].sort((a, b) => a - b),
      `${name} never goes back`,
    );
  }
});

test("without waiting the runs are under way", async () => {
  const { answer } = importServer();
  const { meshi, requests } = stubbed(answer);
  const report = await meshi.attendees.importAll("e-1", attendees(2), { wait: false });
  assert.equal(report.total, 2);
  assert.equal(report.runs[0].status, "queued");
  assert.ok(requests.every((request) => request.method === "PUT"));
});

test("webhook_url is sent with every part", async () => {
  const { answer } = importServer();
  const { meshi, requests } = stubbed(answer);
  await meshi.attendees.importAll("e-1", attendees(2), {
    wait: false,
    maxRows: 1,
    webhook_url: "https://x.test/hook",
  });
  assert.deepEqual(
    requests.map((request) => request.body.webhook_url),
    ["https://x.test/hook", "https://x.test/hook"],
  );
});

test("the source is read no faster than the wire takes it", async () => {
  for (const [maxRows, concurrency] of [
    [1, 1],
    [10, 1],
    [10, 3],
    [700, 2],
  ]) {
    const open = [];
    const { meshi } = stubbed(({ body, method }) => {
      if (method !== "PUT") return [200, { run_id: "r", status: "succeeded" }];
      const rows = body.attendees.length;
      return new Promise((resolve) => {
        open.push({
          rows,
          take: () => resolve([202, { run_id: body.idempotency_key, status: "succeeded" }]),
        });
      });
    });
    const { source, state } = watched(attendees(maxRows * 20));
    const report = meshi.attendees.importAll("e-1", source, { maxRows, concurrency });
    let taken = 0;
    for (let parts = 0; parts < 6; parts += 1) {
      while (open.length < concurrency) await turn();
      await settled();
      assert.equal(open.length, concurrency, "the wire is full");
      const inFlight = open.reduce((sum, part) => sum + part.rows, 0);
      assert.ok(
        state.read <= taken + inFlight + maxRows,
        `of ${state.read} rows read, ${taken} are taken and ${inFlight} on their way`,
      );
      const part = open.shift();
      taken += part.rows;
      part.take();
    }
    const whole = look(report);
    while (!whole.over) {
      for (const part of open.splice(0)) part.take();
      await turn();
    }
    assert.equal(whole.value.imported, maxRows * 20);
  }
});

test("large rows are read a few at a time", async () => {
  const { answer } = importServer();
  const { meshi } = stubbed((request, count) =>
    request.method === "PUT" ? new Promise(() => {}) : answer(request, count),
  );
  const rows = attendees(1_000).map((row) => ({ ...row, raw: { notes: "x".repeat(40_000) } }));
  const { source, state } = watched(rows);
  const controller = new AbortController();
  const ended = rejection(
    meshi.attendees.importAll("e-1", source, { signal: controller.signal, concurrency: 1 }),
  );
  await settled();
  assert.ok(state.read <= 150, `${state.read} rows of 40 kB were read for one part of 1 MiB`);
  controller.abort();
  assert.equal((await ended).name, "MeshiAbortError");
});

test("an import that is run again repeats nothing, in whatever order the limits show themselves", async () => {
  const sizes = attendees(60).map((row, index) => ({ ...row, company: "x".repeat(index < 20 ? 1 : 150) }));
  const { answer, parts } = importServer({
    // A limit on rows that is told of as one of size.
    refuse: ({ method, body }) =>
      method === "PUT" && body.attendees.length > 7 && [413, { code: "PAYLOAD_TOO_LARGE", message: "split" }],
  });
  const { meshi } = stubbed(answer);
  for (const concurrency of [4, 1, 2]) {
    const options = { maxRows: 20, maxBytes: 1_500, concurrency };
    const report = await withClock(() => meshi.attendees.importAll("e-1", sizes, options));
    assert.equal(report.imported, 60);
  }
  assert.equal(parts.flat().length, 60, "each row was taken once");
});

test("a row that is too large by itself is rejected by number, and the others land", async () => {
  const rows = attendees(9);
  rows[4].company = "x".repeat(5_000);
  const { answer } = importServer({
    refuse: ({ method, text }) =>
      method === "PUT" && text.length > 4_000 && [413, { code: "PAYLOAD_TOO_LARGE", message: "too large" }],
  });
  for (const maxBytes of [4_000, 100_000]) {
    const { meshi } = stubbed(answer);
    const report = await withClock(() => meshi.attendees.importAll("e-1", rows, { maxBytes }));
    assert.equal(report.imported, 8);
    assert.deepEqual(
      report.rejected.map(({ row, code }) => [row, code]),
      [[5, "PAYLOAD_TOO_LARGE"]],
    );
  }
});

test("a refusal that concerns all is not searched for in the rows", async () => {
  for (const [status, code] of [
    [401, "UNAUTHORIZED"],
    [403, "INSUFFICIENT_SCOPE"],
    [404, "EVENT_NOT_FOUND"],
    [409, "IDEMPOTENCY_KEY_CONFLICT"],
  ]) {
    const { meshi, requests } = stubbed(() => [status, { code, message: "no" }]);
    const error = await rejection(
      meshi.attendees.importAll("e-1", attendees(1_000), { maxRows: 100, concurrency: 1 }),
    );
    assert.equal(error.code, code);
    assert.equal(requests.length, 1);
    const { total, imported, rejected } = error.report;
    assert.deepEqual([imported, rejected.length], [0, total]);
    assert.ok(rejected.every((row) => row.code === "NOT_SENT"));
  }
});

test("aborting ends the import and lets go of the source", async () => {
  const controller = new AbortController();
  const { answer } = importServer({ refuse: () => void controller.abort("enough") });
  const { meshi } = stubbed(answer);
  const { source, state } = watched(attendees(5000));
  const error = await rejection(
    meshi.attendees.importAll("e-1", source, { maxRows: 500, concurrency: 1, signal: controller.signal }),
  );
  assert.equal(error.name, "MeshiAbortError");
  assert.equal(error.cause, "enough");
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(state.returned, true);
  assert.ok(state.read < 5000);
});

test("aborting does not wait for a source that hangs", async () => {
  const controller = new AbortController();
  const { meshi } = stubbed(importServer().answer);
  const source = {
    [Symbol.asyncIterator]: () => ({
      next() {
        setImmediate(() => controller.abort("enough"));
        return new Promise(() => {});
      },
    }),
  };
  const error = await rejection(meshi.attendees.importAll("e-1", source, { signal: controller.signal }));
  assert.equal(error.name, "MeshiAbortError");
});

test("an import that is refused lets go of the source unread", async () => {
  for (const [eventId, options] of [
    ["../e", {}],
    ["e-1", { maxRows: 0 }],
    ["e-1", { concurrency: "many" }],
  ]) {
    const { meshi, requests } = stubbed(importServer().answer);
    let cancelled = false;
    const file = readAttendees(
      new ReadableStream({
        cancel() {
          cancelled = true;
        },
      }),
    );
    await assert.rejects(meshi.attendees.importAll(eventId, file, options), {
      name: /^Meshi(Validation|Config)Error$/,
    });
    assert.equal(cancelled, true);
    assert.equal(requests.length, 0);
  }
});

test("a fault of the server ends the import with what had become of the rows", async () => {
  const { answer } = importServer({
    refuse: (request, count) =>
      count > 1 && request.method === "PUT" && [404, { code: "EVENT_NOT_FOUND", message: "gone" }],
  });
  const { meshi } = stubbed(answer);
  const { source, state } = watched(attendees(50));
  const error = await withClock(() =>
    rejection(meshi.attendees.importAll("e-1", source, { maxRows: 10, concurrency: 1 })),
  );
  assert.equal(error.name, "MeshiNotFoundError");
  const { total, imported, rejected } = error.report;
  assert.equal(imported + rejected.length, total, "every row that was read is accounted for");
  assert.ok(rejected.some((row) => row.code === "UNCONFIRMED"));
  assert.ok(state.read <= 50);
  assert.ok(!JSON.stringify(error).includes("a-1"), "no attendee is in what goes to a log");
});

test("a source that throws ends the import with the source's error as cause, after the rows before it", async () => {
  const cause = new Error("the disk is gone");
  const { answer, parts } = importServer();
  const { meshi } = stubbed(answer);
  const source = {
    async *[Symbol.asyncIterator]() {
      yield* attendees(3);
      throw cause;
    },
  };
  const error = await withClock(() => rejection(meshi.attendees.importAll("e-1", source, { maxRows: 2 })));
  assert.equal(error.name, "MeshiValidationError");
  assert.equal(error.code, "SOURCE_FAILED");
  assert.equal(error.cause, cause);
  assert.ok(parts.length >= 1);
});

for (const [what, source] of [
  ["text", "name,email\n"],
  ["bytes", new Uint8Array(3)],
  ["an ArrayBuffer", new ArrayBuffer(3)],
  ["a response", new Response("name\n")],
  ["a blob", new Blob(["name\n"])],
  ["a number", 7],
  ["an object", { attendees: [] }],
  ["nothing", undefined],
  ["null", null],
  ["a stream of bytes", stream([new Uint8Array(3)])],
]) {
  test(`${what} in place of attendees is refused, with the way to do it`, async () => {
    const { meshi, requests } = stubbed(importServer().answer);
    const error = await rejection(meshi.attendees.importAll("e-1", source));
    assert.equal(error.name, "MeshiValidationError");
    assert.match(error.message, /readAttendees/);
    assert.equal(requests.length, 0);
  });
}
