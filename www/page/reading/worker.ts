// The page's reader, in a thread of its own: a file of a million rows must not stop the page.

import { readAttendees } from "meshi-partner";
import type { ReadRequest, ReadUpdate } from "./protocol.ts";
import { read } from "./read.ts";

interface Scope {
  onmessage: ((event: MessageEvent<ReadRequest>) => void) | null;
  postMessage(update: ReadUpdate): void;
}

const scope = self as unknown as Scope;

scope.onmessage = ({ data: { file, mapping } }) => {
  read(readAttendees, file, mapping, (update) => scope.postMessage(update)).catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    scope.postMessage({ done: true, problem: { code: "UNREADABLE", message } });
  });
};
