// What has to be true: of each life that ends by itself, and of the server when all is over.

import assert from "node:assert/strict";
import { EVENT_ID } from "./plan.mjs";
import { POISON } from "./rows.mjs";

/** What a client may give up with when too much fails at once. Anything else is a fault of the client. */
const MAY_GIVE_UP = new Set([
  "MeshiConnectionError",
  "MeshiDecodeError",
  "MeshiRateLimitError",
  "MeshiServerError",
  "MeshiTimeoutError",
]);

/** How a report calls rows whose import did not end, for no fault of theirs. */
const UNSETTLED = new Set(["NOT_SENT", "UNCONFIRMED"]);

/** Holds what one life says at its end against what the server saw of it. */
export function checkEnd({ result, error }, server, file) {
  if (error) assert.ok(MAY_GIVE_UP.has(error.name), `it gave up with ${error.stack ?? error.message}`);
  const report = result?.importReport ?? error?.report;
  if (!report) return;
  const rows = report.rejected.map(({ row }) => row);
  assert.equal(new Set(rows).size, rows.length, "a row is rejected at most once");
  assert.equal(report.imported + rows.length, report.total, "each row that was read is in the report once");
  for (const { row, code } of report.rejected) {
    if (UNSETTLED.has(code)) assert.ok(error, `row ${row} is left open at the end`);
    else assert.ok(fits(code, row, file), `row ${row} is rejected with ${code}`);
  }
  if (error) checkNotSent(report, server, file);
  else checkResult(result, server, file);
}

/** Of a payload that was refused the code may have been cut off with the answer's body. */
function fits(code, row, { rejected, ids }) {
  return code === rejected.get(row) || (code === "HTTP_400" && ids.get(row).startsWith(POISON));
}

/** A row that is said not to have been sent was not, as far as the server can tell. */
function checkNotSent(report, server, file) {
  const sent = new Set();
  for (const { ids, lives } of server.imports.values()) {
    if (lives.has(server.life)) for (const id of ids) sent.add(id);
  }
  for (const { row, code } of report.rejected) {
    if (code !== "NOT_SENT") continue;
    assert.ok(
      !sent.has(file.ids.get(row)),
      `row ${row} took effect in this life and is reported as not sent`,
    );
  }
}

function checkResult({ event, importReport, runs }, server, file) {
  assert.equal(event.event_id, EVENT_ID);
  assert.equal(importReport.total, file.total);
  assert.equal(importReport.imported, file.good.length);
  assert.equal(importReport.rejected.length, file.rejected.size);
  const told = importReport.runs.map((run) => run.run_id);
  assert.deepEqual(told.toSorted(), [...server.imports.keys()].toSorted(), "the import's runs, each once");
  assert.equal(runs.import.length, told.length);
  assert.equal(runs.enrich.status, "succeeded");
  assert.equal(runs.match.status, "succeeded");
}

/**
 * Holds the server's state against the file, when the flow is over.
 *
 * @returns the counts for the summary
 */
export async function audit(server, file) {
  const { operations } = server.sandbox.stats();
  const effects = (name) => operations[name]?.effects ?? 0;
  assert.equal(effects("events.create"), 1, "one event");
  assert.equal(effects("enrichment.start"), 1, "one enrich run");
  assert.equal(effects("matching.start"), 1, "one match run");
  assert.equal(effects("attendees.import"), server.imports.size, "each import run is known");

  const runsOf = new Map();
  for (const { ids } of server.imports.values()) {
    for (const id of ids) runsOf.set(id, (runsOf.get(id) ?? 0) + 1);
  }
  const there = await attendees(server.sandbox);
  const lost = file.good.filter(({ attendee_id: id }) => !there.has(id));
  const twice = [...runsOf].filter(([, times]) => times > 1);
  assert.deepEqual(lost, [], "no row is lost");
  assert.deepEqual(twice, [], "no row is in two runs");
  assert.equal(there.size, file.good.length, "nobody is there who should not be");
  for (const attendee of file.good) assert.deepEqual(fieldsOf(there.get(attendee.attendee_id)), attendee);
  return {
    rows: there.size,
    importRuns: server.imports.size,
    asked: [...server.imports.values()].reduce((sum, { asked }) => sum + asked, 0),
    enrichRuns: effects("enrichment.start"),
    matchRuns: effects("matching.start"),
    lost: lost.length,
    twice: twice.length,
  };
}

/** All attendees of the event, by id. */
async function attendees(sandbox) {
  const all = new Map();
  let cursor = "";
  do {
    const target = `${sandbox.baseUrl}/events/${EVENT_ID}/attendees?limit=200${cursor}`;
    const response = await sandbox.fetch(target, { headers: { authorization: `Bearer ${sandbox.apiKey}` } });
    assert.equal(response.status, 200);
    const page = await response.json();
    for (const attendee of page.attendees) all.set(attendee.attendee_id, attendee);
    cursor = page.next_cursor === null ? "" : `&cursor=${encodeURIComponent(page.next_cursor)}`;
  } while (cursor !== "");
  return all;
}

function fieldsOf({ attendee_id, name, email, title, company, raw }) {
  return { attendee_id, name, email, title, company, raw };
}
