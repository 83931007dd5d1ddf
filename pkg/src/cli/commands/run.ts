// `run`: the canonical flow, from an event and a file of attendees to match scores.

import type { Command } from "commander";
import { withAttendees } from "../attendee-file.js";
import {
  connect,
  createContext,
  type ConnectionOptions,
  type OutputOptions,
  type Runtime,
} from "../context.js";
import { readEventFile } from "../event-file.js";
import { ExitCode } from "../exit.js";
import { performFlow } from "../job.js";
import { attendeeOptions, connectionOptions, outputOptions, whole } from "../options.js";
import { rejectedCsv, writeResult } from "../rejected-csv.js";
import { printReport } from "../render.js";
import { partialRuns, type FlowReport } from "../report.js";

/** The options that name a file of attendees and how it is sent. */
export interface AttendeeOptions {
  attendees: string;
  format?: "csv" | "tsv" | "json" | "ndjson";
  mapping?: Record<string, string>;
  maxRows?: number;
  concurrency?: number;
  maxWait?: number;
  rejected?: string;
  strict?: boolean;
}

interface RunOptions extends ConnectionOptions, OutputOptions, AttendeeOptions {
  event: string;
  enrich: boolean;
  match: boolean;
  session?: string;
  runKey?: string;
  top: number;
  out?: string;
}

/** Adds the command. */
export function addRun(program: Command, runtime: Runtime): void {
  const command = program
    .command("run")
    .description("the whole flow: event, context, import, enrich, match, results")
    .requiredOption("--event <file>", 'JSON file with the event\'s fields, and its context under "context"');
  attendeeOptions(command)
    .option("--sandbox", "use the sandbox in this process: no key, no network")
    .option("--no-enrich", "leave enrichment out")
    .option("--no-match", "leave matching out")
    .option("--session <id>", "match for this session of the event")
    .option("--run-key <word>", "any word: with another one, what was done before is done again")
    .option("--top <n>", "how many of the best matches to show; 0 reads none", whole(0, 10_000), 10)
    .option("--out <file>", "write the report to this file, as JSON");
  outputOptions(connectionOptions(command)).action((options: RunOptions) => run(options, runtime));
}

async function run(options: RunOptions, runtime: Runtime): Promise<void> {
  const context = createContext(runtime, options);
  const file = await readEventFile(options.event);
  await withAttendees(options, runtime.signal, async (attendees) => {
    const { meshi, where } = await connect(options, context);
    const report = await performFlow(
      meshi,
      where,
      { ...options, file, attendees: attendees.open() },
      context,
    );
    await tell(report, options, runtime);
  });
}

async function tell(report: FlowReport, options: RunOptions, { output, exit }: Runtime): Promise<void> {
  if (options.out !== undefined)
    await writeResult("--out", options.out, `${JSON.stringify(report, null, 2)}\n`);
  if (options.rejected !== undefined) {
    await writeResult("--rejected", options.rejected, rejectedCsv(report.import.rejected));
  }
  if (options.json) await output.json(report, { indent: 2 });
  else {
    if (output.stderr.isTTY && !options.quiet) output.note();
    await printReport(report, output);
  }
  if (options.strict && (report.import.rejected.length > 0 || partialRuns(report).length > 0)) {
    exit(ExitCode.rejectedRows);
  }
}
