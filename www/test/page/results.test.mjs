// Pairs made of scores, the picture made of pairs, and what is searched in them.

import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./support/load.mjs";

const { addMatches, pairsOf, pairsWith, personOf } = await load("results/pairs.ts");
const { pictureOf, COLOURS } = await load("results/network-model.ts");
const { companiesOf, matchesText, needles } = await load("results/filter.ts");

const match = (attendee_id, matched_attendee_id, score, rationale) => ({
  attendee_id,
  matched_attendee_id,
  score,
  rationale,
});

function pairs(matches, attendees = []) {
  const best = new Map();
  addMatches(best, matches);
  return pairsOf(best, new Map(attendees.map((attendee) => [attendee.attendee_id, personOf(attendee)])));
}

test("both directions are one pair, with the better score and its reason; best first", () => {
  const made = pairs([
    match("a", "b", 0.4, "less"),
    match("b", "a", 0.6, "more"),
    match("c", "a", 0.9),
    match("a", "a", 1),
  ]);
  assert.deepEqual(
    made.map(({ one, other, score, why }) => [one.id, other.id, score, why]),
    [
      ["c", "a", 0.9, ""],
      ["b", "a", 0.6, "more"],
    ],
  );
});

test("who is not known keeps the id as the name", () => {
  const [pair] = pairs([match("a", "b", 0.5)], [{ attendee_id: "a", name: "Ada", company: " Acme " }]);
  assert.deepEqual([pair.one.name, pair.one.company, pair.other.name], ["Ada", "Acme", "b"]);
});

test("a person's matches are those of either side, best first", () => {
  const made = pairs([match("a", "b", 0.5), match("c", "a", 0.7), match("b", "c", 0.9)]);
  assert.deepEqual(
    pairsWith(made, "a").map(({ other }) => other.id),
    ["c", "b"],
  );
});

test("the picture holds the strongest pairs, and gives the largest companies a colour", () => {
  const attendees = Array.from({ length: 40 }, (_, index) => ({
    attendee_id: `p${index}`,
    name: `P ${index}`,
    company: index < 4 ? "Big" : `Small ${index}`,
  }));
  const matches = attendees
    .slice(1)
    .map(({ attendee_id }, index) => match("p0", attendee_id, 1 - index / 100));
  const picture = pictureOf(pairs(matches, attendees), 20);
  assert.equal(picture.edges.length, 20);
  assert.equal(picture.nodes.size, 21);
  assert.equal(picture.edges.at(-1).score, 0.81);
  assert.deepEqual(picture.legend[0], { company: "Big", people: 4 });
  assert.equal(picture.legend.length, COLOURS);
  assert.equal(picture.nodes.get("p0").colour, 0);
  assert.equal(picture.nodes.get("p0").degree, 20);
  assert.equal(picture.others, 21 - 4 - (COLOURS - 1));
});

test("a search finds every word, whatever its accents and case", () => {
  const [pair] = pairs(
    [match("a", "b", 0.5, "Both build BATTERIES")],
    [{ attendee_id: "a", name: "Aïcha Müller", company: "Acme" }],
  );
  for (const text of ["aicha", "MULLER acme", "batteries", "  ", "Müller both"]) {
    assert.equal(matchesText(pair, needles(text)), true, text);
  }
  assert.equal(matchesText(pair, needles("aicha solar")), false);
});

test("companies are listed once, by name, without the empty one", () => {
  const made = pairs(
    [match("a", "b", 1), match("a", "c", 1)],
    [
      { attendee_id: "a", name: "A", company: "zeta" },
      { attendee_id: "b", name: "B", company: "Alpha" },
      { attendee_id: "c", name: "C", company: "" },
    ],
  );
  assert.deepEqual(companiesOf(made), ["Alpha", "zeta"]);
});
