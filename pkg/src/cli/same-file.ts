// Refuses to write a result over a file that is read: the attendee list would be gone.

import { fstat, type Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { promisify } from "node:util";
import { CliError, ExitCode } from "./exit.js";

/** The options that name files, as every command that writes one has them. */
interface FilesOfCommand {
  readonly attendees: string;
  readonly event?: string;
  readonly rejected?: string;
  readonly out?: string;
}

interface Named {
  readonly option: string;
  readonly path: string;
  /** Undefined where there is no such file yet. */
  readonly file: Stats | undefined;
}

/** Refuses where `--rejected` or `--out` names a file that the command reads, or both name one file. */
export async function refuseOverwriting(options: FilesOfCommand): Promise<void> {
  const [attendees, event, rejected, out] = await Promise.all([
    named("--attendees", options.attendees),
    named("--event", options.event),
    named("--rejected", options.rejected),
    named("--out", options.out),
  ]);
  for (const [written, other] of [
    [rejected, attendees],
    [rejected, event],
    [out, attendees],
    [out, event],
    [out, rejected],
  ]) {
    if (written === undefined || other === undefined || !isSame(written, other)) continue;
    throw new CliError(
      ExitCode.usage,
      "SAME_FILE",
      `${written.option} and ${other.option} name the same file: ${written.path}.`,
      `Give ${written.option} a path of its own: it is written anew, and what is in the file would be lost.`,
    );
  }
}

async function named(option: string, path: string | undefined): Promise<Named | undefined> {
  if (path === undefined) return undefined;
  return { option, path, file: await fileAt(path) };
}

async function fileAt(path: string): Promise<Stats | undefined> {
  try {
    // Standard input may be a file that the shell has opened.
    return path === "-" ? await promisify(fstat)(0) : await stat(path);
  } catch {
    // Nothing is there that could be overwritten. A file that cannot be read is told by who reads it.
    return undefined;
  }
}

function isSame(one: Named, other: Named): boolean {
  if (one.file === undefined || other.file === undefined) return one.path === other.path;
  return one.file.isFile() && one.file.dev === other.file.dev && one.file.ino === other.file.ino;
}
