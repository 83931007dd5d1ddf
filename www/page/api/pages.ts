// Reads a list of the worker's page by page, as far as it is wanted, and waits where it is asked to.

import { ApiError, call } from "./http.ts";

/** The most that one page holds. */
const PAGE = 200;
/** How often in a row "too many requests" is waited for. */
const PATIENCE = 6;

/** Where a list goes on: a cursor, `undefined` for its beginning, `null` for its end. */
export type Cursor = string | null | undefined;

/** How pages are read. */
export interface Reading<T> {
  path: string;
  items: (page: Record<string, unknown>) => T[];
  from?: Cursor;
  /** Stops after the page that reaches it. */
  most: number;
  /** Hears each page; `false` ends the reading. */
  take: (items: T[]) => boolean;
  signal: AbortSignal;
}

/** Reads, and gives where the list goes on. A cursor that comes twice ends in an error instead of a circle. */
export async function readPages<T>({ path, items, from, most, take, signal }: Reading<T>): Promise<Cursor> {
  let cursor: Cursor = from;
  let read = 0;
  const seen = new Set<string>();
  while (cursor !== null && read < most) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(cursor ? { cursor } : {}) });
    const page = await patient(
      () => call<Record<string, unknown>>("GET", `${path}?${query}`, { signal }),
      signal,
    );
    const found = items(page) ?? [];
    read += found.length;
    const next = (page["next_cursor"] as string | null | undefined) ?? null;
    if (next !== null && seen.has(next))
      throw new ApiError(200, "CURSOR_TWICE", "The list goes round in a circle.");
    if (next !== null) seen.add(next);
    cursor = next;
    if (!take(found)) break;
  }
  return cursor;
}

async function patient<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let turn = 1; ; turn += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 429 || turn === PATIENCE) throw error;
      await pause(error.retryAfterMs ?? 1000 * turn, signal);
    }
  }
}

/** Waits; ends at once, with the signal's reason, when nobody waits any more. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
