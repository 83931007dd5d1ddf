// Fills the result page from /data.json: the report of one run of the canonical flow.

import { element, mountTable, plural } from "/table.js";

const STEPS = {
  auth: "Key checked",
  event: "Event",
  context: "Context",
  import: "Import",
  enrich: "Enrichment",
  match: "Matching",
  results: "Results",
};

const byId = (id) => document.getElementById(id);
const text = (value) => (value === undefined || value === null ? "" : String(value));

setUpTheme(byId("theme"));
const report = await load();
if (report) show(report);
byId("main").setAttribute("aria-busy", "false");

/** The report, or nothing and a word on the page that says why. */
async function load() {
  try {
    const response = await fetch("/data.json");
    if (response.ok) return await response.json();
    byId("message").textContent = `The results could not be loaded: the server answered ${response.status}.`;
  } catch (error) {
    byId("message").textContent =
      `The results could not be loaded (${error.message}). Is the demo still running?`;
  }
  return undefined;
}

function show(report) {
  showEvent(report);
  showSteps(report.steps);
  showFigures(report);
  showMatches(report.matches.top);
  showRejected(report.import.rejected);
  showReview(report.review.items);
  byId("notes").append(...report.notes.map((note) => element("li", "", note)));
  byId("message").hidden = true;
  byId("report").hidden = false;
}

function showEvent({ event, environment }) {
  document.title = `${text(event.title)}: results`;
  byId("title").textContent = text(event.title);
  const dates = [...new Set([event.start_date, event.end_date].filter(Boolean).map(day))].join(" to ");
  const facts = [dates, event.timezone, event.visibility]
    .filter(Boolean)
    .map((fact) => element("span", "", text(fact)));
  byId("facts").append(...facts, element("code", "", text(event.event_id)));
  byId("description").textContent = text(event.description);
  byId("where").textContent = environment === "sandbox" ? "Sandbox" : text(environment);
  if (environment === "sandbox") {
    byId("origin").textContent = "Sandbox data: the people are made up, and nothing left this machine.";
  }
}

/** A date of the event as people write it; it has no time zone, so none may shift it. */
function day(date) {
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return text(date);
  return at.toLocaleDateString(undefined, { dateStyle: "long", timeZone: "UTC" });
}

function showSteps(steps) {
  byId("steps").append(
    ...steps.map((step) => {
      const name = STEPS[step.name] ?? text(step.name);
      const aside = step.status === "skipped" ? "skipped" : duration(step.elapsed_ms);
      return element("li", step.status === "skipped" ? "skipped" : "", name, element("span", "aside", aside));
    }),
  );
}

function duration(ms) {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function showFigures({ import: { total, imported, rejected }, matches, review }) {
  const figure = (value, label, target, warn = false) => {
    const node = element(
      target ? "a" : "div",
      warn ? "figure warn" : "figure",
      element("b", "", value.toLocaleString("en-US")),
      element("span", "", label),
    );
    if (target) node.href = target;
    return node;
  };
  byId("figures").append(
    figure(total, "rows read"),
    figure(imported, "imported"),
    figure(rejected.length, "rejected", "#rejected", rejected.length > 0),
    figure(review.total, "to review", "#review", review.total > 0),
    figure(matches.total, "match scores", "#matches"),
  );
}

function showMatches(matches) {
  const scores = matches.map((match) => match.score);
  // The scale of scores is not documented: take 1 or 100 where all fit into it.
  const highest = Math.max(0, ...scores);
  const scale = highest <= 1 ? 1 : highest <= 100 ? 100 : highest;
  const name = (person) => text(person.name ?? person.attendee_id);
  const role = (person) => [person.title, person.company].filter(Boolean).join(", ");
  const person = (title, pick) => ({
    title,
    value: (match) => [name(pick(match)), role(pick(match))].filter(Boolean).join(", "),
    show: (match) => [element("span", "who", name(pick(match))), ...small(role(pick(match)))],
  });
  mountTable(byId("matches"), {
    rows: matches,
    noun: "pair",
    empty: "There are no match scores: matching was left out, or it found none.",
    start: { column: 0, descending: true },
    columns: [
      {
        title: "Score",
        className: "number",
        descending: true,
        value: (match) => match.score,
        show: (match) => {
          const bar = element("i");
          bar.style.setProperty("--part", `${Math.max(0, Math.min(1, match.score / scale)) * 100}%`);
          const shown = Number.isInteger(match.score) ? text(match.score) : match.score.toFixed(3);
          return [element("span", "score", shown, bar)];
        },
      },
      person("Attendee", (match) => match.attendee),
      person("Match", (match) => match.matched),
      { title: "Why", value: (match) => text(match.rationale) },
    ],
  });
}

function small(words) {
  return words ? [element("small", "", words)] : [];
}

function showRejected(rejected) {
  const fields = [...new Set(rejected.map((row) => text(row.field)))];
  mountTable(byId("rejected"), {
    rows: rejected,
    noun: "row",
    empty: "Every row was imported.",
    start: { column: 0, descending: false },
    chips: fields.map((field) => ({ label: field || "whole row", test: (row) => text(row.field) === field })),
    columns: [
      { title: "Row", className: "number", value: (row) => row.row },
      { title: "Field", className: "word", value: (row) => text(row.field) },
      { title: "Code", className: "code", value: (row) => text(row.code) },
      { title: "Reason", value: (row) => text(row.message) },
    ],
  });
}

function showReview(items) {
  mountTable(byId("review"), {
    rows: items,
    noun: "review",
    empty: "No identity is in doubt.",
    start: { column: 1, descending: false },
    columns: [
      { title: "Review", className: "code", value: (item) => text(item.review_id) },
      { title: "Attendee", className: "word", value: (item) => text(item.attendee_id) },
      { title: "Status", className: "word", value: (item) => text(item.status) },
      { title: "Reason", value: (item) => text(item.reason) },
      {
        title: "Candidates",
        value: (item) => (Array.isArray(item.candidates) ? plural(item.candidates.length, "candidate") : ""),
      },
    ],
  });
}

/** The button changes the theme for this visit; before that the system's own applies. */
function setUpTheme(button) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const current = () => document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light");
  const name = () => {
    button.textContent = current() === "dark" ? "Light" : "Dark";
    button.setAttribute("aria-label", `Use the ${current() === "dark" ? "light" : "dark"} theme`);
  };
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = current() === "dark" ? "light" : "dark";
    name();
  });
  dark.addEventListener("change", name);
  name();
}
