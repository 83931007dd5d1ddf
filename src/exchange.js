// One attempt over the caller's fetch: a request out, and of the answer what the core needs. It stands in JavaScript
// because it is nothing but JavaScript's own calls: made from WebAssembly, each would cross the boundary by itself.
// It decides nothing: it says in one number what came, and keeps the rest for whoever asks.

import {
  Bounded,
  MAX_BODY,
  MAX_ERROR_BODY,
  memberOf,
  parse,
  redacted,
  unechoed,
  withoutKey,
} from "./body.js";
import { Errand, LONGEST, promised, quietly, settle } from "./tasks.js";

// How an attempt ended: the lowest three bits of what is said of it. `transport.rs` has the same numbers.
const TIMED_OUT = 1;
const BROKEN = 2;
/** The middleware failed by itself, or sent it to where the key must not go: no other attempt is made. */
const REFUSED = 3;
/** There was no controller to be had. */
const UNMADE = 4;
const ANSWERED = 5;
/** It is a success, and over its bound. */
const TOO_LARGE = 6;

// What the body of a success is, where it is wanted as a value: the next three bits.
const OBJECT = 1 << 3;
const OTHER = 2 << 3;
const EMPTY = 3 << 3;
const TOO_DEEP = 4 << 3;
const NO_JSON = 5 << 3;

/** The answer says how long to wait. */
const SAYS_WHEN = 1 << 6;
/** The body is an object, and no run: its id or its status is there, and no text. */
const NO_RUN = 1 << 7;
/** The status stands above these bits. */
const STATUS = 8;

// What can be asked for, beside the headers that are looked at.
const HEADERS = ["x-correlation-id", "retry-after", "retry-after-ms", "date"];
const TEXT = 4;
const START = 5;
const CODE = 6;
const MESSAGE = 7;

/** Methods that have a number; any other comes as text. */
const METHODS = ["GET", "POST", "PUT"];

/** The longest header that is looked at; those that count are far shorter. */
const LONGEST_HEADER = 256;

/** The most of a body that an error shows. */
const LONGEST_START = 400;

/** A client's way out. It adds the key, and nothing else does. */
export class Wire {
  #fetch;
  #middleware;
  #base;
  #authorization;
  #key;

  /** `fetch` and the middleware get no `this`; there may be no middleware. */
  constructor(fetch, middleware, base, authorization, key) {
    this.#fetch = fetch;
    this.#middleware = middleware;
    this.#base = base;
    this.#authorization = authorization;
    this.#key = key;
  }

