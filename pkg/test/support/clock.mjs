// Virtual time: no test waits for real. Only for tests whose `fetch` answers in this process.

const { setImmediate, setTimeout, clearTimeout } = globalThis;
const { now: dateNow } = Date;
const performanceNow = performance.now;

/** Lets everything that needs no timer come to rest. */
async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Runs `work` with virtual timers and clocks: whenever nothing else is left to do, the next timer fires at once and time
 * jumps to it. `work` gets the clock: `elapsed()` in milliseconds, and `sleeps`, every delay that ran out.
 */
export async function withClock(work) {
  const timers = new Map();
  const sleeps = [];
  const start = dateNow();
  let now = 0;
  let ids = 0;
  globalThis.setTimeout = (callback, delay = 0, ...given) => {
    ids += 1;
    timers.set(ids, { at: now + Math.max(0, delay), delay, fire: () => callback(...given) });
    return ids;
  };
  globalThis.clearTimeout = (id) => {
    if (!timers.delete(id)) clearTimeout(id);
  };
  Date.now = () => start + now;
  performance.now = () => now;
  let over = false;
  const outcome = Promise.resolve(work({ elapsed: () => now, sleeps })).finally(() => {
    over = true;
  });
  outcome.catch(() => {});
  try {
    for (;;) {
      await settle();
      if (over) return await outcome;
      const [id, next] = [...timers].sort(([a, x], [b, y]) => x.at - y.at || a - b)[0] ?? [];
      if (next === undefined) throw new Error("nothing is left to happen, and the work has not ended");
      timers.delete(id);
      now = Math.max(now, next.at);
      sleeps.push(next.delay);
      next.fire();
    }
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout });
    Date.now = dateNow;
    performance.now = performanceNow;
  }
}
