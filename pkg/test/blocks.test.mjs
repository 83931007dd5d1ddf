// Rows are looked at by blocks of sixteen bytes: what matters in one is seen wherever it stands in it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readAttendees } from "meshi-partner";
import { all, stubbed } from "./support/client.mjs";
import { importServer } from "./support/rows.mjs";

/** So many characters are in a name, beside the one that is looked for: three blocks, and a little. */
const LENGTH = 50;

/** What a name becomes: the runs of what is in between words are one space each. */
const tidy = (name) => name.replace(/[\s\u0000-\u001f\u007f\u0085\u200b\ufeff]+/gu, " ").trim();

/** Names with these characters at each place. */
const names = (characters) =>
  Array.from({ length: LENGTH + 1 }, (_, place) =>
    ["a".repeat(place), characters, "z".repeat(LENGTH - place)].join(""),
  );

const SEEN = [
  ",",
  '"',
  '""',
  "\\",
  "\n",
  "\r\n",
  "\t",
  " ",
  "  ",
  "\u0001",
  "\u001f",
  "\u007f",
  "é",
  "\u00a0",
  "\u3000",
  "😀",
  "!",
  "~",
];

const attendees = SEEN.flatMap((characters) => names(characters)).map((name, index) => ({
  attendee_id: `id-${index}`,
  name,
  raw: { note: name },
}));

/** In `raw` values stay as they are; of a cell only its ends are trimmed. */
const due = (trim) =>
  attendees.map(({ attendee_id, name, raw: { note } }) => ({
    attendee_id,
    name: tidy(name),
    raw: { note: trim ? note.replace(/^[\s\u0000-\u001f\u007f]+|[\s\u0000-\u001f\u007f]+$/gu, "") : note },
  }));

const quoted = (text) => `"${text.replaceAll('"', '""')}"`;

test("in the cells of a table", async () => {
  const lines = attendees.map(({ attendee_id, name }) => [attendee_id, name, name].map(quoted).join(","));
  const file = readAttendees(["attendee_id,name,note", ...lines, ""].join("\n"));
  assert.deepEqual(await all(file), due(true));
  assert.deepEqual(file.rejected, []);
});

test("in attendee objects", async () => {
  const server = importServer();
  const sent = [];
  const { meshi } = stubbed((request, count) => {
    sent.push(...(request.body?.attendees ?? []));
    return server.answer(request, count);
  });
  const report = await meshi.attendees.importAll("e", attendees, { wait: false });
  assert.deepEqual(report.rejected, []);
  assert.deepEqual(sent, due(false));
});
