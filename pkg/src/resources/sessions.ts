// `meshi.sessions`: the parts of an event's programme. Their existence and ids are documented, the rest is inferred.

import type { Call } from "../call.js";
import type { Handle } from "../handle.js";
import { List, type ListQuery } from "../list.js";
import type { Session, SessionCreate, SessionUpdate } from "../model.js";
import type { CallOptions } from "../options.js";

/** The sessions of an event. */
export class Sessions {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Creates a session under your own id (inferred). If the answer of an attempt is lost, the call retries. If the retry
   * meets a conflict, the call reads the session, and succeeds if the session is the same (inferred).
   *
   * @throws MeshiValidationError, and nothing is sent; MeshiConflictError `PARTNER_ID_CONFLICT`; MeshiNotFoundError
   */
  create(eventId: string, session: SessionCreate, options?: CallOptions): Call<Session> {
    return this.#handle.call((client) => client.sessionsCreate(eventId, session, options));
  }

  /**
   * Returns one session (inferred).
   *
   * @throws MeshiNotFoundError `SESSION_NOT_FOUND`
   */
  get(eventId: string, sessionId: string, options?: CallOptions): Call<Session> {
    return this.#handle.call((client) => client.sessionsGet(eventId, sessionId, options));
  }

  /** Lists the sessions of an event (inferred). */
  list(eventId: string, query?: ListQuery, options?: CallOptions): List<Session> {
    return new List(this.#handle, query, (client, page) => client.sessionsList(eventId, page, options));
  }

  /**
   * Changes fields of a session (inferred).
   *
   * @throws MeshiValidationError, and nothing is sent; MeshiNotFoundError `SESSION_NOT_FOUND`
   */
  update(eventId: string, sessionId: string, fields: SessionUpdate, options?: CallOptions): Call<Session> {
    return this.#handle.call((client) => client.sessionsUpdate(eventId, sessionId, fields, options));
  }
}
