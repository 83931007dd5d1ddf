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

/** Which match scores (inferred). */
export interface MatchesQuery extends ListQuery {
  /** One attendee's only. */
  attendee_id?: string | undefined;
  /** One session's only. */
  session_id?: string | undefined;
  /** One matching run's only. */
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
   * The event's match scores (inferred), in the server's order, which is not documented: the first ones are not the best. For
   * those, see `top` and `byAttendee`.
   *
   * @remarks The path is inferred: override it with the option `routes: { "matches.list": … }`.
   */
  list(eventId: string, query?: MatchesQuery, options?: CallOptions): List<Match> {
    return new List(this.#handle, query, (client, page) => client.matchesList(eventId, page, options));
  }

  /**
   * The best matches of the event, with names. Reads every score of the event once, page by page, and keeps the best `n`.
   * A pair that is scored in both directions, or more than once, counts once, with its highest score.
   *
   * @remarks With `attendeeId` every score is read too, since the person may be the one matched. For one request's worth
   * of a person's own scores use `list(eventId, { attendee_id })`.
   * @throws MeshiPaginationError when the server gives a cursor for the second time
   */
  top(eventId: string, query?: TopMatchesQuery, options?: BestMatchesOptions): Promise<TopMatches> {
    return topMatches(this.#handle, (client) => client.matchesTop(eventId, query, options), options);
  }

  /**
   * Everybody at the event with the best `n` matches of each, people without a match included. Reads every score and every
   * attendee once, before the first person comes. People come in the order of `attendees.list`, then those who are in
   * scores only. Memory is bounded by people times `n`.
   *
   * @throws MeshiPaginationError when the server gives a cursor for the second time
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
