// A file is read to its end and held only in part; its columns can be mapped by hand, also where it was refused.

import assert from "node:assert/strict";
import test from "node:test";
import { readAttendees } from "meshi-partner";
import { load } from "./support/load.mjs";

const { read } = await load("reading/read.ts");
const { headersOf } = await load("reading/headers.ts");
const { assign, fieldOf } = await load("reading/mapping.ts");
const { nothingRead } = await load("reading/protocol.ts");

/** What the page knows when the reading has ended. */
async function readAll(text, mapping = {}) {
  const file = new Blob([text]);
  let state = nothingRead(file.size);
  await read(readAttendees, file, mapping, (update) => {
    state = { ...state, ...update };
  });
  return state;
}

function table(rows, row) {
  return `name,email,company\n${Array.from({ length: rows }, (_, index) => row(index)).join("\n")}\n`;
}

test("of many rows the first two hundred are kept, and all are counted", async () => {
  const state = await readAll(table(5_000, (index) => `Person ${index},p${index}@example.org,Example`));
  assert.equal(state.accepted, 5_000);
  assert.equal(state.preview.length, 200);
  assert.equal(state.preview[0].name, "Person 0");
  assert.equal(state.bytesRead, state.bytesTotal);
  assert.equal(state.done, true);
});

test("of many rejected rows the first thousand are kept, and all are counted", async () => {
  const state = await readAll(
    table(3_000, (index) => (index % 2 ? `,n${index}@example.org,` : `A,a${index}@example.org,`)),
  );
  assert.equal(state.accepted, 1_500);
  assert.equal(state.rejectedCount, 1_500);
  assert.equal(state.rejected.length, 1_000);
  assert.equal(state.rejected[0].row, 2);
});

test("of a cell as large as a book the preview holds a line", async () => {
  const state = await readAll(`name,email,notes\nAda,a@example.org,${"x".repeat(500_000)}\n`);
  assert.equal(state.accepted, 1);
  assert.ok(state.preview[0].raw.notes.length < 400);
});

test("a file without a name column says so, and its columns can be chosen from", async () => {
  const text = 'Colour;Employer;"E-Post"\nAnna;Acme;a@example.org\n';
  const refused = await readAll(text);
  assert.equal(refused.problem.code, "NO_NAME_COLUMN");
  assert.deepEqual(
    refused.columns.map(({ header }) => header),
    ["Colour", "Employer", "E-Post"],
  );
  let mapping = assign(refused.columns, {}, "Colour", "name");
  mapping = assign(refused.columns, mapping, "E-Post", "email");
  const state = await readAll(text, mapping);
  assert.equal(state.problem, undefined);
  assert.deepEqual([state.preview[0].name, state.preview[0].email], ["Anna", "a@example.org"]);
});

test("two columns of one name are told apart as the reader tells them apart", async () => {
  const text = "name,email,email\nAnna,one@example.org,two@example.org\n";
  const refused = await readAll(text);
  assert.equal(refused.problem.code, "AMBIGUOUS_COLUMNS");
  const headers = refused.columns.map(({ header }) => header);
  assert.deepEqual(headers, ["name", "email", "email (2)"]);
  const state = await readAll(text, assign(refused.columns, {}, "email (2)", "email"));
  assert.equal(state.preview[0].email, "two@example.org");
});

test("an empty file and a file that breaks off are told, not thrown", async () => {
  assert.equal((await readAll("")).problem.code, "EMPTY_FILE");
  const file = {
    size: 100,
    slice: () => new Blob(["name,email\n"]),
    stream: () =>
      new ReadableStream({
        pull(controller) {
          controller.error(new Error("the card was pulled out"));
        },
      }),
  };
  let state = nothingRead(100);
  await read(readAttendees, file, {}, (update) => {
    state = { ...state, ...update };
  });
  assert.equal(state.done, true);
  assert.equal(state.problem.code, "SOURCE_FAILED");
});

test("the header line is found behind quotes, delimiters, encodings and blank lines", () => {
  const bytes = (text) => new TextEncoder().encode(text).buffer;
  assert.deepEqual(headersOf(bytes('\n"a, b",c\n1,2\n')), ["a, b", "c"]);
  assert.deepEqual(headersOf(bytes("a\tb\tc\r\n1\t2\t3")), ["a", "b", "c"]);
  assert.deepEqual(headersOf(bytes('"say ""x""";b')), ['say "x"', "b"]);
  assert.deepEqual(headersOf(Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x2c, 0, 0x62, 0).buffer), ["a", "b"]);
  assert.deepEqual(headersOf(Uint8Array.of(0x4e, 0xe9, 0x2c, 0x62).buffer), ["Né", "b"]);
  assert.deepEqual(headersOf(bytes('[{"name":"x"}]')), []);
});

test("a field has one column and a column one field, whatever the headers say", () => {
  const columns = [
    { header: "Name", field: "name" },
    { header: "Mail", field: "email" },
    { header: "Second", field: null },
  ];
  const moved = assign(columns, {}, "Second", "email");
  assert.deepEqual(
    columns.map((column) => fieldOf(column, moved)),
    ["name", null, "email"],
  );
  const none = assign(columns, moved, "Second", null);
  assert.deepEqual(none, { email: null });
  assert.equal(fieldOf(columns[1], none), null);
  assert.deepEqual(assign(columns, {}, "Name", "company"), { name: null, company: "Name" });
});

test("a column in doubt is further data and says what it may be; a value that is left out is a warning of its row", async () => {
  const rows = Array.from(
    { length: 12 },
    (_, n) => `Person ${"abcdefghijkl"[n]} Ito,p${n}@example.org,not a link`,
  );
  const state = await readAll(`name,email,linkedin_url\n${rows.join("\n")}\n`);
  assert.deepEqual([state.accepted, state.warningCount, state.warnings.length], [12, 12, 12]);
  assert.deepEqual([state.warnings[0].row, state.warnings[0].field], [1, "linkedin_url"]);
  const columns = [];
  const file = {
    columns: [
      { header: "a", field: "name", suggestion: { field: "company", confidence: 0.5 } },
      { header: "b", field: "raw", suggestion: { field: "company", confidence: 0.5 } },
      { header: "c", field: "ignored" },
    ],
    rejected: [],
    warnings: [],
    async *[Symbol.asyncIterator]() {},
  };
  await read(
    () => file,
    new Blob([""]),
    {},
    (update) => columns.push(...(update.columns ?? [])),
  );
  assert.deepEqual(columns, [
    { header: "a", field: "name" },
    { header: "b", field: null, suggestion: "company" },
    { header: "c", field: null },
  ]);
});
