// `meshi.matches`: match scores. That they are paged is documented, the rest is inferred.

import type { Handle } from "../handle.js";
import { List, type ListQuery } from "../list.js";
import type { Match } from "../model.js";
import type { CallOptions } from "../options.js";

/** Which match scores (I). */
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
   * The event's match scores (I).
   *
   * @remarks The path is inferred: override it with the option `routes: { "matches.list": … }`.
   */
  list(eventId: string, query?: MatchesQuery, options?: CallOptions): List<Match> {
    return new List(this.#handle, query, (client, page) => client.matchesList(eventId, page, options));
  }
}
