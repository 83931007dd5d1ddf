// One attempt over the caller's fetch: a request out, and of the answer what the core needs. It stands in JavaScript
// because it is nothing but JavaScript's own calls: made from WebAssembly, each would cross the boundary by itself.
// It decides nothing, and what throws here is told to the core as a broken connection.

import { MAX_BODY, MAX_ERROR_BODY, textOf } from "./body.js";
import { LONGEST, keep, release, taskOf, wake } from "./tasks.js";

/** The init of a fetch. Never `credentials`, `mode` or `cache`: workerd throws on some of their values. */
function initOf(method, body, authorization, correlationId, more, signal) {
  const headers = { ...more, accept: "application/json", "x-correlation-id": correlationId };
  if (authorization !== undefined) headers.authorization = authorization;
  if (body === undefined) return { method, headers, redirect: "manual", signal };
  headers["content-type"] = "application/json";
  return { method, headers, body, redirect: "manual", signal };
}

/** Reads an answer within its bounds. Its shape is what counts, not its realm. */
async function read(sent, signal) {
  const answer = await sent;
  const { status, headers } = answer;
  const correlationId = headers.get("x-correlation-id");
  const retryAfter = headers.get("retry-after");
  // A success says it in the header of the standard, or not at all.
  const retryAfterMs = retryAfter === null && status < 300 ? null : headers.get("retry-after-ms");
  const date = retryAfter === null ? null : headers.get("date");
  const succeeded = status >= 200 && status < 300;
  const { text, whole } = await textOf(answer, succeeded ? MAX_BODY : MAX_ERROR_BODY, signal);
  const told = { status, headers, correlationId, retryAfter, retryAfterMs, date };
  // The start of an error tells of it as well; the start of an answer is none.
  return whole || !succeeded ? { ...told, text } : { ...told, start: text };
}

/** How an attempt stands. */
const UNDER_WAY = 0;
const ANSWERED = 1;
const TIMED_OUT = 2;
const BROKEN = 3;

/** One attempt, bounded by its time. It wakes the task that asked last when it ends. */
export class Attempt {
  #controller = new AbortController();
  #ms;
  #timer;
  #task;
  #state = UNDER_WAY;
  /** What was read of the answer, or what was thrown. */
  result;

  constructor(ms) {
    this.#ms = Math.min(ms, LONGEST);
  }

  /** Sends a request. `fetch` gets no `this`. */
  send(fetch, url, method, body, authorization, correlationId, more) {
    const init = initOf(method, body, authorization, correlationId, more, this.#controller.signal);
    this.#start(() => fetch(url, init));
  }

  /**
   * The same by way of the middleware, which sees a request without the key. `terminal` adds it and sends; `context` is
   * for the middleware alone.
   */
  pass(middleware, terminal, url, method, body, correlationId, more, context) {
    const init = initOf(method, body, undefined, correlationId, more, this.#controller.signal);
    this.#start(() => middleware(new Request(url, init), terminal, context));
  }

  /** How it stands, for the task that is being polled. */
  poll(task) {
    if (this.#state === UNDER_WAY) this.#task = taskOf(task);
    return this.#state;
  }

  /** Ends it, wherever it is. */
  close() {
    if (this.#state !== UNDER_WAY) return;
    this.#end(BROKEN);
    this.#controller.abort();
  }

  /** What is sent need not heed the signal: it is waited for no longer than its time. */
  #start(send) {
    keep(this);
    const broken = (error) => this.#end(BROKEN, error);
    try {
      this.#timer = setTimeout(() => {
        this.#end(TIMED_OUT);
        this.#controller.abort();
      }, this.#ms);
      read(send(), this.#controller.signal).then((parts) => this.#end(ANSWERED, parts), broken);
    } catch (error) {
      broken(error);
    }
  }

  #end(state, result) {
    if (this.#state !== UNDER_WAY) return;
    this.#state = state;
    this.result = result;
    clearTimeout(this.#timer);
    release(this);
    wake(this.#task);
  }
}

/**
 * A copy of what the middleware passed on, for the key to be added to; undefined where it goes to another origin than
 * `url`. It follows no redirect, whatever the middleware asked for.
 */
export function copied(request, url) {
  const copy = new Request(request, { redirect: "manual" });
  return new URL(copy.url).origin === new URL(url).origin ? copy : undefined;
}

/** The names and values of headers or of a plain object, one after the other. */
export function pairs(of) {
  const entries = typeof of.entries === "function" ? [...of.entries()] : Object.entries(of);
  return entries.flatMap(([name, value]) => [name, value]);
}

/** What a call resolves to. Members that are undefined are left out. */
export function outcome(
  data,
  status,
  headers,
  correlationId,
  attempts,
  elapsedMs,
  waitedMs,
  idempotencyKey,
  retryAfterMs,
) {
  const made = { data, status, headers, correlationId, attempts, elapsedMs, waitedMs };
  if (idempotencyKey !== undefined) made.idempotencyKey = idempotencyKey;
  if (retryAfterMs !== undefined) made.retryAfterMs = retryAfterMs;
  return made;
}
