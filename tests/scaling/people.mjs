// Attendees by number, the same on every run: two in a hundred share a name, and so are reviewed.

const TITLES = ["Head of Growth", "Founder", "Investor", "Data Engineer", "Product Manager"];
const COMPANIES = ["Northwind", "Contoso", "Globex", "Initech", "Umbrella Health"];
const INTERESTS = ["robotics, climate", "payments, fraud", "biotech, imaging", "logistics, ports"];

const of = (list, index) => list[index % list.length];

/** The attendee of a number, from 0. */
export function person(index) {
  const twin = index % 100 === 1 ? index - 1 : index;
  return {
    attendee_id: `reg-${String(index).padStart(7, "0")}`,
    name: `Ada Okafor-${String(twin).padStart(7, "0")}`,
    email: `ada.okafor.${index}@example.com`,
    linkedin_url: `https://www.linkedin.com/in/ada-okafor-${index}`,
    title: of(TITLES, index * 7),
    company: of(COMPANIES, index * 13),
    raw: { ticket: index % 3 ? "standard" : "speaker", interests: of(INTERESTS, index * 3) },
  };
}

export const people = (count) => Array.from({ length: count }, (_, index) => person(index));

/** Open reviews among the first so many. */
export const reviews = (count) => 2 * Math.floor(count / 100) + (count % 100 >= 2 ? 2 : 0);

/** The JSON of the first so many, in bytes, without what stands between them. */
export const jsonBytes = (rows) =>
  rows.reduce((total, row) => total + Buffer.byteLength(JSON.stringify(row)), 0);
