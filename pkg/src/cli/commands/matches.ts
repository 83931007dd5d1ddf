// `matches`: the best match scores of an event, or all of them as NDJSON.

import type { Command } from "commander";
import {
  connect,
  createContext,
  type ConnectionOptions,
  type OutputOptions,
  type Runtime,
} from "../context.js";
import { connectionOptions, outputOptions, whole } from "../options.js";
import { printMatches } from "../render.js";
import { clean } from "../text.js";
import { readBest } from "../top.js";

interface MatchesOptions extends ConnectionOptions, OutputOptions {
  eventId: string;
  attendeeId?: string;
  sessionId?: string;
  runId?: string;
  top: number;
  all?: boolean;
}

/** Adds the command. */
export function addMatches(program: Command, runtime: Runtime): void {
  const command = program
    .command("matches")
    .description("the best matches of an event; with --json one match a line")
    .requiredOption("--event-id <id>", "your own id of the event")
    .option("--attendee-id <id>", "only this attendee's matches")
    .option("--session-id <id>", "only this session's matches")
    .option("--run-id <id>", "only the scores of this matching run")
    .option("--top <n>", "how many of the best to show", whole(1, 10_000), 20)
    .option("--all", "with --json: every score as it comes, unsorted, without names");
  outputOptions(connectionOptions(command)).action((options: MatchesOptions) => matches(options, runtime));
}

async function matches(options: MatchesOptions, runtime: Runtime): Promise<void> {
  const { output, signal } = runtime;
  const context = createContext(runtime, options);
  const { meshi } = await connect(options, context);
  const { eventId } = options;
  if (context.json && options.all) {
    const filter = { attendee_id: options.attendeeId, session_id: options.sessionId, run_id: options.runId };
    for await (const match of meshi.matches.list(eventId, filter, { signal })) await output.json(match);
    return;
  }
  const { top: n, attendeeId, sessionId, runId } = options;
  const { top, notes } = await readBest(meshi, eventId, { n, attendeeId, sessionId, runId }, context);
  for (const note of notes) output.note(`${output.err.yellow("note:")} ${clean(note)}`);
  if (context.json) {
    for (const match of top) await output.json(match);
    return;
  }
  if (top.length === 0) await output.print("No match scores yet: a matching run makes them.");
  await printMatches(top, output);
}
