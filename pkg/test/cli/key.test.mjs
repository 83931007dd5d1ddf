// The key: where it may come from, and that it is never written anywhere.

import assert from "node:assert/strict";
import test from "node:test";
import { CANARY, cli, folder, scripted } from "./helpers.mjs";

const files = await folder();
const org = {
  org_id: "org_1",
  principal_type: "service_account",
  service_account_user_id: "sa_1",
  scopes: ["partner:read"],
};
const api = await scripted(() => ({ body: org }));
const to = (...args) => ["auth", "--base-url", api.baseUrl, ...args];

test("without a key it says where one may come from", async () => {
  for (const env of [{}, { MESHI_KEY: "" }, { MESHI_KEY: "  " }]) {
    const { code, stderr } = await cli(to(), { env });
    assert.equal(code, 2);
    assert.match(stderr, /MESHI_KEY/);
    assert.match(stderr, /--key-file/);
  }
});

test("a key in an argument is refused, under any name that people try", async () => {
  for (const args of [
    ["--key", CANARY],
    [`--key=${CANARY}`],
    ["--api-key", CANARY],
    [`--apiKey=${CANARY}`],
    ["--token", CANARY],
  ]) {
    const { code, stdout, stderr } = await cli(to(...args));
    assert.equal(code, 2);
    assert.match(stderr, /process list/);
    assert.doesNotMatch(stdout + stderr, new RegExp(CANARY));
  }
  assert.equal((await cli(["--api-key", CANARY, "auth"])).code, 2);
});

test("the key of the environment is sent as the bearer", async () => {
  api.asked.length = 0;
  const { code, stdout } = await cli(to(), { env: { MESHI_KEY: CANARY } });
  assert.equal(code, 0);
  assert.equal(api.asked[0].headers.authorization, `Bearer ${CANARY}`);
  assert.match(stdout, /org_1/);
});

test("a key file holds the key on one line; --key-file goes before MESHI_KEY", async () => {
  const path = await files.put("key", `\ufeff${CANARY}\r\n`, { mode: 0o600 });
  api.asked.length = 0;
  const { code, stderr } = await cli(to("--key-file", path), { env: { MESHI_KEY: "msk_another_one" } });
  assert.equal(code, 0);
  assert.equal(api.asked[0].headers.authorization, `Bearer ${CANARY}`);
  assert.doesNotMatch(stderr, /warning/);
});

test(
  "a key file that others can read is used, with a warning",
  { skip: process.platform === "win32" },
  async () => {
    const path = await files.put("open-key", CANARY, { mode: 0o644 });
    const { code, stderr } = await cli(to("--key-file", path));
    assert.equal(code, 0);
    assert.match(stderr, /warning: .*chmod 600/);
  },
);

test("a key file that is none ends with 2", async () => {
  const two = await files.put("two", `${CANARY}\n${CANARY}\n`);
  const empty = await files.put("empty", "\n");
  const large = await files.put("large", "x".repeat(20_000));
  for (const [path, words] of [
    [files.at("missing"), /ENOENT/],
    [files.path, /not a file/],
    [two, /more than one line/],
    [empty, /is empty/],
    [large, /too large/],
  ]) {
    const { code, stdout, stderr } = await cli(to("--key-file", path));
    assert.equal(code, 2);
    assert.match(stderr, words);
    assert.doesNotMatch(stdout + stderr, new RegExp(CANARY));
  }
});

test("a key with a line break is refused before anything is sent", async () => {
  api.asked.length = 0;
  const { code, stdout, stderr } = await cli(to(), { env: { MESHI_KEY: `${CANARY}\nx-evil: 1` } });
  assert.equal(code, 2);
  assert.equal(api.asked.length, 0);
  assert.doesNotMatch(stdout + stderr, new RegExp(CANARY));
});

test("an answer that repeats the key does not get it printed", async () => {
  const echo = await scripted(({ headers }) => ({
    status: 401,
    body: { code: "UNAUTHORIZED", message: `no such key: ${headers.authorization}` },
  }));
  for (const json of [[], ["--json"]]) {
    const { code, stdout, stderr } = await cli(["auth", "--base-url", echo.baseUrl, ...json], {
      env: { MESHI_KEY: CANARY },
    });
    assert.equal(code, 4);
    assert.doesNotMatch(stdout + stderr, new RegExp(CANARY));
    assert.match(stderr, /UNAUTHORIZED/);
  }
});
