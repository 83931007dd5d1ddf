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
   * Creates a session under your own id (inferred). A lost answer is made up for as in `events.create` (inferred: the conflict of a session
   * is taken to be like that of an event).
   *
   * @throws MeshiValidationError before anything is sent; MeshiConflictError `PARTNER_ID_CONFLICT`; MeshiNotFoundError
   */
  create(eventId: string, session: SessionCreate, options?: CallOptions): Call<Session> {
    return this.#handle.call((client) => client.sessionsCreate(eventId, session, options));
  }

  /**
   * One session (inferred).
   *
   * @throws MeshiNotFoundError `SESSION_NOT_FOUND`
   */
  get(eventId: string, sessionId: string, options?: CallOptions): Call<Session> {
    return this.#handle.call((client) => client.sessionsGet(eventId, sessionId, options));
  }

  /** The event's sessions (inferred). */
  list(eventId: string, query?: ListQuery, options?: CallOptions): List<Session> {
    return new List(this.#handle, query, (client, page) => client.sessionsList(eventId, page, options));
  }

  /**
   * Changes fields of a session (inferred).
   *
   * @throws MeshiValidationError before anything is sent; MeshiNotFoundError `SESSION_NOT_FOUND`
   */
  update(eventId: string, sessionId: string, fields: SessionUpdate, options?: CallOptions): Call<Session> {
    return this.#handle.call((client) => client.sessionsUpdate(eventId, sessionId, fields, options));
  }
}
