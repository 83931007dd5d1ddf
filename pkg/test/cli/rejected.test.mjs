// What --rejected writes can be mended and imported again: the same columns, the same people, whoever rejected the rows.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { CANARY, cli, EVENT, folder, sandbox, scripted } from "./helpers.mjs";

const files = await folder();
const event = await files.put("event.json", JSON.stringify(EVENT));

/** An API that takes an import, rejects the people of `refused` (by name), and notes everybody who was sent. */
async function importer(refused = []) {
  const sent = [];
  let errors = [];
  const api = await scripted(({ method, path, text }) => {
    if (method === "POST" && path.endsWith("/events"))
      return { status: 201, body: { ...JSON.parse(text), created_at: "2026-01-01T00:00:00Z" } };
    if (path.includes("attendees:import")) {
      const { attendees } = JSON.parse(text);
      sent.push(...attendees);
      errors = attendees
        .filter(({ name }) => refused.includes(name))
        .map(({ attendee_id: id }) => ({ attendee_id: id, code: "NO_ROOM", message: "The hall is full." }));
      return { status: 202, body: { run_id: `r${sent.length}`, kind: "import", status: "queued" } };
    }
    if (path.includes("/runs/"))
      return {
        body: {
          run_id: path.split("/").at(-1),
          kind: "import",
          status: errors.length > 0 ? "partial" : "succeeded",
          counts: { total: sent.length, succeeded: sent.length - errors.length, failed: errors.length },
          errors,
        },
      };
    return { body: { org_id: "o", scopes: ["partner:write"] } };
  });
  return { sent, env: { MESHI_KEY: CANARY, MESHI_BASE: api.baseUrl } };
}

async function importing(path, { env }, ...more) {
  const result = await cli(["import", "--event", event, "--attendees", path, "--json", ...more], { env });
  return { ...result, report: result.stdout === "" ? undefined : JSON.parse(result.stdout) };
}

const byId = (people) => Object.fromEntries(people.map((person) => [person.attendee_id, person]));

