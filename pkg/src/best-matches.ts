// The best matches of an event, or of everybody in it. The module reads every score; this only drives it.

import type { Client, MatchScan } from "./boundary.js";
import type { Handle } from "./handle.js";
import type { Match } from "./model.js";
import type { CallOptions } from "./options.js";
import { Part } from "./part.js";

/** How many matches, and the scores to choose them from. */
export interface BestMatchesQuery {
  /** How many matches, best first: at most so many of the event (20; 10,000 at most) or of each person (3; 1,000 at most). */
  n?: number | undefined;
  /** Leaves out pairs below this score. The scale of scores is Meshi's and not documented: do not assume 0 to 1. */
  minScore?: number | undefined;
  /** The scores of this session only. */
  sessionId?: string | undefined;
  /** The scores of this matching run only. */
  runId?: string | undefined;
  /** Scores a page, as `limit` of `matches.list`: larger pages mean fewer requests. The server's own default and limit apply. */
  limit?: number | undefined;
}

/** How many matches of an event, and the scores to choose them from. */
export interface TopMatchesQuery extends BestMatchesQuery {
  /** One person's matches only, whichever direction of a pair was scored. */
  attendeeId?: string | undefined;
}

/** How matches are read. Time limits apply to each request. */
export interface BestMatchesOptions extends CallOptions {
  /**
   * Called after each answer with the number of scores read so far. A promise that it returns is waited for. What it throws
   * or rejects with ends the call and is its error.
   */
  onProgress?: ((progress: { scanned: number }) => unknown) | undefined;
}

/** A person in a match: the id, and what the event's list of attendees says of the person. */
export interface MatchedPerson {
  /** Your own id of the attendee. */
  attendee_id: string;
  /** The full name; left out where people cannot be listed. */
  name?: string;
  /** The e-mail address, where there is one. */
  email?: string;
  /** The job title, where there is one. */
  title?: string;
  /** The company or organisation, where there is one. */
  company?: string;
}

/**
 * A pair of people, with the higher score of its two directions. Fields that are not named here come as the server sent them
 * with that score, so that a rationale is written for the person whom the score was made for: see `reversed`. `rank` is left
 * out where `reversed` is true, since it counts the other person's matches.
 */
export interface BestMatch extends Omit<Match, "attendee_id" | "matched_attendee_id"> {
  /**
   * True where the score was made for `matched_attendee`, with `attendee` as the match: the rationale speaks to the other one
   * of the two. Left out where the score is the attendee's own.
   */
  reversed?: true;
  /** The attendee whom the score is for; where one person was asked about, that person. */
  attendee: MatchedPerson;
  /** Whom the attendee should meet. */
  matched_attendee: MatchedPerson;
}

/** The best matches of an event. */
export interface TopMatches {
  /** The best pairs, each once: the highest score first, equal scores in the order of their ids. */
  items: BestMatch[];
  /** Scores read, each direction counted. */
  scanned: number;
  /** Those of them that cannot be ranked: the score is not a finite number, or the two people are not named or the same. */
  unranked: number;
  /** `false` where the server does not list attendees to this key, or fails on it after every retry: people have their ids only. */
  named: boolean;
}

/** A person and the best matches with others. */
export interface AttendeeMatches {
  /** Whose matches these are. */
  attendee: MatchedPerson;
  /** Best first; empty for somebody without a score. */
  matches: BestMatch[];
  /** `false` where the server does not list attendees to this key: people have their ids only, and those without a score are missing. */
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
