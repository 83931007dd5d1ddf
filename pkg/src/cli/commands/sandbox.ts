// `sandbox`: the emulator of the Partner API over HTTP, on this machine.

import type { Command } from "commander";
import type { SandboxServer } from "../../sandbox/http.js";
import type { Runtime } from "../context.js";
import { CliError, ExitCode } from "../exit.js";
import { whole } from "../options.js";
import { untilAborted } from "../signals.js";

interface SandboxOptions {
  port: number;
  host: string;
  seed?: number;
  maxRows?: number;
  maxBytes?: number;
  rateLimit?: number;
  rateWindowMs: number;
  instant?: boolean;
  json?: boolean;
}

/** Adds the command. */
export function addSandbox(program: Command, runtime: Runtime): void {
  program
    .command("sandbox")
    .description("serve the sandbox over HTTP until Ctrl-C: the Partner API in memory, with keys of its own")
    .option("--port <n>", "port; 0 takes a free one", whole(0, 65_535), 8787)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--seed <n>", "seeds every id and tie-break", whole(0, 4_294_967_295))
    .option("--max-rows <n>", "the most rows in one import", whole(1, 10_000_000))
    .option("--max-bytes <n>", "the most bytes in one request", whole(1, 1_000_000_000))
    .option(
      "--rate-limit <n>",
      "requests that one key has in a window; without it there is no limit",
      whole(1, 1_000_000),
    )
    .option("--rate-window-ms <n>", "the length of that window", whole(1, 3_600_000), 1000)
    .option("--instant", "runs have ended when they are first polled")
    .option("--json", "print the address and the keys as JSON")
    .action((options: SandboxOptions) => serve(options, runtime));
}

async function serve(options: SandboxOptions, { output, signal }: Runtime): Promise<void> {
  const server = await listen(options);
  try {
    const { baseUrl, apiKey, keys } = server;
    if (options.json) {
      await output.json({ base_url: baseUrl, api_key: apiKey, keys });
    } else {
      const { out } = output;
      await output.print(`The sandbox answers at ${out.bold(baseUrl)}`);
      await output.print(
        "It holds everything in memory: when it stops, all is gone. Its keys open nothing else.\n",
      );
      for (const key of keys) await output.print(`  ${key.key}  ${out.dim(key.description)}`);
      await output.print(`\nIn another shell:\n  export MESHI_BASE=${baseUrl} MESHI_KEY=${apiKey}`);
      await output.print("  npx meshi-partner auth\n\nCtrl-C stops it.");
    }
    await untilAborted(signal);
  } finally {
    await server.close();
  }
}

async function listen({
  json: _,
  rateLimit,
  rateWindowMs,
  ...settings
}: SandboxOptions): Promise<SandboxServer> {
  const { serveSandbox } = await import("../../sandbox/http.js");
  const limit = rateLimit === undefined ? {} : { rateLimit: { requests: rateLimit, windowMs: rateWindowMs } };
  try {
    return await serveSandbox({ ...settings, ...limit });
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall !== "listen" && syscall !== "getaddrinfo") throw error;
    throw new CliError(
      ExitCode.usage,
      "CANNOT_LISTEN",
      `--host ${settings.host} --port ${settings.port} cannot be listened on (${code}).`,
      "Give another port, or 0 for a free one.",
      { cause: error },
    );
  }
}
