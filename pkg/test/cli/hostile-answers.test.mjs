// Whatever a server puts into the fields of a list, the tables come out: bounded, in time, and harmless to the terminal.

import assert from "node:assert/strict";
import test from "node:test";
import { cli, scripted } from "./helpers.mjs";

const VALUES = {
  "a long reason": "a ".repeat(500_000),
  "a long word": "a".repeat(1_000_000),
  "combining marks": "e\u0301".repeat(500_000),
  "an object that is not text": { toString: 1, valueOf: 1 },
  "a deep list": [[["x"]], { y: null }],
  "marks that hide or reorder": "a\u00adb\u180ec\u2064d\u206ae\u{e0041}f\u202eg\u001b[2Jh",
  "a lone surrogate": "a\ud800b",
  "a number": 7,
  nothing: null,
};
// eslint-disable-next-line no-control-regex
const UNSAFE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u180e\u2060-\u206f\u202a-\u202e]|[\u{e0000}-\u{e007f}]/u;

const answering = async (items) => {
  const api = await scripted(({ path }) => ({
    body: path.includes("review")
      ? { review_queue: items }
      : path.includes("attendees")
        ? { attendees: items }
        : { events: items },
  }));
  return { env: { MESHI_BASE: api.baseUrl, MESHI_KEY: "msk_test_abcdefgh", COLUMNS: "80" } };
};
const COMMANDS = [["review"], ["events", "list"], ["attendees", "list", "--event-id", "e"]];
const FORMATS = [[], ["--format", "csv"], ["--format", "json"], ["--json"]];

for (const [name, value] of Object.entries(VALUES)) {
  test(`${name} in every field`, async () => {
    const item = {
      review_id: value,
      event_id: value,
      attendee_id: value,
      title: value,
      name: value,
      reason: value,
    };
    const options = await answering([item, value, null, item]);
    for (const command of COMMANDS) {
      for (const format of command[0] === "review" ? [[], ["--json"]] : FORMATS) {
        const { code, stdout, stderr } = await cli([...command, ...format], options);
        assert.equal(code, 0, `${[...command, ...format]}: ${stderr.slice(0, 500)}`);
        if (format.length === 0) {
          assert.doesNotMatch(stdout, UNSAFE);
          assert.ok(stdout.length < 200_000, `${command}: ${stdout.length} characters`);
        }
      }
    }
  });
}

test("many items, one of them very wide, cost what they hold", async () => {
  const items = Array.from({ length: 50_000 }, (_, at) => ({
    review_id: `r${at}`,
    attendee_id: "a",
    reason: "x",
  }));
  items[7].review_id = "w".repeat(1_000_000);
  const { code, stdout, stderr } = await cli(["review", "--limit", "50000"], await answering(items));
  assert.equal(code, 0, stderr.slice(0, 500));
  assert.ok(stdout.length < 50_000 * 120, `${stdout.length} characters`);
});
