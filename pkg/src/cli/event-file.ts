// Reads event.json: the fields of `POST /events` side by side, and the event's context under "context".

import { readFile, stat } from "node:fs/promises";
import type { EventContext, EventCreate } from "../index.js";
import { CliError, ExitCode } from "./exit.js";
import { clean } from "./text.js";

/** What event.json holds, split as `meshi.flow` wants it: so far only in form, the SDK checks the fields. */
export interface EventFile {
  readonly event: EventCreate;
  readonly context?: EventContext;
}

const MAX_BYTES = 1024 * 1024;

const bad = (message: string, hint: string, cause?: unknown): CliError =>
  new CliError(ExitCode.input, "BAD_EVENT_FILE", message, hint, cause === undefined ? {} : { cause });

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const EXAMPLE =
  'It looks like this: { "event_id": "spring-2026", "title": "Spring meetup", "context": { … } }';

/** Reads and splits the file at `path`; every failure names the path and what to do. */
export async function readEventFile(path: string): Promise<EventFile> {
  const { context, ...event } = await readObject(path);
  const slip = context === undefined ? Object.keys(event).find(isNearlyContext) : undefined;
  if (slip !== undefined) {
    throw bad(
      `--event: ${path} has the field "${clean(slip)}", and none called "context".`,
      'Call it "context" if it is what the event is about; else give it another name.',
    );
  }
  if (context !== undefined && !isObject(context)) {
    throw bad(
      `--event: "context" in ${path} is not an object.`,
      'Its fields are "event_details", "objectives" and "welcome_instructions".',
    );
  }
  if (typeof event["event_id"] !== "string") {
    throw bad(
      `--event: ${path} has ${event["event_id"] === undefined ? "no" : "an odd"} "event_id".`,
      "Give your own stable id of the event, as a string: letters, digits and . _ : - (at most 128).",
    );
  }
  const fields = event as object as EventCreate;
  return context === undefined ? { event: fields } : { event: fields, context };
}

/** Reads the fields that an update changes. The file may hold the event's id, if it is the one that is updated. */
export async function readEventFields(path: string, eventId: string): Promise<Record<string, unknown>> {
  const { event_id: id, context, ...fields } = await readObject(path);
  if (id !== undefined && id !== eventId) {
    throw bad(
      `--event: ${path} is of the event "${clean(id)}", not of "${clean(eventId)}".`,
      "Give the file of the event that you want to change. An event's id cannot be changed.",
    );
  }
  if (context !== undefined) {
    throw bad(
      `--event: ${path} holds a "context", which an update does not change.`,
      "Leave it out here; `meshi-partner api POST /events/<event-id>/context --body <file>` sets it.",
    );
  }
  return fields;
}

/** Whether a name is "context" with one letter too many, too few or another, or in another case. */
function isNearlyContext(name: string): boolean {
  const plain = name.toLowerCase().replace(/[^a-z]/gu, "");
  const word = "context";
  if (Math.abs(plain.length - word.length) > 1) return false;
  let start = 0;
  while (start < word.length && plain[start] === word[start]) start += 1;
  let end = 0;
  while (end < word.length - start && plain.at(-1 - end) === word.at(-1 - end)) end += 1;
  return Math.max(plain.length, word.length) - start - end <= 1;
}

async function readObject(path: string): Promise<Record<string, unknown>> {
  const text = await readText(path);
  if (text.trim() === "") throw bad(`--event: ${path} is empty.`, EXAMPLE);
  const document = parse(path, text);
  if (isObject(document)) return document;
  const kind = Array.isArray(document) ? "an array" : document === null ? "null" : `a ${typeof document}`;
  throw bad(`--event: ${path} holds ${kind}, not an object.`, EXAMPLE);
}

async function readText(path: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) {
      throw bad(`--event: ${path} is too large (${size} bytes).`, "An event is one small JSON object.");
    }
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof CliError) throw error;
    const reason = (error as NodeJS.ErrnoException).code ?? "unknown reason";
    throw bad(`--event: ${path} cannot be read (${reason}).`, "Give the path of a JSON file.", error);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw bad(`--event: ${path} is not UTF-8 text.`, "Save it as JSON in UTF-8.", error);
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const said = clean((error as Error).message);
    const position = /position (\d+)/u.exec(said)?.[1];
    const before = position === undefined ? undefined : text.slice(0, Number(position)).split("\n");
    const place = before ? ` at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}` : "";
    throw bad(
      `--event: ${path} is not valid JSON${place}: ${said}.`,
      "Fix the file; a JSON checker helps.",
      error,
    );
  }
}
