// A flow as text for people: its steps as they go, then what came of it.

const UNITS = { import: "row", enrich: "attendee", match: "attendee" };
const REJECTED_SHOWN = 20;
const REVIEW_SHOWN = 10;
const NARROWEST = 72;

/** `1 row`, `1,960 scores`. */
export const count = (n, one, many = `${one}s`) => `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;

/** Any value on one line: what would move the cursor, or turn or hide text, is left out. */
export const clean = (value) =>
  String(value ?? "").replace(
    /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu,
    " ",
  );

/** Tells what has changed since the state before: a line when a step begins, at its quarters, and when it ends. */
export function progressTeller(say) {
  const told = new Set();
  const once = (line) => {
    if (!told.has(line)) say(line);
    told.add(line);
  };
  return ({ steps, status, wait_reason: reason }) => {
    for (const { name, status: stands, completed, total } of steps) {
      if (stands === "pending") continue;
      if (stands === "skipped" || stands === "failed") {
        once(`${name}: ${stands}`);
        continue;
      }
      once(`${name}: started`);
      const quarter = total > 0 ? Math.floor((completed / total) * 4) : 0;
      if (stands === "running" && quarter > 0 && quarter < 4)
        once(`${name}: ${quarter * 25} % of ${count(total, UNITS[name] ?? "item")}`);
      if (stands === "done") once(`${name}: done${amount(name, completed)}`);
    }
    if (status === "waiting" && reason !== "POLL") once(`waiting: ${clean(reason)}`);
  };
}

const amount = (name, completed) => (UNITS[name] ? `, ${count(completed, UNITS[name])}` : "");

/** The whole report, line by line. */
export function* report({ state, reviews, scores, best, people }, columns) {
  const { event, report: rows, created_at: from, updated_at: to } = state;
  const width = Math.max(columns, NARROWEST);
  const fact = (name, text) => name.padEnd(10) + text;
  yield fact("event", `${clean(event.title)} ${clean(event.event_id)}`);
  const rejected = rows.rejected_count === 0 ? "none rejected" : `${rows.rejected_count} rejected`;
  const leftOut = rows.warning_count ? `, ${count(rows.warning_count, "value")} left out` : "";
  yield fact("rows", `${count(rows.total, "row")} read, ${rows.imported} imported, ${rejected}${leftOut}`);
  if (rows.replayed)
    yield fact("replayed", `${count(rows.replayed, "row")}: nothing was done again for them`);
  yield fact("review", count(reviews.length, "open identity review"));
  yield fact("matches", `${count(scores, "score")} read`);
  yield fact("time", `${((Date.parse(to) - Date.parse(from)) / 1000).toFixed(1)} s`);
  yield* section(
    "Rejected rows",
    ["row", "field", "code", "reason"],
    width,
    rows.rejected.slice(0, REJECTED_SHOWN),
    [({ row }) => row, ({ field }) => field, ({ code }) => code, ({ message }) => message],
  );
  yield* section(
    "Open identity reviews",
    ["attendee", "status", "reason"],
    width,
    reviews.slice(0, REVIEW_SHOWN),
    [({ attendee_id: id }) => person(people, id), ({ status }) => status, ({ reason }) => reason],
  );
  yield* section("Top matches", ["score", "attendee", "match", "why"], width, best, [
    ({ score }) => score.toFixed(3),
    ({ attendee }) => shown(attendee),
    ({ matched_attendee: match }) => shown(match),
    ({ rationale }) => rationale,
  ]);
}

const person = (people, id) => shown(people.get(id) ?? { attendee_id: id });

function shown({ attendee_id: id, name = id, company }) {
  return company ? `${name}, ${company}` : name;
}

/** A table whose last column goes on below itself. */
function* section(title, heads, width, items, cells) {
  if (items.length === 0) return;
  const rows = items.map((item) => cells.map((cell) => clean(cell(item))));
  const widths = heads
    .slice(0, -1)
    .map((head, at) => Math.max(head.length, ...rows.map((row) => row[at].length)));
  const indent = widths.reduce((sum, each) => sum + each + 2, 0);
  yield "";
  yield title;
  for (const row of [heads, ...rows]) {
    const start = widths.map((each, at) => row[at].padEnd(each) + "  ").join("");
    const [first, ...below] = wrapped(row.at(-1), Math.max(width - indent, 24));
    yield start + first;
    for (const line of below) yield " ".repeat(indent) + line;
  }
}

function wrapped(text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) === "" ? word : `${lines.at(-1)} ${word}`;
    if (longer.length <= width || lines.at(-1) === "") lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
