// A thousand runs followed to their ends at once, three polls each, over a stubbed `fetch`: what the process computes
// for it, since most of the time it waits.

import assert from "node:assert/strict";
import { Meshi } from "../../pkg/dist/node.js";
import { RUN, json } from "../fixtures.mjs";
import { figures, measure } from "../harness.mjs";
import { BASE, OURS } from "../names.mjs";
import { plainClient } from "../plain-flow.mjs";
import { progress } from "../progress.mjs";
import { ratio } from "../statistics.mjs";
import { whole } from "../units.mjs";

const PLAIN = "plain fetch, by hand";

/** The package polls no faster. */
const INTERVAL_MS = 250;

/** A `fetch` that ends each run with its last poll, and moves its counts with every other one. */
function running(polls) {
  const seen = new Map();
  const fetch = async (url) => {
    const id = url.slice(url.lastIndexOf("/") + 1);
    const poll = (seen.get(id) ?? 0) + 1;
    seen.set(id, poll);
    const status = poll < polls ? "running" : "succeeded";
    return json(JSON.stringify({ ...RUN, run_id: id, status, counts: { ...RUN.counts, processed: poll } }));
  };
  return { fetch, seen };
}

/** Measures the group. */
export async function measureGroup(effort) {
  const runs = effort.size(1_000, 10);
  const polls = effort.size(3, 1);
  const ids = Array.from({ length: runs }, (_, index) => `run-${index}`);
  const follow = async (wait, seen) => {
    const ended = await Promise.all(ids.map(wait));
    assert.ok(ended.every(({ status }) => status === "succeeded"));
    assert.ok(
      ids.every((id) => seen.get(id) === polls),
      `not ${polls} polls a run`,
    );
  };
  const clients = [
    {
      name: PLAIN,
      run: () => {
        const { fetch, seen } = running(polls);
        const plain = plainClient({ apiKey: "bench-key", baseUrl: BASE, fetch });
        return follow((id) => plain.wait(id, INTERVAL_MS), seen);
      },
    },
    {
      name: OURS,
      run: async () => {
        const { fetch, seen } = running(polls);
        const meshi = new Meshi({ apiKey: "bench-key", baseUrl: BASE, fetch });
        await follow((id) => meshi.runs.wait(id, { pollIntervalMs: INTERVAL_MS }), seen);
        meshi.free();
      },
    },
  ];
  progress(`polls: ${runs} runs at once`);
  const samples = await measure(
    clients.map(({ name, run }) => ({ name, run, check: run })),
    effort.computed().rounds({ rounds: 9, warmUp: 2, once: true }),
  );
  const over = ratio(samples.get(OURS), samples.get(PLAIN));
  return [
    {
      id: "polls",
      title: `${whole(runs)} runs polled at once, ${polls} polls each`,
      note: "CPU time of the process for all of them",
      unit: "ms",
      ratios: [{ name: `over ${PLAIN}`, ...over }],
      figures: figures(samples),
    },
  ];
}
