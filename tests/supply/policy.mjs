// What deny.toml says, and whether a licence expression is within it.

import { readFile } from "node:fs/promises";

const text = (await readFile(new URL("../../deny.toml", import.meta.url), "utf8")).replace(/^\s*#.*$/gm, "");

/** The body of the list `name`. */
function list(name) {
  const found = new RegExp(`^${name} = \\[([\\s\\S]*?)\\]$`, "m").exec(text);
  if (!found) throw new Error(`deny.toml has no list ${name}`);
  return found[1];
}

const words = (source) => [...source.matchAll(/"([^"]+)"/g)].map(([, word]) => word);

/** Licences that anything may have. */
export const allowed = new Set(words(list("allow")));

/** Licences that one crate alone may have, by its name. */
export const exceptions = new Map(
  [...list("exceptions").matchAll(/crate = "([^"]+)", allow = \[([^\]]+)\]/g)].map(([, crate, licences]) => [
    crate,
    new Set(words(licences)),
  ]),
);

/** Versions, as `name@version`, that may stand beside another of the same crate. */
export const skipped = new Set([...list("skip").matchAll(/crate = "([^"]+)"/g)].map(([, crate]) => crate));

/** Whether the licences that `expression` (SPDX, or with the slash that came before it) leaves a choice of are allowed. */
export function permits(expression, crate) {
  const tokens = expression.replaceAll("/", " OR ").match(/[()]|[^\s()]+/g) ?? [];
  const more = exceptions.get(crate);
  let at = 0;
  const single = () => {
    if (tokens[at] === "(") {
      at += 1;
      const inner = either();
      if (tokens[at++] !== ")") throw new Error(`no licence expression: ${expression}`);
      return inner;
    }
    const licence = tokens[at++];
    if (licence === undefined) throw new Error(`no licence expression: ${expression}`);
    if (tokens[at] === "WITH") {
      at += 2;
      return false;
    }
    return allowed.has(licence) || (more?.has(licence) ?? false);
  };
  const all = () => {
    let holds = single();
    while (tokens[at] === "AND") {
      at += 1;
      holds = single() && holds;
    }
    return holds;
  };
  const either = () => {
    let holds = all();
    while (tokens[at] === "OR") {
      at += 1;
      holds = all() || holds;
    }
    return holds;
  };
  const holds = either();
  if (at !== tokens.length) throw new Error(`no licence expression: ${expression}`);
  return holds;
}
