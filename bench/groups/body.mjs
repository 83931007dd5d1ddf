// 5 000 attendee objects to the validated body of one import.

import assert from "node:assert/strict";
import { Meshi } from "../../pkg/dist/node.js";
import { BARS } from "../bars.mjs";
import { attendees, recorder } from "../fixtures.mjs";
import { figures, measure } from "../harness.mjs";
import { BASE, OURS } from "../names.mjs";
import { body as plainBody } from "../plain.mjs";
import { progress } from "../progress.mjs";
import { ratio } from "../statistics.mjs";
import { whole } from "../units.mjs";

const PLAIN = "plain JavaScript";

/** Measures the group. */
export async function measureGroup(effort) {
  const rows = attendees(effort.size(5_000, 50));
  const sent = recorder();
  const meshi = new Meshi({ apiKey: "bench-key", baseUrl: BASE, fetch: sent.fetch });
  const plain = async () => {
    const response = await sent.fetch(`${BASE}/events/summit-2026/attendees:import`, {
      method: "PUT",
      body: plainBody(rows, "bench"),
      headers: { authorization: "Bearer bench-key", "content-type": "application/json" },
    });
    return response.json();
  };
  const ours = () => meshi.attendees.import("summit-2026", { attendees: rows }, { idempotencyKey: "bench" });
  const contestants = [
    { name: PLAIN, run: plain },
    { name: OURS, run: ours },
  ].map(({ name, run }) => ({
    name,
    run,
    check: () => sent.brings(rows, async () => assert.match((await run()).run_id, /^run-/)),
  }));
  progress(`body: ${rows.length} attendees`);
  const samples = await measure(contestants, effort.rounds({ rounds: 41, warmUp: 5 }));
  const over = ratio(samples.get(OURS), samples.get(PLAIN));
  return [
    {
      id: "body",
      title: `${whole(rows.length)} attendee objects to a validated body`,
      unit: "ms",
      ratios: [{ name: `over ${PLAIN}`, ...over, ...BARS.bodyOverPlain }],
      figures: figures(samples),
    },
  ];
}
