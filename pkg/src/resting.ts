// Idle clients on a host without FinalizationRegistry: a limited number of them keep their memory in the module. A client that
// lost its memory gets it back with its next call.

/** A client that can free its memory while it is idle. */
export interface Resting {
  /** Frees the memory. */
  letGo(): void;
}

/** The most idle clients that keep their memory. */
const MOST = 32;

const resting = new Set<Resting>();

/** Whether the host reports collected objects, so that the glue frees them. */
function reportsCollected(): boolean {
  return typeof FinalizationRegistry === "function";
}

/** Marks the client as in use. */
export function woke(client: Resting): void {
  resting.delete(client);
}

/** Marks the client as idle, and frees the memory of the longest idle client if there are too many. */
export function rests(client: Resting): void {
  if (reportsCollected()) return;
  resting.add(client);
  const [longest] = resting;
  if (resting.size <= MOST || longest === undefined) return;
  resting.delete(longest);
  longest.letGo();
}
