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
   * The run as it is now (documented).
   *
   * @throws MeshiNotFoundError `RUN_NOT_FOUND`
   */
  get(runId: string, options?: CallOptions): Call<Run> {
    return this.#handle.call((client) => client.runsGet(runId, options));
  }

  /**
   * The run at its end. Polls at once, then on the server's hint, else on `pollIntervalMs`, else from 1 s up to 15 s
   * apart. Aborting stops the polling, never the run. A run that this client has just started, or that is given as the
   * run itself, may be missing at first: a 404 is retried for 15 s, until a poll has found it.
   *
   * @throws MeshiRunError when it ended `failed`; MeshiTimeoutError past `maxWaitMs`; MeshiAbortError by the signal
   */
  wait(run: Run | string, options?: WaitOptions<Run>): Call<Run> {
    return this.poller(run, options).waitOnce();
  }

  /** Follows a run by hand, here or, by way of `serialize()`, elsewhere. */
  poller(run: Run | string, options?: WaitOptions<Run>): RunPoller {
    return new RunPoller(this.#handle, (client) => client.runsPoller(run, options));
  }

  /** Goes on from a poller's `serialize()`. */
  resume(token: string, options?: WaitOptions<Run>): RunPoller {
    return new RunPoller(this.#handle, (client) => client.runsResume(token, options));
  }
}
