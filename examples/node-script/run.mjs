// Runs the whole flow over an event and a file of attendees: node run.mjs event.json attendees.csv
// MESHI_KEY holds the key and MESHI_BASE the API's address. Run it again after a crash: nothing is done twice. Run it with
// RUN_KEY=$(date +%F), say each night, and everything is done once a day, whatever was done before.

import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { Meshi, isMeshiError, readAttendees } from "meshi-partner";

const [eventFile, attendeesFile] = process.argv.slice(2);
if (!eventFile || !attendeesFile) {
  console.error("usage: node run.mjs <event.json> <attendees.csv>");
  process.exit(2);
}

const stop = new AbortController();
process.once("SIGINT", () => stop.abort());

try {
  const meshi = new Meshi();
  const { context, ...event } = JSON.parse(await readFile(eventFile, "utf8"));
  const attendees = readAttendees(createReadStream(attendeesFile));
  const plan = { event, context, attendees, enrich: true, match: true, runKey: process.env.RUN_KEY };
  const flow = meshi.flow(plan, { signal: stop.signal });
  for await (const { name, status, progress } of flow) {
    console.log(name, status, progress.completed, "of", progress.total ?? "?");
  }
  const { importReport } = await flow;
  for (const { row, message } of importReport.rejected) console.log(`row ${row} was left out: ${message}`);
  console.log(`${importReport.imported} of ${importReport.total} rows imported`);
  if (importReport.replayed) {
    console.log(`${importReport.replayed} of them were imported before; give another RUN_KEY to do it again`);
  }
  const best = await meshi.matches.top(event.event_id, { n: 5 }, { signal: stop.signal });
  for (const { score, attendee, matched_attendee: match, rationale } of best.items) {
    console.log(
      score,
      attendee.name ?? attendee.attendee_id,
      "meets",
      match.name ?? match.attendee_id,
      rationale ?? "",
    );
  }
} catch (error) {
  if (!isMeshiError(error)) throw error;
  console.error(`${error.name} ${error.code}: ${error.message}`);
  process.exitCode = 1;
}
