// Watches the requests of a flow from its middleware: how many there were, how the last one was answered.

import type { Middleware } from "meshi-partner";
import type { Sent } from "./progress.ts";

/** What went out since it was last asked. */
export class Calls {
  #sent: Sent = { requests: 0 };
  /** The status of the last answer; 0 where there was none. */
  lastStatus = 0;

  readonly middleware: Middleware = async (request, next, { correlationId }) => {
    this.#sent = { requests: this.#sent.requests + 1, correlationId };
    this.lastStatus = 0;
    const answer = await next(request);
    this.lastStatus = answer.status;
    this.#sent.correlationId = answer.headers.get("x-correlation-id") ?? correlationId;
    return answer;
  };

  /** Whether the server refused the last one for the time being. */
  get wereRefused(): boolean {
    return this.lastStatus === 429 || this.lastStatus >= 500;
  }

  /** What went out, counted once. */
  take(): Sent {
    const sent = this.#sent;
    this.#sent = { requests: 0 };
    return sent;
  }
}
