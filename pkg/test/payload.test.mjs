// attendees.import: the list of one payload, which goes to the module slice by slice.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rejection, stubbed } from "./support/client.mjs";
import { attendees } from "./support/rows.mjs";

const RUN = [202, { run_id: "run_1", status: "queued", kind: "import" }];

async function sent(body) {
  const { meshi, requests } = stubbed(() => RUN);
  await meshi.attendees.import("e", body, { idempotencyKey: "k" });
  return requests[0].body;
}

async function refused(body) {
  const { meshi, requests } = stubbed(() => RUN);
  const error = await rejection(meshi.attendees.import("e", body));
  assert.equal(requests.length, 0);
  return error;
}

const long = (text, times) => ({ attendee_id: `l-${times}`, name: "L", raw: { text: text.repeat(times) } });

for (const [what, rows] of [
  ["of one slice", attendees(3)],
  ["of many slices", attendees(2_345)],
  [
    "of large rows among small ones",
    [...attendees(400), long("ø", 90_000), long("x", 300_000), long("€", 70_000)],
  ],
  ["that is not ASCII", attendees(700).map((row) => ({ ...row, name: "Łucja 😀 Żółć" }))],
  ["with a quote in it", attendees(700).map((row) => ({ ...row, title: 'VP "Platform" \\o/' }))],
]) {
  test(`a list ${what} is sent whole and in order`, async () => {
    assert.deepEqual(await sent({ attendees: rows, webhook_url: "https://partner.test/" }), {
      idempotency_key: "k",
      webhook_url: "https://partner.test/",
      attendees: rows,
    });
  });
}

test("what is wrong is told by its place in the whole list", async () => {
  const rows = attendees(1_200);
  rows[150] = { attendee_id: "b" };
  rows[1_100] = rows[5];
  rows[1_199] = 7;
  const error = await refused({ attendees: rows });
  assert.deepEqual(
    error.issues.map(({ path, code }) => [path, code]),
    [
      ["attendees[150].name", "INVALID_ATTENDEES"],
      ["attendees[1100].attendee_id", "DUPLICATE_ATTENDEE_ID"],
      ["attendees[1199]", "INVALID_ATTENDEES"],
    ],
  );
});

test("a body is taken as JSON.stringify takes it", async () => {
  const rows = attendees(2);
  const wanted = { idempotency_key: "k", attendees: rows };
  class Body {
    attendees = rows;
    get hidden() {
      throw new Error("it is no property of its own");
    }
  }
  for (const body of [
    new Body(),
    { attendees: rows, webhook_url: undefined },
    { toJSON: () => ({ attendees: rows }) },
    { attendees: { toJSON: () => rows } },
    { attendees: Object.assign([...rows, 7], { toJSON: () => rows }) },
    { attendees: rows.map((row) => ({ toJSON: () => row })) },
    Object.defineProperty({}, "attendees", { enumerable: true, get: () => rows }),
    new Proxy({ attendees: rows }, {}),
  ])
    assert.deepEqual(await sent(body), wanted);
});

const cyclic = attendees(1);
cyclic[0].raw = { cyclic };

for (const [what, body, code] of [
  ["nothing", undefined, "INVALID_JSON"],
  ["a list", attendees(1), "INVALID_JSON"],
  ["no list", {}, "INVALID_ATTENDEES"],
  ["a list that is none", { attendees: { 0: attendees(1) } }, "INVALID_ATTENDEES"],
  ["an inherited list", Object.create({ attendees: attendees(1) }), "INVALID_ATTENDEES"],
  [
    "a list of its own that is not counted",
    Object.defineProperty({}, "attendees", { value: attendees(1) }),
    "INVALID_ATTENDEES",
  ],
  ["an empty list", { attendees: [] }, "INVALID_ATTENDEES"],
  ["a hole", { attendees: new Array(2) }, "INVALID_ATTENDEES"],
  ["a BigInt among the rows", { attendees: [...attendees(300), { attendee_id: 1n }] }, "INVALID_JSON"],
  ["a cycle", { attendees: cyclic }, "INVALID_JSON"],
  [
    "a getter that throws",
    Object.defineProperty({}, "attendees", {
      enumerable: true,
      get() {
        throw new Error("no");
      },
    }),
    "INVALID_JSON",
  ],
  ["a key in the body", { attendees: attendees(1), idempotency_key: "x" }, "INVALID_IDEMPOTENCY_KEY"],
]) {
  test(`${what} is no payload`, async () => {
    assert.ok((await refused(body)).issues.some((issue) => issue.code === code));
  });
}
