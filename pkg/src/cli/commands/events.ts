// `events`: lists events, shows one, changes fields of one.

import type { Command } from "commander";
import type { Event, EventUpdate } from "../../index.js";
import {
  connect,
  createContext,
  type ConnectionOptions,
  type Context,
  type OutputOptions,
  type Runtime,
} from "../context.js";
import { readEventFields } from "../event-file.js";
import { formatOption, printListing, type ListColumn, type ListingOptions } from "../listing.js";
import { connectionOptions, outputOptions, whole } from "../options.js";
import { printFields } from "../render.js";

interface EventsOptions extends ConnectionOptions, OutputOptions, ListingOptions {
  limit: number;
  event: string;
}

const COLUMNS: readonly ListColumn<Event>[] = [
  { title: "event_id", min: 12, value: (event) => event.event_id },
  { title: "start_date", value: (event) => event.start_date },
  { title: "end_date", value: (event) => event.end_date },
  { title: "title", min: 16, wrap: true, value: (event) => event.title },
];

/** Adds the command and those below it. */
export function addEvents(program: Command, runtime: Runtime): void {
  const events = program.command("events").description("list events, show one, or change one");

  const list = events
    .command("list")
    .description("the newest events of the organisation")
    .option("--limit <n>", "how many to list at most", whole(1, 1_000_000), 100);
  outputOptions(formatOption(connectionOptions(list))).action(async (options: EventsOptions) => {
    const { context, meshi } = await open(options, runtime);
    const { output, signal } = context;
    const found = meshi.events.list({ maxItems: options.limit }, { signal });
    await printListing(found, { columns: COLUMNS, empty: "There are no events." }, options, output);
  });

  const get = events
    .command("get")
    .description("one event")
    .argument("<event-id>", "your own id of the event");
  outputOptions(connectionOptions(get)).action(async (eventId: string, options: EventsOptions) => {
    const { context, meshi } = await open(options, runtime);
    await show(await meshi.events.get(eventId, { signal: context.signal }), context);
  });

  const update = events
    .command("update")
    .description("change fields of an event; fields that are left out stay as they are")
    .argument("<event-id>", "your own id of the event")
    .requiredOption("--event <file>", "JSON file with the fields to change");
  outputOptions(connectionOptions(update)).action(async (eventId: string, options: EventsOptions) => {
    const fields = (await readEventFields(options.event, eventId)) as EventUpdate;
    const { context, meshi } = await open(options, runtime);
    await show(await meshi.events.update(eventId, fields, { signal: context.signal }), context);
  });
}

async function open(
  options: EventsOptions,
  runtime: Runtime,
): Promise<{ context: Context; meshi: Awaited<ReturnType<typeof connect>>["meshi"] }> {
  const context = createContext(runtime, options);
  const { meshi } = await connect(options, context);
  return { context, meshi };
}

async function show(event: Event, { json, output }: Context): Promise<void> {
  if (json) return output.json(event, { indent: 2 });
  await printFields({ ...event }, output);
}
