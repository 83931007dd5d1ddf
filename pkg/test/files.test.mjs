// readAttendees: every kind of source, read by hand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AttendeeFile, readAttendees } from "meshi-partner";
import { all, rejection, stubbed } from "./support/client.mjs";
import { withClock } from "./support/clock.mjs";
import { importServer } from "./support/rows.mjs";

const CSV = "Name,E-mail,Ticket\nZoë 🎈,zoe@example.com,VIP\nAda,ada@example.com,Day\n";
const BYTES = new TextEncoder().encode(CSV);

function stream(chunks, hooks = {}) {
  let index = 0;
  return new ReadableStream(
    {
      pull(controller) {
        if (index === chunks.length) controller.close();
        else controller.enqueue(chunks[index++]);
      },
      cancel: hooks.cancel,
    },
    { highWaterMark: 0 },
  );
}

/** Every byte, or UTF-16 unit, on its own. */
const units = (whole) => Array.from({ length: whole.length }, (_, i) => whole.slice(i, i + 1));

for (const [what, source] of [
  ["a string", () => CSV],
  ["bytes", () => BYTES],
  ["an ArrayBuffer", () => BYTES.slice().buffer],
  ["a view into a larger buffer", () => new Uint8Array([0, 0, ...BYTES, 0]).subarray(2, -1)],
  ["a Blob", () => new Blob([CSV])],
  ["a File", () => new File([CSV], "guests.csv")],
  ["a Response", () => new Response(CSV)],
  ["a ReadableStream", () => stream(units(BYTES))],
  ["an iterable of bytes", () => units(BYTES)],
  ["strings that break a character in two", () => units(CSV)],
  [
    "an async iterable",
    async function* () {
      yield CSV.slice(0, 9);
      yield BYTES.slice(9);
    },
  ],
]) {
  test(`${what} is read`, async () => {
    const file = readAttendees(source());
    assert.ok(file instanceof AttendeeFile);
    const found = await all(file);
    assert.deepEqual(
      found.map(({ name, email, raw }) => ({ name, email, raw })),
      [
        { name: "Zoë 🎈", email: "zoe@example.com", raw: { Ticket: "VIP" } },
        { name: "Ada", email: "ada@example.com", raw: { Ticket: "Day" } },
      ],
    );
    assert.ok(found.every(({ attendee_id: id }) => /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/.test(id)));
    assert.deepEqual(
      file.columns.map(({ header, field }) => [header, field]),
      [
        ["Name", "name"],
        ["E-mail", "email"],
        ["Ticket", "raw"],
      ],
    );
    assert.deepEqual(file.rejected, []);
  });
}

test("bad rows are on the file, and the good ones go on", async () => {
  const file = readAttendees("name,email\nAda,ada@example.com\n,x@example.com\nBob,nonsense\n");
  assert.deepEqual(
    (await all(file)).map((attendee) => attendee.name),
    ["Ada"],
  );
  assert.deepEqual(
    file.rejected.map(({ row, field }) => [row, field]),
    [
      [2, "name"],
      [3, "email"],
    ],
  );
});

test("a mapping, formats and the other options are the reader's", async () => {
  const csv = "Wer;Firma;Notiz\nAda;Analytical Engines;x\n";
  const [ada] = await all(
    readAttendees(`${csv}`, {
      delimiter: ";",
      mapping: { name: "Wer", company: "Firma", attendee_id: "Notiz" },
      raw: false,
    }),
  );
  assert.deepEqual(ada, { attendee_id: "x", name: "Ada", company: "Analytical Engines" });
  const lines = '{"attendee_id":"a","name":"Ada"}\n{"attendee_id":"b","name":"Bob"}\n';
  assert.equal((await all(readAttendees(lines, { format: "ndjson" }))).length, 2);
  assert.equal((await all(readAttendees('[{"attendee_id":"a","name":"Ada"}]'))).length, 1);
});

