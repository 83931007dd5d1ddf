// `demo` (hidden): the canonical flow over example files against the sandbox over HTTP, and a page that shows it.
// `cargo xtask demo` calls it.

import type { Command } from "commander";
import { Meshi } from "../../index.js";
import { openAttendees } from "../attendee-file.js";
import { createContext, type OutputOptions, type Runtime } from "../context.js";
import { readEventFile } from "../event-file.js";
import { performFlow } from "../job.js";
import { whole } from "../options.js";
import { servePage } from "../page-server.js";
import { printReport } from "../render.js";
import { untilAborted } from "../signals.js";

interface DemoOptions extends OutputOptions {
  event: string;
  attendees: string;
  once?: boolean;
  port: number;
}

/** The page shows more than the terminal does. */
const TOP_ON_PAGE = 250;
const TOP_IN_TERMINAL = 10;

/** Adds the command. */
export function addDemo(program: Command, runtime: Runtime): void {
  program
    .command("demo", { hidden: true })
    .description("the flow over example files against the sandbox, and a page that shows the results")
    .requiredOption("--event <file>", "JSON file with the event's fields")
    .requiredOption("--attendees <file>", "CSV, TSV, JSON or NDJSON file")
    .option("--once", "end instead of serving the page")
    .option("--port <n>", "port of the page; 0 takes a free one", whole(0, 65_535), 0)
    .option("--quiet", "no progress on stderr")
    .action((options: DemoOptions) => demo(options, runtime));
}

async function demo(options: DemoOptions, runtime: Runtime): Promise<void> {
  const { output, signal } = runtime;
  const context = createContext(runtime, options);
  const file = await readEventFile(options.event);
  const attendees = await openAttendees(options.attendees, {});
  const { serveSandbox } = await import("../../sandbox/http.js");
  const sandbox = await serveSandbox({ port: 0 });
  try {
    await output.print(`Sandbox at ${sandbox.baseUrl}\n`);
    delete output.env["MESHI_BASE"];
    const { apiKey, baseUrl } = sandbox;
    const meshi = new Meshi({ apiKey, baseUrl });
    const plan = { file, attendees, enrich: true, match: true, top: TOP_ON_PAGE };
    const report = await performFlow(meshi, "sandbox", plan, context);
    await output.print();
    const { total, top } = report.matches;
    await printReport({ ...report, matches: { total, top: top.slice(0, TOP_IN_TERMINAL) } }, output);
    if (options.once) return;
    const page = await servePage(new URL("../../www/", import.meta.url), report, options.port);
    try {
      await output.print(`\nThe results are at ${output.out.bold(page.url)}  (Ctrl-C ends)`);
      await untilAborted(signal);
    } finally {
      await page.close();
    }
  } finally {
    await sandbox.close();
  }
}
