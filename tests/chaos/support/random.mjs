// Chance that can be had again: the same seed gives the same numbers.

/** A generator of numbers from 0 up to, and without, 1 (mulberry32). */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The number that belongs to one place of a numbered row, whatever was drawn before. */
export function chanceAt(seed, place) {
  return chance(Math.imul(seed, 0x9e3779b1) ^ Math.imul(place, 0x85ebca6b));
}

/** One of a list; where its entries have a `weight`, as often as that says. */
export function pick(random, list) {
  const weight = (entry) => entry.weight ?? 1;
  let left = random() * list.reduce((sum, entry) => sum + weight(entry), 0);
  return list.find((entry) => (left -= weight(entry)) < 0) ?? list.at(-1);
}

/** A whole number from 1 to `most`. */
export function upTo(random, most) {
  return 1 + Math.floor(random() * most);
}
