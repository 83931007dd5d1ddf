// `sandbox`: the emulator of the Partner API over HTTP, on this machine.

import type { Command } from "commander";
import type { Runtime } from "../context.js";
import { whole } from "../options.js";
import { untilAborted } from "../signals.js";

interface SandboxOptions {
  port: number;
  host: string;
  seed?: number;
  json?: boolean;
}

/** Adds the command. */
export function addSandbox(program: Command, runtime: Runtime): void {
  program
    .command("sandbox")
    .description("serve the sandbox over HTTP until Ctrl-C: the Partner API in memory, with keys of its own")
    .option("--port <n>", "port; 0 takes a free one", whole(0, 65_535), 8787)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--seed <n>", "makes ids, scores and times repeatable", whole(0, 4_294_967_295))
    .option("--json", "print the address and the keys as JSON")
    .action((options: SandboxOptions) => serve(options, runtime));
}

async function serve(options: SandboxOptions, { output, signal }: Runtime): Promise<void> {
  const { serveSandbox } = await import("../../sandbox/http.js");
  const server = await serveSandbox({
    port: options.port,
    host: options.host,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
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
