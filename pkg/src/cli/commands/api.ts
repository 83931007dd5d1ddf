// `api`: any request below the base URL, with the key, the retries and the errors of every other command.

import { readFile } from "node:fs/promises";
import { InvalidArgumentError, type Command } from "commander";
import {
  connect,
  createContext,
  type ConnectionOptions,
  type OutputOptions,
  type Runtime,
} from "../context.js";
import { CliError, ExitCode } from "../exit.js";
import { connectionOptions, outputOptions } from "../options.js";
import { readStandardInput } from "../stdin.js";

interface ApiOptions extends ConnectionOptions, OutputOptions {
  query?: Record<string, string>;
  body?: string;
}

const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** Collects `name=value` pairs. */
function queryPair(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("Give name=value, such as limit=20.");
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

/** Adds the command. */
export function addApi(program: Command, runtime: Runtime): void {
  const command = program
    .command("api")
    .description("any request, for what has no command of its own; prints the body as JSON")
    .argument("<method>", "GET, POST, PUT and so on")
    .argument("<path>", "below the base URL, such as /events/spring-2026/sessions")
    .option("--query <name=value...>", "query parameters", queryPair)
    .option(
      "--body <file>",
      "file with the JSON body, its idempotency_key included where a run is started; - reads standard input",
    );
  outputOptions(connectionOptions(command)).action(
    async (method: string, path: string, options: ApiOptions) => {
      const body = options.body === undefined ? undefined : await readBody(options.body);
      const context = createContext(runtime, options);
      const { meshi } = await connect(options, context);
      const answer = await meshi.request(
        method.toUpperCase(),
        path,
        {
          ...(options.query === undefined ? {} : { query: options.query }),
          ...(body === undefined ? {} : { body }),
        },
        { signal: context.signal },
      );
      await context.output.json(answer ?? null, { indent: context.json ? 0 : 2 });
    },
  );
}

async function readBody(path: string): Promise<object> {
  const bad = (problem: string, cause?: unknown): CliError =>
    new CliError(
      ExitCode.input,
      "BAD_BODY_FILE",
      `--body: ${path === "-" ? "standard input" : path} ${problem}.`,
      'Give a file that holds one JSON object, such as { "title": "Opening" }.',
      cause === undefined ? {} : { cause },
    );
  let text: string;
  try {
    text = path === "-" ? await readStandardInput(MAX_BODY_BYTES) : await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw bad(`cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown reason"})`, error);
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw bad("is not valid JSON", error);
  }
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw bad("does not hold a JSON object");
  return body;
}
