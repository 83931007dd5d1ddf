// 5 000 attendee objects to the validated body of one import.

import { Meshi } from "../pkg/dist/node.js";
import { attendees, fetchRun } from "./fixtures.mjs";
import { measure } from "./harness.mjs";
import { body as plainBody } from "./plain.mjs";

const BASE = "https://partner.example.com/api/v0/partner";
const PLAIN = "plain JavaScript";
const OURS = "meshi-partner";

/** Measures the group. */
export async function body() {
  const rows = attendees(5_000);
  const meshi = new Meshi({ apiKey: "bench-key", baseUrl: BASE, fetch: fetchRun });
  const plain = async () => {
    const response = await fetchRun(`${BASE}/events/summit-2026/attendees:import`, {
      method: "PUT",
      body: plainBody(rows, "bench"),
      headers: { authorization: "Bearer bench-key", "content-type": "application/json" },
    });
    return response.json();
  };
  const contestants = [
    { name: PLAIN, run: plain },
    {
      name: OURS,
      run: () => meshi.attendees.import("summit-2026", { attendees: rows }, { idempotencyKey: "bench" }),
    },
  ];
  for (const { name, run } of contestants) {
    if ((await run()).run_id !== "run-1") throw new Error(`${name} did not give the run`);
  }
  const medians = await measure(contestants, { rounds: 31, calls: 3, warmUp: 4 });
  return {
    title: "5 000 attendee objects to a validated body",
    ratios: [
      { name: `over ${PLAIN}`, value: medians.get(OURS) / medians.get(PLAIN), bar: 2.5, moonshot: 1.2 },
    ],
    medians,
  };
}
