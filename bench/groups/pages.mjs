// Match scores by the page over a stubbed `fetch`: one page of a thousand, and a hundred of them through the list.

import assert from "node:assert/strict";
import { Meshi } from "../../pkg/dist/node.js";
import { EVENT, json, match } from "../fixtures.mjs";
import { figures, measure } from "../harness.mjs";
import { BASE, OURS } from "../names.mjs";
import { progress } from "../progress.mjs";
import { ratio } from "../statistics.mjs";
import { whole } from "../units.mjs";

const PLAIN = "plain fetch + JSON.parse";
const PAGE = 1_000;

/** A `fetch` that gives page after page of matches: the cursor is the number of the next. */
function pagesOf(count) {
  const texts = Array.from({ length: count }, (_, page) =>
    JSON.stringify({
      matches: Array.from({ length: PAGE }, (_, index) => match(page * PAGE + index)),
      next_cursor: page + 1 < count ? String(page + 1) : null,
      correlation_id: EVENT.correlation_id,
    }),
  );
  return async (url) => json(texts[Number(new URL(url).searchParams.get("cursor") ?? 0)]);
}

function plainPages(fetch) {
  const page = async (cursor) => {
    const query = new URLSearchParams({ limit: String(PAGE), ...(cursor && { cursor }) });
    const response = await fetch(`${BASE}/events/${EVENT.event_id}/matches?${query}`, {
      headers: { authorization: "Bearer bench-key", accept: "application/json" },
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return JSON.parse(await response.text());
  };
  return {
    first: async () => (await page()).matches,
    async *all() {
      let cursor;
      do {
        const { matches, next_cursor: next } = await page(cursor);
        yield* matches;
        cursor = next;
      } while (cursor);
    },
  };
}

function ourPages(fetch) {
  const meshi = new Meshi({ apiKey: "bench-key", baseUrl: BASE, fetch });
  const list = () => meshi.matches.list(EVENT.event_id, { limit: PAGE });
  return { first: async () => (await list()).items, all: list };
}

/** Holds that items are the matches in their order. */
function areMatches(items, count) {
  assert.equal(items.length, count);
  for (const index of [0, count >> 1, count - 1]) assert.deepEqual(items[index], match(index));
}

async function consumed(items) {
  let sum = 0;
  let count = 0;
  for await (const { score } of items) {
    sum += score;
    count += 1;
  }
  return { count, sum };
}

async function table(head, contestants, rounds) {
  const samples = await measure(contestants, rounds);
  const over = ratio(samples.get(OURS), samples.get(PLAIN));
  return { ...head, unit: "ms", ratios: [{ name: `over ${PLAIN}`, ...over }], figures: figures(samples) };
}

/** Measures the group. */
export async function measureGroup(effort) {
  const pages = effort.size(100, 3);
  const fetch = pagesOf(pages);
  const sides = [
    { name: PLAIN, ...plainPages(fetch) },
    { name: OURS, ...ourPages(fetch) },
  ];
  progress(`pages: one of ${PAGE}`);
  const one = await table(
    { id: "page", title: `A page of ${whole(PAGE)} matches` },
    sides.map(({ name, first }) => ({
      name,
      run: first,
      check: async () => areMatches(await first(), PAGE),
    })),
    effort.rounds({ rounds: 61, warmUp: 8 }),
  );
  const count = pages * PAGE;
  progress(`pages: ${count} matches`);
  const many = await table(
    { id: "pages", title: `${whole(count)} matches, one by one, in pages of ${whole(PAGE)}` },
    sides.map(({ name, all }) => ({
      name,
      run: async () => assert.equal((await consumed(all())).count, count),
      check: async () => {
        const items = [];
        for await (const item of all()) items.push(item);
        areMatches(items, count);
      },
    })),
    effort.rounds({ rounds: 15, warmUp: 2 }),
  );
  return [one, many];
}
