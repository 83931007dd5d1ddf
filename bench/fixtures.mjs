// Made-up input, the same on every run: attendees, and a server that answers at once.

import { isDeepStrictEqual } from "node:util";

const FIRST = ["Ada", "Grace", "Łucja", "Nnamdi", "Mei", "José", "Priya", "Tomás", "Ingrid", "Yusuf"];
const LAST = [
  "Okafor",
  "Lindqvist",
  "Ng",
  "García",
  "O'Neill",
  "Kowalska",
  "Haddad",
  "Tanaka",
  "Silva",
  "Meyer",
];
const TITLES = ["Head of Growth", "Founder, CEO", 'VP "Platform"', "Data Engineer", "Product Manager"];
const COMPANIES = ["Northwind", "Contoso, Ltd.", "Globex", "Initech", "Umbrella Health"];

const pick = (list, index) => list[index % list.length];

/** The attendee of a number. */
export function attendee(index) {
  const first = pick(FIRST, index * 7);
  const last = pick(LAST, index * 3 + (index >> 4));
  return {
    attendee_id: `reg-${String(index).padStart(7, "0")}`,
    name: `${first} ${last}`,
    email: `person.${index}@example.com`,
    linkedin_url: `https://www.linkedin.com/in/person-${index}`,
    title: pick(TITLES, index * 11),
    company: pick(COMPANIES, index * 13),
  };
}

/** Several of them. */
export const attendees = (count) => Array.from({ length: count }, (_, index) => attendee(index));

/** An event as the server gives it. */
export const EVENT = {
  event_id: "summit-2026",
  title: "Partner Summit 2026",
  description: "Two days on partnerships, with sessions, dinners and one-to-one meetings. ".repeat(4),
  start_date: "2026-09-10",
  end_date: "2026-09-11",
  timezone: "America/New_York",
  visibility: "private",
  url_slug: "partner-summit-2026",
  created_at: "2026-06-01T09:00:00.000Z",
  updated_at: "2026-06-02T09:00:00.000Z",
  correlation_id: "6f1c1b52-4c55-4c8e-9a0e-2f4b9d4f7a10",
};

/** A run that has ended, as the server gives it. */
export const RUN = {
  run_id: "run-1",
  kind: "import",
  event_id: EVENT.event_id,
  status: "succeeded",
  counts: { total: 1, processed: 1, succeeded: 1, failed: 0 },
  errors: [],
  webhook_url: null,
  created_at: EVENT.created_at,
  correlation_id: EVENT.correlation_id,
};

/** A match score of a number. */
export const match = (index) => ({
  attendee_id: attendee(index >> 3).attendee_id,
  matched_attendee_id: attendee((index * 17) % 5_000).attendee_id,
  rank: (index % 8) + 1,
  rationale: `They share ${pick(TITLES, index)} and ${pick(COMPANIES, index * 3)}; both have said that they want to meet.`,
  run_id: "run-1",
  score: ((index * 37) % 1_000) / 1_000,
});

const headers = { "content-type": "application/json", "x-correlation-id": EVENT.correlation_id };

/** A response with some JSON text. */
export const json = (text) => new Response(text, { status: 200, headers });

/** A `fetch` that gives the same, whatever is asked. */
function always(value) {
  const text = JSON.stringify(value);
  return async () => json(text);
}

/** A `fetch` that gives the event. */
export const fetchEvent = always(EVENT);

const [BEFORE_ID, AFTER_ID] = JSON.stringify(RUN).split("run-1");
let runs = 0;

/** A `fetch` that takes any payload and gives an ended run, another one for each. */
export const fetchRun = async () => json(`${BEFORE_ID}run-${(runs += 1)}${AFTER_ID}`);

/** A `fetch` as the last one, which counts, and can tell what came in. */
export function recorder() {
  const decoder = new TextDecoder();
  let kept;
  const sent = {
    /** How many requests came in. */
    count: 0,
    fetch(url, init) {
      sent.count += 1;
      kept?.push(typeof init.body === "string" ? init.body : decoder.decode(init.body));
      return fetchRun(url, init);
    },
    /** Holds that the attendees of the payloads that come in while `work` goes on are these, in whatever order. */
    async brings(due, work) {
      kept = [];
      await work();
      const came = new Map(
        kept.flatMap((body) => JSON.parse(body).attendees.map((row) => [row.attendee_id, row])),
      );
      kept = undefined;
      const wrong = due.find((row) => !isDeepStrictEqual(came.get(row.attendee_id), row));
      if (wrong !== undefined)
        throw new Error(`sent ${JSON.stringify(came.get(wrong.attendee_id))} for ${JSON.stringify(wrong)}`);
      if (came.size !== due.length) throw new Error(`sent ${came.size} attendees of ${due.length}`);
    },
  };
  return sent;
}
