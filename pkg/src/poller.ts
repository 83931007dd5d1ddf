// Following one run: at once to its end, or one poll at a time.

import type { Client, Poller } from "./boundary.js";
import type { Call } from "./call.js";
import type { Handle } from "./handle.js";
import type { Run } from "./model.js";
import type { CallOptions } from "./options.js";
import { Part } from "./part.js";
import { invoke } from "./runtime.js";
import { INSPECT, shown, type Facts } from "./shown.js";

/** Polls one run until its end. A poller that stops does not stop the run. */
export class RunPoller {
  readonly #handle: Handle;
  readonly #open: (client: Client) => Poller;
  readonly #poller = new Part<Poller>();

  /** @internal */
  constructor(handle: Handle, open: (client: Client) => Poller) {
    this.#handle = handle;
    this.#open = open;
  }

  /** Returns the fields for a log: the environment and the base URL of the client, and the run as last polled. */
  toJSON(): Facts {
    const { run } = this;
    return {
      ...this.#handle.facts,
      run_id: run?.run_id,
      status: run?.status,
      state: this.isDone ? "done" : run ? "running" : "not polled",
    };
  }

  /** Returns the text that Node, Deno and Bun print. */
  [INSPECT](): string {
    return shown("RunPoller", this.toJSON());
  }

  #on(client: Client): Poller {
    return this.#poller.renewed(() => this.#open(client));
  }

  /** Polls once and returns the run. Waits until 250 ms have passed since the last poll. */
  pollOnce(options?: CallOptions): Call<Run> {
    return this.#handle.call((client) => this.#on(client).pollOnce(options));
  }

  /**
   * Polls until the run has ended `succeeded` or `partial`, and returns it.
   *
   * @throws MeshiRunError if the run ended `failed`; MeshiTimeoutError after `maxWaitMs`; MeshiAbortError from the
   *   signal
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

  /** Whether the last poll found the run at its end. */
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
   * Returns a versioned token for `runs.resume`, in another process or on another day. It holds no key, no URL and no
   * attendee data. A resumed wait polls at once, and then keeps the interval between polls until the run changes.
   */
  serialize(): string {
    const poller = this.#handle.now((client) => this.#on(client));
    return invoke(() => poller.serialize());
  }
}
