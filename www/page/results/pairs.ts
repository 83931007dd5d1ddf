// Pairs of people, made of match scores: one pair for both directions, the better score first.

import type { Attendee, Match } from "../../shared/api.ts";

/** What is known of a person. Without more than an id, the id stands for the name. */
export interface Person {
  id: string;
  name: string;
  title: string;
  company: string;
  email: string;
  linkedin: string;
  raw: Readonly<Record<string, unknown>>;
}

/** Two people who should meet. */
export interface Pair {
  key: string;
  score: number;
  one: Person;
  other: Person;
  why: string;
}

const NO_RAW = Object.freeze({});

/** A person of whom only the id is known. */
export function stranger(id: string): Person {
  return { id, name: id, title: "", company: "", email: "", linkedin: "", raw: NO_RAW };
}

/** An attendee as a person. */
export function personOf(attendee: Attendee): Person {
  const text = (value: unknown): string => (typeof value === "string" ? value.trim() : "");
  return {
    id: attendee.attendee_id,
    name: text(attendee.name) || attendee.attendee_id,
    title: text(attendee.title),
    company: text(attendee.company),
    email: text(attendee.email),
    linkedin: text(attendee.linkedin_url),
    raw: attendee.raw ?? NO_RAW,
  };
}

/** `Founder, Example Ltd` */
export function roleOf(person: Person): string {
  return [person.title, person.company].filter(Boolean).join(", ");
}

/** One key for a pair, whichever way round. */
function keyOf(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}

/** Adds scores to the best of each pair; a score of nobody with themselves is none. */
export function addMatches(best: Map<string, Match>, matches: readonly Match[]): void {
  for (const match of matches) {
    if (match.attendee_id === match.matched_attendee_id || !Number.isFinite(match.score)) continue;
    const key = keyOf(match.attendee_id, match.matched_attendee_id);
    const before = best.get(key);
    if (!before || match.score > before.score) best.set(key, match);
  }
}

/** The pairs, best first. */
export function pairsOf(best: ReadonlyMap<string, Match>, people: ReadonlyMap<string, Person>): Pair[] {
  const strangers = new Map<string, Person>();
  const find = (id: string): Person => {
    const known = people.get(id) ?? strangers.get(id);
    if (known) return known;
    const made = stranger(id);
    strangers.set(id, made);
    return made;
  };
  const pairs = Array.from(best, ([key, match]) => ({
    key,
    score: match.score,
    one: find(match.attendee_id),
    other: find(match.matched_attendee_id),
    why: match.rationale ?? "",
  }));
  return pairs.sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
}

/** Whom a person should meet, best first. */
export function pairsWith(pairs: readonly Pair[], id: string): { other: Person; pair: Pair }[] {
  const found: { other: Person; pair: Pair }[] = [];
  for (const pair of pairs) {
    if (pair.one.id === id) found.push({ other: pair.other, pair });
    else if (pair.other.id === id) found.push({ other: pair.one, pair });
  }
  return found;
}
