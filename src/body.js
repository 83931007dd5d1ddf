// What comes from outside, and what is let through of it. A body within bounds: how much of it is read, and how deep its
// JSON may go; what a server sends is no reason to hold more of it than any answer of this API needs. And what a caller's
// own `fetch` throws, without the key: some clients put the whole request into their errors.

/** The most that is read of a successful answer, in bytes: what an isolate of 128 MB can still hold, twice and parsed. */
export const MAX_BODY = 32 << 20;

/** The most that is read of any other answer: an error body is small. */
export const MAX_ERROR_BODY = 64 << 10;

/** How deep JSON may be nested, as where rows are read. */
const MAX_DEPTH = 128;

const NONE = /* @__PURE__ */ new Uint8Array();

const decoder = /* @__PURE__ */ new TextDecoder();

/** A body that is being read, of which no more than `most` bytes are kept. */
export class Bounded {
  #headers;
  #most;
  #room = MAX_ERROR_BODY;
  #bytes = NONE;
  #length = 0;

  constructor(headers, most) {
    this.#headers = headers;
    this.#most = most;
  }

  /** Takes a piece, or of the last one the beginning; false: there is more than is kept. */
  take(given) {
    if (!ArrayBuffer.isView(given)) throw new TypeError("the body gave something that is no bytes");
    const piece = new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
    // Of one that says itself that it is too long no more is kept than of an error.
    if (this.#length + piece.byteLength > this.#room) {
      this.#room = Number(this.#headers.get("content-length")) > this.#most ? MAX_ERROR_BODY : this.#most;
    }
    const room = this.#room - this.#length;
    const taken = piece.byteLength > room ? piece.subarray(0, room) : piece;
    // Most bodies are one piece, which is not copied.
    this.#bytes = this.#length === 0 ? taken : joined(this.#bytes, this.#length, taken);
    this.#length += taken.byteLength;
    return taken === piece;
  }

  /** What was kept of it; of one that was not read to its end the start, no longer than an error's. */
  text(whole) {
    const length = whole ? this.#length : Math.min(this.#length, MAX_ERROR_BODY);
    return decoder.decode(this.#bytes.subarray(0, length));
  }
}

/** `bytes`, `length` of them, with `more` behind them. Room doubles, since a chunk may be one byte. */
function joined(bytes, length, more) {
  let room = bytes;
  if (length + more.byteLength > bytes.byteLength) {
    room = new Uint8Array(Math.max(2 * length, length + more.byteLength));
    room.set(bytes.subarray(0, length));
  }
  room.set(more, length);
  return room;
}

/** Parses JSON; undefined for what is nested too deep. Throws for what is no JSON. */
export function parse(text) {
  return isTooDeep(text) ? undefined : JSON.parse(text);
}

const QUOTE = 34;
const BACKSLASH = 92;
/** Brackets and braces are the only characters that become these with bit 32 set. */
const OPEN = 123;
const CLOSE = 125;

function isTooDeep(text) {
  if (opensFew(text)) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      do {
        at = text.indexOf('"', at + 1);
        if (at < 0) return false;
      } while (isEscaped(text, at));
    } else if ((code | 32) === OPEN) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if ((code | 32) === CLOSE) {
      depth -= 1;
    }
  }
  return false;
}

/** Whether so few brackets and braces open in a text, wherever, that it cannot be nested too deep. */
function opensFew(text) {
  let left = MAX_DEPTH;
  for (const open of "[{") {
    for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, at + 1)) {
      if (left === 0) return false;
      left -= 1;
    }
  }
  return true;
}

function isEscaped(text, at) {
  let start = at;
  while (text.charCodeAt(start - 1) === BACKSLASH) start -= 1;
  return (at - start) % 2 === 1;
}

/** A key that is shorter stands in many a text by chance. Meshi's are longer. */
const SHORTEST_KEY = 8;

/** How many objects of an error are looked at; in one with more than these, the key may be anywhere. */
const MOST = 2_000;

/** A text without the key and without the URL, which holds ids. */
export function redacted(text, key, url) {
  return key.length < SHORTEST_KEY ? text : text.replaceAll(key, "[the key]").replaceAll(url, "[the URL]");
}

/** What was thrown, as it is; or an error in its place, where it holds the key. */
export function withoutKey(thrown, key) {
  if (key.length < SHORTEST_KEY || !shows(thrown, key)) return thrown;
  const [name, message, code] = ["name", "message", "code"].map((member) => memberOf(thrown, member));
  const says = typeof thrown === "string" ? thrown : message;
  const error = new Error(typeof says === "string" ? says.replaceAll(key, "[the key]") : "fetch failed");
  const told = { name, code };
  for (const [member, value] of Object.entries(told)) {
    if (typeof value === "string" && !value.includes(key)) {
      Object.defineProperty(error, member, { value, configurable: true });
    }
  }
  return error;
}

/** A member of what was thrown, or undefined where it cannot be had. */
export function memberOf(thrown, name) {
  try {
    return thrown?.[name];
  } catch {
    return undefined;
  }
}

/** Whether the key is anywhere in a value that a print of it could reach. */
function shows(value, key) {
  const seen = new Set();
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === "string" && next.includes(key)) return true;
    if ((typeof next !== "object" && typeof next !== "function") || next === null || seen.has(next)) continue;
    seen.add(next);
    if (seen.size > MOST) return true;
    for (const member of members(next)) waiting.push(member);
  }
  return false;
}

/** What an object holds: its own properties, a map's or headers' entries, a request's headers. No other getter is called. */
function members(object) {
  if (ArrayBuffer.isView(object)) return [];
  try {
    const own = Reflect.ownKeys(object).map((name) => Object.getOwnPropertyDescriptor(object, name)?.value);
    const { headers, get, entries } = object;
    const keyed = typeof get === "function" && typeof entries === "function";
    return [...own, headers, ...(keyed ? few(object.entries(), MOST).flat() : [])];
  } catch {
    // What throws when it is looked at shows nothing to a print either.
    return [];
  }
}

/** The names and values of headers or of a plain object, one after the other. */
export function pairs(of) {
  const entries = typeof of.entries === "function" ? few(of.entries(), MOST) : Object.entries(of);
  return entries.flatMap(([name, value]) => [name, value]);
}

/** What an iterable gives, but no more than `most`: one that has no end is refused. */
function few(iterable, most) {
  const items = [];
  for (const item of iterable) {
    if (items.length === most) throw new RangeError("more entries than are taken");
    items.push(item);
  }
  return items;
}
