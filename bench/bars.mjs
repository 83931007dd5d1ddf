// What the package is held to. A bar is the floor, a moonshot the goal; with `more` the larger value is the better one.

export const BARS = {
  callOverPlain: { bar: 2, moonshot: 1.3 },
  callOverPeer: { bar: 0.8, moonshot: 0.5 },
  csvOverPapa: { bar: 3, moonshot: 6, more: true },
  bodyOverPlain: { bar: 2.5, moonshot: 1.2 },
  size: { bar: 64, moonshot: 32.8, unit: " KB" },
  wasmMemory: { bar: 32, moonshot: 8, unit: " MB" },
  start: { bar: 3, moonshot: 1, unit: " ms" },
};

/** How a value stands to its bar: `moonshot`, `met` or `missed`; nothing where it has none. */
export function verdict({ median, bar, moonshot, more }) {
  if (bar === undefined) return undefined;
  const meets = (limit) => (more ? median >= limit : median <= limit);
  if (meets(moonshot)) return "moonshot";
  return meets(bar) ? "met" : "missed";
}
