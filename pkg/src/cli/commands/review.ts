// `review`: the open identity reviews of the organisation or of one event.

import type { Command } from "commander";
import {
  connect,
  createContext,
  type ConnectionOptions,
  type OutputOptions,
  type Runtime,
} from "../context.js";
import { connectionOptions, outputOptions, whole } from "../options.js";
import { findPeople, withPerson } from "../people.js";
import { printReview } from "../render.js";
import { isRecord } from "../report.js";
import { count } from "../text.js";

interface ReviewOptions extends ConnectionOptions, OutputOptions {
  eventId?: string;
  limit: number;
}

/** Adds the command. */
export function addReview(program: Command, runtime: Runtime): void {
  const command = program
    .command("review")
    .description("open identity reviews; with --json one item a line")
    .option("--event-id <id>", "only this event's; without it the whole organisation's")
    .option("--limit <n>", "how many to list at most", whole(1, 1_000_000), 100);
  outputOptions(connectionOptions(command)).action((options: ReviewOptions) => review(options, runtime));
}

async function review(options: ReviewOptions, runtime: Runtime): Promise<void> {
  const { output, signal } = runtime;
  const context = createContext(runtime, options);
  const { meshi } = await connect(options, context);
  const list = meshi.reviewQueue.list(
    { maxItems: options.limit, ...(options.eventId === undefined ? {} : { eventId: options.eventId }) },
    { signal },
  );
  const items = [];
  for await (const item of list) {
    if (context.json) await output.json(item);
    // The fields of an item are inferred, and a server may send what is not an item at all.
    else if (isRecord(item)) items.push(item);
  }
  if (context.json) return;
  const people = await findPeople(meshi, items, signal);
  for (const note of people.notes) output.note(`${output.err.yellow("note:")} ${note}`);
  const isCut = items.length >= options.limit;
  await output.print(
    items.length === 0
      ? "No open identity reviews."
      : isCut
        ? `The first ${count(items.length, "open identity review")}; --limit <n> shows more`
        : count(items.length, "open identity review"),
  );
  await printReview(
    items.map((item) => withPerson(item, people)),
    output,
    items.length,
  );
}
