// Keeps the key out of what a caller's own `fetch` throws: some clients put the whole request into their errors.

/** How many objects of an error are looked at; in one with more than these, the key may be anywhere. */
const MOST = 2_000;

/** A text without the key and without the URL, which holds ids. */
export function redacted(text, key, url) {
  return text.replaceAll(key, "[the key]").replaceAll(url, "[the URL]");
}

/** What was thrown, as it is; or an error in its place, where it holds the key. */
export function withoutKey(thrown, key) {
  if (!shows(thrown, key)) return thrown;
  const { name, message, code } = Object(thrown);
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
    return [...own, headers, ...(keyed ? [...object.entries()].flat() : [])];
  } catch {
    // What throws when it is looked at shows nothing to a print either.
    return [];
  }
}
