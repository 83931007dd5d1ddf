// Made-up input, the same on every run: attendees, their CSV, and a server that answers at once.

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

const cell = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The columns of the file. */
export const HEADER = ["attendee_id", "name", "email", "linkedin_url", "title", "company"];

/** One line of the file. */
export function line(index) {
  const person = attendee(index);
  return `${HEADER.map((column) => cell(person[column])).join(",")}\r\n`;
}

/** The whole file, as bytes. */
export function csv(rows) {
  const lines = [`${HEADER.join(",")}\r\n`];
  for (let index = 0; index < rows; index += 1) lines.push(line(index));
  return new TextEncoder().encode(lines.join(""));
}

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

const RUN = {
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

const headers = { "content-type": "application/json", "x-correlation-id": EVENT.correlation_id };
const answer = (value) => {
  const text = JSON.stringify(value);
  return async () => new Response(text, { status: 200, headers });
};

/** A `fetch` that gives the event, whatever is asked. */
export const fetchEvent = answer(EVENT);

/** A `fetch` that takes any payload and gives an ended run. */
export const fetchRun = answer(RUN);
