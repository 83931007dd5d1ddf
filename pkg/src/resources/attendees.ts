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
   * Imports one request of attendees and returns its run at once (documented); `runs.wait` waits for the end of the
   * run. For many rows, and for files, use `importAll`.
   *
   * @throws MeshiValidationError `INVALID_ATTENDEES`, `DUPLICATE_ATTENDEE_ID`, and nothing is sent;
   *   MeshiPayloadTooLargeError; MeshiConflictError `IDEMPOTENCY_KEY_CONFLICT`
   */
  import(eventId: string, body: ImportBody, options?: WriteOptions): Call<Run> {
    return this.#handle.call((client) => {
      const { rest, attendees } = payloadOf(body);
      return client.attendeesImport(eventId, rest, options, attendees);
    });
  }

  /**
   * Imports any number of rows: validates each row, splits the rows into parts, sends several parts at once, and
   * reports every row. After a crash, run it again: rows of earlier parts are not sent into a new run.
   *
   * A list that changes and later returns to an earlier state (A, B, A) is not sent again under the same `runKey`, and
   * `report.replayed` counts its rows. To import a list regularly, give a new `runKey` each time, such as the date.
   *
   * @param source an array or (async) iterable of attendees, or the file that `readAttendees` returns
   * @throws the error that ended the import, with the report of the rows so far as `report`; MeshiRunError if a part
   *   has failed nine times
   */
  async importAll(eventId: string, source: AttendeeSource, options?: ImportOptions): Promise<ImportReport> {
    return importAll(this.#handle, eventId, feedOf(source, options), options);
  }

  /** Lists the attendees of an event (inferred). */
  list(eventId: string, query?: ListQuery, options?: CallOptions): List<Attendee> {
    return new List(this.#handle, query, (client, page) => client.attendeesList(eventId, page, options));
  }

  /**
   * Returns one attendee (inferred).
   *
   * @throws MeshiNotFoundError `ATTENDEE_NOT_FOUND`
   */
  get(eventId: string, attendeeId: string, options?: CallOptions): Call<Attendee> {
    return this.#handle.call((client) => client.attendeesGet(eventId, attendeeId, options));
  }
}
