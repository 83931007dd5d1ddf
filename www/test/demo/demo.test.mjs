// `cargo xtask demo`, from where everything is built: what it prints, what it leaves open, how it ends.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../local/demo.mjs", import.meta.url));

function start(...args) {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const run = { child, stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"])
    child[name].setEncoding("utf8").on("data", (text) => (run[name] += text));
  run.ended = once(child, "close").then(([code]) => code);
  return run;
}

/** Waits until it has printed what fits `pattern`. */
async function said(run, pattern) {
  for (;;) {
    const found = pattern.exec(run.stdout);
    if (found) return found;
    if (run.child.exitCode !== null) assert.fail(`it ended first: ${run.stdout}\n${run.stderr}`);
    await Promise.race([once(run.child.stdout, "data"), run.ended]);
  }
}

const folders = async () => (await readdir(tmpdir())).filter((name) => name.startsWith("meshi-demo-"));

test("--once tells the steps, the rejected rows with their reasons, the reviews and the best matches, and ends with 0", async () => {
  const before = await folders();
  const run = start("--once");
  assert.equal(await run.ended, 0, run.stderr);
  for (const step of ["auth", "event", "context", "import", "enrich", "match", "results"])
    assert.match(run.stderr, new RegExp(`^${step}: done`, "m"));
  assert.match(run.stdout, /^rows +205 rows read, 198 imported, 7 rejected, 2 values left out$/m);
  assert.match(run.stdout, /^matches +1,980 scores read$/m);
  assert.match(run.stdout, /^Rejected rows\n.*\n *13 +name +INVALID_ATTENDEES +\S/m);
  assert.match(run.stdout, /^Open identity reviews\n.*\n.* open +same_name_as_another_attendee$/m);
  const [, ...best] = /^Top matches\n.*((?:\n.+)+)/m.exec(run.stdout)[1].matchAll(/^(\d\.\d{3}) {2}\S/gm);
  assert.equal(best.length, 9);
  assert.doesNotMatch(run.stdout, /#access=/);
  assert.deepEqual(await folders(), before);
});

test("else the console stays open to whoever has the address, until Ctrl-C, and leaves nothing behind", async () => {
  const before = await folders();
  const run = start();
  const [, origin, token] = await said(run, /console is at (\S+)\/#access=(\S+)/);
  const page = await fetch(origin);
  assert.equal(page.status, 200);
  assert.match(page.headers.get("content-security-policy"), /default-src 'none'/);
  assert.match(await page.text(), /<title>Meshi console</);
  const flows = (headers) => fetch(`${origin}/api/flows`, { headers });
  assert.equal((await flows()).status, 401);
  const signedIn = await fetch(`${origin}/api/session`, {
    method: "POST",
    headers: { origin, "x-meshi-console": "1", "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });
  assert.equal(signedIn.status, 204);
  const cookie = signedIn.headers.get("set-cookie").split(";")[0];
  const { flows: list } = await (await flows({ cookie })).json();
  assert.deepEqual(
    list.map(({ status, imported }) => [status, imported]),
    [["done", 198]],
  );
  run.child.kill("SIGINT");
  assert.equal(await run.ended, 0, run.stderr);
  assert.deepEqual(await folders(), before);
});

test("a port that is taken ends it with 1 and a word on it", async () => {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  const run = start("--once", "--port", String(port));
  const code = await run.ended;
  await new Promise((resolve) => server.close(resolve));
  assert.equal(code, 1);
  assert.match(run.stderr, /^error: the console does not come up:\n[^]*Address already in use/m);
});
