// `import`: one file of attendees into an event, with every row accounted for.

import type { Command } from "commander";
import type { ImportReport } from "../../index.js";
import { withAttendees, type AttendeeFile } from "../attendee-file.js";
import {
  connect,
  createContext,
  type ConnectionOptions,
  type Context,
  type OutputOptions,
  type Runtime,
} from "../context.js";
import { readEventFile, type EventFile } from "../event-file.js";
import { CliError, ExitCode } from "../exit.js";
import { attendeeOptions, connectionOptions, outputOptions, type AttendeeOptions } from "../options.js";
import { failForNothing, nothingIn, writeRejected } from "../outcome.js";
import { printRejected, printWarnings } from "../render.js";
import { replayNote, summarizeRun, type Rejected } from "../report.js";
import { refuseOverwriting } from "../same-file.js";
import { clean, count } from "../text.js";
import { findUsable } from "../usable.js";
import { check } from "./check.js";

interface ImportOptions extends ConnectionOptions, OutputOptions, AttendeeOptions {
  eventId?: string;
  event?: string;
}

/** Adds the command. */
export function addImport(program: Command, runtime: Runtime): void {
  const command = program
    .command("import")
    .description("import a file of attendees into an event")
    .option("--event-id <id>", "your own id of an event that exists")
    .option(
      "--event <file>",
      "or a JSON file with the event's fields: it is created where it does not exist",
    );
  attendeeOptions(command).option("--sandbox", "use the sandbox in this process: no key, no network");
  outputOptions(connectionOptions(command)).action((options: ImportOptions) => importFile(options, runtime));
}

async function importFile(options: ImportOptions, runtime: Runtime): Promise<void> {
  const { signal, exit } = runtime;
  if ((options.eventId === undefined) === (options.event === undefined)) {
    throw new CliError(
      ExitCode.usage,
      "WHICH_EVENT",
      options.eventId === undefined ? "No event was named." : "--event-id and --event were both given.",
      "Give --event-id <id> for an event that exists, or --event <file> for one to create or confirm.",
    );
  }
  await refuseOverwriting(options);
  const file = options.event === undefined ? undefined : await readEventFile(options.event);
  if (options.dryRun) return check(options, runtime);
  const context = createContext(runtime, options);
  await withAttendees(options, signal, (attendees) => send(attendees, file, options, context, exit));
}

async function send(
  attendeeFile: AttendeeFile,
  file: EventFile | undefined,
  options: ImportOptions,
  context: Context,
  exit: Runtime["exit"],
): Promise<void> {
  const { output, progress, signal } = context;
  const unusable = await findUsable(attendeeFile, signal);
  if (unusable) return failForNothing(attendeeFile, unusable, options, output);
  const { meshi } = await connect(options, context);
  let eventId = options.eventId ?? "";
  if (file) {
    eventId = file.event.event_id;
    progress.begin("event");
    const { created } = await meshi.events.ensure(file.event, { signal });
    progress.done(created ? "created" : "confirmed");
  }
  progress.begin("import");
  const attendees = attendeeFile.open();
  const importing = meshi.attendees.importAll(eventId, attendees.rows, {
    signal,
    ...(options.maxRows === undefined ? {} : { maxRows: options.maxRows }),
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
    ...(options.maxWait === undefined ? {} : { wait: { maxWaitMs: options.maxWait * 1000 } }),
    ...(options.runKey === undefined ? {} : { runKey: options.runKey }),
    onProgress: ({ read, imported }) =>
      progress.update(`${count(read, "row")} read, ${imported} imported`, attendees.fraction()),
  });
  let report: ImportReport;
  try {
    report = await importing;
  } catch (error) {
    const nothing = nothingIn(error);
    if (!nothing) throw error;
    progress.failed();
    return failForNothing(attendeeFile, nothing, options, output);
  }
  progress.done(`${count(report.imported, "row")} of ${report.total}`);
  const rejected = report.rejected as Rejected[];
  if (report.total > 0 && report.imported === 0 && rejected.length === report.total) {
    return failForNothing(attendeeFile, { total: report.total, rejected }, options, output);
  }
  await writeRejected(attendeeFile, rejected, options, output);
  const runs = report.runs.map(summarizeRun);
  if (context.json) {
    await output.json({ event_id: eventId, ...report, runs }, { indent: 2 });
  } else {
    await output.print(
      `${count(report.total, "row")} read, ${report.imported} imported into ${clean(eventId)}, ` +
        `${rejected.length} rejected, ${count(runs.length, "run")}`,
    );
    const replayed = replayNote(report.replayed, []);
    if (replayed !== undefined) await output.print(`${output.out.yellow("note:")} ${replayed}`);
    await printWarnings(report.warnings as Rejected[], output);
    await printRejected(rejected, output);
  }
  if (options.strict && (rejected.length > 0 || runs.some((run) => run.status === "partial"))) {
    exit(ExitCode.rejectedRows);
  }
}
