// What a careful partner writes by hand in JavaScript: the same rules over the same rows, and the same parts.

const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;
const OPTIONAL = ["email", "linkedin_url", "title", "company"];
const FIELDS = new Set(["attendee_id", "name", ...OPTIONAL]);

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

/** Gives what makes an attendee of a row of a file with these columns: what is no field and not empty goes into `raw`. */
export function mapper(columns) {
  const others = columns.filter((column) => !FIELDS.has(column));
  if (others.length === 0) return (row) => row;
  return (row) => {
    const { attendee_id, name, email, linkedin_url, title, company } = row;
    const raw = {};
    for (const column of others) if (row[column] !== "") raw[column] = row[column];
    return { attendee_id, name, email, linkedin_url, title, company, raw };
  };
}

/** Takes rows as they come, and sends them in parts. */
export class Importer {
  #seen = new Set();
  #rows = [];
  #toAttendee;
  #parts = 0;

  constructor({ maxRows, fetch, url }) {
    this.maxRows = maxRows;
    this.fetch = fetch;
    this.url = url;
  }

  /** Takes some rows, and sends what makes whole parts. */
  async add(rows) {
    for (const row of rows) {
      this.#toAttendee ??= mapper(Object.keys(row));
      const attendee = this.#toAttendee(row);
      validate(attendee, this.#seen);
      this.#rows.push(attendee);
      if (this.#rows.length === this.maxRows) await this.#send();
    }
  }

  /** Sends what is left. */
  async end() {
    if (this.#rows.length > 0) await this.#send();
  }

  async #send() {
    this.#parts += 1;
    const text = JSON.stringify({ idempotency_key: `part-${this.#parts}`, attendees: this.#rows });
    this.#rows = [];
    const response = await this.fetch(this.url, {
      method: "PUT",
      body: text,
      headers: { "content-type": "application/json" },
    });
    await response.json();
  }
}
