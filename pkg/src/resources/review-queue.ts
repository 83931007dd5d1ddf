// `meshi.reviewQueue`: identities that a person should look at.

import { readOption } from "../failure.js";
import type { Handle } from "../handle.js";
import { List, type ListQuery } from "../list.js";
import type { ReviewItem } from "../model.js";
import type { CallOptions } from "../options.js";

/** A filter of open reviews. */
export interface ReviewQueueQuery extends ListQuery {
  /** Your id of an event: only its reviews. Default: the reviews of the org. */
  eventId?: string | undefined;
}

/** Open identity reviews. */
export class ReviewQueue {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /** Lists the open reviews of the org or of one event (documented; `cursor` is inferred). */
  list(query?: ReviewQueueQuery, options?: CallOptions): List<ReviewItem> {
    return new List(this.#handle, query, (client, page) => {
      const { eventId, ...rest } = readOption("query", () => ({ ...(page as ReviewQueueQuery) }));
      return client.reviewQueueList(eventId, rest, options);
    });
  }
}
