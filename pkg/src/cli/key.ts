// Where the key may come from: the environment or a file. Never from an argument, which other users of the
// machine can read in the process list and which shells write to their history.

import { readFile, stat } from "node:fs/promises";
import { CliError, ExitCode } from "./exit.js";

const KEY_OPTION = /^--?(?:api-?key|key|apikey|token|secret|bearer|password)(?:=|$)/iu;
const MAX_KEY_FILE_BYTES = 16 * 1024;

/** Refuses a key on the command line before anything parses, and so before anything could echo it. */
export function refuseKeyArgument(args: readonly string[]): void {
  const at = args.indexOf("--");
  const options = at === -1 ? args : args.slice(0, at);
  const option = options.find((arg) => KEY_OPTION.test(arg))?.replace(/=.*$/su, "");
  if (option === undefined) return;
  throw new CliError(
    ExitCode.usage,
    "KEY_IN_ARGUMENTS",
    `${option} is refused: an argument shows in the process list and in the shell's history.`,
    "Set MESHI_KEY in the environment, or give --key-file <path>. If that was a real key, have it replaced.",
  );
}

/** What was found, and a warning for the person where the file is open to others. */
export interface FoundKey {
  readonly key: string;
  readonly warning?: string;
}

/** The key from `--key-file`, else from `MESHI_KEY`. Its form is for the SDK to judge. */
export async function findKey(keyFile: string | undefined, env: NodeJS.ProcessEnv): Promise<FoundKey> {
  if (keyFile !== undefined) return readKeyFile(keyFile);
  const key = env["MESHI_KEY"];
  if (key !== undefined && key.trim() !== "") return { key };
  throw new CliError(
    ExitCode.usage,
    "NO_KEY",
    key === undefined ? "There is no key." : "MESHI_KEY is set, but empty.",
    "Set MESHI_KEY in the environment, give --key-file <path>, or try the flow without a key: run --sandbox.",
  );
}

async function readKeyFile(path: string): Promise<FoundKey> {
  let text: string;
  let mode: number;
  try {
    const file = await stat(path);
    if (!file.isFile()) throw new CliError(ExitCode.usage, "KEY_FILE", `--key-file: ${path} is not a file.`);
    if (file.size > MAX_KEY_FILE_BYTES) {
      throw new CliError(
        ExitCode.usage,
        "KEY_FILE",
        `--key-file: ${path} is too large to be a key (${file.size} bytes).`,
        "The file holds the key and nothing else.",
      );
    }
    mode = file.mode;
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof CliError) throw error;
    const reason = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    throw new CliError(
      ExitCode.usage,
      "KEY_FILE",
      `--key-file: ${path} cannot be read (${reason}).`,
      "Give the path of a file that holds the key and nothing else.",
      { cause: error },
    );
  }
  const key = text.replace(/^\ufeff/u, "").trim();
  if (key === "" || /[\r\n]/u.test(key)) {
    throw new CliError(
      ExitCode.usage,
      "KEY_FILE",
      `--key-file: ${path} ${key === "" ? "is empty" : "has more than one line"}.`,
      "The file holds the key on one line and nothing else.",
    );
  }
  const open = process.platform !== "win32" && (mode & 0o077) !== 0;
  return open ? { key, warning: `Other users of this machine can read ${path}: chmod 600 ${path}` } : { key };
}
