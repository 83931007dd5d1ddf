// What cuts a wait short: a timer, or the caller's signal. It wakes the task that asked last.

import { keep, release, taskOf, wake } from "./tasks.js";

/** The longest that a timer of JavaScript can run, in milliseconds. */
const LONGEST = 2_147_483_647;

const NOT_CUT = 0;
const TIMED_OUT = 1;
const ABORTED = 2;

/** One for each logical call. Closing it clears its timer and removes its listener. */
export class Cut {
  #signal;
  #timer;
  #task;
  #why = NOT_CUT;
  #onAbort = () => this.#cut(ABORTED);
  #onTimeout = () => {
    this.#timer = undefined;
    this.#cut(TIMED_OUT);
  };

  /** `signal` is of whatever realm; undefined where the caller gave none. */
  constructor(signal) {
    if (signal === undefined) return;
    this.#signal = signal;
    if (signal.aborted) this.#why = ABORTED;
    else signal.addEventListener("abort", this.#onAbort);
    keep(this);
  }

  /** The signal's reason. */
  get reason() {
    return this.#signal?.reason;
  }

  /** Why it was cut, for the task that is being polled. */
  poll(task) {
    this.#task = taskOf(task);
    return this.#why;
  }

  /** Cuts after `ms` milliseconds. */
  arm(ms) {
    this.disarm();
    keep(this);
    this.#timer = setTimeout(this.#onTimeout, Math.min(ms, LONGEST));
  }

  /** The wait is over, or is not to be bounded any more. */
  disarm() {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#why === TIMED_OUT) this.#why = NOT_CUT;
  }

  /** Nobody waits any more. */
  close() {
    this.disarm();
    this.#signal?.removeEventListener("abort", this.#onAbort);
    release(this);
  }

  /** The caller's word goes first, when both come. */
  #cut(why) {
    if (this.#why !== ABORTED) this.#why = why;
    wake(this.#task);
  }
}
