// The arithmetic of the measurements: what the middle of some samples is, and how far they lie apart.

/** The value below which a part of some numbers lies, between the two nearest where it falls between them. */
export function quantile(numbers, part) {
  if (numbers.length === 0) throw new RangeError("nothing was measured");
  const sorted = numbers.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

/** The middle of some numbers. */
export const median = (numbers) => quantile(numbers, 0.5);

/** The median, the quartiles around it as `low` and `high`, and how many rounds they come from. */
export function summary(numbers) {
  return {
    median: median(numbers),
    low: quantile(numbers, 0.25),
    high: quantile(numbers, 0.75),
    rounds: numbers.length,
  };
}

/** The ratio of two contestants, round by round: what slowed a round slowed both of them. */
export function ratio(above, below) {
  if (above.length !== below.length) throw new RangeError("a ratio is of the same rounds");
  return summary(above.map((value, round) => value / below[round]));
}
