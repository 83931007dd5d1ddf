// Follows a flow's state: asks each second, more seldom while nothing changes, not at all while nobody looks.

import { useCallback, useEffect, useState } from "preact/hooks";
import type { FlowState } from "../../shared/api.ts";
import { ApiError, asApiError, call, send } from "../api/http.ts";
import { pause } from "../api/pages.ts";

/** Between two questions, in milliseconds. */
export const FASTEST = 1000;
export const SLOWEST = 5000;

/** The wait after an answer: short after a change, longer each time that nothing has changed or it failed. */
export function nextDelay(delay: number, changed: boolean, askedForMs?: number): number {
  if (askedForMs !== undefined) return Math.max(FASTEST, askedForMs);
  return changed ? FASTEST : Math.min(SLOWEST, delay * 1.5);
}

/** Whether a flow goes on by itself. */
export function underWay(flow: FlowState): boolean {
  return flow.status === "running" || flow.status === "waiting";
}

interface Live {
  flow: FlowState | undefined;
  /** The last question's failure; the flow is then as it was known before. */
  error: ApiError | undefined;
  /** Lets a failed flow go on. */
  resume: () => Promise<void>;
  again: () => void;
}

/** The flow, live while `active`. */
export function useFlow(flowId: string, active: boolean): Live {
  const [flow, setFlow] = useState<FlowState>();
  const [error, setError] = useState<ApiError>();
  const [turn, setTurn] = useState(0);
  const path = `/api/flows/${encodeURIComponent(flowId)}`;

  useEffect(() => {
    if (!active) return undefined;
    const stop = new AbortController();
    follow(path, stop.signal, setFlow, setError).catch((thrown: unknown) => {
      if (!stop.signal.aborted) setError(asApiError(thrown));
    });
    return () => stop.abort(new DOMException("nobody follows the flow any more", "AbortError"));
  }, [path, active, turn]);

  const again = useCallback(() => setTurn((before) => before + 1), []);
  const resume = useCallback(async () => {
    setFlow(await call<FlowState>("POST", `${path}/resume`));
    again();
  }, [path, again]);
  return { flow, error, resume, again };
}

async function follow(
  path: string,
  signal: AbortSignal,
  setFlow: (flow: FlowState) => void,
  setError: (error: ApiError | undefined) => void,
): Promise<void> {
  let etag: string | undefined;
  let delay = FASTEST;
  for (;;) {
    try {
      const response = await send("GET", path, { signal, headers: etag ? { "if-none-match": etag } : {} });
      setError(undefined);
      if (response.status === 304) delay = nextDelay(delay, false);
      else {
        const flow = (await response.json()) as FlowState;
        etag = response.headers.get("etag") ?? undefined;
        setFlow(flow);
        if (flow.status === "done") return;
        // One that failed may be resumed on another device.
        delay = underWay(flow) ? nextDelay(delay, true) : SLOWEST;
      }
    } catch (thrown) {
      if (signal.aborted) return;
      const error = asApiError(thrown);
      setError(error);
      if (error.status === 401 || error.status === 404 || error.status === 400) return;
      delay = nextDelay(delay, false, error.retryAfterMs);
    }
    await pause(delay, signal);
    await seen(signal);
  }
}

/** Waits until the page is looked at. */
function seen(signal: AbortSignal): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (document.hidden) return;
      document.removeEventListener("visibilitychange", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look);
    signal.addEventListener("abort", () => {
      document.removeEventListener("visibilitychange", look);
      reject(signal.reason);
    });
  });
}
