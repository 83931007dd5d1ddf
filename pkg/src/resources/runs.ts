// `meshi.runs`: imports, enrichments and matchings under way.

import type { Call } from "../call.js";
import type { Handle } from "../handle.js";
import type { Run } from "../model.js";
import type { CallOptions, WaitOptions } from "../options.js";
import { RunPoller } from "../poller.js";

/** Your runs. */
export class Runs {
  readonly #handle: Handle;

  /** @internal */
  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /**
   * Returns the run as it is now (documented).
   *
   * @throws MeshiNotFoundError `RUN_NOT_FOUND`
   */
  get(runId: string, options?: CallOptions): Call<Run> {
    return this.#handle.call((client) => client.runsGet(runId, options));
  }

  /**
   * Polls until the run has ended `succeeded` or `partial`, and returns it. The first poll is at once; the interval
   * then is the server's hint, otherwise `pollIntervalMs`, otherwise 1 to 15 seconds. Aborting stops the polls, not the
   * run. If this client has just started the run, or if `run` is a run and not an id, a 404 is retried for 15 seconds
   * until a poll has found the run.
   *
   * @throws MeshiRunError if the run ended `failed`; MeshiTimeoutError after `maxWaitMs`; MeshiAbortError from the
   *   signal
   */
  wait(run: Run | string, options?: WaitOptions): Call<Run> {
    return this.poller(run, options).waitOnce();
  }

  /** Returns a poller for single polls of a run, here or, with `serialize()`, in another process. */
  poller(run: Run | string, options?: WaitOptions): RunPoller {
    return new RunPoller(this.#handle, (client) => client.runsPoller(run, options));
  }

  /** Resumes a poller from the token of `serialize()`. */
  resume(token: string, options?: WaitOptions): RunPoller {
    return new RunPoller(this.#handle, (client) => client.runsResume(token, options));
  }
}
