// `runs`: shows a run, or waits for its end.

import type { Command } from "commander";
import type { Run } from "../../index.js";
import {
  connect,
  createContext,
  type ConnectionOptions,
  type Context,
  type OutputOptions,
  type Runtime,
} from "../context.js";
import { connectionOptions, outputOptions, seconds } from "../options.js";
import { printFields } from "../render.js";

interface RunsOptions extends ConnectionOptions, OutputOptions {
  maxWait?: number;
}

/** Adds the command and those below it. */
export function addRuns(program: Command, runtime: Runtime): void {
  const runs = program.command("runs").description("show a run, or wait until it has ended");

  const get = runs.command("get").description("the run as it is now").argument("<run-id>", "the run's id");
  outputOptions(connectionOptions(get)).action(async (runId: string, options: RunsOptions) => {
    const context = createContext(runtime, options);
    const { meshi } = await connect(options, context);
    await show(await meshi.runs.get(runId, { signal: context.signal }), context);
  });

  const wait = runs
    .command("wait")
    .description("wait until the run has ended; exits with 9 when it failed")
    .argument("<run-id>", "the run's id")
    .option("--max-wait <seconds>", "longest wait; 900", seconds);
  outputOptions(connectionOptions(wait)).action(async (runId: string, options: RunsOptions) => {
    const context = createContext(runtime, options);
    const { meshi } = await connect(options, context);
    const { progress, signal } = context;
    progress.begin("run");
    const run = await meshi.runs.wait(runId, {
      signal,
      ...(options.maxWait === undefined ? {} : { maxWaitMs: options.maxWait * 1000 }),
      onProgress: (latest) => progress.update(String(latest.status)),
    });
    progress.done(run.status);
    await show(run, context);
  });
}

async function show(run: Run, { json, output }: Context): Promise<void> {
  if (json) return output.json(run, { indent: 2 });
  await printFields({ ...run }, output);
}
