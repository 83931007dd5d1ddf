// Virtual time over real sockets: nothing waits for real, and time stands still while bytes are on their way.
//
// A timer of the client fires as soon as there is nothing else to wait for: no request is open, or each open one is at a
// server that says that it waits for the same clock. Undici's own timers stay real; they are told apart by the context in
// which they are set.

import { AsyncLocalStorage } from "node:async_hooks";

const { setImmediate, setTimeout, clearTimeout } = globalThis;
const { now: dateNow } = Date;
const performanceNow = performance.now;
const { random } = Math;

/** Where every case begins: Tue, 01 Sep 2026 00:00:00 GMT. */
const START = Date.UTC(2026, 8, 1);
/** A case that is stuck on the wire for so long, in real time, is a failure. */
const PATIENCE_MS = 60_000;

/** Set around what belongs to the network itself. */
const network = new AsyncLocalStorage();

/** Runs what sets timers of its own that are none of the client's. */
export const asNetwork = (work) => network.run(true, work);

class Clock {
  #now = 0;
  #wallJump = 0;
  #monotonicJump = 0;
  #ids = 0;
  #timers = new Map();
  /** What the client waits for: how often, by attempt and phase. */
  #open = new Map();
  /** In which phase the server lets an attempt wait. */
  #stalled = new Map();
  #changed = () => {};

  /** Virtual milliseconds since the case began, whatever was made of the clocks that the client sees. */
  get elapsed() {
    return this.#now;
  }

  /** Milliseconds since 1970, by the server's clock. */
  get wall() {
    return START + this.#now;
  }

  /** Lets the client's clocks jump. */
  jump({ wall = 0, monotonic = 0 }) {
    this.#wallJump += wall;
    this.#monotonicJump += monotonic;
  }

  /** The client waits for this attempt's head or body for as long as `promise` does. */
  async awaiting(attempt, phase, promise) {
    const key = `${attempt} ${phase}`;
    const count = (by) => {
      const left = (this.#open.get(key) ?? 0) + by;
      if (left === 0) this.#open.delete(key);
      else this.#open.set(key, left);
      this.#changed();
    };
    count(1);
    try {
      return await promise;
    } finally {
      count(-1);
    }
  }

  /** The server gives nothing more of this phase, or not before some time has passed. */
  stalls(attempt, phase) {
    this.#stalled.set(attempt, phase);
    this.#changed();
  }

  /** A wait of the server's. */
  async pass(ms, attempt, phase) {
    const passed = new Promise((resolve) => this.#set(resolve, ms));
    this.stalls(attempt, phase);
    await passed;
    this.#stalled.delete(attempt);
  }

  #onTheWire() {
    return [...this.#open.keys()].some((key) => {
      const [attempt, phase] = key.split(" ");
      return this.#stalled.get(attempt) !== phase;
    });
  }

  #set(fire, delay) {
    this.#ids += 1;
    this.#timers.set(this.#ids, { at: this.#now + Math.max(0, Number(delay) || 0), fire });
    return this.#ids;
  }

  /** Takes the place of the process's clocks until `uninstall`. */
  install() {
    globalThis.setTimeout = (callback, delay, ...given) =>
      network.getStore() ? setTimeout(callback, delay, ...given) : this.#set(() => callback(...given), delay);
    globalThis.clearTimeout = (id) => {
      if (!this.#timers.delete(id)) clearTimeout(id);
    };
    // Jitter is the same each time.
    Math.random = () => 0.5;
    Date.now = () => START + this.#now + this.#wallJump;
    performance.now = () => START + this.#now + this.#monotonicJump;
  }

  uninstall() {
    Object.assign(globalThis, { setTimeout, clearTimeout });
    Math.random = random;
    Date.now = dateNow;
    performance.now = performanceNow;
  }

  /** Runs what the client does, which waits for nothing but timers and open requests. */
  async drive(work) {
    let over = false;
    const outcome = Promise.resolve(work()).finally(() => {
      over = true;
      this.#changed();
    });
    outcome.catch(() => {});
    for (;;) {
      while (!over && this.#onTheWire()) await this.#change();
      for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      if (over) return outcome;
      if (this.#onTheWire()) continue;
      const [id, next] = [...this.#timers].sort(([a, x], [b, y]) => x.at - y.at || a - b)[0] ?? [];
      if (next === undefined) throw new Error("nothing is left to happen, and the work has not ended");
      this.#timers.delete(id);
      this.#now = Math.max(this.#now, next.at);
      next.fire();
    }
  }

  async #change() {
    let guard;
    try {
      await new Promise((resolve, reject) => {
        this.#changed = resolve;
        guard = setTimeout(
          () => reject(new Error(`stuck on the wire: ${[...this.#open.keys()]}`)),
          PATIENCE_MS,
        );
      });
    } finally {
      clearTimeout(guard);
      this.#changed = () => {};
    }
  }
}

/** Runs `work` with a clock of its own in place of the process's. */
export async function underClock(work) {
  const clock = new Clock();
  clock.install();
  try {
    return await work(clock);
  } finally {
    clock.uninstall();
  }
}
