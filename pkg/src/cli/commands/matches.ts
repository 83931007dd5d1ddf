// `matches`: the best match scores of an event, or all of them as NDJSON.

import type { Command } from "commander";
import {
  connect,
  createContext,
  type ConnectionOptions,
  type OutputOptions,
  type Runtime,
} from "../context.js";
import { describeMatch, rank } from "../job.js";
import { connectionOptions, outputOptions, whole } from "../options.js";
import { lookUp } from "../people.js";
import { printMatches } from "../render.js";
import { clean, count } from "../text.js";

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
  const list = meshi.matches.list(
    eventId,
    {
      ...(options.attendeeId === undefined ? {} : { attendee_id: options.attendeeId }),
      ...(options.sessionId === undefined ? {} : { session_id: options.sessionId }),
      ...(options.runId === undefined ? {} : { run_id: options.runId }),
    },
    { signal },
  );
  if (context.json && options.all) {
    for await (const match of list) await output.json(match);
    return;
  }
  const { progress } = context;
  progress.begin("matches");
  const { total, best } = await rank(list, options.top, (seen) => progress.update(count(seen, "score")));
  const ids = new Set(best.flatMap((match) => [match.attendee_id, match.matched_attendee_id]));
  const people = await lookUp(meshi, eventId, ids, signal);
  progress.done(count(total, "score"));
  const top = best.map((match) => describeMatch(match, people.find));
  if (people.note !== undefined) output.note(`${output.err.yellow("note:")} ${clean(people.note)}`);
  if (context.json) {
    for (const match of top) await output.json(match);
    return;
  }
  if (top.length === 0) await output.print("No match scores yet: a matching run makes them.");
  await printMatches(top, output);
}
