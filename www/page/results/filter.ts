// What is searched in pairs.

import type { Pair } from "./pairs.ts";

/** Letters without their marks, small: `Aïcha` is found by `aicha`. */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase();
}

/** The words that all must be found. */
export function needles(text: string): string[] {
  return fold(text).split(/\s+/).filter(Boolean);
}

const folded = new WeakMap<Pair, string>();

/** Whether every word is somewhere in the pair. */
export function matchesText(pair: Pair, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  let text = folded.get(pair);
  if (text === undefined) {
    const { one, other, why } = pair;
    text = fold(
      [one, other].flatMap((p) => [p.name, p.title, p.company, p.email, p.id]).join("\n") + `\n${why}`,
    );
    folded.set(pair, text);
  }
  return words.every((word) => text.includes(word));
}

/** Whether a pair's score reaches a bound, a rounding of the slider aside. */
export function atLeast(pair: Pair, least: number): boolean {
  return pair.score >= least - 1e-9;
}

/** The companies of everybody in a pair, by name. */
export function companiesOf(pairs: readonly Pair[]): string[] {
  const names = new Set<string>();
  for (const { one, other } of pairs) for (const { company } of [one, other]) if (company) names.add(company);
  return [...names].sort((a, b) => a.localeCompare(b, "en", { sensitivity: "base" }));
}
