// What goes wrong between the client and the server, and how often.

import { chanceAt, pick } from "./random.mjs";

/** The share of requests that fail. */
const SHARE = 0.3;

const BROKEN = [500, 502, 503];

/**
 * Each: its name in the summary; how often, next to the others; whether the request is carried out all the same; and
 * `spoil`, which gives what is sent instead of the honest answer.
 */
const FAULTS = [
  { name: "reset before the effect", weight: 4, effect: false, spoil: () => ({ cut: "reset" }) },
  { name: "reset after the effect", weight: 4, effect: true, spoil: () => ({ cut: "reset" }) },
  { name: "5xx before the effect", weight: 4, effect: false, spoil: (_, random) => broken(random) },
  { name: "5xx after the effect", weight: 4, effect: true, spoil: (_, random) => broken(random) },
  { name: "429 with Retry-After: 0", weight: 2, effect: false, spoil: () => limited({ "retry-after": "0" }) },
  { name: "429 without Retry-After", weight: 2, effect: false, spoil: () => limited({}) },
  { name: "body broken off", weight: 3, effect: true, spoil: (answer) => ({ ...answer, cut: "body" }) },
  { name: "body cut short, and sent as whole", weight: 1, effect: true, spoil: halved },
  { name: "stalled before the effect", weight: 1, effect: false, spoil: () => ({ cut: "stall" }) },
  { name: "stalled after the effect", weight: 1, effect: true, spoil: () => ({ cut: "stall" }) },
];

/** What strikes the request of that number, from 1; nothing strikes seven of ten. */
export function faultAt(seed, ordinal) {
  const random = chanceAt(seed, ordinal);
  if (random() >= SHARE) return undefined;
  const { name, effect, spoil } = pick(random, FAULTS);
  return { name, effect, spoil: (answer) => spoil(answer, random) };
}

function problem(status, code, headers = {}) {
  const body = JSON.stringify({ code, message: "a fault of the chaos run", correlation_id: "chaos" });
  return { status, headers: { "content-type": "application/json", ...headers }, body };
}

function broken(random) {
  return problem(pick(random, BROKEN), "INTERNAL_ERROR");
}

function limited(headers) {
  return problem(429, "PARTNER_RATE_LIMIT_EXCEEDED", headers);
}

function halved({ status, headers, body }) {
  return { status, headers, body: body.slice(0, body.length / 2) };
}
