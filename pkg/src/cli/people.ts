// Names for the ids in match scores: a few attendees are fetched one by one, many are read off the list.

import type { Meshi } from "../index.js";
import type { Person } from "./report.js";

const ONE_BY_ONE = 40;
const AT_ONCE = 4;

/** What was found, and why the rest was not. */
export interface People {
  readonly find: (attendeeId: string) => Person;
  readonly note?: string;
}

/**
 * Looks up the people behind `ids`. The paths are inferred, so a server that does not know them costs the names
 * and not the results: the ids then stand alone, and `note` says why.
 */
export async function lookUp(
  meshi: Meshi,
  eventId: string,
  ids: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<People> {
  const known = new Map<string, Person>();
  const keep = (attendee: Person): void => {
    if (ids.has(attendee.attendee_id)) known.set(attendee.attendee_id, personOf(attendee));
  };
  const find = (id: string): Person => known.get(id) ?? { attendee_id: id };
  try {
    if (ids.size > ONE_BY_ONE) {
      for await (const attendee of meshi.attendees.list(eventId, {}, { signal })) {
        keep(attendee as Person);
        if (known.size === ids.size) break;
      }
    } else {
      const waiting = [...ids];
      const worker = async (): Promise<void> => {
        for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
          keep((await meshi.attendees.get(eventId, id, { signal })) as Person);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
    }
  } catch (error) {
    if (signal.aborted) throw error;
    const why = error instanceof Error ? ((error as { code?: string }).code ?? error.message) : String(error);
    return { find, note: `Names are missing: the attendees could not be read (${why}).` };
  }
  return { find };
}

function personOf(attendee: Person): Person {
  const person: Record<string, string> = { attendee_id: attendee.attendee_id };
  for (const field of ["name", "title", "company"] as const) {
    const value: unknown = attendee[field];
    if (typeof value === "string" && value !== "") person[field] = value;
  }
  return person as unknown as Person;
}
