// readAttendees: what the columns were taken for, and why; rows with their numbers; filters; warnings; faults on the way.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { readAttendees } from "meshi-partner";
import { all, rejection, stubbed } from "./support/client.mjs";
import { withClock } from "./support/clock.mjs";
import { importServer } from "./support/rows.mjs";

const CSV =
  "Full name,Mail (private),Buyer email,LI profile,Status\n" +
  "Ada King,ada@example.com,office@example.com,linkedin.com/in/ada,Attending\n" +
  "Bob Roe,bob@example.com,office@example.com,https://www.linkedin.com/in/bob,Cancelled\n";

const fieldOf = (columns) => Object.fromEntries(columns.map(({ header, field }) => [header, field]));

test("inspect says what each column is and why, and does not use the file up", async () => {
  const file = readAttendees(CSV);
  const columns = await file.inspect();
  assert.equal(columns, file.columns);
  assert.deepEqual(fieldOf(columns), {
    "Full name": "name",
    "Mail (private)": "email",
    "Buyer email": "raw",
    "LI profile": "linkedin_url",
    Status: "raw",
  });
  assert.deepEqual(
    columns.map(({ evidence }) => evidence),
    ["both", "both", null, "both", null],
  );
  for (const { confidence } of columns) assert.ok(confidence > 0 && confidence <= 1);
  assert.deepEqual(columns[0].samples, ["Ada King", "Bob Roe"]);
  assert.equal((await all(file)).length, 2);
  assert.deepEqual(fieldOf(file.columns), fieldOf(columns));
});

test("what is in doubt is suggested, not taken", async () => {
  const text = "Name,Buyer email,Ticket\nAda,office@example.com,t1\n";
  const columns = await readAttendees(text).inspect();
  assert.deepEqual(columns[1].field, "raw");
  assert.equal(columns[1].suggestion.field, "email");
  assert.ok(columns[1].suggestion.confidence < 0.5);
});

test("samples are in no log and in no JSON", async () => {
  const file = readAttendees(CSV);
  const columns = await file.inspect();
  for (const text of [inspect(columns, { depth: 9 }), JSON.stringify(columns), inspect(file)]) {
    assert.doesNotMatch(text, /ada@|Ada/);
  }
});

test("inspect reads a stream once: its first rows are not lost, and its faults are told again", async () => {
  let pulled = 0;
  const rows = Array.from({ length: 3000 }, (_, i) => `Guest ${"x".repeat(30)},g${i}@example.com\n`);
  const source = (async function* () {
    yield "Name,Email\n";
    for (const row of rows) {
      pulled += 1;
      yield row;
    }
  })();
  const file = readAttendees(source);
  await Promise.all([file.inspect(), file.inspect()]);
  assert.ok(pulled < 400, `${pulled} rows were read to decide`);
  assert.equal((await all(file)).length, rows.length);

  const cause = new Error("ECONNRESET");
  const broken = readAttendees(
    (async function* () {
      yield "Name,Email\n";
      throw cause;
    })(),
  );
  for (const used of [() => broken.inspect(), () => all(broken)]) {
    const error = await rejection(used());
    assert.equal(error.code, "SOURCE_FAILED");
    assert.equal(error.cause, cause);
  }
});

test("rows gives each row with its number, in order, as an attendee or a problem", async () => {
  const file = readAttendees("name,email\nAda,ada@example.com\n,x@example.com\nBob,bob@example.com\nCy,\n");
  const rows = [];
  for await (const entry of file.rows()) rows.push(entry);
  assert.deepEqual(
    rows.map(({ row, attendee, problem }) => [row, attendee?.name ?? problem.field]),
    [
      [1, "Ada"],
      [2, "name"],
      [3, "Bob"],
      [4, "attendee_id"],
    ],
  );
});

