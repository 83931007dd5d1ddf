// A thousandth of the year: twenty events with the year's curve of sizes, each flow by the real client from the packed dist,
// under virtual time.

import assert from "node:assert/strict";
import { withClock } from "../../pkg/test/support/clock.mjs";
import { thousandth } from "./model.mjs";
import { people } from "./people.mjs";
import { CLASSES, PROFILE } from "./profile.mjs";
import { makeWorld, warm } from "./world.mjs";

await warm();

export const SIZES = thousandth(CLASSES);
export const IDS = SIZES.map((_, index) => `event-${index}`);

/** Writes that are there once, however often they are asked for. A context may be set again, to the same. */
const ONCE = ["events.create", "attendees.import", "enrichment.start", "matching.start"];

/** Runs that take what the profile assumes. */
export const RUNS = { queueMs: 0, runBaseMs: PROFILE.runBaseMs, runMsPerRow: PROFILE.runMsPerRow };

/** The plan of an event. */
export const plan = (id, attendees) => ({
  event: { event_id: id, title: "Scaling summit" },
  context: { objectives: "Founders meet investors" },
  attendees: people(attendees),
  enrich: true,
  match: true,
});

/** Runs `work` with a world under a clock of its own. */
export const simulated = (settings, work) =>
  withClock(async (clock) => work(await makeWorld(settings), clock));

/** Every item of a list. */
export async function count(list) {
  let items = 0;
  for await (const item of list) items += item ? 1 : 0;
  return items;
}

/** Holds that each of them took effect exactly once for each event, or each part of an import. */
export function assertOnce(world, parts, events = SIZES.length) {
  for (const name of ONCE) {
    const expected = name === "attendees.import" ? parts : events;
    assert.equal(world.effects(name), expected, `${name} took effect ${world.effects(name)} times`);
  }
}
