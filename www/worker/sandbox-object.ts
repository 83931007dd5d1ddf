// The sandbox in place of Meshi, for demonstrations: one object, so that every isolate sees the same. The emulator lives
// in memory and forgets with it; the same requests at the same times make the same again, so they are kept and replayed.

import { DurableObject } from "cloudflare:workers";
import { createSandbox, type Sandbox } from "meshi-partner/sandbox";
import type { Env } from "./env.ts";

/** The largest value that fits a row is 2 MB. */
const PIECE = 1_000_000;

/** What is kept of a request. A read changes nothing but what comes next: any other read does in its place. */
interface Kept extends Record<string, SqlStorageValue> {
  seq: number;
  at: number;
  method: string;
  target: string;
}

const READ = { method: "GET", target: "/api/v0/partner/auth" };

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS requests (seq INTEGER PRIMARY KEY, at INTEGER, method TEXT, target TEXT);
  CREATE TABLE IF NOT EXISTS pieces (seq INTEGER, piece INTEGER, bytes BLOB, PRIMARY KEY (seq, piece))`;

/** Meshi's API in a Durable Object. */
export class SandboxObject extends DurableObject<Env> {
  #at = 0;
  #sandbox: Promise<Sandbox>;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    state.storage.sql.exec(SCHEMA);
    this.#sandbox = state.blockConcurrencyWhile(() => this.#replayed());
  }

  async #replayed(): Promise<Sandbox> {
    const sandbox = await createSandbox({ now: () => this.#at });
    const { sql } = this.ctx.storage;
    for (const { seq, at, method, target } of sql.exec<Kept>("SELECT * FROM requests ORDER BY seq")) {
      const pieces = sql.exec<{ bytes: ArrayBuffer }>(
        "SELECT bytes FROM pieces WHERE seq = ? ORDER BY piece",
        seq,
      );
      const body = new Blob(Array.from(pieces, ({ bytes }) => bytes));
      this.#at = at;
      const answer = await ask(sandbox, method, target, await body.arrayBuffer());
      await answer.body?.cancel();
    }
    return sandbox;
  }

  /** Answers as Meshi would, whatever key the request has: this object is reached by the worker alone. */
  override async fetch(request: Request): Promise<Response> {
    const body = await request.arrayBuffer();
    const { pathname, search } = new URL(request.url);
    const correlation = request.headers.get("x-correlation-id");
    const turn = this.#sandbox.then(async (sandbox) => {
      this.#at = Math.max(this.#at, Date.now());
      this.#keep(request.method, pathname + search, body);
      return { sandbox, answer: await ask(sandbox, request.method, pathname + search, body, correlation) };
    });
    // One at a time, in the order in which they are kept; one that breaks off stops none of the others.
    this.#sandbox = turn.then(
      ({ sandbox }) => sandbox,
      () => this.#replayed(),
    );
    return (await turn).answer;
  }

  #keep(method: string, target: string, body: ArrayBuffer): void {
    const { sql } = this.ctx.storage;
    const kept = method === "GET" ? READ : { method, target };
    this.ctx.storage.transactionSync(() => {
      const insert = "INSERT INTO requests (at, method, target) VALUES (?, ?, ?) RETURNING seq";
      const { seq } = sql.exec<{ seq: number }>(insert, this.#at, kept.method, kept.target).one();
      for (let start = 0; start < body.byteLength; start += PIECE)
        sql.exec("INSERT INTO pieces VALUES (?, ?, ?)", seq, start / PIECE, body.slice(start, start + PIECE));
    });
  }
}

function ask(
  sandbox: Sandbox,
  method: string,
  target: string,
  body: ArrayBuffer,
  correlation?: string | null,
): Promise<Response> {
  const headers = new Headers({
    authorization: `Bearer ${sandbox.apiKey}`,
    ...(body.byteLength > 0 && { "content-type": "application/json" }),
    ...(correlation && { "x-correlation-id": correlation }),
  });
  const init = { method, headers, ...(body.byteLength > 0 && { body }) };
  return sandbox.fetch(new URL(sandbox.baseUrl).origin + target, init);
}
