// Reads what comes in, and refuses what has another form than shared/api.ts says, naming the field. What the fields may
// hold beyond that, the package checks.

import type { AttendeeField } from "meshi-partner";
import {
  isPartnerId,
  MAX_BODY_BYTES,
  type FlowContext,
  type FlowEvent,
  type NewFlow,
} from "../shared/api.ts";
import { ConsoleFailure } from "./failure.ts";

const FIELDS: ReadonlySet<string> = new Set<AttendeeField>([
  "attendee_id",
  "name",
  "first_name",
  "last_name",
  "email",
  "linkedin_url",
  "title",
  "company",
]);

/** The longest text of any field: the longest that Meshi takes (D). */
const LONGEST = 4_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

function wrong(field: string, problem: string): ConsoleFailure {
  return new ConsoleFailure(400, "INVALID_REQUEST", `${field} ${problem}.`);
}

type Members = Record<string, unknown>;

function members(value: unknown, field: string, known?: readonly string[]): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw wrong(field, "must be an object");
  const unknown = known && Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) throw wrong(field, `has a member that it may not have: ${unknown.slice(0, 40)}`);
  return value as Members;
}

function text(value: unknown, field: string, longest = LONGEST): string {
  if (typeof value !== "string") throw wrong(field, "must be a text");
  if (value.length === 0 || value.length > longest)
    throw wrong(field, `must have 1 to ${longest} characters`);
  return value;
}

function flag(value: unknown, field: string): boolean {
  if (typeof value !== "boolean") throw wrong(field, "must be true or false");
  return value;
}

function texts<Name extends string>(
  value: Members,
  field: string,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const name of names)
    if (value[name] !== undefined) found[name] = text(value[name], `${field}.${name}`);
  return found;
}

/** An id that this console gave out. */
export function ownId(value: unknown, field: string): string {
  if (typeof value === "string" && UUID.test(value)) return value;
  throw wrong(field, "is not an id of this console");
}

/** An event's id. */
export function eventId(value: string | undefined): string {
  if (value !== undefined && isPartnerId(value)) return value;
  throw wrong("event_id", "must have 1 to 128 of A-Z a-z 0-9 . _ : - and begin with a letter or digit");
}

/** A file's name, which is only ever shown. */
export function fileName(value: unknown, field: string): string {
  const name = text(value, field, 255);
  if (/[\p{Cc}/\\]/u.test(name)) throw wrong(field, "may not hold control characters or slashes");
  return name;
}

const MOST_ITEMS = 200;

/** The query of a list. */
export function pageOf({ cursor, limit }: Record<string, string>): { cursor?: string; limit?: number } {
  if (limit !== undefined && (!/^\d{1,3}$/u.test(limit) || Number(limit) < 1 || Number(limit) > MOST_ITEMS))
    throw wrong("limit", `must be a number from 1 to ${MOST_ITEMS}`);
  return {
    ...(cursor !== undefined && { cursor: text(cursor, "cursor", 2_048) }),
    ...(limit !== undefined && { limit: Number(limit) }),
  };
}

const MOST_BEST = 100;

/** How many of the best matches are asked for; 10 where that is not said. */
export function bestOf({ n = "10" }: Record<string, string>): { n: number; limit: number } {
  if (!/^\d{1,3}$/u.test(n) || Number(n) < 1 || Number(n) > MOST_BEST)
    throw wrong("n", `must be a number from 1 to ${MOST_BEST}`);
  return { n: Number(n), limit: MOST_ITEMS };
}

function eventOf(value: unknown): FlowEvent {
  const optional = ["description", "start_date", "end_date", "timezone", "visibility", "url_slug"] as const;
  const given = members(value, "event", ["event_id", "title", ...optional]);
  return {
    event_id: eventId(text(given["event_id"], "event.event_id", 128)),
    title: text(given["title"], "event.title"),
    ...texts(given, "event", optional),
  };
}

function contextOf(value: unknown): FlowContext {
  const names = ["event_details", "objectives", "welcome_instructions"] as const;
  return texts(members(value, "context", names), "context", names);
}

function mappingOf(value: unknown): NonNullable<NewFlow["mapping"]> {
  const mapping: Partial<Record<string, string | null>> = {};
  for (const [field, header] of Object.entries(members(value, "mapping"))) {
    if (!FIELDS.has(field)) throw wrong(`mapping.${field.slice(0, 40)}`, "is no field of an attendee");
    mapping[field] = header === null ? null : text(header, `mapping.${field}`);
  }
  return mapping;
}

/** The body of `POST /api/flows`. */
export function newFlow(value: unknown): NewFlow {
  const known = ["upload_id", "file_name", "mapping", "event", "context", "enrich", "match"];
  const given = members(value, "the body", known);
  const context = given["context"] === undefined ? {} : contextOf(given["context"]);
  return {
    upload_id: ownId(given["upload_id"], "upload_id"),
    file_name: fileName(given["file_name"], "file_name"),
    event: eventOf(given["event"]),
    enrich: flag(given["enrich"], "enrich"),
    match: flag(given["match"], "match"),
    ...(Object.keys(context).length > 0 && { context }),
    ...(given["mapping"] !== undefined && { mapping: mappingOf(given["mapping"]) }),
  };
}

/** A JSON body of a bounded size. */
export async function bodyOf(request: Request): Promise<unknown> {
  if (!/^application\/json\b/iu.test(request.headers.get("content-type") ?? ""))
    throw new ConsoleFailure(415, "NOT_JSON", "The body must be JSON, and say so in content-type.");
  try {
    return JSON.parse(await bounded(request)) as unknown;
  } catch (error) {
    if (error instanceof ConsoleFailure) throw error;
    throw new ConsoleFailure(400, "INVALID_JSON", "The body cannot be read as JSON.");
  }
}

async function bounded(request: Request): Promise<string> {
  const tooLarge = new ConsoleFailure(413, "TOO_LARGE", `The body may have at most ${MAX_BODY_BYTES} bytes.`);
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) throw tooLarge;
  if (!request.body) return "";
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  let bytes = 0;
  let read = "";
  for await (const chunk of request.body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) throw tooLarge;
    read += decoder.decode(chunk, { stream: true });
  }
  return read + decoder.decode();
}
