#!/usr/bin/env node
// The command line `meshi-partner`: parses the arguments, runs one command, and turns what it throws into words
// and an exit code. It must never print the key.

import { Command, CommanderError } from "commander";
import { addAuth } from "./commands/auth.js";
import { addImport } from "./commands/import.js";
import { addMatches } from "./commands/matches.js";
import { addReview } from "./commands/review.js";
import { addRun } from "./commands/run.js";
import { addSandbox } from "./commands/sandbox.js";
import type { Runtime } from "./context.js";
import { CliError, ExitCode, exitCodeOf } from "./exit.js";
import { describe, failureDocument } from "./failure.js";
import { refuseKeyArgument } from "./key.js";
import { Output } from "./output.js";
import { listenForInterrupts, type Interrupts } from "./signals.js";
import { packageVersion } from "./version.js";

const AFTER_HELP = `
The key is read from the environment variable MESHI_KEY or from --key-file, never from an argument.

Exit codes: 0 done, 1 unexpected, 2 usage or configuration, 3 a bad file or field, 4 the key or its scope,
5 not found, conflict or refused, 6 rate limit, 7 server or connection, 8 timeout, 9 a run failed,
10 rejected rows with --strict, 130 Ctrl-C.`;

function createProgram(runtime: Runtime): Command {
  const program = new Command("meshi-partner")
    .description("Meshi's Partner API from the command line: attendee lists in, match scores out")
    .version(packageVersion())
    .addHelpText("after", AFTER_HELP)
    .exitOverride()
    // What commander has to say about a wrong argument is told by `report`, like every other failure.
    .configureOutput({ outputError: () => undefined });
  for (const add of [addRun, addImport, addAuth, addMatches, addReview, addSandbox]) add(program, runtime);
  return program;
}

/** A wrong argument as one of our failures. An option's value is left out: it may be a secret under a mistyped name. */
function usageError(error: CommanderError, args: readonly string[]): CliError {
  const said = error.message.replace(/^error: /u, "").replace(/(unknown option '[^'=]*)=[^']*'/u, "$1'");
  const command = COMMANDS.find((name) => name === args[0]);
  const help = ["meshi-partner", command, "--help"].filter(Boolean).join(" ");
  return new CliError(ExitCode.usage, "USAGE", said, `${help} shows what there is.`);
}

const COMMANDS = ["run", "import", "auth", "matches", "review", "sandbox"];

async function main(args: readonly string[], output: Output, interrupts: Interrupts): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.ok;
  const runtime: Runtime = { output, signal: interrupts.signal, exit: (code) => (exitCode = code) };
  try {
    const key = output.env["MESHI_KEY"];
    if (key) output.conceal(key);
    refuseKeyArgument(args);
    await createProgram(runtime).parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) return report(error, args, runtime, interrupts);
    if (error.exitCode === 0) return ExitCode.ok;
    // Without a command the help was shown, and that is all there is to say.
    if (error.code === "commander.help") return ExitCode.usage;
    return report(usageError(error, args), args, runtime, interrupts);
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
