#!/usr/bin/env node
// The command line `meshi-partner`: parses the arguments, runs one command, and turns what it throws into words
// and an exit code. It must never print the key.

import { Command, CommanderError } from "commander";
import { addApi } from "./commands/api.js";
import { addAttendees } from "./commands/attendees.js";
import { addAuth } from "./commands/auth.js";
import { addCheck } from "./commands/check.js";
import { addCompletion } from "./commands/completion.js";
import { addEvents } from "./commands/events.js";
import { addImport } from "./commands/import.js";
import { addMatches } from "./commands/matches.js";
import { addReview } from "./commands/review.js";
import { addRun } from "./commands/run.js";
import { addRuns } from "./commands/runs.js";
import { addSandbox } from "./commands/sandbox.js";
import type { Runtime } from "./context.js";
import { CliError, ExitCode, exitCodeOf } from "./exit.js";
import { describe, failureDocument } from "./failure.js";
import { refuseKeyArgument } from "./key.js";
import { Output } from "./output.js";
import { listenForInterrupts, type Interrupts } from "./signals.js";
import { packageVersion } from "./version.js";

const AFTER_HELP = `
Examples:
  meshi-partner run --event event.json --attendees attendees.csv --sandbox
  meshi-partner check --attendees attendees.csv
  MESHI_KEY=… meshi-partner run --event event.json --attendees attendees.csv --environment staging
  meshi-partner matches --event-id spring-2026 --format csv > matches.csv

Environment variables:
  MESHI_KEY        the key; it is read from here or from --key-file, never from an argument
  MESHI_BASE       base URL, in place of --environment or --base-url
  COLUMNS          the width of tables, also in a file or a pipe
  NO_COLOR         no colours; FORCE_COLOR=1 colours also what goes to a file

Exit codes:
  0 done                      5 not found, conflict, refused   10 rejected rows with --strict
  1 unexpected                6 rate limit                     130 Ctrl-C
  2 usage or configuration    7 server or connection           143 SIGTERM
  3 a bad file or field       8 timeout
  4 the key or its scope      9 a run failed`;

function createProgram(runtime: Runtime): Command {
  const program = new Command("meshi-partner")
    .description("Meshi's Partner API from the command line: attendee lists in, match scores out")
    .version(packageVersion())
    .addHelpText("after", AFTER_HELP)
    .exitOverride()
    // What commander has to say about a wrong argument is told by `report`, like every other failure.
    .configureOutput({ outputError: () => undefined });
  for (const add of [
    addRun,
    addImport,
    addCheck,
    addMatches,
    addReview,
    addEvents,
    addAttendees,
    addRuns,
    addAuth,
    addApi,
    addSandbox,
    addCompletion,
  ])
    add(program, runtime);
  return program;
}

/**
 * A wrong argument as one of our failures. An option's value is left out: it may be a secret under a mistyped name. A near
 * name that commander knows becomes the hint.
 */
function usageError(error: CommanderError, args: readonly string[], program: Command): CliError {
  const [said = "", near] = error.message.replace(/^error: /u, "").split(/\n\(Did you mean (.*)\?\)$/su);
  const problem = said.replace(/(unknown option '[^'=]*)=[^']*'/u, "$1'");
  const command = program.commands.map((child) => child.name()).find((name) => name === args[0]);
  const help = `${["meshi-partner", command, "--help"].filter(Boolean).join(" ")} shows what there is.`;
  return new CliError(ExitCode.usage, "USAGE", problem, near ? `Did you mean ${near}? ${help}` : help);
}

async function main(args: readonly string[], output: Output, interrupts: Interrupts): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.ok;
  const runtime: Runtime = { output, signal: interrupts.signal, exit: (code) => (exitCode = code) };
  const program = createProgram(runtime);
  try {
    const key = output.env["MESHI_KEY"];
    if (key) output.conceal(key);
    refuseKeyArgument(args);
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) return report(error, args, runtime, interrupts);
    if (error.exitCode === 0) return ExitCode.ok;
    // Without a command the help was shown, and that is all there is to say.
    if (error.code === "commander.help") return ExitCode.usage;
    return report(usageError(error, args, program), args, runtime, interrupts);
  }
}

/** Tells a failure in words on stderr, and with --json also as a document on stdout. */
async function report(
  error: unknown,
  args: readonly string[],
  { output, progress }: Runtime,
  interrupts: Interrupts,
): Promise<ExitCode> {
  progress?.failed();
  const interrupted = interrupts.code();
  const exitCode = interrupted ?? exitCodeOf(error);
  if (interrupted !== undefined) {
    output.note("Stopped. Runs that were started go on at the server.");
    output.note("Run the same command again to go on: what was done is not done twice.");
  } else {
    for (const line of describe(error, output)) output.note(line);
  }
  const list = args[0] === "matches" || args[0] === "review";
  if (args.includes("--json")) await output.json(failureDocument(error, exitCode), { indent: list ? 0 : 2 });
  return exitCode;
}

/** Ends the process once both streams are through; sockets that are kept open must not hold it. */
async function end(code: ExitCode): Promise<never> {
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<void>((resolve) => stream.write("", () => resolve()));
  }
  process.exit(code);
}

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? ExitCode.ok : ExitCode.unexpected);
});

const output = new Output(process.stdout, process.stderr, process.env);
const interrupts = listenForInterrupts((name) => {
  if (name === "SIGINT") output.note("\nStopping; Ctrl-C again ends at once.");
});
await end(await main(process.argv.slice(2), output, interrupts));
