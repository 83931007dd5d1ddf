// `attendees`: lists the attendees of an event.

import type { Command } from "commander";
import type { Attendee } from "../../index.js";
import {
  connect,
  createContext,
  type ConnectionOptions,
  type OutputOptions,
  type Runtime,
} from "../context.js";
import { formatOption, printListing, type ListColumn, type ListingOptions } from "../listing.js";
import { connectionOptions, outputOptions, whole } from "../options.js";

interface AttendeesOptions extends ConnectionOptions, OutputOptions, ListingOptions {
  eventId: string;
  limit?: number;
}

const COLUMNS: readonly ListColumn<Attendee>[] = [
  { title: "attendee_id", min: 12, value: (attendee) => attendee.attendee_id },
  { title: "name", min: 12, value: (attendee) => attendee.name },
  { title: "email", min: 12, value: (attendee) => attendee.email },
  { title: "title", min: 10, value: (attendee) => attendee.title },
  { title: "company", min: 10, value: (attendee) => attendee.company },
];

/** Adds the command and the one below it. */
export function addAttendees(program: Command, runtime: Runtime): void {
  const attendees = program.command("attendees").description("list the attendees of an event");
  const list = attendees
    .command("list")
    .description("the attendees of an event, in the server's order")
    .requiredOption("--event-id <id>", "your own id of the event")
    .option("--limit <n>", "how many to list at most; without it all", whole(1, 10_000_000));
  outputOptions(formatOption(connectionOptions(list))).action(async (options: AttendeesOptions) => {
    const context = createContext(runtime, options);
    const { meshi } = await connect(options, context);
    const { output, signal } = context;
    const found = meshi.attendees.list(
      options.eventId,
      options.limit === undefined ? {} : { maxItems: options.limit },
      { signal },
    );
    await printListing(found, { columns: COLUMNS, empty: "The event has no attendees." }, options, output);
  });
}
