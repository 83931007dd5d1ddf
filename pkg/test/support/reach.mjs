// All that can be read of a value: what a print, a log, a copy or a debugger would show of it.

import { inspect } from "node:util";

function attempt(work) {
  try {
    return String(work());
  } catch (error) {
    return String(error);
  }
}

/** What a walk over own and inherited properties finds, getters called, causes and entries followed. */
function walked(value) {
  const parts = [];
  const seen = new Set();
  const waiting = [value];
  while (waiting.length > 0) {
    const object = waiting.pop();
    if (typeof object === "string") parts.push(object);
    if ((typeof object !== "object" && typeof object !== "function") || object === null || seen.has(object)) {
      continue;
    }
    seen.add(object);
    if (object instanceof Map || object instanceof Headers) waiting.push(...[...object].flat());
    for (let at = object; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
      for (const name of Reflect.ownKeys(at)) {
        parts.push(String(name));
        const { get, value: held } = Object.getOwnPropertyDescriptor(at, name);
        // A getter of a prototype is asked for what it says of this object.
        waiting.push(get ? attempt(() => inspect(Reflect.apply(get, object, []))) : held);
      }
    }
  }
  return parts.join("\n");
}

/** The value in every form there is. */
export function everything(value) {
  const deep = {
    showHidden: true,
    depth: Infinity,
    getters: true,
    maxArrayLength: null,
    maxStringLength: null,
  };
  return [
    attempt(() => inspect(value, deep)),
    attempt(() => value),
    attempt(() => `${value?.message}\n${value?.stack}`),
    attempt(() => JSON.stringify(value)),
    attempt(() => JSON.stringify({ ...value })),
    attempt(() => inspect(structuredClone(value), deep)),
    walked(value),
  ].join("\n");
}