test("where keeps rows out before they are counted", async () => {
  const seen = [];
  const where = (row) => {
    seen.push(row);
    return row.Status === "Attending";
  };
  const file = readAttendees(CSV, { where });
  const rows = [];
  for await (const entry of file.rows()) rows.push(entry);
  assert.equal(rows.length, 1);
  assert.equal(file.skipped, 1);
  assert.deepEqual(
    [seen[0]["Full name"], seen[0].name, seen[0].email, seen[0].Status],
    ["Ada King", "Ada King", "ada@example.com", "Attending"],
  );
  const text =
    "name,email,Status\nAda,ada@example.com,no\n,nobody,no\nBob,bob@example.com,yes\n,x@example.com,yes\n";
  const { meshi } = stubbed(importServer().answer);
  await withClock(async () => {
    const report = await meshi.attendees.importAll(
      "e-1",
      readAttendees(text, { where: (row) => row.Status === "yes" }),
    );
    assert.deepEqual([report.total, report.imported, report.skipped], [2, 1, 2]);
    assert.deepEqual(
      report.rejected.map(({ row }) => row),
      [2],
    );
  });
  const json = '[{"id":"1","name":"Ada","vip":true},{"id":"2","name":"Bob","vip":false}]';
  assert.deepEqual(
    (await all(readAttendees(json, { where: (row) => row.vip }))).map(({ name }) => name),
    ["Ada"],
  );
});

test("where is told the number that the row has in the report, whatever stands between", async () => {
  const good = (n) => `${n},Person ${n},p${n}@example.com\n`;
  const odd = [
    good,
    () => ",,\n",
    (n) => `${n},,x\n`,
    (n) => `${n},${"y".repeat(1100)},z\n`,
    (n) => `${n},a,b,c\n`,
  ];
  const bytes = new Uint8Array([0x39, 0x2c, 0xff, 0xfe, 0x41, 0x2c, 0x62, 0x0a]);
  for (let seed = 0; seed < 40; seed += 1) {
    const picked = Array.from(
      { length: 12 },
      (_, at) => odd[(seed * 7 + at * at * 3 + ((seed * at) % 5)) % odd.length],
    );
    const parts = picked.map((row, at) => new TextEncoder().encode(row(at)));
    parts.splice(seed % 12, 0, bytes);
    const text = [new TextEncoder().encode("Id,Name,Email\n"), ...parts];
    for (const keep of [() => true, (row) => Number(row.Id) % 2 === 0]) {
      const numbers = new Map();
      const where = (row, number) => {
        const kept = keep(row);
        if (kept) numbers.set(number, row);
        return kept;
      };
      const file = readAttendees(text, { where, encoding: "utf-8", maxRecordBytes: 1024 });
      for await (const { row, attendee, problem } of file.rows()) {
        if (attendee) assert.equal(numbers.get(row).Id, attendee.attendee_id);
        else if (numbers.has(row)) assert.match(problem.message, /name|cells/);
        else assert.match(problem.message, /longer|UTF-8/);
      }
    }
  }
  const seen = [];
  for await (const row of readAttendees("Id,Name\n1,Ada,Inc.,x\n", { where: (row) => seen.push(row) }).rows())
    void row;
  assert.deepEqual(seen[0]["Column 3"] + seen[0]["Column 4"], "Inc.x");
});

test("a where that throws ends the reading with its own error as the cause", async () => {
  const cause = new RangeError("no such status");
  const where = () => {
    throw cause;
  };
  const error = await rejection(all(readAttendees(CSV, { where })));
  assert.equal(error.code, "WHERE_FAILED");
  assert.equal(error.cause, cause);
  const { meshi, requests } = stubbed(importServer().answer);
  const refused = await rejection(meshi.attendees.importAll("e-1", readAttendees(CSV, { where })));
  assert.equal(refused.code, "WHERE_FAILED");
  assert.equal(refused.cause, cause);
  assert.equal(requests.length, 0);
  const wrong = await rejection(all(readAttendees(CSV, { where: "Status" })));
  assert.equal(wrong.name, "MeshiConfigError");
});

