// The emulator behind the fault server: what is there before each case, and what a case really changed in it.

import { createSandbox } from "../../pkg/dist/sandbox-node.js";

const ROUTES = [
  ["auth.check", "GET", /^\/auth$/],
  ["idMap.get", "GET", /^\/id-map\/[^/]+\/[^/]+$/],
  ["events.create", "POST", /^\/events$/],
  ["events.list", "GET", /^\/events$/],
  ["events.get", "GET", /^\/events\/[^/]+$/],
  ["events.update", "PUT", /^\/events\/[^/]+$/],
  ["events.setContext", "POST", /^\/events\/[^/]+\/context$/],
  ["attendees.import", "PUT", /^\/events\/[^/]+\/attendees:import$/],
  ["attendees.list", "GET", /^\/events\/[^/]+\/attendees$/],
  ["attendees.get", "GET", /^\/events\/[^/]+\/attendees\/[^/]+$/],
  ["enrichment.start", "POST", /^\/events\/[^/]+\/attendees:enrich$/],
  ["matching.start", "POST", /^\/events\/[^/]+\/attendees:match$/],
  ["matches.list", "GET", /^\/events\/[^/]+\/matches$/],
  ["runs.get", "GET", /^\/runs\/[^/]+$/],
  ["reviewQueue.list", "GET", /^(\/events\/[^/]+)?\/review-queue$/],
  ["sessions.create", "POST", /^\/events\/[^/]+\/sessions$/],
  ["sessions.list", "GET", /^\/events\/[^/]+\/sessions$/],
  ["sessions.get", "GET", /^\/events\/[^/]+\/sessions\/[^/]+$/],
  ["sessions.update", "PUT", /^\/events\/[^/]+\/sessions\/[^/]+$/],
];

/** Writes that start runs: one of these took effect when it gave a run that was not there. */
const STARTS = new Set(["attendees.import", "enrichment.start", "matching.start"]);

export const BASE_PATH = "/api/v0/partner";

/** The operation of a request, by its method and target. */
export function operationOf(method, target) {
  const path = target.split("?")[0].slice(BASE_PATH.length);
  return ROUTES.find(([, verb, pattern]) => verb === method && pattern.test(path))?.[0] ?? "none";
}

/** People whom enrichment and matching find something to say about. */
export function people(count, first = 1) {
  return Array.from({ length: count }, (_, index) => ({
    attendee_id: `a-${first + index}`,
    name: `Person ${index % 2}`,
    email: `person${first + index}@example.com`,
    title: index % 2 ? "Investor" : "Founder",
    company: index % 2 ? "Seed Capital" : "Robotics Startup",
    raw: { interests: "robotics, climate" },
  }));
}

/** Without what differs from one time to the next; an id of the emulator's is known by `known`. */
export function stable(value, known = () => true) {
  return JSON.parse(
    JSON.stringify(value, (name, inner) => {
      if (name === "correlation_id" || name.endsWith("_at")) return undefined;
      if (name === "review_id") return "a review";
      return name === "run_id" && known(inner) ? "a run" : inner;
    }) ?? "null",
  );
}

/** Compiles the emulator; what is compiled once is there for all. */
export const warm = () => createSandbox();

/** An emulator with the data that a case needs, on the clock's time. */
export async function makeWorld(clock, needs) {
  const sandbox = await createSandbox({ now: () => clock.wall, instant: true });
  const { apiKey, baseUrl } = sandbox;
  const ask = async (method, path, body) => {
    const answer = await sandbox.fetch(baseUrl + path, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };
  const effects = new Map();
  const runs = new Set();
  const world = {
    apiKey,
    runs: {},
    ask,

    /** What a request of this operation can change and what of it can be read back, as text. */
    async state(operation, target) {
      const [event, session] = target
        .slice(BASE_PATH.length)
        .split("?")[0]
        .split("/")
        .slice(2, 5)
        .filter((_, i) => i !== 1);
      switch (operation) {
        case "events.create":
          return (await ask("GET", "/events?limit=200")).events;
        case "events.update":
          return ask("GET", `/events/${event}`);
        case "sessions.create":
          return (await ask("GET", `/events/${event}/sessions?limit=200`)).sessions;
        case "sessions.update":
          return ask("GET", `/events/${event}/sessions/${session}`);
        case "events.setContext":
          // Nothing of a context can be read back; the emulator's own count has to do.
          return sandbox.stats().operations[operation]?.effects ?? 0;
        default:
          return undefined;
      }
    },

    /** Answers a request honestly, and notes what it changed. */
    async handle({ operation, method, target, headers, body }) {
      const before = stable(await world.state(operation, target));
      const answer = await sandbox.fetch(new URL(baseUrl).origin + target, {
        method,
        headers,
        ...(body.length > 0 && { body }),
      });
      const text = await answer.text();
      let changed = JSON.stringify(stable(await world.state(operation, target))) !== JSON.stringify(before);
      if (STARTS.has(operation) && answer.ok) {
        const { run_id: id, event_id: event } = JSON.parse(text);
        const run = await ask("GET", `/runs/${id}`);
        changed = !runs.has(id) && run.run_id === id && run.event_id === event;
        runs.add(id);
      }
      if (changed) effects.set(operation, (effects.get(operation) ?? 0) + 1);
      return { status: answer.status, headers: Object.fromEntries(answer.headers), text };
    },

    /** Whether a run was started here. */
    knows: (id) => runs.has(id),

    /** How many times requests of this operation changed something. */
    effects: (operation) => effects.get(operation) ?? 0,

    /** Every attendee of an event, by id. */
    async attendees(event) {
      const { attendees } = await ask("GET", `/events/${event}/attendees?limit=200`);
      return attendees.map((row) => row.attendee_id);
    },
  };
  await populate(world, needs);
  for (const id of Object.values(world.runs)) runs.add(id);
  return world;
}

/** Each case is given no more than it asks for: there are some thousands of them. */
async function populate({ ask, runs }, { events = true, attendees = true } = {}) {
  if (!events) return;
  for (const id of ["e-1", "e-2", "e-3", "e-4"])
    await ask("POST", "/events", { event_id: id, title: `Event ${id}` });
  for (const id of ["s-1", "s-2", "s-3", "s-4"]) {
    await ask("POST", "/events/e-1/sessions", { session_id: id, title: `Session ${id}` });
  }
  if (!attendees) return;
  const run = async (kind, method, path, body) => {
    const { run_id: id } = await ask(method, `/events/e-1/${path}`, {
      idempotency_key: `setup-${kind}`,
      ...body,
    });
    await ask("GET", `/runs/${id}`);
    runs[kind] = id;
  };
  await run("import", "PUT", "attendees:import", { attendees: people(4) });
  await run("enrich", "POST", "attendees:enrich", {});
  await run("match", "POST", "attendees:match", {});
}
