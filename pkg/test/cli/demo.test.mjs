// `demo`: the flow over the example files, and the page that shows it.

import assert from "node:assert/strict";
import { get } from "node:http";
import { fileURLToPath } from "node:url";
import test from "node:test";
import { cli, folder, said, start } from "./helpers.mjs";

const example = (name) => fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));
const args = ["demo", "--event", example("event.json"), "--attendees", example("attendees.csv")];

test("--once prints steps, rejected rows with reasons and the top matches, and ends", async () => {
  const { code, stdout, stderr } = await cli([...args, "--once"]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^match: done/m);
  assert.match(stdout, /^Rejected rows$/m);
  assert.match(stdout, /^Top matches$/m);
});

/** The status and headers for a request whose Host header is `host`. */
const asHost = (url, host) =>
  new Promise((resolve, reject) => {
    get(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });

test("the page is served on loopback under a strict policy, with the report as its data", async () => {
  const run = start([...args, "--quiet"]);
  const [, url] = await said(run, "stdout", /results are at (\S+)/);
  const page = await fetch(url);
  assert.equal(page.status, 200);
  const policy = page.headers.get("content-security-policy");
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe/);
  assert.doesNotMatch(await page.text(), /(?:src|href)="https?:|<script>|style=/);
  const report = await (await fetch(new URL("data.json", url))).json();
  assert.equal(report.import.total, report.import.imported + report.import.rejected.length);
  assert.ok(report.matches.top.length > 10);
  for (const name of ["style.css", "table.css", "app.js", "table.js", "icon.svg"]) {
    assert.equal((await fetch(new URL(name, url))).status, 200);
  }
  assert.equal((await fetch(new URL("../package.json", url))).status, 404);
  assert.equal((await fetch(url, { method: "POST" })).status, 405);
  assert.equal(await asHost(url, "evil.example"), 421);
  run.child.kill("SIGINT");
  assert.equal((await run.ended).code, 0);
});
