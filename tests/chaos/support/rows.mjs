// The attendees of the run, all of them made up: 10 000 that are good, and some that are not, strewn among them.

import { chance, upTo } from "./random.mjs";

/** How many have to arrive. */
export const GOOD = 10_000;

/** What else the file holds: how many rows, what becomes of them, and how such a row is written. */
const BAD = [
  { code: "INVALID_ATTENDEES", count: 12, spoil: (row) => ({ ...row, first: "", last: "" }) },
  { code: "INVALID_PARTNER_ID", count: 12, spoil: (row) => ({ ...row, id: "", email: "" }) },
  {
    code: "DUPLICATE_ATTENDEE_ID",
    count: 12,
    spoil: (row, good) => ({ ...row, id: good.at(-1).attendee_id }),
  },
  // Only the server finds out: the import's run names it.
  { code: "INVALID_EMAIL", count: 12, spoil: (row) => ({ ...row, email: row.id + UNKNOWN_HOST }) },
  // The server refuses every payload that holds it.
  { code: "INVALID_ATTENDEES", count: 2, spoil: (row) => ({ ...row, id: `${POISON}${row.id}` }) },
];

/** How the ids of those begin that the server refuses a whole payload for. */
export const POISON = "poison-";

/** How the e-mails of those end that fail in the import's run. */
export const UNKNOWN_HOST = "@unknown.example.com";

const HEADER = "Registration ID,First name,Last name,Email,Job title,Company,Table";
const TITLES = ["Founder", "Investor", "Engineer", "Designer", "Researcher"];

/**
 * The file, and what has to come of it.
 *
 * @returns `csv`; `total` rows; `good`, the attendees as the server has to have them; `rejected`, a code by row number;
 *   `ids`, what each row has as its id
 */
export function makeFile(seed) {
  const random = chance(seed);
  const total = GOOD + BAD.reduce((sum, { count }) => sum + count, 0);
  const spoilers = spread(random, total);
  const good = [];
  const rejected = new Map();
  const ids = new Map();
  const lines = [HEADER];
  for (let number = 1; number <= total; number += 1) {
    const row = {
      id: `r-${number}`,
      first: "Person",
      last: `No ${number}`,
      email: `person${number}@example.com`,
      title: TITLES[number % TITLES.length],
      company: `Company ${upTo(random, 97)}`,
      table: `${upTo(random, 40)}`,
    };
    const bad = spoilers.get(number);
    if (bad === undefined) good.push(attendeeOf(row));
    else rejected.set(number, bad.code);
    const { id, first, last, email, title, company, table } = bad?.spoil(row, good) ?? row;
    ids.set(number, id);
    lines.push([id, first, last, email, title, company, table].join(","));
  }
  return { csv: `${lines.join("\n")}\n`, total, good, rejected, ids };
}

/** Which rows are bad, and how. The first ones are good, so that a duplicate has something to repeat. */
function spread(random, total) {
  const spoilers = new Map();
  for (const bad of BAD) {
    for (let left = bad.count; left > 0;) {
      const number = 10 + upTo(random, total - 10);
      if (spoilers.has(number)) continue;
      spoilers.set(number, bad);
      left -= 1;
    }
  }
  return spoilers;
}

function attendeeOf({ id, first, last, email, title, company, table }) {
  return { attendee_id: id, name: `${first} ${last}`, email, title, company, raw: { Table: table } };
}
