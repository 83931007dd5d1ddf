// `check`: reads a file of attendees and shows what would be made of it. It sends nothing and needs no key.

import type { Command } from "commander";
import { withAttendees } from "../attendee-file.js";
import { createContext, type OutputOptions, type Runtime } from "../context.js";
import { ExitCode } from "../exit.js";
import { checkFile, printCheck } from "../file-check.js";
import { fileOptions, outputOptions, type FileOptions } from "../options.js";
import { failForNothing, writeRejected } from "../outcome.js";
import { refuseOverwriting } from "../same-file.js";
import { noRows } from "../usable.js";

interface CheckOptions extends OutputOptions, FileOptions {}

/** Adds the command. */
export function addCheck(program: Command, runtime: Runtime): void {
  const command = program
    .command("check")
    .description("read a file of attendees and show its columns and bad rows; sends nothing, needs no key");
  fileOptions(command)
    .option("--rejected <file>", "write the rows that would be rejected to this CSV file")
    .option("--strict", "exit with 10 when rows would be rejected");
  outputOptions(command).action((options: CheckOptions) => check(options, runtime));
}

/** Checks the file; also what `--dry-run` of other commands does. */
export async function check(options: CheckOptions, runtime: Runtime): Promise<void> {
  const { output, signal, exit } = runtime;
  await refuseOverwriting(options);
  const { progress } = createContext(runtime, options);
  await withAttendees(options, signal, async (file) => {
    progress.begin("check");
    const report = await checkFile(file, progress, signal);
    progress.done("nothing was sent");
    const { total, usable, rejected } = report;
    if (total === 0) throw noRows();
    if (options.json && usable > 0) await output.json(report, { indent: 2 });
    if (!options.json) await printCheck(report, output);
    if (usable === 0) {
      // The reasons are in the report already.
      await failForNothing(file, { total, rejected }, { ...options, json: true }, output);
    }
    await writeRejected(file, rejected, options, output);
    if (options.strict && rejected.length > 0) exit(ExitCode.rejectedRows);
  });
}
