// A score as a figure, and as a part of the scale.

import type { JSX } from "preact";
import { score } from "../text/format.ts";

/** `part` is how much of the scale it takes, from 0 to 1. */
export function Score({ value, part }: { value: number; part: number }): JSX.Element {
  return (
    <span class="score">
      {score(value)}
      <span class="score-bar" aria-hidden="true">
        <span style={{ width: `${Math.max(0, Math.min(1, part)) * 100}%` }} />
      </span>
    </span>
  );
}
