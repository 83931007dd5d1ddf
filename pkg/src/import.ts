// `attendees.importAll`: any number of rows, in parts, each row accounted for.

import type { Importer } from "./boundary.js";
import { isMeshiError } from "./errors.js";
import type { AttendeeFeed } from "./feed.js";
import type { Handle } from "./handle.js";
import type { ImportProgress, ImportReport } from "./model.js";
import type { CallOptions, WaitOptions } from "./options.js";
import { Part } from "./part.js";

/**
 * The options of an import. `timeoutMs` and `deadlineMs` apply to each request, not to the whole import;
 * `wait.maxWaitMs` bounds the wait for each run.
 */
export interface ImportOptions extends CallOptions {
  /** The most rows of a part, 1 to 1,000,000. Default: 1,000. */
  maxRows?: number | undefined;
  /** The most bytes of a part as sent, 1 to 1,073,741,824 (1 GiB). Default: 1,048,576 (1 MiB). */
  maxBytes?: number | undefined;
  /** The most requests of the job in flight at once, 1 to 64. Default: 4. */
  concurrency?: number | undefined;
  /** Like the option of the client, for this job. Default: the value of the client. */
  maxOutageMs?: number | undefined;
  /**
   * Waits for the runs to end, with these options; `false` returns once the server has accepted every part. Default:
   * `true`.
   */
  wait?: boolean | WaitOptions | undefined;
  /** Called with the progress of the import after every change. */
  onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** An absolute http or https URL, echoed on the runs. Meshi delivers nothing to it (documented). */
  webhook_url?: string | undefined;
  /**
   * A text of 1 to 255 characters, not blank, such as today's date. It is part of the idempotency key of every part.
   * Default: none, so that the same part always has the same key.
   *
   * The server does not import the same part twice under the same `runKey`. It returns the run of the earlier import,
   * marked `replayed`, and `report.replayed` counts the rows. Therefore a list that changes and later returns to an
   * earlier state (A, B, A) is not sent again: the attendees at Meshi stay as in B. To import a list regularly, give a
   * new `runKey` each time.
   *
   * If the run of a part failed, each new import makes one new attempt for this part, nine attempts in all. After the
   * ninth, the import fails with a `MeshiRunError` until it gets another `runKey`. If the server answers with a failed run at
   * once, its `created_at` tells a new run from an earlier one (inferred).
   *
   * If a run failed and no row was imported, the import fails with the `MeshiRunError` of that run, which carries the
   * `report`. If other rows were imported, the rows of the failed run are rejected in the report.
   */
  runKey?: string | undefined;
}

/** Runs one import from beginning to end, and lets go of its source whatever happens. */
export async function importAll(
  handle: Handle,
  eventId: unknown,
  feed: AttendeeFeed,
  options: ImportOptions | undefined,
): Promise<ImportReport> {
  const importer = new Part<Importer>();
  try {
    const report = await handle.run((client) =>
      importer.get(() => client.importer(eventId, feed, options)).run(),
    );
    return feed.explain(report);
  } catch (error) {
    if (isMeshiError(error) && error.report) feed.explain(error.report);
    throw error;
  } finally {
    importer.free();
    feed.release();
  }
}
