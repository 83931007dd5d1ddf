// The results of a flow: matches as a table or a picture, the review queue, and a person's card over them.

import type { JSX } from "preact";
import { lazy, Suspense } from "preact/compat";
import type { FlowState } from "../../shared/api.ts";
import { flowHref, type Tab } from "../app/router.ts";
import { underWay } from "../flow/live.ts";
import { clean } from "../text/clean.ts";
import { count, plural } from "../text/format.ts";
import { Empty, Failure, Notice, Working } from "../ui/parts.tsx";
import { useMatches, type Loading } from "./load.ts";
import { PersonCard } from "./person.tsx";
import { ReviewQueue } from "./review.tsx";

const MatchesTable = lazy(() => import("./matches.tsx").then(({ MatchesTable: table }) => table));
const Network = lazy(() => import("./network.tsx").then(({ Network: picture }) => picture));

interface ResultsProps {
  flow: FlowState;
  tab: Extract<Tab, "matches" | "network" | "review">;
  person: string | undefined;
}

/** Whatever of the results the tab shows. */
export function Results({ flow, tab, person }: ResultsProps): JSX.Element {
  const match = flow.steps.find(({ name }) => name === "match");
  const ready = match?.status === "done";
  const loading = useMatches(flow.event.event_id, ready);
  const open = (id: string): void => {
    location.hash = flowHref(flow.flow_id, tab, id);
  };
  const close = (): void => {
    location.hash = flowHref(flow.flow_id, tab);
  };
  const { loaded } = loading;
  return (
    <>
      {tab === "review" ? (
        <ReviewQueue flow={flow} people={loaded?.people} open={open} />
      ) : ready ? (
        <Matches loading={loading} tab={tab} flow={flow} open={open} />
      ) : (
        <NotYet flow={flow} skipped={match?.status === "skipped"} />
      )}
      {person !== undefined && loaded ? (
        <PersonCard
          id={person}
          pairs={loaded.pairs}
          people={loaded.people}
          partial={loaded.more}
          open={open}
          close={close}
        />
      ) : null}
    </>
  );
}

function NotYet({ flow, skipped }: { flow: FlowState; skipped: boolean }): JSX.Element {
  if (skipped) {
    return (
      <Empty icon="skipped" title="Matching was left out">
        <p class="muted">Start a flow for the same event with “Match people” on to have scores.</p>
      </Empty>
    );
  }
  return (
    <Empty
      icon="wait"
      title={underWay(flow) ? "The matches are not ready yet" : "The flow stopped before matching had ended"}
    >
      <p class="muted">
        {underWay(flow)
          ? "They appear here by themselves when matching is done."
          : "Resume it to have the matches."}
      </p>
      <a href={flowHref(flow.flow_id, "progress")}>See the progress</a>
    </Empty>
  );
}

interface MatchesProps {
  loading: Loading;
  tab: "matches" | "network";
  flow: FlowState;
  open: (id: string) => void;
}

function Matches({ loading, tab, flow, open }: MatchesProps): JSX.Element {
  const { loaded, busy, scores, error, loadMore } = loading;
  if (!loaded) {
    if (error) return <Failure title="The matches could not be loaded" error={error} retry={loadMore} />;
    return (
      <Working
        label={scores > 0 ? `Loading the matches: ${count(scores)} scores so far` : "Loading the matches…"}
      />
    );
  }
  if (loaded.pairs.length === 0) {
    return (
      <Empty icon="file" title="There are no matches">
        <p class="muted">Matching found nobody who should meet. It needs at least two people in the event.</p>
      </Empty>
    );
  }
  return (
    <>
      {error ? <Failure title="The rest could not be loaded" error={error} retry={loadMore} /> : null}
      {loaded.nameless ? (
        <Notice tone="warn" title="Names are missing">
          <p>The attendees could not be read ({clean(loaded.nameless.code)}), so IDs stand in their place.</p>
        </Notice>
      ) : null}
      {loaded.more ? (
        <Notice
          tone="calm"
          title={`These are the first ${count(loaded.scores)} scores`}
          actions={
            <button type="button" class="quiet" onClick={loadMore} disabled={busy} aria-busy={busy}>
              Load more
            </button>
          }
        >
          <p>
            The event has more than a page should load at once. The table, its export and the picture cover
            what is loaded; the event’s best pairs may not be among it.
          </p>
        </Notice>
      ) : null}
      <Suspense fallback={<Working label={`Drawing ${plural(loaded.pairs.length, "pair")}…`} />}>
        {tab === "matches" ? (
          <MatchesTable pairs={loaded.pairs} open={open} eventId={flow.event.event_id} />
        ) : (
          <Network pairs={loaded.pairs} open={open} tableHref={flowHref(flow.flow_id, "matches")} />
        )}
      </Suspense>
    </>
  );
}
