// `cargo xtask demo`: the console in workerd, on a sandbox, with the example list loaded through its own API. It tells the
// steps and what came of them, and where the console is; then it stays until Ctrl-C. Nothing leaves this machine, and
// nothing of it is kept.
//
//   node www/local/demo.mjs [--once] [--port 0]
//
// It ends with 0 where the flow ended well and had matches, 130 where it was interrupted before, else with 1.

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startSandboxConsole } from "./child.mjs";
import { Client } from "./client.mjs";
import { progressTeller, report } from "./tell.mjs";

const EXAMPLES = new URL("../../examples/", import.meta.url);
const FILE = "attendees.csv";
const BEST = 10;
/** Of a line, where this is no terminal. */
const WIDTH = 160;

/** Loads the example list, follows its flow to the end, and gives all that came of it. */
async function load(client) {
  const { context, ...event } = JSON.parse(await readFile(new URL("event.json", EXAMPLES), "utf8"));
  const uploadId = await client.upload(FILE, await readFile(new URL(FILE, EXAMPLES)));
  const plan = { upload_id: uploadId, file_name: FILE, event, context, enrich: true, match: true };
  const { flow_id: id } = await client.start(plan);
  const state = await client.follow(id, progressTeller(console.error));
  if (state.status === "failed") {
    const { code, message, correlation_id: correlation } = state.error;
    throw new Error(`the flow failed: ${code}: ${message} (correlation id ${correlation})`);
  }
  const { event_id: eventId } = state.event;
  const reviews = await client.all(eventId, "review-queue", "items");
  const best = await client.best(eventId, BEST);
  const attendees = await client.all(eventId, "attendees", "attendees");
  if (best.items.length === 0) throw new Error("the flow ended without a match");
  const people = new Map(attendees.map((attendee) => [attendee.attendee_id, attendee]));
  return { state, reviews, scores: best.scanned, best: best.items, people };
}

/** Runs until it is over, or interrupted, and leaves nothing behind. Gives the code to exit with. */
async function main() {
  const { values } = parseArgs({
    options: { once: { type: "boolean" }, port: { type: "string", default: "0" } },
  });
  const interrupted = Promise.race(["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => once(process, signal)));
  const folder = await mkdtemp(join(tmpdir(), "meshi-demo-"));
  const token = randomBytes(24).toString("base64url");
  let running;
  try {
    running = await startSandboxConsole({ folder, port: values.port, token });
    const client = new Client(running.origin);
    await client.logIn(token);
    const results = await Promise.race([load(client), interrupted.then(() => undefined)]);
    if (results === undefined) return 130;
    console.log();
    for (const line of report(results, process.stdout.columns ?? WIDTH)) console.log(line);
    if (!values.once) {
      console.log(`\nThe console is at ${running.origin}/#access=${token}  (Ctrl-C ends)`);
      await interrupted;
    }
    return 0;
  } finally {
    await running?.end();
    await rm(folder, { recursive: true, force: true });
  }
}

try {
  process.exit(await main());
} catch (error) {
  console.error(`\nerror: ${error.message}`);
  process.exit(1);
}
