// Holds figures against those that were accepted.

/**
 * What each figure may be above the accepted one: a share of it, which compilers may add without anybody's doing, or so
 * much, whichever is more.
 */
export const TOLERANCES = {
  instructions: { share: 0.03, free: 0 },
  movedBytes: { share: 0.03, free: 256 },
  allocations: { share: 0, free: 0 },
  allocatedBytes: { share: 0.03, free: 256 },
  peakBytes: { share: 0.03, free: 256 },
};

/** How a figure reads in a sentence. */
const WORDS = {
  instructions: "instructions",
  movedBytes: "moved bytes",
  allocations: "allocations",
  allocatedBytes: "allocated bytes",
  peakBytes: "bytes at the peak",
};

/** The change in percent, with its sign. */
export function change(now, accepted) {
  if (now === accepted) return "=";
  if (accepted === 0) return "new";
  const percent = (now / accepted - 1) * 100;
  return `${percent < 0 ? "−" : "+"}${Math.abs(percent).toFixed(1)} %`;
}

/**
 * Compares the figures of paths, `{ path: { figure: number } }`, with the accepted ones: `wrong` is what must not stay so,
 * `gains` what should be accepted, so that it is not lost again.
 */
export function compare(now, accepted) {
  const [wrong, gains] = [[], []];
  for (const path of new Set([...Object.keys(accepted), ...Object.keys(now)])) {
    if (accepted[path] === undefined) {
      wrong.push(`${path} is new: nothing is accepted for it`);
      continue;
    }
    if (now[path] === undefined) {
      wrong.push(`${path} is gone, and figures are accepted for it`);
      continue;
    }
    for (const [figure, { share, free }] of Object.entries(TOLERANCES)) {
      const [is, was] = [now[path][figure], accepted[path][figure]];
      if (!Number.isFinite(is) || !Number.isFinite(was)) {
        wrong.push(
          `${path}: nothing is ${Number.isFinite(is) ? "accepted" : "known"} of its ${WORDS[figure]}`,
        );
        continue;
      }
      const allowed = Math.max(was * share, free);
      const told = `${path}: ${is} ${WORDS[figure]}, ${change(is, was)} against ${was}`;
      if (is > was + allowed) wrong.push(told);
      else if (is < was - allowed) gains.push(told);
    }
  }
  return { wrong, gains };
}
