// `meshi.matching`: finds who should meet whom.

import type { Call } from "../call.js";
import type { Handle } from "../handle.js";
import type { MatchingStart, Run } from "../model.js";
import type { WriteOptions } from "../options.js";

/** Matching of an event's attendees. */
export class Matching {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Starts a matching run and returns it at once; `runs.wait` waits for its end, `matches.list` reads the scores.
   *
   * @throws MeshiValidationError, and nothing is sent; MeshiNotFoundError `EVENT_NOT_FOUND`; MeshiConflictError
   *   `IDEMPOTENCY_KEY_CONFLICT` if `idempotencyKey` belongs to another event or operation
   * @remarks The path is inferred: override it with the option `routes: { "matching.start": … }`.
   */
  start(eventId: string, fields?: MatchingStart, options?: WriteOptions): Call<Run> {
    return this.#handle.call((client) => client.matchingStart(eventId, fields ?? {}, options));
  }
}
