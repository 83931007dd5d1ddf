// The attendee file: what cannot be read ends with 3, bad rows are reported and the good ones go on.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import test from "node:test";
import { cli, EVENT, folder } from "./helpers.mjs";

const files = await folder();
const event = await files.put("event.json", JSON.stringify(EVENT));
const importing = (path, ...more) =>
  cli(["import", "--sandbox", "--quiet", "--event", event, "--attendees", path, ...more]);

const zip = Buffer.concat([Buffer.from("PK\u0003\u0004"), randomBytes(4000)]);

for (const [name, file, content, words] of [
  ["an empty file", "empty.csv", "", /empty/i],
  ["a binary file", "binary.csv", zip, /text|workbook|archive|binary/i],
  ["a web page", "page.csv", "<!doctype html><html><body>Sign in</body></html>", /page|HTML|markup/i],
  ["a file without a name column", "no-name.csv", "E-mail,Company\na@example.com,Quill\n", /name/i],
  ["two columns for one field", "two.csv", "Name,Email,Email\nAda,a@example.com,b@example.com\n", /email/i],
  ["a quote that never ends", "quote.csv", 'Name,Email\n"Ada,a@example.com\n', /quote/i],
  ["JSON that breaks off", "broken.json", '[{"name":"Ada","email":"a@example.com"},', /JSON|ends|end/i],
]) {
  test(`${name} ends with 3`, async () => {
    const path = await files.put(file, content);
    const { code, stdout, stderr } = await importing(path);
    assert.equal(code, 3, stderr + stdout);
    assert.equal(stdout, "");
    assert.match(stderr, words);
  });
}

test("a spreadsheet's own format is named, with the way out", async () => {
  const { code, stderr } = await importing(await files.put("list.xlsx", zip));
  assert.equal(code, 3);
  assert.match(stderr, /Save it as CSV/);
});

test("a file that is not there, and a folder", async () => {
  assert.equal((await importing(files.at("missing.csv"))).code, 3);
  const { code, stderr } = await importing(files.path);
  assert.equal(code, 3);
  assert.match(stderr, /not a file/);
});

test("a line of 64 MiB is refused without being held", async () => {
  const path = await files.put(
    "line.csv",
    `Name,Email\n${"x".repeat(64 << 20)},a@example.com\nAda,ada@example.com\n`,
  );
  const { code, stdout } = await importing(path, "--json");
  assert.equal(code, 0);
  const report = JSON.parse(stdout);
  assert.deepEqual([report.total, report.imported, report.rejected.length], [2, 1, 1]);
  assert.equal(report.rejected[0].row, 1);
});

test("bad rows are told with row, field and reason; the good ones are imported", async () => {
  const path = await files.put(
    "mixed.csv",
    "Name,Email,Company\nAda,ada@example.com,Quill\n,bruno@example.com,Quill\nChi,chi at example.com,Quill\nDana,ada@example.com,Quill\n",
  );
  const { code, stdout } = await importing(path);
  assert.equal(code, 0);
  assert.match(stdout, /4 rows read, 1 imported into spring-2026, 3 rejected/);
  assert.match(stdout, /^ *2 {2}name /m);
  assert.match(stdout, /^ *3 {2}email /m);
  assert.equal((await importing(path, "--strict")).code, 10);
});

test("the rejected rows as CSV hold no formula", async () => {
  const path = await files.put(
    "formula.csv",
    'Id,Name,Email,Company\na,,ada@example.com,"=HYPERLINK(""http://example.com"")"\nb,,b@example.com,Harbor\n',
  );
  const out = files.at("rejected.csv");
  const { code } = await importing(path, "--rejected", out);
  assert.equal(code, 3);
  const text = await readFile(out, "utf8");
  assert.match(text, /^Id,Name,Email,Company,problem\r\n/);
  assert.match(text, /'=HYPERLINK/);
  assert.equal(text.trimEnd().split("\r\n").length, 3);
  for (const line of text.split("\r\n")) {
    for (const cell of line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)) assert.doesNotMatch(cell, /^"?[=+\-@]/);
  }
});

test("a result file that cannot be written ends with 2 and names the option", async () => {
  const path = await files.put("one.csv", "Name,Email\n,a@example.com\nAda,ada@example.com\n");
  const { code, stderr } = await importing(path, "--rejected", files.at("no/such/folder.csv"));
  assert.equal(code, 2);
  assert.match(stderr, /--rejected: .*ENOENT/);
});

test("a header that is not recognised is named by --mapping", async () => {
  const path = await files.put("wer.csv", "Wer,Wo man schreibt\nAda,ada@example.com\n");
  assert.equal((await importing(path)).code, 3);
  const { code, stdout, stderr } = await importing(
    path,
    "--json",
    "--mapping",
    "name=Wer",
    "email=Wo man schreibt",
  );
  assert.equal(code, 0, stderr);
  assert.equal(JSON.parse(stdout).imported, 1);
});

test("a mapping to a field or a header that does not exist is refused", async () => {
  const path = await files.put("plain.csv", "Name,Email\nAda,ada@example.com\n");
  const field = await importing(path, "--mapping", "nmae=Name");
  assert.ok([2, 3].includes(field.code), field.stderr);
  assert.match(field.stderr, /nmae/);
  const header = await importing(path, "--mapping", "company=Firm");
  assert.ok([2, 3].includes(header.code), header.stderr);
  assert.match(header.stderr, /Firm/);
});
