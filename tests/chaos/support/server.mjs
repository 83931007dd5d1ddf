// The server of a run: the sandbox on loopback behind a layer of faults. It outlives every kill, keeps the account of what
// took effect, and is where a kill is timed: by the requests that it sees, not by a clock.

import { createServer } from "node:http";
import { createSandbox } from "../../../pkg/dist/sandbox-node.js";
import { faultAt } from "./faults.mjs";
import { POISON, UNKNOWN_HOST } from "./rows.mjs";

/** How far the sandbox's clock moves with each request: its runs take requests, not time. */
const TICK_MS = 100;
const DURATIONS = { queueMs: 50, runBaseMs: 120, runMsPerRow: 0 };

const BASE = "/api/v0/partner";

/** When a kill strikes, seen from the request that it strikes at. */
export const MOMENTS = ["before its effect", "after its effect", "after its answer"];

/** The writes that stand alone in a flow: the client is killed at the first of each as well, with its answer on the way. */
const SORE = ["/events", "/context", "/attendees:enrich", "/attendees:match"];

export class ChaosServer {
  /** Requests of the API so far. */
  requests = 0;
  /** How often each fault struck. */
  faults = new Map();
  /** What each import run was given: `ids`; `asked`, how often it was the answer; `lives`, of which lives. */
  imports = new Map();
  /** Which life of the client is under way. */
  life = 0;
  /** What went wrong in this file, which no client can know. */
  broke;
  #seed;
  #file;
  #http;
  #sandbox;
  #trap;
  #sore = [...SORE];

  /**
   * Starts one on a free port.
   *
   * @param seed of the faults
   * @param settings of the sandbox, such as `maxRows` and `maxBytes`: the client is not told of them
   * @param file the text that it serves as `/attendees.csv`, never faulty
   */
  static async start(seed, settings, file) {
    const server = new ChaosServer();
    const now = () => server.requests * TICK_MS;
    server.#sandbox = await createSandbox({ ...DURATIONS, topMatches: 1, ...settings, now });
    server.#seed = seed;
    server.#file = file;
    server.#http = createServer((incoming, outgoing) => server.#take(incoming, outgoing));
    await new Promise((resolve) => server.#http.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get origin() {
    return `http://127.0.0.1:${this.#http.address().port}`;
  }

  /** What a client needs to know. */
  get client() {
    return { baseUrl: this.origin + BASE, apiKey: this.#sandbox.apiKey };
  }

  /** The sandbox itself, past all faults: for looking at what came of it all. */
  get sandbox() {
    return this.#sandbox;
  }

  /** From now on: calls `spring(request, moment, sore)` at that moment of the `distance`-th request, or at a sore write before it. */
  setTrap(distance, moment, spring) {
    this.#trap = { ordinal: this.requests + distance, moment, spring };
  }

  removeTrap() {
    this.#trap = undefined;
  }

  async close() {
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  async #take(incoming, outgoing) {
    try {
      const { method, url: target, headers } = incoming;
      if (target === "/attendees.csv") {
        outgoing.writeHead(200, { "content-type": "text/csv" }).end(this.#file);
        return;
      }
      const body = await read(incoming);
      if (body !== undefined) await this.#answer({ method, target, headers, body }, outgoing);
    } catch (error) {
      this.broke ??= error;
      outgoing.destroy();
    }
  }

  async #answer(request, outgoing) {
    this.requests += 1;
    const trap = this.#trapFor(request);
    // A request that the client is killed at has no other fault.
    const fault = trap ? undefined : faultAt(this.#seed, this.requests);
    if (fault) this.faults.set(fault.name, (this.faults.get(fault.name) ?? 0) + 1);
    const spring = () =>
      trap.spring(`${request.method} ${request.target.replace(BASE, "")}`, trap.moment, trap.sore ?? false);
    if (trap?.moment === "before its effect") return spring();
    const honest = fault?.effect === false ? undefined : await this.#carryOut(request);
    if (trap?.moment === "after its effect") return spring();
    if (trap) outgoing.once("close", spring);
    send(outgoing, fault ? fault.spoil(honest) : honest);
  }

  /** The trap, where this request is the one that springs it. It springs once. */
  #trapFor({ method, target }) {
    const trap = this.#trap;
    if (trap === undefined) return undefined;
    const sore = method === "POST" ? this.#sore.findIndex((write) => target.endsWith(write)) : -1;
    if (sore < 0 && trap.ordinal !== this.requests) return undefined;
    this.#trap = undefined;
    if (sore < 0) return trap;
    this.#sore.splice(sore, 1);
    return { moment: "after its effect", sore: true, spring: trap.spring };
  }

  async #carryOut({ method, target, headers, body }) {
    const isImport = target.endsWith("/attendees:import");
    if (isImport && body.includes(`"${POISON}`)) return refusal();
    const { authorization, "content-type": type = "application/json" } = headers;
    const response = await this.#sandbox.fetch(this.#sandbox.baseUrl + target.slice(BASE.length), {
      method,
      headers: { authorization, "content-type": type },
      // The sandbox knows no host: it lets an address fail that cannot be one.
      ...(body !== "" && { body: body.replaceAll(UNKNOWN_HOST, "@") }),
    });
    const text = await response.text();
    if (isImport && response.ok) this.#book(JSON.parse(text).run_id, JSON.parse(body).attendees);
    return { status: response.status, headers: Object.fromEntries(response.headers), body: text };
  }

  #book(runId, attendees) {
    const ids = attendees.map((attendee) => attendee.attendee_id);
    const run = this.imports.get(runId) ?? { ids, asked: 0, lives: new Set() };
    run.asked += 1;
    run.lives.add(this.life);
    this.imports.set(runId, run);
  }
}

/** The whole body; undefined where whoever sends it is gone before its end. */
async function read(incoming) {
  const chunks = [];
  try {
    for await (const chunk of incoming) chunks.push(chunk);
  } catch (error) {
    if (error.code === "ECONNRESET") return undefined;
    throw error;
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The answer to a payload with a row that the server will not have. */
function refusal() {
  const body = { code: "INVALID_ATTENDEES", message: "a row cannot be taken", correlation_id: "chaos" };
  return { status: 400, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

function send(outgoing, { status, headers, body, cut }) {
  if (cut === "stall" || outgoing.destroyed) return;
  if (cut === "reset") {
    outgoing.socket.resetAndDestroy();
    return;
  }
  const bytes = Buffer.from(body, "utf8");
  outgoing.writeHead(status, { ...headers, "content-length": bytes.length });
  if (cut === "body") {
    outgoing.write(bytes.subarray(0, bytes.length / 2), () => outgoing.socket?.destroy());
  } else {
    outgoing.end(bytes);
  }
}
