// `meshi.events`: the events that attendees come to.

import type { Call } from "../call.js";
import type { Handle } from "../handle.js";
import { List, type ListQuery } from "../list.js";
import type { Event, EventContext, EventCreate, EventUpdate } from "../model.js";
import type { CallOptions } from "../options.js";

/** The result of `events.ensure`. */
export interface EnsuredEvent {
  /** The event as the server returned it. */
  event: Event;
  /** Whether this call created the event; `false` if the same event existed. */
  created: boolean;
}

/** Your events. */
export class Events {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Creates an event under your own id (documented). If the answer of an attempt is lost, the call retries. If the
   * retry meets a conflict, the call reads the event (documented), and succeeds if the event is the same.
   *
   * @throws MeshiValidationError, and nothing is sent; MeshiConflictError `PARTNER_ID_CONFLICT` if the id is taken, or
   *   if the event that the call read after a lost answer differs: the message names the fields. `ensure` also accepts
   *   an existing event
   */
  create(event: EventCreate, options?: CallOptions): Call<Event> {
    return this.#handle.call((client) => client.eventsCreate(event, options));
  }

  /**
   * Returns one event (documented; its path is inferred).
   *
   * @throws MeshiNotFoundError `EVENT_NOT_FOUND`
   */
  get(eventId: string, options?: CallOptions): Call<Event> {
    return this.#handle.call((client) => client.eventsGet(eventId, options));
  }

  /** Lists the events, the newest first (documented; `limit` and `cursor` are inferred). */
  list(query?: ListQuery, options?: CallOptions): List<Event> {
    return new List(this.#handle, query, (client, page) => client.eventsList(page, options));
  }

  /**
   * Changes fields of an event (inferred).
   *
   * @throws MeshiValidationError, and nothing is sent; MeshiNotFoundError `EVENT_NOT_FOUND`
   */
  update(eventId: string, fields: EventUpdate, options?: CallOptions): Call<Event> {
    return this.#handle.call((client) => client.eventsUpdate(eventId, fields, options));
  }

  /**
   * Sets the context of an event, which matching uses: at least one text, each of at most 4,000 characters
   * (documented).
   *
   * @throws MeshiValidationError, and nothing is sent; MeshiNotFoundError `EVENT_NOT_FOUND`
   */
  setContext(eventId: string, context: EventContext, options?: CallOptions): Call<Record<string, unknown>> {
    return this.#handle.call((client) => client.eventsSetContext(eventId, context, options));
  }

  /**
   * Creates an event, or confirms that the event with this id is the same.
   *
   * @throws MeshiConflictError `PARTNER_ID_CONFLICT` if the event differs; the message names the fields
   */
  ensure(event: EventCreate, options?: CallOptions): Call<EnsuredEvent> {
    return this.#handle.call((client) => client.eventsEnsure(event, options));
  }
}
