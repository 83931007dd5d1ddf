// What an abort has to leave behind: nothing.

const { setTimeout, clearTimeout } = globalThis;

/** One turn of the event loop. */
export const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Lets everything that needs no timer come to rest. */
export async function settled() {
  for (let turns = 0; turns < 20; turns += 1) await turn();
}

/** A controller whose signal counts who listens to it. */
export function counted() {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set();
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (type, listener, ...rest) => {
    listeners.add(listener);
    return addEventListener.call(signal, type, listener, ...rest);
  };
  signal.removeEventListener = (type, listener, ...rest) => {
    listeners.delete(listener);
    return removeEventListener.call(signal, type, listener, ...rest);
  };
  return { controller, signal, listeners };
}

/** Runs `work` with the set of timers that were set and neither cleared nor run out. */
export async function withTimers(work) {
  const timers = new Set();
  globalThis.setTimeout = (callback, delay, ...given) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      callback(...given);
    }, delay);
    timers.add(timer);
    return timer;
  };
  globalThis.clearTimeout = (timer) => {
    timers.delete(timer);
    clearTimeout(timer);
  };
  try {
    return await work(timers);
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout });
  }
}

/** Looks at a promise without waiting for it. */
export function look(promise) {
  const seen = { over: false, value: undefined, error: undefined };
  promise.then(
    (value) => Object.assign(seen, { over: true, value }),
    (error) => Object.assign(seen, { over: true, error }),
  );
  return seen;
}
