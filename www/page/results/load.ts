// Loads an event's scores and people, as many as a page can look at; more only when it is asked for.

import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Attendee, Match } from "../../shared/api.ts";
import { asApiError, type ApiError } from "../api/http.ts";
import { readPages, type Cursor } from "../api/pages.ts";
import { addMatches, pairsOf, personOf, type Pair, type Person } from "./pairs.ts";

/** Scores that are read at once. */
const SCORES = 10_000;
/** People that are read to know who the scores are about. */
const PEOPLE = 20_000;

export interface Loaded {
  pairs: readonly Pair[];
  people: ReadonlyMap<string, Person>;
  scores: number;
  /** Whether the server has more scores. */
  more: boolean;
  /** Why names are missing, if they are. */
  nameless: ApiError | undefined;
}

export interface Loading {
  loaded: Loaded | undefined;
  busy: boolean;
  scores: number;
  error: ApiError | undefined;
  loadMore: () => void;
}

interface Store {
  best: Map<string, Match>;
  people: Map<string, Person>;
  scores: number;
  matchesAt: Cursor;
  peopleAt: Cursor;
}

/** The scores and people of `eventId`, once `ready`. */
export function useMatches(eventId: string, ready: boolean): Loading {
  const [turn, setTurn] = useState(0);
  const [busy, setBusy] = useState(false);
  const [scores, setScores] = useState(0);
  const [error, setError] = useState<ApiError>();
  const [loaded, setLoaded] = useState<Loaded>();
  const store = useRef<Store>({
    best: new Map(),
    people: new Map(),
    scores: 0,
    matchesAt: undefined,
    peopleAt: undefined,
  });

  useEffect(() => {
    if (!ready) return undefined;
    const stop = new AbortController();
    setBusy(true);
    setError(undefined);
    load(eventId, store.current, stop.signal, setScores).then(
      (found) => {
        setLoaded(found);
        setBusy(false);
      },
      (thrown: unknown) => {
        if (stop.signal.aborted) return;
        setError(asApiError(thrown));
        setBusy(false);
      },
    );
    return () => stop.abort(new DOMException("nobody looks at the matches any more", "AbortError"));
  }, [eventId, ready, turn]);

  const loadMore = useCallback(() => setTurn((before) => before + 1), []);
  return useMemo(() => ({ loaded, busy, scores, error, loadMore }), [loaded, busy, scores, error, loadMore]);
}

async function load(
  eventId: string,
  store: Store,
  signal: AbortSignal,
  tell: (scores: number) => void,
): Promise<Loaded> {
  const base = `/api/events/${encodeURIComponent(eventId)}`;
  store.matchesAt = await readPages<Match>({
    path: `${base}/matches`,
    items: (page) => page["matches"] as Match[],
    from: store.matchesAt,
    most: SCORES,
    signal,
    take: (matches) => {
      addMatches(store.best, matches);
      store.scores += matches.length;
      tell(store.scores);
      return true;
    },
  });
  const nameless = await loadPeople(base, store, signal);
  return {
    pairs: pairsOf(store.best, store.people),
    people: new Map(store.people),
    scores: store.scores,
    more: store.matchesAt !== null,
    nameless,
  };
}

/** Reads people until everybody in a pair is known. That they cannot be read costs the names, not the scores. */
async function loadPeople(base: string, store: Store, signal: AbortSignal): Promise<ApiError | undefined> {
  const wanted = new Set<string>();
  for (const { attendee_id, matched_attendee_id } of store.best.values()) {
    for (const id of [attendee_id, matched_attendee_id]) if (!store.people.has(id)) wanted.add(id);
  }
  if (wanted.size === 0) return undefined;
  try {
    store.peopleAt = await readPages<Attendee>({
      path: `${base}/attendees`,
      items: (page) => page["attendees"] as Attendee[],
      from: store.peopleAt,
      most: PEOPLE,
      signal,
      take: (attendees) => {
        for (const attendee of attendees) {
          store.people.set(attendee.attendee_id, personOf(attendee));
          wanted.delete(attendee.attendee_id);
        }
        return wanted.size > 0;
      },
    });
    return undefined;
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return asApiError(thrown);
  }
}
