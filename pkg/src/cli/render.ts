// A report as text for people: what happened, what was rejected and why, and the best matches.

import type { Output } from "./output.js";
import { inFlags } from "./flags.js";
import type { FlowReport, MatchReport, Person, Rejected, RunSummary } from "./report.js";
import { table, type Column } from "./table.js";
import { clean, count, duration, pad, widthOf, wrap } from "./text.js";

const REJECTED_SHOWN = 20;
const WARNINGS_SHOWN = 10;
/** How many review items the report of a flow shows. */
export const REVIEW_SHOWN = 10;

/** Prints the whole report of a flow. */
export async function printReport(report: FlowReport, output: Output): Promise<void> {
  const { out } = output;
  const fact = async (name: string, text: string): Promise<void> => {
    const [first = "", ...more] = wrap(text, output.columns - 10);
    await output.print(`${out.dim(name.padEnd(10))}${first}`);
    for (const line of more) await output.print(" ".repeat(10) + line);
  };
  const { event, runs, review, matches } = report;
  const { total, imported, rejected, warnings } = report.import;
  await fact("event", `${clean(event["title"])} (${clean(event["event_id"])})`);
  await fact(
    "rows",
    `${count(total, "row")} read, ${imported.toLocaleString("en-US")} imported, ${rejections(rejected.length)}`,
  );
  await fact("runs", runsText([...runs.import, runs.enrich, runs.match]));
  await fact("review", count(review.total, "open identity review"));
  await fact(
    "matches",
    matches.total === 0 ? "no scores were read" : `${count(matches.total, "score")} read`,
  );
  await fact("time", duration(report.elapsed_ms));
  await printMatches(matches.top, output);
  await printReview(review.items, output);
  await printWarnings(warnings, output);
  await printRejected(rejected, output);
  for (const note of report.notes) await output.print(`\n${out.yellow("note:")} ${clean(note)}`);
}

const rejections = (n: number): string =>
  n === 0 ? "none rejected" : `${n.toLocaleString("en-US")} rejected`;

/** `48 × import succeeded, import partial, match succeeded`: runs of one kind that ended alike are counted. */
function runsText(runs: readonly (RunSummary | undefined)[]): string {
  const counts = new Map<string, number>();
  for (const run of runs) {
    if (run === undefined) continue;
    const text = `${run.kind ? `${clean(run.kind)} ` : ""}${clean(run.status)}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, n]) => (n === 1 ? text : `${n} × ${text}`)).join(", ");
}

/** Prints the fields of one record, a line each; values that are not text as JSON. */
export async function printFields(record: Readonly<Record<string, unknown>>, output: Output): Promise<void> {
  const fields = Object.entries(record).filter(([, value]) => value !== undefined && value !== null);
  const width = fields.reduce((widest, [name]) => Math.max(widest, widthOf(clean(name))), 0);
  for (const [name, value] of fields) {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    await output.print(`${output.out.dim(pad(clean(name), width))}  ${clean(text)}`);
  }
}

/** Prints the rejected rows, or the first of them. */
export async function printRejected(rejected: readonly Rejected[], output: Output): Promise<void> {
  if (rejected.length === 0) return;
  const columns: Column[] = [
    { title: "row", right: true },
    { title: "field", min: 5 },
    { title: "reason", min: 20, wrap: true },
  ];
  const rows = rejected.slice(0, REJECTED_SHOWN).map((row) => [row.row, row.field, inFlags(row.message)]);
  await section("Rejected rows", table(columns, rows, output.columns), output);
  const hidden = rejected.length - rows.length;
  if (hidden > 0) {
    await output.print(`… and ${count(hidden, "more rejected row")}; --rejected <file> writes all`);
  }
}

/** Prints what was left out of rows that were read all the same, or the first of it. */
export async function printWarnings(warnings: readonly Rejected[], output: Output): Promise<void> {
  if (warnings.length === 0) return;
  const columns: Column[] = [
    { title: "row", right: true },
    { title: "field", min: 5 },
    { title: "left out because", min: 20, wrap: true },
  ];
  const rows = warnings.slice(0, WARNINGS_SHOWN).map((row) => [row.row, row.field, inFlags(row.message)]);
  await section("Warnings", table(columns, rows, output.columns), output);
  const hidden = warnings.length - rows.length;
  if (hidden > 0) await output.print(`… and ${count(hidden, "more warning")}`);
}

/** Prints open identity reviews, or the first of them (fields inferred). */
export async function printReview(
  items: readonly Record<string, unknown>[],
  output: Output,
  shown = REVIEW_SHOWN,
): Promise<void> {
  if (items.length === 0) return;
  const columns: Column[] = [
    { title: "review", min: 8 },
    { title: "attendee", min: 12 },
    { title: "status", min: 6 },
    { title: "reason", min: 16, wrap: true },
  ];
  const rows = items.slice(0, shown).map((item) => {
    const person = item["attendee"] as Person | undefined;
    return [
      item["review_id"],
      person === undefined ? item["attendee_id"] : personText(person),
      item["status"],
      item["reason"],
    ];
  });
  await section("Open identity reviews", table(columns, rows, output.columns), output);
  if (items.length > shown) await output.print(`… and more: meshi-partner review lists all of them`);
}

/** Prints the top matches. */
export async function printMatches(top: readonly MatchReport[], output: Output): Promise<void> {
  if (top.length === 0) return;
  const columns: Column[] = [
    { title: "score", right: true },
    { title: "attendee", min: 14 },
    { title: "match", min: 14 },
    { title: "why", min: 24, wrap: true },
  ];
  const rows = top.map((match) => [
    scoreText(match.score),
    personText(match.attendee),
    personText(match.matched),
    match.rationale,
  ]);
  await section("Top matches", table(columns, rows, output.columns), output);
}

const scoreText = (score: number): string => (Number.isInteger(score) ? String(score) : score.toFixed(3));

function personText({ attendee_id: id, name, company }: Person): string {
  if (name === undefined) return id;
  return company === undefined ? name : `${name}, ${company}`;
}

/** Prints a table under a title. */
export async function section(title: string, lines: readonly string[], output: Output): Promise<void> {
  const { out } = output;
  const [head = "", ...body] = lines;
  await output.print(`\n${out.bold(title)}`);
  await output.print(out.dim(head));
  for (const line of body) await output.print(line);
}
