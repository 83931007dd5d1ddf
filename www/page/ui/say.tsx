// Text of strangers: as text, on its own direction, with nothing hidden in it.

import type { JSX } from "preact";
import { clean } from "../text/clean.ts";

/** Shows `text`; `fallback` where there is none. */
export function Say({ text, fallback = "" }: { text: unknown; fallback?: string }): JSX.Element {
  const shown = clean(text);
  return shown === "" ? <span class="muted">{fallback}</span> : <bdi>{shown}</bdi>;
}
