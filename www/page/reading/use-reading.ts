// Reads a file in a worker, again whenever the mapping changes, and gives what is known so far.

import { useEffect, useState } from "preact/hooks";
import { nothingRead, type Mapping, type ReadRequest, type ReadState, type ReadUpdate } from "./protocol.ts";

/** The state of the reading of `file`. While a new mapping is read, what was seen before stays, so that nothing jumps. */
export function useReading(file: File, mapping: Mapping): ReadState {
  const [state, setState] = useState<ReadState>(() => nothingRead(file.size));
  useEffect(() => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    setState(({ columns, preview, rejected }) => ({ ...nothingRead(file.size), columns, preview, rejected }));
    const fail = (message: string): void =>
      setState((before) => ({ ...before, done: true, problem: { code: "READER_FAILED", message } }));
    worker.onmessage = ({ data }: MessageEvent<ReadUpdate>) =>
      setState((before) => ({ ...before, ...(data.problem ? { preview: [], rejected: [] } : {}), ...data }));
    worker.onerror = () => fail("The reader could not be started. Load the page again.");
    worker.onmessageerror = () => fail("The reader's answer cannot be read. Load the page again.");
    worker.postMessage({ file, mapping } satisfies ReadRequest);
    return () => worker.terminate();
  }, [file, mapping]);
  return state;
}