  /**
   * Sends a request, for so many milliseconds at most. `text` is the correlation id, which ends at `end`, and the path; a
   * body is text or, where it is large, `bytes`; `more` are the caller's own headers; `operation` and `number`, the
   * attempt's, are for the middleware alone. The body of a success is parsed where its value is `wanted`.
   */
  send(errand, ms, method, other, text, end, body, bytes, more, wanted, operation, number) {
    const correlationId = text.slice(0, end);
    const url = this.#base + text.slice(end);
    const attempt = new Attempt(errand, correlationId);
    let sent;
    try {
      const headers = {
        ...(more && Object.fromEntries(more)),
        accept: "application/json",
        "x-correlation-id": correlationId,
      };
      // Never `credentials`, `mode` or `cache`: workerd throws on some of their values.
      const init = {
        method: other ?? METHODS[method],
        headers,
        redirect: "manual",
        signal: attempt.start(ms),
      };
      const given = body ?? bytes;
      if (given !== undefined) {
        headers["content-type"] = "application/json";
        init.body = given;
      }
      if (this.#middleware === undefined) {
        headers.authorization = this.#authorization;
        const fetch = this.#fetch;
        sent = fetch(url, init);
      } else {
        const context = { operation, attempt: number, correlationId };
        const middleware = this.#middleware;
        const request = new Request(url, init);
        attempt.wrapped = true;
        sent = middleware(request, (passed) => this.#forward(passed, url, attempt), context);
      }
    } catch (error) {
      sent = Promise.reject(error);
    }
    attempt.read(sent, wanted, this.#key, url);
    return attempt;
  }

  /** The end of the middleware, which saw no key: a copy of what it passed on gets it, if it goes to the origin of `url`. */
  async #forward(request, url, attempt) {
    // It follows no redirect, whatever the middleware asked for.
    const copy = new Request(request, { redirect: "manual" });
    if (new URL(copy.url).origin !== new URL(url).origin) throw (attempt.refusal = refusal());
    copy.headers.set("authorization", this.#authorization);
    const fetch = this.#fetch;
    try {
      return await fetch(copy);
    } catch (error) {
      const shown = withoutKey(error, this.#key);
      attempt.lost.add(shown);
      throw shown;
    }
  }
}

/** As the core makes a config error. */
function refusal() {
  const option = "middleware";
  const message = `${option}: the middleware changed the request's origin; the key goes to no other host than baseUrl's`;
  return { kind: "config", code: "INVALID_OPTION", message, retryable: false, option };
}

/** One attempt, bounded by its time, and then what came of it. */
class Attempt extends Errand {
  #controller;
  #timer;
  #correlationId;
  #status;
  #data;
  #cause;
  /** The texts that can be asked for. */
  #said = [];
  headers;
  /** Whether it is the middleware that was called. */
  wrapped = false;
  /** What `fetch` threw, as the middleware saw it: no error of its own. */
  lost = new Set();
  /** What it is refused with, where it goes to another origin. */
  refusal;

  constructor(errand, correlationId) {
    super(errand);
    this.#correlationId = correlationId;
  }

  /** Its time begins. Gives its signal, which what is sent need not heed. */
  start(ms) {
    this.#controller = new AbortController();
    this.#timer = setTimeout(timeIsUp, Math.min(ms, LONGEST), this);
    return this.#controller.signal;
  }

  timeIsUp() {
    quietly(() => this.#controller.abort());
    this.end(TIMED_OUT);
  }

  /** Ends it, wherever it is. */
  stop() {
    this.#disarm();
    this.#controller?.abort();
  }

  #disarm() {
    quietly(() => clearTimeout(this.#timer));
  }

  /** Reads what is answered within its bounds. Its shape is what counts, not its realm. */
  async read(sent, wanted, key, url) {
    let news;
    let answered = false;
    try {
      const answer = await sent;
      answered = true;
      const { status, headers, body } = answer;
      if (!(Number.isInteger(status) && status >= 0 && status < 1000)) {
        throw new TypeError("fetch gave no Response: it has no numeric status");
      }
      const succeeded = status >= 200 && status < 300;
      const said = this.#said;
      this.#status = status;
      this.headers = headers;
      said[0] = headerOf(headers, 0, key);
      said[1] = headerOf(headers, 1, key);
      // A success says it in the header of the standard, or not at all.
      if (said[1] !== undefined || !succeeded) said[2] = headerOf(headers, 2, key);
      if (said[1] !== undefined) said[3] = headerOf(headers, 3, key);
      const most = succeeded ? MAX_BODY : MAX_ERROR_BODY;
      let whole = true;
      if (typeof body?.getReader === "function") {
        const reader = body.getReader();
        const bounded = new Bounded(headers, most);
        for (;;) {
          const { done, value } = await reader.read();
          if (done) break;
          // What was given up is read no further, also where the stream does not heed the signal.
          if (bounded.take(value) && !this.over) continue;
          whole = false;
          // Whether the rest lets itself be cancelled is no matter of the call's.
          promised(undefined)
            .then(() => reader.cancel())
            .catch(() => {});
          break;
        }
        said[TEXT] = unechoed(bounded.text(whole), key);
      } else {
        const text = await answer.text();
        if (typeof text !== "string") throw new TypeError("the response's text() gave no string");
        whole = text.length <= most;
        said[TEXT] = unechoed(whole ? text : text.slice(0, MAX_ERROR_BODY), key);
      }
      // The start of an error tells of it as well; the start of an answer is none.
      news = (whole || !succeeded ? ANSWERED : TOO_LARGE) | (status << STATUS);
      if (said[1] !== undefined) news |= SAYS_WHEN;
      if (wanted && succeeded && whole) news |= this.#parse(said[TEXT]);
    } catch (error) {
      const own = this.wrapped && !answered && !this.lost.has(error);
      news = own ? this.#refused(error, key) : this.#broken(error, key, url);
    }
    this.#disarm();
    this.end(news);
  }

  #parse(text) {
    if (text === "") return EMPTY;
    let data;
    try {
      data = parse(text);
    } catch {
      return NO_JSON;
    }
    this.#data = data;
    if (data === undefined) return TOO_DEEP;
    if (typeof data !== "object" || data === null || Array.isArray(data)) return OTHER;
    return isText(data.run_id) && isText(data.status) ? OBJECT : OBJECT | NO_RUN;
  }

  /** What is kept and told of it never holds the key. */
  #broken(error, key, url) {
    this.#cause = withoutKey(error, key);
    for (const what of [CODE, MESSAGE]) {
      const word = wordOf(error, what === CODE ? "code" : "message");
      if (word !== undefined) this.#said[what] = redacted(word, key, url);
    }
    return this.#controller === undefined ? UNMADE : BROKEN;
  }

  /** The call rejects with the middleware's own error. */
  #refused(error, key) {
    if (error !== undefined && error === this.refusal) this.#cause = error;
    else this.#cause = { kind: "thrown", code: "MIDDLEWARE", message: "", cause: withoutKey(error, key) };
    return REFUSED;
  }

  /** A text of the answer or of what was thrown, or undefined. */
  said(what) {
    return what === START ? this.#said[TEXT]?.slice(0, LONGEST_START) : this.#said[what];
  }

  /** The body of a success, if it was wanted. */
  get data() {
    return this.#data;
  }

  /** What was thrown. */
  get cause() {
    return this.#cause;
  }

  /**
   * Ends a task with this as its outcome. `data` stands for the body where it is not undefined, and `id` for the correlation
   * id where the answer says none. Members that are undefined are left out.
   */
  settle(task, data, id, attempts, elapsedMs, waitedMs, idempotencyKey, retryAfterMs) {
    const outcome = {
      data: data === undefined ? this.#data : data,
      status: this.#status,
      headers: this.headers,
      correlationId: this.#said[0] || (id ?? this.#correlationId),
      attempts,
      elapsedMs,
      waitedMs,
    };
    if (idempotencyKey !== undefined) outcome.idempotencyKey = idempotencyKey;
    if (retryAfterMs !== undefined) outcome.retryAfterMs = retryAfterMs;
    settle(task, true, outcome);
  }
}

function timeIsUp(attempt) {
  attempt.timeIsUp();
}

function headerOf(headers, what, key) {
  const value = headers.get(HEADERS[what]);
  return typeof value === "string" && value.length <= LONGEST_HEADER ? unechoed(value, key) : undefined;
}

function isText(member) {
  return typeof member === "string" || member === undefined;
}

/** A word of what was thrown: of what caused it rather, which says more. */
function wordOf(thrown, name) {
  const words = [memberOf(memberOf(thrown, "cause"), name), memberOf(thrown, name)];
  return words.find((word) => typeof word === "string" && word !== "");
}
