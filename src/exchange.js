// One attempt over the caller's fetch: a request out, and of the answer what the core needs. It stands in JavaScript
// because it is nothing but JavaScript's own calls: made from WebAssembly, each would cross the boundary by itself.
// It decides nothing, and what throws here is told to the core as a broken connection.

/** The longest that a timer of JavaScript can run, in milliseconds. */
const LONGEST = 2_147_483_647;

/** The init of a fetch. Never `credentials`, `mode` or `cache`: workerd throws on some of their values. */
function initOf(method, body, authorization, correlationId, more, signal) {
  const headers = { ...more, accept: "application/json", "x-correlation-id": correlationId };
  if (authorization !== undefined) headers.authorization = authorization;
  if (body === undefined) return { method, headers, redirect: "manual", signal };
  headers["content-type"] = "application/json";
  return { method, headers, body, redirect: "manual", signal };
}

/** Reads an answer whole. Its shape is what counts, not its realm. */
async function read(sent) {
  const answer = await sent;
  const { status, headers } = answer;
  const correlationId = headers.get("x-correlation-id");
  const retryAfter = headers.get("retry-after");
  const date = retryAfter === null ? null : headers.get("date");
  return { status, headers, correlationId, retryAfter, date, text: await answer.text() };
}

/** One attempt, bounded by its time. */
export class Attempt {
  #controller = new AbortController();
  #ms;
  #timer;

  constructor(ms) {
    this.#ms = Math.min(ms, LONGEST);
  }

  /** Sends a request; gives what was read of the answer, or undefined when the time ran out. `fetch` gets no `this`. */
  send(fetch, url, method, body, authorization, correlationId, more) {
    const init = initOf(method, body, authorization, correlationId, more, this.#controller.signal);
    return this.#bound(() => fetch(url, init));
  }

  /**
   * The same by way of the middleware, which sees a request without the key. `terminal` adds it and sends; `context` is
   * for the middleware alone.
   */
  pass(middleware, terminal, url, method, body, correlationId, more, context) {
    const init = initOf(method, body, undefined, correlationId, more, this.#controller.signal);
    return this.#bound(() => middleware(new Request(url, init), terminal, context));
  }

  /** Ends it, wherever it is. */
  cancel() {
    clearTimeout(this.#timer);
    this.#controller.abort();
  }

  /** What is sent need not heed the signal: it is waited for no longer than its time. */
  #bound(send) {
    return new Promise((resolve, reject) => {
      this.#timer = setTimeout(() => {
        resolve(undefined);
        this.#controller.abort();
      }, this.#ms);
      const done = (settle) => (value) => {
        clearTimeout(this.#timer);
        settle(value);
      };
      // A fetch that throws instead of rejecting is caught by the promise that it throws in.
      read(new Promise((sent) => sent(send()))).then(done(resolve), done(reject));
    });
  }
}

/** What a call resolves to. Members that are undefined are left out. */
export function outcome(
  data,
  status,
  headers,
  correlationId,
  attempts,
  elapsedMs,
  idempotencyKey,
  retryAfterMs,
) {
  const made = { data, status, headers, correlationId, attempts, elapsedMs };
  if (idempotencyKey !== undefined) made.idempotencyKey = idempotencyKey;
  if (retryAfterMs !== undefined) made.retryAfterMs = retryAfterMs;
  return made;
}
