// The picture of the network as data: who is in it, which pairs, and the colour of each company.

import type { Pair, Person } from "./pairs.ts";

/** Companies that have a colour of their own; the others share one. */
export const COLOURS = 8;

export interface Node {
  person: Person;
  /** How many pairs of the picture they are in. */
  degree: number;
  /** Index of the company's colour; `null` for the shared one. */
  colour: number | null;
}

export interface Legend {
  company: string;
  people: number;
}

export interface Picture {
  nodes: ReadonlyMap<string, Node>;
  edges: readonly Pair[];
  legend: readonly Legend[];
  /** People of other companies, and of none. */
  others: number;
}

/** The strongest `most` pairs and their people. `pairs` are sorted, best first. */
export function pictureOf(pairs: readonly Pair[], most: number): Picture {
  const edges = pairs.slice(0, most);
  const people = new Map<string, Person>();
  const degrees = new Map<string, number>();
  for (const { one, other } of edges) {
    for (const person of [one, other]) {
      people.set(person.id, person);
      degrees.set(person.id, (degrees.get(person.id) ?? 0) + 1);
    }
  }
  const sizes = new Map<string, number>();
  for (const { company } of people.values()) {
    if (company) sizes.set(company, (sizes.get(company) ?? 0) + 1);
  }
  const legend = Array.from(sizes, ([company, count]) => ({ company, people: count }))
    .sort((a, b) => b.people - a.people || a.company.localeCompare(b.company, "en"))
    .slice(0, COLOURS);
  const colours = new Map(legend.map(({ company }, index) => [company, index]));
  const nodes = new Map<string, Node>();
  let others = 0;
  for (const [id, person] of people) {
    const colour = colours.get(person.company) ?? null;
    if (colour === null) others += 1;
    nodes.set(id, { person, degree: degrees.get(id) ?? 0, colour });
  }
  return { nodes, edges, legend, others };
}

/** Where a node starts before the layout: on a spiral, so that the same event gives the same picture. */
export function startOf(index: number): { x: number; y: number } {
  const angle = index * 2.399963;
  const radius = Math.sqrt(index + 1);
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}
