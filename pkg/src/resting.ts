// Clients that nobody freed, where the host does not tell that they were forgotten: only so many that rest keep their part
// of the module's memory. One that was let go of is made anew by its next call.

/** Something that can give its memory back while it is not in use. */
export interface Resting {
  /** Gives the memory back. */
  letGo(): void;
}

/** How many clients keep their memory without being in use. */
const MOST = 32;

const resting = new Set<Resting>();

/** Whether the host tells of objects that were forgotten, so that the glue frees them. */
function tells(): boolean {
  return typeof FinalizationRegistry === "function";
}

/** It is in use. */
export function woke(client: Resting): void {
  resting.delete(client);
}

/** It is not in use; the one that has rested longest gives way where there are too many. */
export function rests(client: Resting): void {
  if (tells()) return;
  resting.add(client);
  const [longest] = resting;
  if (resting.size <= MOST || longest === undefined) return;
  resting.delete(longest);
  longest.letGo();
}
