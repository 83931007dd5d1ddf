// Arguments: what is refused, with which exit code, and in which words.

import assert from "node:assert/strict";
import test from "node:test";
import { cli } from "./helpers.mjs";

test("help and version end with 0", async () => {
  const help = await cli(["--help"]);
  assert.equal(help.code, 0);
  for (const command of ["run", "import", "auth", "matches", "review", "sandbox"]) {
    assert.match(help.stdout, new RegExp(`^  ${command} `, "m"));
  }
  assert.match(help.stdout, /MESHI_KEY/);
  const version = await cli(["--version"]);
  assert.equal(version.code, 0);
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
});

test("no command shows the help and is a usage error", async () => {
  const { code, stderr } = await cli([]);
  assert.equal(code, 2);
  assert.match(stderr, /Usage: meshi-partner/);
});

for (const [name, args, words] of [
  ["an unknown command", ["rnu"], /unknown command 'rnu'/],
  ["an unknown option", ["auth", "--enviroment", "staging"], /unknown option '--enviroment'/],
  ["a missing option", ["run", "--attendees", "a.csv"], /--event <file>' not specified/],
  ["an extra argument", ["auth", "now"], /too many arguments/],
  ["an environment that is none", ["auth", "--environment", "prod"], /staging, production/],
  [
    "a number that is none",
    ["run", "--event", "e", "--attendees", "a", "--top", "ten"],
    /whole number from 0 to 10000/,
  ],
  ["a number out of bounds", ["sandbox", "--port", "65536"], /whole number from 0 to 65535/],
  ["a negative time", ["auth", "--timeout", "-1"], /number of seconds/],
  [
    "a mapping without a header",
    ["run", "--event", "e", "--attendees", "a", "--mapping", "name"],
    /field=Header/,
  ],
  [
    "a field mapped twice",
    ["run", "--event", "e", "--attendees", "a", "--mapping", "name=A", "--mapping", "name=B"],
    /name is mapped twice/,
  ],
  ["an import into no event", ["import", "--attendees", "a.csv"], /No event was named/],
  [
    "an import into two events",
    ["import", "--attendees", "a", "--event-id", "x", "--event", "e"],
    /both given/,
  ],
]) {
  test(`${name} ends with 2 and says what to do`, async () => {
    const { code, stdout, stderr } = await cli(args);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /^error: /);
    assert.match(stderr, words);
    assert.match(stderr, /what to do/);
  });
}

test("the value of an unknown option is not repeated: it may be a secret", async () => {
  const { code, stdout, stderr } = await cli(["auth", "--apykey=msk_secret_value"]);
  assert.equal(code, 2);
  assert.match(stderr, /unknown option '--apykey'/);
  assert.doesNotMatch(stdout + stderr, /msk_secret_value/);
});

test("with --json a wrong argument is a document on stdout too", async () => {
  const { code, stdout } = await cli(["auth", "--json", "--nope"]);
  assert.equal(code, 2);
  const { error } = JSON.parse(stdout);
  assert.equal(error.exit_code, 2);
  assert.match(error.message, /--nope/);
});
