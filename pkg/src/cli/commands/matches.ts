// `matches`: the best match scores of an event, or all of them as NDJSON.

import type { Command } from "commander";
import type { BestMatch, Match, MatchedPerson } from "../../index.js";
import {
  connect,
  createContext,
  type ConnectionOptions,
  type OutputOptions,
  type Runtime,
} from "../context.js";
import { CliError, ExitCode } from "../exit.js";
import { formatOption, printListing, type ListColumn, type ListingOptions } from "../listing.js";
import { connectionOptions, outputOptions, whole } from "../options.js";
import { printMatches } from "../render.js";
import { clean, count } from "../text.js";
import { readBest } from "../top.js";

interface MatchesOptions extends ConnectionOptions, OutputOptions, ListingOptions {
  eventId: string;
  attendeeId?: string;
  sessionId?: string;
  runId?: string;
  top: number;
  all?: boolean;
}

const person = (name: string, of: (match: BestMatch) => MatchedPerson): readonly ListColumn<BestMatch>[] => [
  { title: `${name}_id`, value: (match) => of(match).attendee_id },
  { title: `${name}_name`, value: (match) => of(match).name },
  { title: `${name}_email`, value: (match) => of(match).email },
  { title: `${name}_title`, value: (match) => of(match).title },
  { title: `${name}_company`, value: (match) => of(match).company },
];

const BEST: readonly ListColumn<BestMatch>[] = [
  { title: "score", value: ({ score }) => score },
  ...person("attendee", ({ attendee }) => attendee),
  ...person("match", ({ matched_attendee: matched }) => matched),
  { title: "rationale", value: ({ rationale }) => rationale },
];

const EVERY: readonly ListColumn<Match>[] = [
  { title: "score", value: ({ score }) => score },
  { title: "attendee_id", value: (match) => match.attendee_id },
  { title: "match_id", value: (match) => match.matched_attendee_id },
  { title: "rationale", min: 24, value: ({ rationale }) => rationale },
];

const EMPTY = "No match scores yet: a matching run makes them.";

/** What is said instead of an empty list: scores that are there, and not of what was asked for, are told. */
function emptyText({ attendeeId, sessionId, runId, eventId }: MatchesOptions, scanned: number): string {
  if (attendeeId !== undefined) {
    const among = scanned === 0 ? "" : ` among ${count(scanned, "score")}`;
    return `No matches of the attendee ${clean(attendeeId)}${among}. meshi-partner attendees list --event-id ${clean(eventId)} shows every id.`;
  }
  if (sessionId !== undefined || runId !== undefined) return "No match scores of that session or run.";
  return scanned === 0 ? EMPTY : `${count(scanned, "score")} were read, and none of them could be ranked.`;
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
    .option("--all", "with --json or --format: every score as it comes, unsorted, without names");
  outputOptions(formatOption(connectionOptions(command))).action((options: MatchesOptions) =>
    matches(options, runtime),
  );
}

async function matches(options: MatchesOptions, runtime: Runtime): Promise<void> {
  const { output, signal } = runtime;
  const context = createContext(runtime, options);
  const { meshi } = await connect(options, context);
  const { eventId } = options;
  const isTable = !context.json && (options.format ?? "table") === "table";
  if (options.all && isTable) {
    throw new CliError(
      ExitCode.usage,
      "USAGE",
      "--all needs --json or --format csv or json.",
      "Without --all the best matches are shown as a table; --top <n> says how many.",
    );
  }
  if (options.all) {
    const filter = { attendee_id: options.attendeeId, session_id: options.sessionId, run_id: options.runId };
    const every = meshi.matches.list(eventId, filter, { signal });
    await printListing(every, { columns: EVERY, empty: EMPTY }, options, output);
    return;
  }
  const { top: n, attendeeId, sessionId, runId } = options;
  const { total, top, items, notes } = await readBest(
    meshi,
    eventId,
    { n, attendeeId, sessionId, runId },
    context,
  );
  for (const note of notes) output.note(`${output.err.yellow("note:")} ${clean(note)}`);
  if (context.json) {
    for (const match of top) await output.json(match);
    return;
  }
  if (!isTable) {
    if (top.length === 0) output.note(`${output.err.yellow("note:")} ${emptyText(options, total)}`);
    await printListing(items, { columns: BEST, empty: EMPTY }, options, output);
    return;
  }
  if (top.length === 0) await output.print(emptyText(options, total));
  await printMatches(top, output);
}
