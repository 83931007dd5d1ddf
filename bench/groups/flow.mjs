// The canonical flow from the key to the first page of matches: against the sandbox in this process, and with the
// sandbox's answers played back, so that what is left is the client's own. What is computed is counted: what a client
// waits between polls is its manners, and is told beside it.

import assert from "node:assert/strict";
import { Meshi } from "../../pkg/dist/node.js";
import { createSandbox } from "../../pkg/dist/sandbox-node.js";
import { EVENT, attendees } from "../fixtures.mjs";
import { figures, measure } from "../harness.mjs";
import { OURS } from "../names.mjs";
import { plainClient } from "../plain-flow.mjs";
import { progress } from "../progress.mjs";
import { ratio } from "../statistics.mjs";
import { quantity, whole } from "../units.mjs";

const PLAIN = "plain fetch, by hand";
const PART = 1_000;

/** So many flows wait together, where the client's own work is measured. */
const AT_ONCE = 8;

const CONTEXT = { event_details: EVENT.description };

const event = () => ({ event_id: EVENT.event_id, title: EVENT.title });

/** The flow by each contestant, as a function of where it is to go. */
const FLOWS = [
  {
    name: PLAIN,
    flow: (options, rows) =>
      plainClient(options).flow({ event: event(), context: CONTEXT, attendees: rows, maxRows: PART }),
  },
  {
    name: OURS,
    async flow(options, rows) {
      const plan = { event: event(), context: CONTEXT, attendees: rows, enrich: true, match: true };
      const results = await new Meshi(options).flow(plan);
      assert.equal(results.importReport.imported, rows.length);
      const [matches, reviews] = await Promise.all([results.matches, results.reviewQueue]);
      return { matches: matches.items, reviews: reviews.items };
    },
  },
];

/** Keeps each answer under what was asked for. */
async function recording({ fetch, ...rest }, work) {
  const answers = new Map();
  await work({
    ...rest,
    async fetch(url, init) {
      const response = await fetch(url, init);
      const asked = `${init?.method ?? "GET"} ${url}`;
      if (!answers.has(asked)) answers.set(asked, []);
      answers.get(asked).push({
        text: await response.clone().text(),
        status: response.status,
        headers: [...response.headers],
      });
      return response;
    },
  });
  return answers;
}

/** A `fetch` that gives each answer again, in the order in which they came. */
function played(answers) {
  const next = new Map();
  return async (url, init) => {
    const asked = `${init?.method ?? "GET"} ${url}`;
    const place = next.get(asked) ?? 0;
    const answer = answers.get(asked)?.[place];
    if (answer === undefined) throw new Error(`nothing was recorded for ${asked}, time ${place + 1}`);
    next.set(asked, place + 1);
    return new Response(answer.text, { status: answer.status, headers: answer.headers });
  };
}

function areResults({ matches, reviews }) {
  assert.ok(matches.length > 0, "no match");
  assert.equal(matches[0].rank, 1);
  assert.ok(Array.isArray(reviews), "no review queue");
}

/** How long each took from its start to its end, waits and all, when it was checked. */
const took = (walls) => [...walls].map(([name, ms]) => `${name} ${quantity(ms, "ms")}`).join(", ");

async function table({ about, ...head }, contestants, rounds) {
  const walls = new Map();
  const checked = contestants.map(({ name, run }) => ({
    name,
    run,
    check: async () => {
      const started = performance.now();
      areResults(await run());
      walls.set(name, performance.now() - started);
    },
  }));
  const samples = await measure(checked, rounds);
  return {
    ...head,
    note: `${about}; CPU time. With the waits before polls, once: ${took(walls)}`,
    unit: "ms",
    ratios: [{ name: `over ${PLAIN}`, ...ratio(samples.get(OURS), samples.get(PLAIN)) }],
    figures: figures(samples),
  };
}

/** Measures the group. */
export async function measureGroup(effort) {
  const rows = attendees(effort.size(1_000, 20));
  const sandbox = await createSandbox({ instant: true });
  const { apiKey, baseUrl, fetch } = sandbox;
  const options = { apiKey, baseUrl, fetch };
  progress(`flow: ${rows.length} attendees, in the sandbox`);
  const inSandbox = await table(
    {
      id: "flow",
      title: `The whole flow of ${whole(rows.length)} attendees in the sandbox`,
      about: "the sandbox takes most of it",
    },
    FLOWS.map(({ name, flow }) => ({
      name,
      run: async () => {
        sandbox.reset();
        return flow(options, rows);
      },
    })),
    effort.computed().rounds({ rounds: 9, warmUp: 2, once: true }),
  );
  const many = effort.size(AT_ONCE, 2);
  progress(`flow: ${rows.length} attendees, answers played back`);
  const contestants = [];
  for (const { name, flow } of FLOWS) {
    sandbox.reset();
    const answers = await recording(options, (watched) => flow(watched, rows));
    const one = () => flow({ apiKey, baseUrl, fetch: played(answers) }, rows);
    contestants.push({
      name,
      run: async () => {
        const results = await Promise.all(Array.from({ length: many }, one));
        results.forEach(areResults);
        return results[0];
      },
    });
  }
  const alone = await table(
    {
      id: "flow-client",
      title: `The same flow, ${many} at once, the sandbox's answers played back`,
      about: "what is left is the client's own work",
    },
    contestants,
    effort.computed().rounds({ rounds: 15, warmUp: 3, once: true }),
  );
  return [inSandbox, alone];
}
