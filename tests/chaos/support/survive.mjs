// A run of many lives: each is killed at a random point, and another one begins, until the flow has come to its end.

import assert from "node:assert/strict";
import { checkEnd } from "./account.mjs";
import { chance, pick, upTo } from "./random.mjs";
import { MOMENTS } from "./server.mjs";

/** How many times the client is killed. */
export const KILLS = 50;

/** Of the lives that are begun after a kill, how many go on from the last token; the others begin from nothing. */
const RESUMED = 0.7;

/** Lives that give up for their own part, in a row, until it counts as never coming to an end. */
const MOST_IN_VAIN = 40;

/**
 * Lives until `KILLS` of them were killed, then one of each manner to its end.
 *
 * @param reach how many requests a life has at most until it is killed, `resumed` or from `scratch`
 * @returns the counts
 */
export async function survive({ server, lives, file, seed, reach }) {
  const random = chance(seed);
  const count = { kills: 0, sore: 0, killedAt: {}, scratch: 0, resumed: 0, gaveUp: {}, finished: 0 };

  async function live(resumed, { distance, moment: chosen }) {
    server.life += 1;
    count[resumed ? "resumed" : "scratch"] += 1;
    const life = lives.begin({ resumed });
    let place;
    let isSore;
    server.setTrap(distance, chosen, (request, moment, sore) => {
      place = `${operationOf(request)}, ${moment}`;
      isSore = sore;
      life.kill();
    });
    const end = await life.ended.finally(() => server.removeTrap());
    if (server.broke) throw server.broke;
    if (end.killed) {
      count[isSore ? "sore" : "kills"] += 1;
      count.killedAt[place] = (count.killedAt[place] ?? 0) + 1;
      return undefined;
    }
    checkEnd(end, server, file);
    if (end.result) {
      count.finished += 1;
      return end.result;
    }
    const { name } = end.error;
    count.gaveUp[name] = (count.gaveUp[name] ?? 0) + 1;
    return undefined;
  }

  async function toTheEnd(resumed) {
    for (let tries = 0; tries < MOST_IN_VAIN; tries += 1) {
      // Not killed at random any more, but at a write that no life has come to yet.
      const result = await live(resumed, { distance: Infinity });
      if (result) return result;
    }
    assert.fail(`the flow came to no end in ${MOST_IN_VAIN} lives: ${JSON.stringify(count)}`);
  }

  for (let lived = 0; count.kills < KILLS; lived += 1) {
    assert.ok(lived < KILLS * 4, `most lives end by themselves: ${JSON.stringify(count)}`);
    const resumed = random() < RESUMED;
    const distance = upTo(random, resumed ? reach.resumed : reach.scratch);
    await live(resumed, { distance, moment: pick(random, MOMENTS) });
  }
  await toTheEnd(true);
  await toTheEnd(false);
  return count;
}

/** Such as `PUT attendees:import`: the last word of a path that is no id. */
function operationOf(request) {
  const [method, path] = request.split(" ");
  return `${method} ${path.startsWith("/runs/") ? "runs" : path.split("/").at(-1)}`;
}
