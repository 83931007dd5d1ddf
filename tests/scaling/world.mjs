// The sandbox as the API, with what went over the wire counted, and a latency that is virtual as all time here.

import { Meshi } from "../../pkg/dist/node.js";
import { createSandbox } from "../../pkg/dist/sandbox-node.js";
import { operationOf } from "../faults/world.mjs";

/** Operations that answer with a run. */
const RUNS = new Set(["attendees.import", "enrichment.start", "matching.start", "runs.get"]);

const pass = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Compiles the emulator before any clock is replaced: compiling takes real time. */
export const warm = () => createSandbox();

/**
 * A sandbox under the clock that is installed. `latencyMs` gives how long an answer takes; the server has acted on the
 * request before.
 */
export async function makeWorld({ latencyMs = () => 0, ...settings } = {}) {
  const sandbox = await createSandbox({ now: () => Date.now(), ...settings });
  const operations = {};
  const runs = new Map();
  const open = new Set();
  let flying = 0;
  const seen = { mostAtOnce: 0, mostOpen: 0, operations, runs };

  /** Follows what the answers say of runs. */
  function noteRun(name, run) {
    const known = runs.get(run.run_id) ?? { polls: 0 };
    const polls = known.polls + (name === "runs.get" ? 1 : 0);
    runs.set(run.run_id, { ...known, ...run, polls });
    if (run.completed_at === null) open.add(run.run_id);
    else open.delete(run.run_id);
    seen.mostOpen = Math.max(seen.mostOpen, open.size);
  }

  async function fetch(url, init) {
    flying += 1;
    seen.mostAtOnce = Math.max(seen.mostAtOnce, flying);
    try {
      const response = await sandbox.fetch(url, init);
      const answer = Buffer.from(await response.clone().arrayBuffer());
      const name = operationOf(init.method, new URL(url).pathname);
      const own = (operations[name] ??= { requests: 0, refused: 0, up: 0, down: 0, headers: 0 });
      own.requests += 1;
      own.refused += response.status === 429 ? 1 : 0;
      own.up += Buffer.byteLength(init.body ?? "");
      own.down += answer.length;
      for (const [header, value] of new Headers(init.headers))
        own.headers += `${header}: ${value}\r\n`.length;
      if (response.ok && RUNS.has(name)) noteRun(name, JSON.parse(answer));
      const ms = latencyMs();
      if (ms > 0) await pass(ms);
      return response;
    } finally {
      flying -= 1;
    }
  }

  return {
    seen,
    sandbox,
    client: (options = {}) =>
      new Meshi({ apiKey: sandbox.apiKey, baseUrl: sandbox.baseUrl, fetch, ...options }),
    /** What all operations come to, of one kind of count. */
    total: (kind) => Object.values(operations).reduce((sum, own) => sum + own[kind], 0),
    /** Requests of an operation that changed something. */
    effects: (name) => sandbox.stats().operations[name]?.effects ?? 0,
  };
}

/** How long a run took from being taken to its end, by the server's clock. */
export const lasted = ({ created_at: from, completed_at: to }) => Date.parse(to) - Date.parse(from);
