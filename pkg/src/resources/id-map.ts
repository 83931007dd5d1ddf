// `meshi.idMap`: whether an id of yours is known to Meshi.

import type { Call } from "../call.js";
import type { Handle } from "../handle.js";
import type { IdMapEntry, Open } from "../model.js";
import type { CallOptions } from "../options.js";

/** A kind of object with an id, `^[A-Za-z][A-Za-z0-9_-]{0,63}$` (documented). */
export type IdKind = Open<"event" | "session" | "attendee">;

/** Your ids. */
export class IdMap {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Returns the mapping of one id (documented).
   *
   * @throws MeshiValidationError `INVALID_PARTNER_KIND`, `INVALID_PARTNER_ID`; MeshiNotFoundError
   *   `PARTNER_ID_NOT_FOUND`
   */
  get(kind: IdKind, partnerId: string, options?: CallOptions): Call<IdMapEntry> {
    return this.#handle.call((client) => client.idMapGet(kind, partnerId, options));
  }

  /**
   * Returns whether the id is mapped: `false` for the error `PARTNER_ID_NOT_FOUND` of `get`.
   *
   * @throws MeshiValidationError `INVALID_PARTNER_KIND`, `INVALID_PARTNER_ID`
   */
  has(kind: IdKind, partnerId: string, options?: CallOptions): Call<boolean> {
    return this.#handle.call((client) => client.idMapHas(kind, partnerId, options));
  }
}