test("rows that the file's own faults rejected: export, mend, import again", async () => {
  const header = 'Order no.,Full name,Email,"Company, if any",Notes';
  const row = (name, notes) =>
    `007,${name},${name.split(" ")[0].toLowerCase()}@example.com,"Harbor, Inc.",${notes}`;
  const names = ["Ada Okafor", "Bruno Silva", "Chi Tanaka", "Dana Wu", "Eve Long"];
  const notes = ["=SUM(1)", "'single", "-5", "two words", "+49 30"];
  const good = names.map((name, at) => row(name, notes[at]));
  const bad = [...good];
  bad[1] = good[1].replace("Bruno Silva", "");
  bad[3] = good[3].replace("Dana Wu", "");
  // A row that the reader does not show as a record must not shift those behind it.
  bad.splice(2, 0, `1,${"x".repeat(1_100_000)},x@example.com,,`);
  const path = await files.put("original.csv", [header, ...bad, ""].join("\n"));
  const out = files.at("rejected.csv");
  const first = await importer();
  const { code, stderr } = await importing(path, first, "--rejected", out);
  assert.equal(code, 0, stderr);
  const text = await readFile(out, "utf8");
  const lines = text.split("\r\n");
  assert.equal(lines[0], 'Order no.,Full name,Email,"Company, if any",Notes,problem');
  assert.equal(lines.length, 5);
  assert.match(lines[1], /^007,,bruno@example\.com,"Harbor, Inc\.",'single,"?line 3: /);
  assert.match(lines[2], /^,,,,,"?line 4: the row is longer than/);
  assert.match(lines[3], /^007,,dana@example\.com,"Harbor, Inc\.",two words,/);
  // Mended in a spreadsheet: the names are filled in, the row that is beyond saving is taken out.
  const mended = [
    lines[0],
    lines[1].replace("007,,bruno", "007,Bruno Silva,bruno"),
    lines[3].replace("007,,dana", "007,Dana Wu,dana"),
    "",
  ];
  const second = await importer();
  const again = await importing(await files.put("mended.csv", mended.join("\r\n")), second);
  assert.equal(again.code, 0, again.stderr);
  assert.equal(again.report.imported, 2);
  // The same people under the same ids, with the same content, as if the original had been right.
  const whole = await importer();
  await importing(await files.put("right.csv", [header, ...good, ""].join("\n")), whole);
  assert.deepEqual(byId([...first.sent, ...second.sent]), byId(whole.sent));
  assert.ok(second.sent.every(({ raw }) => !("problem" in raw)));
});

test("a row with more cells than the header keeps all of them", async () => {
  const path = await files.put(
    "extra.csv",
    "Name,Email,Company\nAda,ada@example.com,Acme, Inc.\nBo,bo@example.com,Quill\n",
  );
  const out = files.at("extra-rejected.csv");
  assert.equal((await importing(path, await importer(), "--rejected", out)).code, 0);
  const [, row] = (await readFile(out, "utf8")).split("\r\n");
  assert.match(row, /^Ada,ada@example\.com,Acme,".*4 cells.*",Inc\.$/);
});

for (const [kind, text] of [
  ["csv", "Name,Email,Table\nAda,ada@example.com,4\nBo,bo@example.com,5\nChi,chi@example.com,6\n"],
  [
    "json",
    JSON.stringify(
      [
        ["Ada", "ada", 4],
        ["Bo", "bo", 5],
        ["Chi", "chi", 6],
      ].map(([name, mail, table]) => ({ Name: name, Email: `${mail}@example.com`, Table: `${table}` })),
    ),
  ],
  [
    "ndjson",
    [
      ["Ada", "ada", 4],
      ["Bo", "bo", 5],
      ["Chi", "chi", 6],
    ]
      .map(([name, mail, table]) =>
        JSON.stringify({ Name: name, Email: `${mail}@example.com`, Table: `${table}` }),
      )
      .join("\n"),
  ],
]) {
  test(`rows that the server rejected: from ${kind}, mend, import again`, async () => {
    const path = await files.put(`server.${kind}`, text);
    const out = files.at(`server-${kind}.csv`);
    const first = await importer(["Bo"]);
    const { code, stderr, report } = await importing(path, first, "--rejected", out, "--strict");
    assert.equal(code, 10, stderr);
    assert.deepEqual([report.total, report.imported], [3, 2]);
    assert.match(stderr, /rejected: 1 row written/);
    assert.equal(
      await readFile(out, "utf8"),
      "Name,Email,Table,problem\r\nBo,bo@example.com,5,The hall is full. (NO_ROOM)\r\n",
    );
    const second = await importer();
    const again = await importing(out, second);
    assert.equal(again.code, 0, again.stderr);
    assert.deepEqual(second.sent, [first.sent[1]]);
  });
}

test("every row rejected by the server: reasons, --rejected and the exit code, as from run", async () => {
  const path = await files.put("all.csv", "Name,Email\nBo,bo@example.com\n");
  const out = files.at("all-rejected.csv");
  const report = files.at("all-report.json");
  const api = await importer(["Bo"]);
  for (const args of [
    ["import", "--event", event],
    ["run", "--event", event, "--out", report],
  ]) {
    const all = [...args, "--attendees", path, "--rejected", out];
    const { code, stdout, stderr } = await cli(all, { env: api.env });
    assert.equal(code, 3, stderr);
    assert.match(stdout, /The hall is full/);
    assert.match(stderr, /error: Nothing was imported: the only row was rejected/);
    assert.match(await readFile(out, "utf8"), /^Name,Email,problem\r\nBo,/);
    const json = await cli([...all, "--json"], { env: api.env });
    assert.equal(json.code, 3);
    const { error } = JSON.parse(json.stdout);
    assert.deepEqual([error.code, error.report.rejected[0].code], ["NOTHING_IMPORTED", "NO_ROOM"]);
  }
  const written = JSON.parse(await readFile(report, "utf8"));
  assert.deepEqual([written.import.imported, written.import.rejected.length], [0, 1]);
});

test("every row rejected before anything is sent: --rejected and --out are written", async () => {
  const path = await files.put("none.csv", "Name,Email\n,bo@example.com\n");
  const [out, report] = [files.at("none-rejected.csv"), files.at("none-report.json")];
  const args = [
    "run",
    "--sandbox",
    "--event",
    event,
    "--attendees",
    path,
    "--rejected",
    out,
    "--out",
    report,
  ];
  const { code, stdout } = await cli(args);
  assert.equal(code, 3);
  assert.match(stdout, /Rejected rows/);
  assert.match(await readFile(out, "utf8"), /^Name,Email,problem\r\n,bo/);
  assert.equal(JSON.parse(await readFile(report, "utf8")).import.total, 1);
});

test("what was answered by runs that had ended is told, with the flag that does it again", async () => {
  const box = await sandbox();
  const path = await files.put("twice.csv", "Name,Email\nAda,ada@example.com\nBo,bo@example.com\n");
  const call = (...args) => cli([...args, "--event", event, "--attendees", path], { env: box.env });
  for (const command of ["import", "run"]) {
    await call(command);
    const again = await call(command);
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stdout, /2 rows were answered by runs that had already ended: nothing was done again/);
    assert.match(again.stdout, /--run-key/);
    const anew = await call(command, "--run-key", `${command} next week`);
    assert.doesNotMatch(anew.stdout, /already ended/);
  }
});

test("where the rejected rows hold too little to tell the columns by, the flags that do are told", async () => {
  const good = Array.from({ length: 20 }, (_, n) => `Ada${n} Okafor,a${n}@example.com,Harbor ${n}`);
  const path = await files.put(
    "told.csv",
    ["Full name,How to reach you,Firm", ...good, ",nobody at all,Quill", ""].join("\n"),
  );
  const out = files.at("told-rejected.csv");
  const { code, stderr } = await importing(path, await importer(), "--rejected", out);
  assert.equal(code, 0, stderr);
  const [, flags] = /^ {2}with (.*)$/m.exec(stderr) ?? [];
  assert.match(flags, /--mapping email="How to reach you"/);
  const given = [...flags.matchAll(/--mapping (\w+)="([^"]*)"/g)].flatMap(([, field, header]) => [
    "--mapping",
    `${field}=${header}`,
  ]);
  const mended = (await readFile(out, "utf8")).replace(/^,nobody at all/m, "Nobody Atall,nobody@example.com");
  const second = await importer();
  const again = await importing(await files.put("told-mended.csv", mended), second, ...given);
  assert.equal(again.code, 0, again.stderr);
  assert.deepEqual([second.sent[0].name, second.sent[0].email], ["Nobody Atall", "nobody@example.com"]);
});
