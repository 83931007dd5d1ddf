// What every command gets: the streams, the progress, the signal, and the client that its options ask for.

import { Meshi } from "../index.js";
import type { ExitCode } from "./exit.js";
import { findKey } from "./key.js";
import { stderrLogger } from "./logger.js";
import type { Output } from "./output.js";
import { createProgress, type Progress } from "./progress.js";

/** The options that say which API to talk to, and how patiently. */
export interface ConnectionOptions {
  environment?: "staging" | "production";
  baseUrl?: string;
  keyFile?: string;
  /** One attempt, in seconds. */
  timeout?: number;
  maxRetries?: number;
  sandbox?: boolean;
}

/** The options that say how to talk to the person. */
export interface OutputOptions {
  json?: boolean;
  quiet?: boolean;
  verbose?: boolean;
}

/** What a command gets from the process. */
export interface Runtime {
  readonly output: Output;
  readonly signal: AbortSignal;
  /** Ends with this code once the command is through, though nothing was thrown. */
  readonly exit: (code: ExitCode) => void;
  /** What is shown as under way, so that a failure can end it. */
  progress?: Progress;
}

/** One command's surroundings. */
export interface Context {
  readonly output: Output;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly json: boolean;
}

/** Makes the surroundings of one command. */
export function createContext(runtime: Runtime, options: OutputOptions): Context {
  const { output, signal } = runtime;
  const progress = createProgress(output, { quiet: options.quiet === true });
  runtime.progress = progress;
  return { output, signal, json: options.json === true, progress };
}

/** A client, and where it talks to, in words. */
export interface Connection {
  readonly meshi: Meshi;
  readonly where: string;
}

/** Opens the client: the sandbox in this process with `--sandbox`, else the API with the key that was found. */
export async function connect(
  options: ConnectionOptions & OutputOptions,
  { output }: Context,
): Promise<Connection> {
  const patience = {
    timeoutMs: options.timeout === undefined ? undefined : options.timeout * 1000,
    maxRetries: options.maxRetries,
    ...(options.verbose ? { logger: stderrLogger(output), logLevel: "debug" as const } : {}),
  };
  if (options.sandbox) {
    // A base URL in the environment is for the API: --sandbox says something else, and says it more clearly.
    delete output.env["MESHI_BASE"];
    const { createSandbox } = await import("../sandbox/index.js");
    const sandbox = await createSandbox();
    const { apiKey, baseUrl, fetch } = sandbox;
    return { meshi: new Meshi({ apiKey, baseUrl, fetch, ...patience }), where: "sandbox in this process" };
  }
  const { key, warning } = await findKey(options.keyFile, output.env);
  output.conceal(key);
  if (warning !== undefined) output.note(`${output.err.yellow("warning:")} ${warning}`);
  const { environment, baseUrl } = options;
  const meshi = new Meshi({ apiKey: key, environment, baseUrl, ...patience });
  return { meshi, where: environment ?? baseUrl ?? output.env["MESHI_BASE"] ?? "" };
}
