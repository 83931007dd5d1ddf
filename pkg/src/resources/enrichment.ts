// `meshi.enrichment`: finds out more about attendees.

import type { Call } from "../call.js";
import type { Handle } from "../handle.js";
import type { EnrichmentStart, Run } from "../model.js";
import type { WriteOptions } from "../options.js";

/** Enrichment of an event's attendees. */
export class Enrichment {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Starts an enrichment run and returns it at once; `runs.wait` waits for its end.
   *
   * @throws MeshiValidationError, and nothing is sent; MeshiNotFoundError `EVENT_NOT_FOUND`; MeshiConflictError
   *   `IDEMPOTENCY_KEY_CONFLICT` if `idempotencyKey` belongs to another event or operation
   * @remarks The path is inferred: override it with the option `routes: { "enrichment.start": … }`.
   */
  start(eventId: string, fields?: EnrichmentStart, options?: WriteOptions): Call<Run> {
    return this.#handle.call((client) => client.enrichmentStart(eventId, fields ?? {}, options));
  }
}
