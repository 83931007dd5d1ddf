// One call over a stubbed `fetch`: what a client adds to it.

import { Octokit } from "@octokit/core";
import Cloudflare from "cloudflare";
import OpenAI from "openai";
import Stripe from "stripe";
import { Meshi } from "../pkg/dist/node.js";
import { EVENT, fetchEvent } from "./fixtures.mjs";
import { measure } from "./harness.mjs";

const BASE = "https://partner.example.com/api/v0/partner";
const PATH = `/events/${EVENT.event_id}`;

const ours = new Meshi({ apiKey: "bench-key", baseUrl: BASE, fetch: fetchEvent });
const openai = new OpenAI({ apiKey: "bench-key", baseURL: BASE, fetch: fetchEvent });
const stripe = new Stripe("bench-key", { httpClient: Stripe.createFetchHttpClient(fetchEvent) });
const cloudflare = new Cloudflare({ apiToken: "bench-key", baseURL: BASE, fetch: fetchEvent });
const octokit = new Octokit({ auth: "bench-key", baseUrl: BASE, request: { fetch: fetchEvent } });

const PLAIN = "plain fetch + json()";
const OURS = "meshi-partner";

async function plain() {
  const response = await fetchEvent(`${BASE}${PATH}`, {
    method: "GET",
    headers: { authorization: "Bearer bench-key", accept: "application/json" },
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

const contestants = [
  { name: PLAIN, run: plain },
  { name: OURS, run: () => ours.events.get(EVENT.event_id) },
  { name: "openai", run: () => openai.get(PATH) },
  { name: "stripe", run: () => stripe.customers.retrieve("cus_1") },
  { name: "cloudflare", run: () => cloudflare.get(PATH) },
  { name: "@octokit/core", run: () => octokit.request(`GET ${PATH}`) },
];

/** Measures the group. */
export async function call() {
  for (const { name, run } of contestants) {
    const result = await run();
    const id = (result.data ?? result).event_id;
    if (id !== EVENT.event_id) throw new Error(`${name} did not give the event`);
  }
  const medians = await measure(contestants, { rounds: 41, calls: 400, warmUp: 5 });
  const peers = contestants.map(({ name }) => name).filter((name) => name !== PLAIN && name !== OURS);
  const fastest = peers.reduce((best, name) => (medians.get(name) < medians.get(best) ? name : best));
  const own = medians.get(OURS);
  return {
    title: "One call, stubbed fetch",
    ratios: [
      { name: `over ${PLAIN}`, value: own / medians.get(PLAIN), bar: 2, moonshot: 1.3 },
      {
        name: `over the fastest peer, ${fastest}`,
        value: own / medians.get(fastest),
        bar: 0.8,
        moonshot: 0.5,
      },
    ],
    medians,
  };
}
