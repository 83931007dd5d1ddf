// `attendees.importAll`: any number of rows, in parts, each row accounted for.

import type { Importer } from "./boundary.js";
import { isMeshiError } from "./errors.js";
import type { AttendeeFeed } from "./feed.js";
import type { Handle } from "./handle.js";
import type { ImportProgress, ImportReport, Run } from "./model.js";
import type { CallOptions, WaitOptions } from "./options.js";
import { Part } from "./part.js";

/** How an import of any size is done. */
export interface ImportOptions extends CallOptions {
  /** Rows a part at most. */
  maxRows?: number | undefined;
  /** Bytes a part at most, as sent. */
  maxBytes?: number | undefined;
  /** Parts under way at once. */
  concurrency?: number | undefined;
  /** As the client's, for this job. */
  maxOutageMs?: number | undefined;
  /** Whether, or how, the runs are followed to their ends; `true`. */
  wait?: boolean | WaitOptions<Run> | undefined;
  /** Called as the import goes on. */
  onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Echoed on the runs; nothing is delivered to it (documented). */
  webhook_url?: string | undefined;
  /**
   * Any word, such as a date: part of the idempotency key of every part. Give another one to import everything again. Under
   * the same one, and the same everywhere without one, rows that were imported before are not sent into a new run: their
   * part's run comes back, marked `replayed`, and `report.replayed` counts the rows.
   *
   * 1 to 255 characters, and not blank. A part whose run failed is tried again whenever the import is started: one new attempt
   * each time, and nine attempts in all. After that the import ends with a `MeshiRunError`, and only another `runKey` begins
   * anew. Where the server says at once that a run failed, its `created_at` tells a new run from one of before (inferred).
   *
   * Where a run failed and no row was imported, the import ends with the run's `MeshiRunError`, which has the `report`. Where
   * other rows were imported, the report has the rows of the failed run as rejected: start the import again for those.
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
