// The console's own API, asked as its page asks it; for what runs beside the console on this machine.

import { setTimeout as pause } from "node:timers/promises";

const EVERY_MS = 250;

/** A session on a console. */
export class Client {
  #origin;
  #cookie = "";

  /** @param origin where the console listens */
  constructor(origin) {
    this.#origin = origin;
  }

  /** Logs in, for all that is asked from then on. */
  async logIn(token) {
    const answer = await this.#send("POST", "/api/session", { json: { token } });
    [this.#cookie] = answer.headers.get("set-cookie").split(";");
  }

  /** Uploads a file and gives its id. */
  async upload(name, bytes) {
    const answer = await this.#send("PUT", `/api/uploads?${new URLSearchParams({ name })}`, { body: bytes });
    return (await answer.json()).upload_id;
  }

  /** Starts a flow and gives its state. */
  async start(flow) {
    return (await this.#send("POST", "/api/flows", { json: flow })).json();
  }

  /** Follows a flow to its end: `told` gets every state, and what comes of it is the last. */
  async follow(flowId, told) {
    for (;;) {
      const state = await (await this.#send("GET", `/api/flows/${flowId}`)).json();
      told(state);
      if (state.status === "done" || state.status === "failed") return state;
      await pause(EVERY_MS);
    }
  }

  /** Everything of a list of the event. */
  async all(eventId, list, items) {
    const found = [];
    for (let cursor = ""; cursor !== null;) {
      const query = new URLSearchParams({ limit: "200", ...(cursor && { cursor }) });
      const page = await (await this.#send("GET", `/api/events/${eventId}/${list}?${query}`)).json();
      found.push(...page[items]);
      cursor = page.next_cursor;
    }
    return found;
  }

  /** The best `n` matches of the event, and how many scores they are of. */
  async best(eventId, n) {
    return (await this.#send("GET", `/api/events/${eventId}/best-matches?n=${n}`)).json();
  }

  async #send(method, path, { json, body = json && JSON.stringify(json) } = {}) {
    const answer = await fetch(this.#origin + path, {
      method,
      ...(body !== undefined && { body }),
      headers: {
        origin: this.#origin,
        "x-meshi-console": "1",
        cookie: this.#cookie,
        ...(json && { "content-type": "application/json" }),
      },
    });
    if (answer.ok) return answer;
    const { code, message, correlation_id: id } = await answer.json();
    throw new Error(`${method} ${path} was refused: ${code}: ${message} (correlation id ${id})`);
  }
}
