// What the messages about unknown parameters and options say: the name that was meant, or all names that there are.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Meshi } from "meshi-partner";

const meshi = new Meshi({
  apiKey: "mk_test_0123456789",
  environment: "staging",
  fetch: () => assert.fail("nothing is sent"),
});
const run = "run_1";

for (const [title, call, expected] of [
  ["a filter of a list", () => meshi.matches.list("e", { attendeeId: "a" }), "did you mean attendee_id?"],
  ["maxItems of a list", () => meshi.events.list({ max_items: 5 }), "did you mean maxItems?"],
  ["eventId of the review queue", () => meshi.reviewQueue.list({ event_id: "e" }), "did you mean eventId?"],
  [
    "every parameter of the review queue",
    () => meshi.reviewQueue.list({ other: 1 }),
    "the parameters are limit, cursor, eventId, maxItems",
  ],
  [
    "every parameter of the matches",
    () => meshi.matches.list("e", { other: 1 }),
    "the parameters are limit, cursor, attendee_id, session_id, run_id, maxItems",
  ],
  [
    "a query that is not an object",
    () => meshi.matches.list("e", 5),
    "query: must be an object, not a number",
  ],
  ["a query of the best matches", () => meshi.matches.top("e", 5), "query: must be an object, not a number"],
  ["a number for toArray", () => meshi.events.list().toArray(5), "toArray({ max: 1000 })"],
  ["an option without its unit", () => meshi.events.get("e", { timeout: 5 }), "did you mean timeoutMs?"],
  ["an option in another case", () => meshi.events.get("e", { maxretries: 5 }), "did you mean maxRetries?"],
  ["an option of a wait", () => meshi.runs.wait(run, { maxWait: 5 }), "did you mean maxWaitMs?"],
  [
    "an option of an import",
    () => meshi.attendees.importAll("e", [], { maxRow: 5 }),
    "did you mean maxRows?",
  ],
  [
    "an option that only another call has",
    () => meshi.events.get("e", { maxWait: 5 }),
    "the options are signal, timeoutMs, deadlineMs, maxRetries, maxRetryAfterMs, correlationId, headers, " +
      "allowUnknownFields, idempotencyKey",
  ],
  [
    "every option of a wait",
    () => meshi.runs.wait(run, { other: 5 }),
    "pollIntervalMs, maxWaitMs, onProgress",
  ],
  ["every option of an import", () => meshi.attendees.importAll("e", [], { other: 5 }), "runKey, onProgress"],
  [
    "a flow has its run key in the plan",
    () => meshi.flow({ event: { event_id: "e", title: "t" } }, { x: 1 }),
    "webhook_url, newAttempts, idempotencyKey",
  ],
]) {
  test(`a message names ${title}`, async () => {
    await assert.rejects(
      async () => await call(),
      ({ name, message }) => {
        assert.match(name, /^Meshi(Validation|Config)Error$/);
        assert.ok(message.includes(expected), message);
        return true;
      },
    );
  });
}
