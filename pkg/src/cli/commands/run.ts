// `run`: the canonical flow, from an event and a file of attendees to match scores.

import type { Command } from "commander";
import { withAttendees, type AttendeeFile } from "../attendee-file.js";
import {
  connect,
  createContext,
  type ConnectionOptions,
  type OutputOptions,
  type Runtime,
} from "../context.js";
import { readEventFile, type EventFile } from "../event-file.js";
import { ExitCode } from "../exit.js";
import { performFlow } from "../job.js";
import {
  attendeeOptions,
  connectionOptions,
  outputOptions,
  whole,
  type AttendeeOptions,
} from "../options.js";
import { failForNothing, nothingIn, writeRejected } from "../outcome.js";
import { printReport } from "../render.js";
import { partialRuns, type FlowReport } from "../report.js";
import { writeResult } from "../result-file.js";
import { refuseOverwriting } from "../same-file.js";
import { findUsable, type NothingImported } from "../usable.js";
import { check } from "./check.js";

interface RunOptions extends ConnectionOptions, OutputOptions, AttendeeOptions {
  event: string;
  enrich: boolean;
  match: boolean;
  session?: string;
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
    .option("--top <n>", "how many of the best matches to show; 0 reads none", whole(0, 10_000), 10)
    .option("--out <file>", "write the report to this file, as JSON");
  outputOptions(connectionOptions(command)).action((options: RunOptions) => run(options, runtime));
}

async function run(options: RunOptions, runtime: Runtime): Promise<void> {
  await refuseOverwriting(options);
  const file = await readEventFile(options.event);
  if (options.dryRun) return check(options, runtime);
  const context = createContext(runtime, options);
  await withAttendees(options, runtime.signal, async (attendees) => {
    const unusable = await findUsable(attendees, runtime.signal);
    if (unusable) return tellNothing(unusable, attendees, file, options, runtime);
    const { meshi, where } = await connect(options, context);
    const plan = { ...options, file, attendees: attendees.open() };
    let report: FlowReport;
    try {
      report = await performFlow(meshi, where, plan, context);
    } catch (error) {
      const nothing = nothingIn(error);
      if (!nothing) throw error;
      context.progress.failed();
      return tellNothing(nothing, attendees, file, options, runtime);
    }
    await tell(report, attendees, options, runtime);
  });
}

async function tell(
  report: FlowReport,
  attendees: AttendeeFile,
  options: RunOptions,
  { output, exit }: Runtime,
): Promise<void> {
  const { rejected } = report.import;
  await writeReport(report, options);
  await writeRejected(attendees, rejected, options, output);
  if (options.json) await output.json(report, { indent: 2 });
  else {
    if (output.stderr.isTTY && !options.quiet) output.note();
    await printReport(report, output);
  }
  if (options.strict && (rejected.length > 0 || partialRuns(report).length > 0)) {
    exit(ExitCode.rejectedRows);
  }
}

async function writeReport(report: FlowReport, { out }: RunOptions): Promise<void> {
  if (out !== undefined) await writeResult("--out", out, `${JSON.stringify(report, null, 2)}\n`);
}

/** Every row was rejected, by the server or before anything was sent: the reasons are written and shown all the same. */
async function tellNothing(
  nothing: NothingImported,
  attendees: AttendeeFile,
  { event }: EventFile,
  options: RunOptions,
  { output }: Runtime,
): Promise<void> {
  const { total, rejected } = nothing;
  const report: FlowReport = {
    event: { ...event },
    environment: options.environment ?? options.baseUrl ?? "",
    elapsed_ms: 0,
    steps: [],
    import: { total, imported: 0, rejected, warnings: [] },
    runs: { import: [] },
    review: { total: 0, items: [] },
    matches: { total: 0, top: [] },
    notes: ["Nothing was imported."],
  };
  await writeReport(report, options);
  await failForNothing(attendees, nothing, options, output);
}
