// Time that runs faster: timers and clocks alike, so that backoffs, intervals between polls and time-outs keep their
// proportions and a run of minutes takes seconds. Only for a process, or an isolate, that a test has for itself.

/** From now on a second of this process is `factor` seconds to whatever runs in it. */
export function hasten(factor) {
  const { setTimeout } = globalThis;
  const dateNow = Date.now.bind(Date);
  const monotonic = performance.now.bind(performance);
  const began = dateNow();
  globalThis.setTimeout = (callback, delay = 0, ...given) => setTimeout(callback, delay / factor, ...given);
  Date.now = () => Math.round(began + (dateNow() - began) * factor);
  Object.defineProperty(performance, "now", { value: () => monotonic() * factor, configurable: true });
}
