// `meshi.matches`: match scores. That they are paged is documented, the rest is inferred.

import {
  matchesByAttendee,
  topMatches,
  type AttendeeMatches,
  type BestMatchesOptions,
  type BestMatchesQuery,
  type TopMatches,
  type TopMatchesQuery,
} from "../best-matches.js";
import type { Handle } from "../handle.js";
import { List, type ListQuery } from "../list.js";
import type { Match } from "../model.js";
import type { CallOptions } from "../options.js";

/** A filter of match scores (inferred). */
export interface MatchesQuery extends ListQuery {
  /** Your id of an attendee: only its scores. Default: all attendees. */
  attendee_id?: string | undefined;
  /** Your id of a session: only its scores. Default: all scores of the event. */
  session_id?: string | undefined;
  /** The id of a matching run: only its scores. Default: the scores of all runs. */
  run_id?: string | undefined;
}

/** The match scores of an event. */
export class Matches {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Lists the match scores of an event (inferred). The order of the server is not documented: the first scores are not
   * the best. `top` and `byAttendee` return the best scores.
   *
   * @remarks The path is inferred: override it with the option `routes: { "matches.list": … }`.
   */
  list(eventId: string, query?: MatchesQuery, options?: CallOptions): List<Match> {
    return new List(this.#handle, query, (client, page) => client.matchesList(eventId, page, options));
  }

  /**
   * Returns the best matches of an event, with names. Reads every score of the event once, page by page, and keeps the
   * best `n`. Each pair of people counts once, with the highest of its scores.
   *
   * @remarks `attendeeId` does not reduce the number of requests: the person can be on either side of a score.
   *   `list(eventId, { attendee_id })` reads only the scores of one person.
   * @throws MeshiPaginationError if the server returns a cursor twice
   */
  top(eventId: string, query?: TopMatchesQuery, options?: BestMatchesOptions): Promise<TopMatches> {
    return topMatches(this.#handle, (client) => client.matchesTop(eventId, query, options), options);
  }

  /**
   * Iterates all people of an event with the best `n` matches of each, including people without a match. Reads every
   * score and every attendee once before the first person. The order is that of `attendees.list`; people who occur only
   * in scores follow. Memory grows with the number of people times `n`. An item with a score from the other direction
   * has `reversed: true`.
   *
   * @throws MeshiPaginationError if the server returns a cursor twice
   */
  byAttendee(
    eventId: string,
    query?: BestMatchesQuery,
    options?: BestMatchesOptions,
  ): AsyncGenerator<AttendeeMatches, void, undefined> {
    return matchesByAttendee(
      this.#handle,
      (client) => client.matchesByAttendee(eventId, query, options),
      options,
    );
  }
}
