// The first view: bring a list, or go on watching a flow.

import type { JSX } from "preact";
import { useTitle } from "../ui/hooks.ts";
import { Dropzone } from "./dropzone.tsx";
import { Flows } from "./flows.tsx";

/** A place for a file, and the flows so far. */
export function Home({ open, active }: { open: (file: File) => void; active: boolean }): JSX.Element {
  useTitle("");
  return (
    <div class="home">
      <section aria-labelledby="new-title">
        <h1 id="new-title">Who should meet whom?</h1>
        <p class="lead">
          Bring the attendee list of an event. You see what was understood and correct it; only then is it
          sent, and matched.
        </p>
        <Dropzone open={open} />
      </section>
      <Flows active={active} />
    </div>
  );
}
