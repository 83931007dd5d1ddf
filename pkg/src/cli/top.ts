// The best matches of an event, as the report and the command `matches` show them.

import type { BestMatch, MatchedPerson, Meshi, TopMatchesQuery } from "../index.js";
import type { Context } from "./context.js";
import type { MatchReport, Person } from "./report.js";
import { count } from "./text.js";

/** The best matches, best first. */
export interface BestMatches {
  /** Scores read. */
  readonly total: number;
  readonly top: MatchReport[];
  /** The pairs of `top` with everything that is known of the people, the address too. */
  readonly items: BestMatch[];
  /** What a reader has to know beside them. */
  readonly notes: string[];
}

/** Reads every score, tells how far it is, and keeps the best. */
export async function readBest(
  meshi: Meshi,
  eventId: string,
  query: TopMatchesQuery,
  { progress, signal }: Pick<Context, "progress" | "signal">,
): Promise<BestMatches> {
  progress.begin("matches");
  const onProgress = ({ scanned }: { scanned: number }): void => progress.update(count(scanned, "score"));
  const { items, scanned, unranked, named } = await meshi.matches.top(eventId, query, { signal, onProgress });
  progress.done(count(scanned, "score"));
  const notes = [];
  if (!named)
    notes.push("Names are missing: the server does not list the attendees to this key, or fails on it.");
  if (unranked > 0)
    notes.push(`${count(unranked, "score")} could not be ranked: not a number, or not of two people.`);
  return { total: scanned, top: items.map(reportOf), items, notes };
}

function reportOf({ score, attendee, matched_attendee: matched, ...rest }: BestMatch): MatchReport {
  return {
    score,
    attendee: personOf(attendee),
    matched: personOf(matched),
    ...(rest.rationale === undefined ? {} : { rationale: rest.rationale }),
    ...(rest.session_id === undefined ? {} : { session_id: rest.session_id }),
    ...(rest.run_id === undefined ? {} : { run_id: rest.run_id }),
  };
}

/** Without the address, which nobody needs to see in a list of matches. */
const personOf = ({ email: _email, ...person }: MatchedPerson): Person => person;
