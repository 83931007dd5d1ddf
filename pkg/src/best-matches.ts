// The best matches of an event, or of everybody in it. The module reads every score; this only drives it.

import type { Client, MatchScan } from "./boundary.js";
import type { Handle } from "./handle.js";
import type { Match } from "./model.js";
import type { CallOptions } from "./options.js";
import { Part } from "./part.js";

/** The number of matches, and a filter of the scores. */
export interface BestMatchesQuery {
  /**
   * The most matches, best first. `top`: of the event, 1 to 10,000, by default 20. `byAttendee`: of each person, 1 to
   * 1,000, by default 3.
   */
  n?: number | undefined;
  /**
   * The lowest score of a match, a finite number. Default: none. Meshi does not document the scale: do not assume 0 to
   * 1.
   */
  minScore?: number | undefined;
  /** Your id of a session: only its scores. Default: all scores of the event. */
  sessionId?: string | undefined;
  /** The id of a matching run: only its scores. Default: the scores of all runs. */
  runId?: string | undefined;
  /**
   * The number of scores of a page, at least 1. Larger pages mean fewer requests. The server has its own default and
   * maximum.
   */
  limit?: number | undefined;
}

/** The number of matches of an event, and a filter of the scores. */
export interface TopMatchesQuery extends BestMatchesQuery {
  /** Your id of an attendee: only matches of this person, in either direction of a pair. Default: all attendees. */
  attendeeId?: string | undefined;
}

/** The options of a call that reads all matches. `timeoutMs` and `deadlineMs` apply to each request. */
export interface BestMatchesOptions extends CallOptions {
  /**
   * Called after each page with the number of scores read so far. The call waits for a promise that the function
   * returns, and fails with the error that the function throws.
   */
  onProgress?: ((progress: { scanned: number }) => unknown) | undefined;
}

/** A person in a match: the id, and the fields from the list of attendees. */
export interface MatchedPerson {
  /** Your own id of the attendee. */
  attendee_id: string;
  /** The full name. Absent if the key cannot list attendees. */
  name?: string;
  /** The e-mail address, if the attendee has one. */
  email?: string;
  /** The job title, if the attendee has one. */
  title?: string;
  /** The company or organisation, if the attendee has one. */
  company?: string;
}

/**
 * A pair of people, with the higher score of its two directions. Other fields are as the server sent them with that score.
 * `rank` is left out where `reversed` is true, since it counts the other person's matches.
 */
export interface BestMatch extends Omit<Match, "attendee_id" | "matched_attendee_id"> {
  /**
   * True where the score is from the other direction: it was made for `matched_attendee`, and the rationale speaks to that
   * person. Left out where the score is the attendee's own.
   */
  reversed?: true;
  /** The attendee who gets the match. With `attendeeId`, and in `byAttendee`, always that person. */
  attendee: MatchedPerson;
  /** The person to meet. */
  matched_attendee: MatchedPerson;
}

/** The best matches of an event. */
export interface TopMatches {
  /** The best pairs, each once: the highest score first, then in the order of the ids. */
  items: BestMatch[];
  /** The number of scores that were read. The two directions of a pair count as two. */
  scanned: number;
  /**
   * The number of scores that cannot be ranked: the score is not a finite number, or an id is missing, or both ids are
   * the same.
   */
  unranked: number;
  /**
   * `false` if the list of attendees could not be read, for lack of permission or after all retries: people have only
   * ids.
   */
  named: boolean;
}

/** A person and the best matches of the person. */
export interface AttendeeMatches {
  /** The person. */
  attendee: MatchedPerson;
  /** The matches, best first; empty for a person without a score. */
  matches: BestMatch[];
  /**
   * `false` if the list of attendees could not be read: people have only ids, and people without a score are missing.
   */
  named: boolean;
}

/** Reads the scores, tells how far it is, and takes the result. */
export async function topMatches(
  handle: Handle,
  open: (client: Client) => MatchScan,
  options: BestMatchesOptions | undefined,
): Promise<TopMatches> {
  const scan = new Part<MatchScan>();
  try {
    await readScores(handle, scan, open, options);
    return (await handle.run(async (client) => scan.get(() => open(client)).result())) as TopMatches;
  } finally {
    scan.free();
  }
}

/** Reads the scores, then hands out person after person. */
export async function* matchesByAttendee(
  handle: Handle,
  open: (client: Client) => MatchScan,
  options: BestMatchesOptions | undefined,
): AsyncGenerator<AttendeeMatches, void, undefined> {
  const scan = new Part<MatchScan>();
  try {
    await readScores(handle, scan, open, options);
    for (;;) {
      const people = await handle.run(async (client) => scan.get(() => open(client)).takePeople());
      if (people.length === 0) return;
      yield* people as AttendeeMatches[];
    }
  } finally {
    scan.free();
  }
}

async function readScores(
  handle: Handle,
  scan: Part<MatchScan>,
  open: (client: Client) => MatchScan,
  options: BestMatchesOptions | undefined,
): Promise<void> {
  const next = (client: Client): Promise<number | undefined> => scan.get(() => open(client)).next();
  for (let scanned = await handle.run(next); scanned !== undefined; scanned = await handle.run(next)) {
    await options?.onProgress?.({ scanned });
  }
}
