// One small call over a stubbed `fetch`, and a hundred at once: what a client adds to them.

import { Octokit } from "@octokit/core";
import Cloudflare from "cloudflare";
import ky from "ky";
import OpenAI from "openai";
import Stripe from "stripe";
import { Meshi } from "../../pkg/dist/node.js";
import { BARS } from "../bars.mjs";
import { EVENT, fetchEvent } from "../fixtures.mjs";
import { fastest, figures, measure } from "../harness.mjs";
import { BASE, OURS } from "../names.mjs";
import { progress } from "../progress.mjs";
import { ratio } from "../statistics.mjs";

const PATH = `/events/${EVENT.event_id}`;
const PLAIN = "plain fetch + json()";
const AT_ONCE = 100;

async function plain() {
  const response = await fetchEvent(`${BASE}${PATH}`, {
    method: "GET",
    headers: { authorization: "Bearer bench-key", accept: "application/json" },
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

/** A call of every client. */
function clients() {
  const ours = new Meshi({ apiKey: "bench-key", baseUrl: BASE, fetch: fetchEvent });
  const openai = new OpenAI({ apiKey: "bench-key", baseURL: BASE, fetch: fetchEvent });
  const stripe = new Stripe("bench-key", { httpClient: Stripe.createFetchHttpClient(fetchEvent) });
  const cloudflare = new Cloudflare({ apiToken: "bench-key", baseURL: BASE, fetch: fetchEvent });
  const octokit = new Octokit({ auth: "bench-key", baseUrl: BASE, request: { fetch: fetchEvent } });
  const small = ky.create({
    prefix: BASE,
    fetch: fetchEvent,
    headers: { authorization: "Bearer bench-key" },
  });
  return [
    { name: PLAIN, run: plain },
    { name: OURS, run: () => ours.events.get(EVENT.event_id) },
    { name: "openai", run: () => openai.get(PATH) },
    { name: "stripe", run: () => stripe.customers.retrieve("cus_1") },
    { name: "cloudflare", run: () => cloudflare.get(PATH) },
    { name: "@octokit/core", run: () => octokit.request(`GET ${PATH}`) },
    { name: "ky", run: () => small.get(PATH.slice(1)).json() },
  ];
}

function isEvent(result) {
  const { event_id: id } = result.data ?? result;
  if (id !== EVENT.event_id) throw new Error(`gave ${JSON.stringify(result)} and not the event`);
}

function table(head, samples, contestants, { callOverPlain, callOverPeer } = {}) {
  // Not a client: it neither retries nor knows an API.
  const others = contestants.map(({ name }) => name).filter((name) => name !== PLAIN && name !== OURS);
  // The peers that the bar names; ky is told of beside them.
  const peer = fastest(
    samples,
    others.filter((name) => name !== "ky"),
  );
  const over = (name) => ratio(samples.get(OURS), samples.get(name));
  return {
    ...head,
    unit: "ms",
    ratios: [
      { name: `over ${PLAIN}`, ...over(PLAIN), ...callOverPlain },
      { name: `over the fastest peer, ${peer}`, ...over(peer), ...callOverPeer },
      { name: "over ky", ...over("ky") },
    ],
    figures: figures(samples),
  };
}

/** Measures the group. */
export async function* measureGroup(effort) {
  const contestants = clients();
  progress("call: one at a time");
  const one = contestants.map(({ name, run }) => ({ name, run, check: async () => isEvent(await run()) }));
  const single = await measure(one, effort.rounds({ rounds: 61, warmUp: 6 }));
  yield table({ id: "call", title: "One small call, stubbed fetch" }, single, contestants, BARS);
  progress(`call: ${AT_ONCE} at once`);
  const many = contestants.map(({ name, run: call }) => {
    const run = () => Promise.all(Array.from({ length: AT_ONCE }, call));
    return { name, run, check: async () => (await run()).forEach(isEvent) };
  });
  const burst = await measure(many, effort.rounds({ rounds: 61, warmUp: 8 }));
  yield table({ id: "burst", title: `${AT_ONCE} small calls at once, stubbed fetch` }, burst, contestants);
}
