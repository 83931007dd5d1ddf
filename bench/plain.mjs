// What a careful partner writes by hand in JavaScript: the same rules over the same rows, and the same parts.

const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;
const OPTIONAL = ["email", "linkedin_url", "title", "company"];

/** Throws on the first attendee that breaks a rule. */
export function validate(row, seen) {
  if (typeof row.attendee_id !== "string" || !ID.test(row.attendee_id)) {
    throw new Error(`INVALID_PARTNER_ID: ${row.attendee_id}`);
  }
  if (seen.has(row.attendee_id)) throw new Error(`DUPLICATE_ATTENDEE_ID: ${row.attendee_id}`);
  seen.add(row.attendee_id);
  if (typeof row.name !== "string" || row.name.trim() === "") throw new Error(`no name: ${row.attendee_id}`);
  for (const field of OPTIONAL) {
    const value = row[field];
    if (value !== undefined && typeof value !== "string") throw new Error(`${field}: ${row.attendee_id}`);
  }
}

/** The body of one import. */
export function body(rows, key) {
  const seen = new Set();
  for (const row of rows) validate(row, seen);
  return JSON.stringify({ idempotency_key: key, attendees: rows });
}

/** Sends the rows in parts. */
export async function importParts(rows, maxRows, fetch, url) {
  const seen = new Set();
  for (const row of rows) validate(row, seen);
  let parts = 0;
  for (let start = 0; start < rows.length; start += maxRows) {
    parts += 1;
    const text = JSON.stringify({
      idempotency_key: `part-${parts}`,
      attendees: rows.slice(start, start + maxRows),
    });
    const response = await fetch(url, {
      method: "PUT",
      body: text,
      headers: { "content-type": "application/json" },
    });
    await response.json();
  }
  return parts;
}
