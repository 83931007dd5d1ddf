// `meshi.events`: the events that attendees come to.

import type { Call } from "../call.js";
import type { Handle } from "../handle.js";
import { List, type ListQuery } from "../list.js";
import type { Event, EventContext, EventCreate, EventUpdate } from "../model.js";
import type { CallOptions } from "../options.js";

/** What `events.ensure` comes to. */
export interface EnsuredEvent {
  /** The event as the server has it. */
  event: Event;
  /** Whether this call made it; `false` when it was there already, and the same. */
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
   * Creates an event under your own id (documented). An attempt whose answer is lost is repeated; when that meets a conflict, the event
   * is read and compared (documented), and if it is the same one, the call succeeds with it.
   *
   * @throws MeshiValidationError before anything is sent; MeshiConflictError `PARTNER_ID_CONFLICT` when the id is taken, or when
   *   what is found after a lost answer differs, with the fields in the message: `ensure` also takes an event that was there
   */
  create(event: EventCreate, options?: CallOptions): Call<Event> {
    return this.#handle.call((client) => client.eventsCreate(event, options));
  }

  /**
   * One event (documented; its path is inferred).
   *
   * @throws MeshiNotFoundError `EVENT_NOT_FOUND`
   */
  get(eventId: string, options?: CallOptions): Call<Event> {
    return this.#handle.call((client) => client.eventsGet(eventId, options));
  }

  /** All events, the newest first (documented; `limit` and `cursor` are inferred). */
  list(query?: ListQuery, options?: CallOptions): List<Event> {
    return new List(this.#handle, query, (client, page) => client.eventsList(page, options));
  }

  /**
   * Changes fields of an event (inferred).
   *
   * @throws MeshiValidationError before anything is sent; MeshiNotFoundError `EVENT_NOT_FOUND`
   */
  update(eventId: string, fields: EventUpdate, options?: CallOptions): Call<Event> {
    return this.#handle.call((client) => client.eventsUpdate(eventId, fields, options));
  }

  /**
   * Tells Meshi what the event is about, which matching draws on: at least one text, each of at most 4,000 characters (documented).
   *
   * @throws MeshiValidationError before anything is sent; MeshiNotFoundError `EVENT_NOT_FOUND`
   */
  setContext(eventId: string, context: EventContext, options?: CallOptions): Call<Record<string, unknown>> {
    return this.#handle.call((client) => client.eventsSetContext(eventId, context, options));
  }

  /**
   * Creates the event, or confirms that the one under this id is the same.
   *
   * @throws MeshiConflictError `PARTNER_ID_CONFLICT` when it is not, with the fields that differ in the message
   */
  ensure(event: EventCreate, options?: CallOptions): Call<EnsuredEvent> {
    return this.#handle.call((client) => client.eventsEnsure(event, options));
  }
}