for (const [what, source, options, pattern] of [
  ["an empty file", "", undefined, /empty/],
  ["a file without a name column", "email,phone\na@example.com,1\n", undefined, /name/],
  ["a mapping to no column", "name,email\nA,a@example.com\n", { mapping: { company: "Firm" } }, /Firm/],
  ["a binary file", new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 255, 254, 0, 1, 2]), undefined, /./],
  ["an unknown option", "name\nA\n", { separator: ";" }, /separator/],
  ["a format that is none", "name\nA\n", { format: "xlsx" }, /format/],
]) {
  test(`${what} is refused as a whole`, async () => {
    const error = await rejection(all(readAttendees(source, options)));
    assert.match(error.name, /^Meshi(Validation|Config)Error$/);
    assert.match(error.message, pattern);
  });
}

for (const [what, source] of [
  ["a number", 7],
  ["null", null],
  ["nothing", undefined],
  ["an object", {}],
  ["a promise", Promise.resolve("name\nA\n")],
  ["an array of attendees", [{ attendee_id: "a", name: "Ada" }]],
]) {
  test(`${what} is no file`, async () => {
    const error = await rejection(all(readAttendees(source)));
    assert.equal(error.name, "MeshiValidationError");
    assert.equal(error.issues[0].path, "source");
  });
}

test("a response that is an error is not taken for a file", async () => {
  const error = await rejection(all(readAttendees(new Response("<h1>Not found</h1>", { status: 404 }))));
  assert.equal(error.code, "RESPONSE_NOT_OK");
});

test("a file is read once", async () => {
  const file = readAttendees(CSV);
  await all(file);
  assert.equal((await rejection(all(file))).code, "SOURCE_ALREADY_READ");
  const { meshi, requests } = stubbed(importServer().answer);
  assert.equal((await rejection(meshi.attendees.importAll("e-1", file))).code, "SOURCE_ALREADY_READ");
  const used = new Response(CSV);
  await used.text();
  assert.equal((await rejection(all(readAttendees(used)))).code, "SOURCE_ALREADY_READ");
  const locked = stream([BYTES]);
  locked.getReader();
  assert.equal((await rejection(all(readAttendees(locked)))).code, "SOURCE_ALREADY_READ");
  assert.equal(requests.length, 0);
});

test("leaving the loop lets go of the source", async () => {
  let cancelled = 0;
  const rows = Array.from({ length: 1000 }, (_, i) => new TextEncoder().encode(`N${i},n${i}@example.com\n`));
  const source = stream([new TextEncoder().encode("name,email\n"), ...rows], {
    cancel: () => (cancelled += 1),
  });
  for await (const attendee of readAttendees(source)) {
    assert.equal(attendee.name, "N0");
    break;
  }
  assert.equal(cancelled, 1);
});

test("a source that breaks off is an error with its cause", async () => {
  const cause = new Error("ECONNRESET");
  const source = (async function* () {
    yield "name,email\nAda,ada@example.com\n";
    throw cause;
  })();
  const error = await rejection(all(readAttendees(source)));
  assert.equal(error.code, "SOURCE_FAILED");
  assert.equal(error.cause, cause);
});

test("an import reads a file as fast as the wire takes it, not faster", async () => {
  let pulled = 0;
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const { answer } = importServer();
  const { meshi } = stubbed(async (request, count) => {
    if (count === 1) await held;
    return answer(request, count);
  });
  const chunks = 400;
  const source = (async function* () {
    yield "attendee_id,name\n";
    for (let chunk = 0; chunk < chunks; chunk += 1) {
      pulled += 1;
      yield Array.from({ length: 100 }, (_, i) => `a-${chunk}-${i},Person ${chunk} ${i}\n`).join("");
    }
  })();
  await withClock(async () => {
    const whole = meshi.attendees.importAll("e-1", readAttendees(source), { maxRows: 200, concurrency: 1 });
    for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    assert.ok(pulled < chunks / 4, `${pulled} of ${chunks} chunks were read while the first part was held`);
    release();
    const report = await whole;
    assert.equal(report.imported, chunks * 100);
  });
});
