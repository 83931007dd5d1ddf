// Standard input: as text for small documents, or spooled to a private file for attendee lists, which are read twice.

import { createWriteStream, rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { CliError, ExitCode } from "./exit.js";

function refuseTerminal(option: string): void {
  if (!process.stdin.isTTY) return;
  throw new CliError(
    ExitCode.usage,
    "NO_INPUT",
    `${option} - reads standard input, and nothing is piped into it.`,
    "Pipe a file into the command: meshi-partner … < file",
  );
}

/** Reads all of standard input as UTF-8, up to `limit` bytes. */
export async function readStandardInput(limit: number): Promise<string> {
  refuseTerminal("--body");
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) {
      throw new CliError(
        ExitCode.input,
        "INPUT_TOO_LARGE",
        `Standard input is longer than ${limit} bytes.`,
        "Send less in one request.",
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** A spooled input: its path, and what removes it again. */
export interface Spool {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/**
 * Writes standard input to a new file that only this user can read. The file holds personal data, so that the caller has to
 * remove it, also after a failure.
 */
export async function spoolStandardInput(signal: AbortSignal): Promise<Spool> {
  refuseTerminal("--attendees");
  const folder = await mkdtemp(join(tmpdir(), "meshi-partner-"));
  // A second Ctrl-C ends the process at once: the file goes then, too.
  const removeAtExit = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", removeAtExit);
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    process.off("exit", removeAtExit);
  };
  const path = join(folder, "attendees");
  try {
    await pipeline(process.stdin, createWriteStream(path, { mode: 0o600, flags: "wx" }), { signal });
  } catch (error) {
    await remove();
    if (signal.aborted) throw error;
    throw new CliError(
      ExitCode.input,
      "BAD_ATTENDEE_FILE",
      `--attendees: standard input cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown reason"}).`,
      "Give a file instead, or check what is piped in and that the temporary folder has room.",
      { cause: error },
    );
  }
  return { path, remove };
}
