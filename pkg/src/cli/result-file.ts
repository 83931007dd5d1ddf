// Writes the files that --out and --rejected name.

import { writeFile } from "node:fs/promises";
import { CliError, ExitCode } from "./exit.js";

/** Writes a result file that only this user can read. A path that cannot be written is a usage error that names the option. */
export async function writeResult(option: string, path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600 });
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    throw new CliError(
      ExitCode.usage,
      "CANNOT_WRITE",
      `${option}: ${path} cannot be written (${reason}).`,
      "Give a path in a folder that exists and that you may write to.",
      { cause: error },
    );
  }
}
