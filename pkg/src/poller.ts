// Following one run: at once to its end, or one poll at a time.

import type { Client, Poller } from "./boundary.js";
import type { Call } from "./call.js";
import type { Handle } from "./handle.js";
import type { Run } from "./model.js";
import type { CallOptions } from "./options.js";
import { Part } from "./part.js";
import { invoke } from "./runtime.js";
import { INSPECT, shown, type Facts } from "./shown.js";

/** Follows one run to its end. Stopping it never stops the run. */
export class RunPoller {
  readonly #handle: Handle;
  readonly #open: (client: Client) => Poller;
  readonly #poller = new Part<Poller>();

  /** @internal */
  constructor(handle: Handle, open: (client: Client) => Poller) {
    this.#handle = handle;
    this.#open = open;
  }

  /** What a log may tell of it: the client's environment and base URL, and the run as it was last seen. */
  toJSON(): Facts {
    const { run } = this;
    return {
      ...this.#handle.facts,
      run_id: run?.run_id,
      status: run?.status,
      state: this.isDone ? "done" : run ? "running" : "not polled",
    };
  }

  /** What Node, Deno and Bun print of it. */
  [INSPECT](): string {
    return shown("RunPoller", this.toJSON());
  }

  #on(client: Client): Poller {
    return this.#poller.renewed(() => this.#open(client));
  }

  /** One poll: the run as it is now. It goes out no sooner than 250 ms after the last one. */
  pollOnce(options?: CallOptions): Call<Run> {
    return this.#handle.call((client) => this.#on(client).pollOnce(options));
  }

  /**
   * The run at its end, `succeeded` or `partial`.
   *
   * @throws MeshiRunError when it ended `failed`; MeshiTimeoutError past `maxWaitMs`; MeshiAbortError by the signal
   */
  wait(): Call<Run> {
    return this.#handle.call((client) => this.#on(client).wait());
  }

  /**
   * As `wait`, of a poller that nobody else holds: its memory is given back at the end.
   *
   * @internal
   */
  waitOnce(): Call<Run> {
    return this.#handle.call((client) => {
      const ended = this.#on(client).wait();
      const free = (): void => this.#poller.free();
      ended.then(free, free);
      return ended;
    });
  }

  /** Whether the run has ended, as far as it was polled. */
  get isDone(): boolean {
    const poller = this.#poller.present;
    return poller ? invoke(() => poller.isDone) : false;
  }

  /** The run as last polled. */
  get run(): Run | undefined {
    const poller = this.#poller.present;
    return poller ? (invoke(() => poller.run) as Run | undefined) : undefined;
  }

  /**
   * A small versioned token for `runs.resume`, in another isolate or on another day. It holds no key, no URL and
   * nothing of an attendee. Waited for from there, a run is asked for at once, and then as seldom as it was before while it
   * shows nothing new.
   */
  serialize(): string {
    const poller = this.#handle.now((client) => this.#on(client));
    return invoke(() => poller.serialize());
  }
}
