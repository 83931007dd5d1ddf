// `meshi.attendees`: who comes to an event.

import type { Call } from "../call.js";
import { feedOf, type AttendeeSource } from "../feed.js";
import type { Handle } from "../handle.js";
import { importAll, type ImportOptions } from "../import.js";
import { List, type ListQuery } from "../list.js";
import type { Attendee, ImportBody, ImportReport, Run } from "../model.js";
import type { CallOptions, WriteOptions } from "../options.js";
import { payloadOf } from "../slices.js";

/** The attendees of an event. */
export class Attendees {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Imports one payload and returns its run at once (documented); `runs.wait` follows it to its end. For more rows than one
   * payload takes, and for files, use `importAll`.
   *
   * @throws MeshiValidationError `INVALID_ATTENDEES`, `DUPLICATE_ATTENDEE_ID` before anything is sent;
   *   MeshiPayloadTooLargeError; MeshiConflictError `IDEMPOTENCY_KEY_CONFLICT`
   */
  import(eventId: string, body: ImportBody, options?: WriteOptions): Call<Run> {
    return this.#handle.call((client) => {
      const { rest, attendees } = payloadOf(body);
      return client.attendeesImport(eventId, rest, options, attendees);
    });
  }

  /**
   * Imports any number of rows: validates each, splits them into parts, sends these side by side, and accounts for every
   * row. Run again after a crash, it repeats nothing.
   *
   * @param source an array or (async) iterable of attendees, or what `readAttendees` gives
   * @throws what stops an import as a whole; the error's `report` then says what had become of the rows until then
   */
  async importAll(eventId: string, source: AttendeeSource, options?: ImportOptions): Promise<ImportReport> {
    return importAll(this.#handle, eventId, feedOf(source, options), options);
  }

  /** The event's attendees (inferred). */
  list(eventId: string, query?: ListQuery, options?: CallOptions): List<Attendee> {
    return new List(this.#handle, query, (client, page) => client.attendeesList(eventId, page, options));
  }

  /**
   * One attendee (inferred).
   *
   * @throws MeshiNotFoundError `ATTENDEE_NOT_FOUND`
   */
  get(eventId: string, attendeeId: string, options?: CallOptions): Call<Attendee> {
    return this.#handle.call((client) => client.attendeesGet(eventId, attendeeId, options));
  }
}
