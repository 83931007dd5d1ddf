// Where a table begins and what holds no field, said by hand: --skip-rows, --header-row, --mapping field=.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { cli, folder, sandbox, EVENT } from "./helpers.mjs";

const files = await folder();
const event = await files.put("event.json", JSON.stringify(EVENT));
const list = await files.put(
  "list.csv",
  "Name,Email,Company\nOld Header,old@example.com,Nobody\nName,Email,Company\nAda Okafor,ada@example.com,Harbor\n,bea@example.com,Quill\n",
);
const box = await sandbox();
const checked = async (...args) => {
  const { code, stdout, stderr } = await cli(["check", "--attendees", list, "--json", ...args]);
  return code === 0 ? JSON.parse(stdout) : { code, stderr };
};

test("the header's row is taken where it is said to be", async () => {
  for (const args of [
    ["--header-row", "3"],
    ["--skip-rows", "2"],
  ]) {
    const { total } = await checked(...args);
    assert.equal(total, 2, args.join(" "));
  }
  const both = await checked("--header-row", "3", "--skip-rows", "2");
  assert.equal(both.code, 2);
  assert.match(both.stderr, /--skip-rows|--header-row/);
  assert.doesNotMatch(both.stderr, /skipRows|headerRow/);
});

test("a field that no column holds is left out", async () => {
  const { columns } = await checked("--header-row", "3", "--mapping", "company=");
  assert.equal(columns.find(({ header }) => header === "Company").field, "raw");
});

test("a mended file of rejected rows is imported with the very flags of the original", async () => {
  const rejected = files.at("rejected.csv");
  const flags = ["--event", event, "--header-row", "3", "--json"];
  const first = await cli(["import", "--attendees", list, "--rejected", rejected, ...flags], {
    env: box.env,
  });
  assert.equal(first.code, 0, first.stderr);
  const written = await readFile(rejected, "utf8");
  const mended = await files.put("mended.csv", written.replace(/^,bea/m, "Bea Lund,bea"));
  const again = await cli(["import", "--attendees", mended, ...flags], { env: box.env });
  assert.equal(again.code, 0, again.stderr);
  assert.deepEqual([JSON.parse(again.stdout).total, JSON.parse(again.stdout).imported], [1, 1]);
});
