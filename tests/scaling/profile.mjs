// What docs/scaling.md assumes. None of these is a fact about Meshi or about a provider: change them, and print the tables
// again.

import { readFileSync } from "node:fs";

/** What `measure.mjs` found; see there. */
export const MEASURED = JSON.parse(readFileSync(new URL("measured.json", import.meta.url), "utf8"));

/** The year's events by size: 20 000 events, 10 000 000 attendees. */
export const CLASSES = [
  { events: 2, attendees: 100_000 },
  { events: 6, attendees: 50_000 },
  { events: 92, attendees: 10_000 },
  { events: 900, attendees: 2_500 },
  { events: 9_000, attendees: 500 },
  { events: 10_000, attendees: 183 },
];

/** What an event is like, and what the server does. */
export const PROFILE = {
  rowBytes: MEASURED.bytes.row,
  matchesEach: 10,
  reviewShare: 0.02,
  matchPage: 50,
  reviewPage: 50,
  runBaseMs: 10_000,
  runMsPerRow: 10,
  latencyMs: 200,
};

/** How the year is spread. */
export const SPREAD = { peakMonthFactor: 2, workingDays: 21, peakHourShare: 0.15 };

/** An example of prices in US dollars, beyond what a plan includes; Cloudflare's are of this form. */
export const PRICES = {
  workerRequests: 0.3 / 1e6,
  cpuMs: 0.02 / 1e6,
  objectRequests: 0.15 / 1e6,
  objectGBs: 12.5 / 1e6,
  objectGB: 0.128,
  rowsWritten: 1 / 1e6,
  storedReads: 0.36 / 1e6,
};