test("a value that an optional field cannot take costs the field, not the person", async () => {
  const text =
    "id,name,email,LinkedIn\n1,Ada,ada@example.com,/in/ada\n2,Bob,nonsense,don't have one\n3,Cy,cy@example.com,@cy\n";
  const file = readAttendees(text);
  const attendees = await all(file);
  assert.deepEqual(
    attendees.map(({ linkedin_url: url }) => url),
    ["https://www.linkedin.com/in/ada", undefined, undefined],
  );
  assert.deepEqual(file.rejected, []);
  assert.deepEqual(
    file.warnings.map(({ row, field, code }) => [row, field, code]),
    [
      [2, "email", "FIELD_LEFT_OUT"],
      [2, "linkedin_url", "FIELD_LEFT_OUT"],
      [3, "linkedin_url", "FIELD_LEFT_OUT"],
    ],
  );
  await withClock(async () => {
    const { meshi } = stubbed(importServer().answer);
    const report = await meshi.attendees.importAll("e-1", readAttendees(text));
    assert.equal(report.imported, 3);
    assert.equal(report.warningsTotal, 3);
    assert.deepEqual(report.warnings, file.warnings);
  });
});

test("an id that comes twice names mapping", async () => {
  await withClock(async () => {
    const { meshi } = stubbed(importServer().answer);
    for (const id of ["t1", "user 1"]) {
      const text = `Ticket ID,Name\n${id},Ada\n${id},Bob\n`;
      const report = await meshi.attendees.importAll("e-1", readAttendees(text));
      assert.equal(report.imported, 1);
      assert.equal(report.rejected[0].code, "DUPLICATE_ATTENDEE_ID");
      assert.match(report.rejected[0].message, /"Ticket ID".*mapping/s);
    }
  });
});

test("skipRows and headerRow say where a table begins", async () => {
  const text = "Name,Email\nnot this one,\n\nName,Email\nAda,ada@example.com\n";
  for (const options of [{ headerRow: 4 }, { skipRows: 2 }]) {
    assert.deepEqual(
      (await all(readAttendees(text, options))).map(({ name }) => name),
      ["Ada"],
    );
  }
  assert.equal((await rejection(all(readAttendees(text, { headerRow: 9 })))).code, "NO_HEADER_ROW");
  for (const options of [
    { headerRow: 0 },
    { skipRows: -1 },
    { skipRows: 1, headerRow: 2 },
    { headerRow: "1" },
  ]) {
    assert.equal((await rejection(all(readAttendees(text, options)))).name, "MeshiConfigError");
  }
});

test("an error of reading names its line, in the message and in its issues", async () => {
  const error = await rejection(
    all(readAttendees('name,email\nAda,ada@example.com\n"Bob,bob@example.com\n')),
  );
  assert.equal(error.code, "UNTERMINATED_QUOTE");
  assert.match(error.message, /line 3/);
  assert.match(error.issues[0].message, /line 3/);
});

for (const [what, source] of [
  ["a ReadableStream", (body) => body],
  ["a Response", (body) => new Response(body)],
]) {
  const broken = (cause) => {
    let count = 0;
    return new ReadableStream({
      pull(controller) {
        if (count === 400) controller.error(cause);
        else {
          const rows = Array.from({ length: 20 }, (_, i) => `a-${count}-${i},Ada ${"x".repeat(20)}\n`).join(
            "",
          );
          controller.enqueue(new TextEncoder().encode((count === 0 ? "attendee_id,name\n" : "") + rows));
          count += 1;
        }
      },
    });
  };

  test(`${what} that fails midway is SOURCE_FAILED with its cause, iterated and imported in several parts`, async () => {
    const cause = new Error("ECONNRESET");
    const iterated = await rejection(all(readAttendees(source(broken(cause)))));
    assert.equal(iterated.code, "SOURCE_FAILED");
    assert.equal(iterated.cause, cause);
    await withClock(async () => {
      const { meshi } = stubbed(importServer().answer);
      const error = await rejection(
        meshi.attendees.importAll("e-1", readAttendees(source(broken(cause))), { maxRows: 50 }),
      );
      assert.equal(error.code, "SOURCE_FAILED");
      assert.equal(error.cause, cause);
      assert.ok(error.report.total > 1000);
    });
  });
}
