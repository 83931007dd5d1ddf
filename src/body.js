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

/** What stands in the key's place. */
const PLACE = "[the key]";

/** How many objects of an error are looked at; in one with more than these, the key may be anywhere. */
const MOST = 2_000;

/** A text without the key and without the URL, which holds ids. */
export function redacted(text, key, url) {
  return key.length < SHORTEST_KEY ? text : text.replaceAll(key, PLACE).replaceAll(url, "[the URL]");
}

/** How JSON may escape the characters of a key, which are ASCII. */
const ESCAPED = /\\u00[2-7]/i;

/** A text of an answer without the key, which a server or a proxy may echo, as it is or escaped as JSON. */
export function unechoed(text, key) {
  if (text === undefined || key.length < SHORTEST_KEY) return text;
  const plain = ESCAPED.test(text) ? unescaped(text) : text;
  let clean = plain.replaceAll(key, PLACE);
  if (key.includes("/")) clean = clean.replaceAll(key.replaceAll("/", "\\/"), PLACE);
  return clean === plain ? text : clean;
}

/** JSON in which no ASCII character is escaped that need not be; any other text with those characters put in their place. */
function unescaped(text) {
  return text.replace(/\\(?:u00([2-7][0-9a-f])|[^])/gi, (found, code) => {
    const character = code === undefined ? found : String.fromCharCode(parseInt(code, 16));
    return character === '"' || character === "\\" ? found : character;
  });
}

/** What was thrown, as it is; or an error in its place, where it holds the key. */
export function withoutKey(thrown, key) {
  if (key.length < SHORTEST_KEY || !shows(thrown, key)) return thrown;
  const [name, message, code] = ["name", "message", "code"].map((member) => memberOf(thrown, member));
  const says = typeof thrown === "string" ? thrown : message;
  const error = new Error(typeof says === "string" ? says.replaceAll(key, PLACE) : "fetch failed");
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

/** Whether a print of a value could reach the key; also true for what cannot be looked through. */
function shows(value, key) {
  const seen = new Set();
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === "string" || typeof next === "symbol") {
      if (String(next).includes(key)) return true;
      continue;
    }
    if ((typeof next !== "object" && typeof next !== "function") || next === null || seen.has(next)) continue;
    seen.add(next);
    if (seen.size > MOST) return true;
    const held = members(next);
    if (held === undefined) return true;
    for (const member of held) waiting.push(member);
  }
  return false;
}

/** Prototypes whose members show nothing that is not an own property of the object. */
const PLAIN = /* @__PURE__ */ new Set([Object.prototype, Array.prototype, Error.prototype]);

/** What a print shows and nothing reads without changing or waiting for it. */
const SEALED = /(?:Iterator|Generator|Promise|Weak\w+)\]$/;

/** What an object says of itself when it is printed, written as JSON or made a text. */
const TELLERS = ["toJSON", "toString", Symbol.toPrimitive, "valueOf"];
const INSPECTORS = ["nodejs.util.inspect.custom", "Deno.customInspect", "Deno.privateCustomInspect"].map(
  Symbol.for,
);

/** All that an object holds or says of itself; undefined where it cannot be known. */
function members(object) {
  if (ArrayBuffer.isView(object)) {
    return object.byteLength > MAX_ERROR_BODY ? undefined : [decoder.decode(object)];
  }
  try {
    if (SEALED.test(Object.prototype.toString.call(object))) return undefined;
    const held = [];
    for (let at = object; at !== null && !PLAIN.has(at); at = Object.getPrototypeOf(at)) {
      for (const name of Reflect.ownKeys(at)) {
        // A prototype's methods are not what the object holds; the runtime's own names with `_` warn when they are read.
        if (at !== object && (name === "constructor" || String(name).startsWith("_"))) continue;
        const { get, value } = Object.getOwnPropertyDescriptor(at, name) ?? {};
        held.push(name, get ? quiet(() => Reflect.apply(get, object, [])) : value);
      }
    }
    for (const name of TELLERS) {
      const tell = object[name];
      if (typeof tell === "function" && tell !== Array.prototype.toString) {
        held.push(quiet(() => Reflect.apply(tell, object, [name === Symbol.toPrimitive ? "string" : ""])));
      }
    }
    for (const name of INSPECTORS) {
      if (typeof object[name] !== "function") continue;
      // What throws here may say more to the real print.
      held.push(object[name](MAX_DEPTH, {}, (shown) => (held.push(shown), "")));
    }
    if (typeof object.entries === "function" && !Array.isArray(object) && typeof object !== "function") {
      held.push(...few(object.entries(), MOST).flat());
    }
    return held;
  } catch {
    return undefined;
  }
}

/** What `work` gives, or undefined where it throws: what throws shows nothing. */
function quiet(work) {
  try {
    return work();
  } catch {
    return undefined;
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
