// The review queue: people whom enrichment could not tell apart, for somebody to decide.

import type { JSX } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import type { FlowState, ReviewItem } from "../../shared/api.ts";
import { asApiError, type ApiError } from "../api/http.ts";
import { readPages, type Cursor } from "../api/pages.ts";
import { csv, download, fileName } from "../text/csv.ts";
import { count, moment, plural } from "../text/format.ts";
import { reviewReason } from "../text/words.ts";
import { Icon } from "../ui/icon.tsx";
import { Empty, Failure, Working } from "../ui/parts.tsx";
import { Say } from "../ui/say.tsx";
import { roleOf, type Person } from "./pairs.ts";

/** Items that are loaded at once. */
const ITEMS = 200;

interface ReviewQueueProps {
  flow: FlowState;
  /** Those whose names are known. */
  people: ReadonlyMap<string, Person> | undefined;
  open: (id: string) => void;
}

interface Queue {
  items: ReviewItem[];
  at: Cursor;
}

/** The event's open reviews. */
export function ReviewQueue({ flow, people, open }: ReviewQueueProps): JSX.Element {
  const eventId = flow.event.event_id;
  const ready = flow.steps.some(({ name, status }) => name === "event" && status === "done");
  const [queue, setQueue] = useState<Queue>();
  const [error, setError] = useState<ApiError>();
  const load = useCallback(
    async (before: Queue | undefined, signal: AbortSignal) => {
      setError(undefined);
      try {
        const items = [...(before?.items ?? [])];
        const at = await readPages<ReviewItem>({
          path: `/api/events/${encodeURIComponent(eventId)}/review-queue`,
          items: (page) => page["items"] as ReviewItem[],
          from: before?.at,
          most: ITEMS,
          signal,
          take: (found) => items.push(...found) >= 0,
        });
        setQueue({ items, at });
      } catch (thrown) {
        if (!signal.aborted) setError(asApiError(thrown));
      }
    },
    [eventId],
  );
  useEffect(() => {
    if (!ready) return undefined;
    const stop = new AbortController();
    void load(undefined, stop.signal);
    return () => stop.abort();
    // Looked at again when the flow has gone on.
  }, [ready, load, flow.status]);

  if (!ready) return <Empty icon="wait" title="There is nothing to review yet" />;
  if (error && !queue) {
    return (
      <Failure
        title="The review queue could not be loaded"
        error={error}
        retry={() => void load(undefined, new AbortController().signal)}
      />
    );
  }
  if (!queue) return <Working label="Loading the review queue…" />;
  if (queue.items.length === 0) {
    return (
      <Empty icon="done" title="No identity is in doubt">
        <p class="muted">Everybody could be told apart.</p>
      </Empty>
    );
  }
  return (
    <section aria-labelledby="review-title">
      <header class="card-head">
        <div>
          <h2 id="review-title">Review queue</h2>
          <p class="muted">
            {plural(queue.items.length, "person", "people")}
            {queue.at === null ? "" : " so far"} whom enrichment could not tell for certain. Add what is
            missing to your list and import it again.
          </p>
        </div>
        <button type="button" class="quiet" onClick={() => save(eventId, queue.items)}>
          <Icon name="download" /> Export CSV
        </button>
      </header>
      <ul class="reviews">
        {queue.items.map((item) => (
          <Item key={item.review_id} item={item} person={people?.get(item.attendee_id)} open={open} />
        ))}
      </ul>
      {error ? <Failure title="The rest could not be loaded" error={error} /> : null}
      {queue.at === null ? null : (
        <button type="button" class="quiet" onClick={() => void load(queue, new AbortController().signal)}>
          Load more
        </button>
      )}
    </section>
  );
}

interface ItemProps {
  item: ReviewItem;
  person: Person | undefined;
  open: (id: string) => void;
}

function Item({ item, person, open }: ItemProps): JSX.Element {
  const candidates = Array.isArray(item.candidates) ? item.candidates : [];
  return (
    <li class="card review">
      <div>
        <p class="review-who">
          {person ? (
            <button type="button" class="link" onClick={() => open(person.id)}>
              <Say text={person.name} />
            </button>
          ) : (
            <code>
              <Say text={item.attendee_id} />
            </code>
          )}
          {person ? (
            <span class="role">
              <Say text={roleOf(person)} />
            </span>
          ) : null}
        </p>
        <p>
          <Say text={reviewReason(item.reason)} />
        </p>
        {item.created_at ? <p class="fine">Raised {moment(item.created_at)}</p> : null}
      </div>
      {candidates.length > 0 ? (
        <div>
          <p class="fine">
            Could also be {candidates.length > 1 ? `one of ${count(candidates.length)}` : ""}
          </p>
          <ul class="candidates">
            {candidates.map((candidate, index) => (
              <li key={index}>
                <Candidate candidate={candidate} />
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </li>
  );
}

/** What a candidate holds is not documented: the fields of an attendee where it has them, else all of it. */
function Candidate({ candidate }: { candidate: unknown }): JSX.Element {
  if (typeof candidate !== "object" || candidate === null) return <Say text={candidate} />;
  const { name, title, company, attendee_id } = candidate as Record<string, unknown>;
  if (name === undefined && attendee_id === undefined) return <Say text={candidate} />;
  const role = [title, company].filter((part) => typeof part === "string" && part !== "").join(", ");
  return (
    <>
      <Say text={name ?? attendee_id} />
      {role ? (
        <span class="role">
          <Say text={role} />
        </span>
      ) : null}
    </>
  );
}

function save(eventId: string, items: readonly ReviewItem[]): void {
  const rows = items.map((item) => [
    item.review_id,
    item.attendee_id,
    item.status,
    item.reason,
    item.candidates === undefined ? "" : JSON.stringify(item.candidates),
    item.created_at,
  ]);
  download(
    fileName(eventId, "review-queue"),
    csv(["review_id", "attendee_id", "status", "reason", "candidates", "created_at"], rows),
  );
}
