// Who is behind the ids of a list, with a bounded number of requests.

import { isMeshiError, type Attendee, type Meshi } from "../index.js";
import type { Person } from "./report.js";

/** So many pages of an event's attendees are read. */
const MOST_PAGES = 20;
/** So many people are asked for one by one. */
const MOST_SINGLE = 20;

/** The people who were found, by event and id. */
export interface People {
  readonly find: (eventId: string, attendeeId: string) => Person | undefined;
  /** What a reader has to know, in words. */
  readonly notes: readonly string[];
}

/** Whose name is wanted. */
export interface Wanted {
  readonly event_id: string;
  readonly attendee_id: string;
}

/**
 * Looks people up, event by event: a few one by one, many in the event's list. A server that does not list people, or fails on
 * it, costs the names and nothing else.
 */
export async function findPeople(
  meshi: Meshi,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<People> {
  const events = new Map<string, Map<string, Person | undefined>>();
  for (const { event_id: event, attendee_id: attendee } of wanted) {
    if (typeof event !== "string" || typeof attendee !== "string") continue;
    const people = events.get(event) ?? new Map<string, Person | undefined>();
    events.set(event, people.set(attendee, undefined));
  }
  let pages = MOST_PAGES;
  let single = MOST_SINGLE;
  let failed = false;
  for (const [event, people] of events) {
    try {
      if (people.size <= single) {
        single -= people.size;
        for (const id of people.keys()) learn(people, await oneOf(meshi, event, id, signal));
      } else if (pages > 0) {
        for await (const page of meshi.attendees.list(event, {}, { signal }).pages()) {
          for (const attendee of page.items) learn(people, attendee);
          pages -= 1;
          if (pages === 0 || [...people.values()].every(Boolean)) break;
        }
      }
    } catch (error) {
      if (!costsNamesOnly(error)) throw error;
      failed = true;
      break;
    }
  }
  const missing = [...events.values()].some((people) => [...people.values()].includes(undefined));
  const notes = [];
  if (failed) notes.push("Names are missing: the server does not list the attendees at the moment.");
  else if (missing)
    notes.push("Some names are missing: the server does not know them, or they are too many to look up.");
  return { find: (event, id) => events.get(event)?.get(id), notes };
}

/** Returns a review item as JSON prints it: as the server sent it, with the person where one was found. */
export function withPerson(item: Wanted, people: People): Record<string, unknown> {
  const attendee = people.find(item.event_id, item.attendee_id);
  return { ...item, ...(attendee === undefined ? {} : { attendee }) };
}

async function oneOf(
  meshi: Meshi,
  event: string,
  id: string,
  signal: AbortSignal,
): Promise<Attendee | undefined> {
  try {
    return await meshi.attendees.get(event, id, { signal });
  } catch (error) {
    // One person may be gone, and an odd id cannot be asked for; the others are still there.
    if (isMeshiError(error) && ["MeshiNotFoundError", "MeshiValidationError"].includes(error.name))
      return undefined;
    throw error;
  }
}

function learn(people: Map<string, Person | undefined>, attendee: Attendee | undefined): void {
  if (attendee === undefined || !people.has(attendee.attendee_id)) return;
  const text = (value: unknown): string | undefined =>
    typeof value === "string" && value.trim() !== "" ? value : undefined;
  const [name, title, company] = [text(attendee.name), text(attendee.title), text(attendee.company)];
  people.set(attendee.attendee_id, {
    attendee_id: attendee.attendee_id,
    ...(name === undefined ? {} : { name }),
    ...(title === undefined ? {} : { title }),
    ...(company === undefined ? {} : { company }),
  });
}

/** Refusals and lasting failures of the list; not the end of the whole call, such as Ctrl-C or a wrong key. */
function costsNamesOnly(error: unknown): boolean {
  if (!isMeshiError(error)) return false;
  if (error.name === "MeshiDecodeError" || error.name === "MeshiPaginationError") return true;
  const { status } = error as { status?: number };
  return status !== undefined && ([403, 404, 405, 410].includes(status) || status >= 500);
}
