// One flow: how far it is, and what came of it.

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { FlowState } from "../../shared/api.ts";
import { asApiError, type ApiError } from "../api/http.ts";
import { flowHref, type Tab } from "../app/router.ts";
import { FLOW_TONE } from "../home/flows.tsx";
import { Results } from "../results/results.tsx";
import { clean } from "../text/clean.ts";
import { between, count, days, duration, moment } from "../text/format.ts";
import { failureText, FLOW_STATUS, isUsedUp, STEP_WORDS } from "../text/words.ts";
import { useNow, useTitle } from "../ui/hooks.ts";
import { Icon } from "../ui/icon.tsx";
import { Badge, Empty, Failure, Notice, Working } from "../ui/parts.tsx";
import { Say } from "../ui/say.tsx";
import { Report } from "./report.tsx";
import { Steps, WaitNotice } from "./steps.tsx";
import { underWay, useFlow } from "./live.ts";

interface FlowViewProps {
  flowId: string;
  tab: Tab | undefined;
  person: string | undefined;
  active: boolean;
}

/** The view of a flow; it can be left and come back to. */
export function FlowView({ flowId, tab, person, active }: FlowViewProps): JSX.Element {
  const { flow, error, resume, again } = useFlow(flowId, active);
  useTitle(clean(flow?.event.title));
  // Somebody who comes to a flow that has ended wants its results; one who watched it end is not moved.
  const first = useRef<Tab | undefined>(undefined);
  if (flow && first.current === undefined) {
    first.current = flow.status === "done" && flow.steps.some(matched) ? "matches" : "progress";
  }
  if (!flow) return <Before error={error} again={again} />;
  const shown = tab ?? first.current ?? "progress";
  return (
    <div class="flow">
      <Head flow={flow} />
      {error ? <Lost error={error} again={again} /> : null}
      <Tabs flow={flow} shown={shown} />
      {shown === "progress" ? <Progress flow={flow} resume={resume} /> : null}
      {shown === "report" ? <Report flow={flow} /> : null}
      {shown === "matches" || shown === "network" || shown === "review" ? (
        <Results key={flow.event.event_id} flow={flow} tab={shown} person={person} />
      ) : null}
    </div>
  );
}

function matched(step: FlowState["steps"][number]): boolean {
  return step.name === "match" && step.status === "done";
}

function Before({ error, again }: { error: ApiError | undefined; again: () => void }): JSX.Element {
  if (!error) return <Working label="Loading the flow…" />;
  if (error.status === 404 || error.status === 400) {
    return (
      <Empty icon="file" title="This flow does not exist">
        <p class="muted">It may have been started on another console.</p>
        <a href="#/">To all flows</a>
      </Empty>
    );
  }
  return <Failure title="The flow could not be loaded" error={error} retry={again} />;
}

function Lost({ error, again }: { error: ApiError; again: () => void }): JSX.Element {
  return (
    <Notice
      tone="warn"
      title="The console does not answer at the moment"
      actions={
        <button type="button" class="quiet" onClick={again}>
          Try now
        </button>
      }
    >
      <p>{clean(error.message)} What you see is the last that is known; the flow itself goes on.</p>
    </Notice>
  );
}

function Head({ flow }: { flow: FlowState }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Whoever comes from a form or a list that is gone begins here; a focus that is somewhere stays.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  const when = days(flow.event.start_date, flow.event.end_date);
  return (
    <header class="page-head">
      <div>
        <p class="kicker">
          <a href="#/">
            <Icon name="back" /> All flows
          </a>
        </p>
        <h1 tabIndex={-1} ref={heading}>
          <Say text={flow.event.title} fallback={flow.event.event_id} />
        </h1>
        <p class="facts">
          <Badge tone={FLOW_TONE[flow.status]}>{FLOW_STATUS[flow.status]}</Badge>
          {when ? <span>{when}</span> : null}
          <span>
            <Say text={flow.file_name} />
          </span>
          <code>{clean(flow.event.event_id)}</code>
        </p>
      </div>
    </header>
  );
}

function Tabs({ flow, shown }: { flow: FlowState; shown: Tab }): JSX.Element {
  const report = flow.report;
  const tabs: [Tab, string, (string | undefined)?][] = [
    ["progress", "Progress"],
    ["matches", "Matches"],
    ["network", "Network"],
    ["review", "Review queue"],
    ["report", "Report", report && report.rejected_count > 0 ? count(report.rejected_count) : undefined],
  ];
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [shown]);
  return (
    <nav class="tabs" ref={nav} aria-label="Parts of the flow">
      {tabs.map(([tab, word, mark]) => (
        <a key={tab} href={flowHref(flow.flow_id, tab)} aria-current={tab === shown ? "page" : undefined}>
          {word}
          {mark ? (
            <span class="tab-mark">
              {mark}
              <span class="sr-only"> rejected</span>
            </span>
          ) : null}
        </a>
      ))}
    </nav>
  );
}

function Progress({ flow, resume }: { flow: FlowState; resume: () => Promise<void> }): JSX.Element {
  const now = useNow(underWay(flow));
  return (
    <section class="progress" aria-label="Progress">
      <Announcer flow={flow} />
      {flow.status === "failed" ? <Failed flow={flow} resume={resume} /> : null}
      {flow.status === "waiting" ? <WaitNotice flow={flow} now={now} /> : null}
      {flow.status === "done" ? <Ended flow={flow} /> : null}
      <Steps flow={flow} now={now} />
      <p class="fine">
        Started {moment(flow.created_at)}
        {underWay(flow) ? ". It goes on without this page: close it, and come back on any device." : "."}
      </p>
    </section>
  );
}

function Ended({ flow }: { flow: FlowState }): JSX.Element {
  const took = duration(between(flow.created_at, flow.updated_at, 0));
  const hasMatches = flow.steps.some(matched);
  return (
    <Notice
      tone="good"
      title={`Done in ${took}`}
      actions={
        hasMatches ? (
          <a role="button" href={flowHref(flow.flow_id, "matches")}>
            See the matches
          </a>
        ) : (
          <a role="button" class="quiet" href={flowHref(flow.flow_id, "report")}>
            See the report
          </a>
        )
      }
    >
      <p>
        {flow.report
          ? `${count(flow.report.imported)} of ${count(flow.report.total)} people are in the event. `
          : ""}
        {hasMatches ? "Their matches are ready." : "Matching was left out."}
      </p>
    </Notice>
  );
}

function Failed({ flow, resume }: { flow: FlowState; resume: () => Promise<void> }): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<ApiError>();
  const mounted = useRef(true);
  useEffect(() => () => void (mounted.current = false), []);
  const goOn = async (): Promise<void> => {
    setBusy(true);
    setRefused(undefined);
    try {
      await resume();
    } catch (thrown) {
      setRefused(asApiError(thrown));
    }
    if (mounted.current) setBusy(false);
  };
  const step = flow.steps.find(({ status }) => status === "failed");
  const where = step ? ` at “${STEP_WORDS[step.name].title}”` : "";
  const error = flow.error;
  const usedUp = error !== undefined && isUsedUp(error.message);
  return (
    <>
      {error ? (
        <Failure
          title={`It stopped${where}`}
          error={{
            code: error.code,
            message: failureText(error.message),
            correlationId: error.correlation_id,
          }}
          {...(usedUp ? {} : { retry: () => void goOn() })}
          busy={busy}
          retryWord="Resume"
        />
      ) : null}
      <p class="fine">{usedUp ? <a href="#/">To all flows</a> : resumeWords(error)}</p>
      {refused ? <Failure title="It could not be resumed" error={refused} /> : null}
    </>
  );
}

/** What to resume means, after this failure. */
function resumeWords(error: FlowState["error"]): string {
  if (error?.code.startsWith("RUN_")) {
    return "Resuming makes one new attempt of what failed. Nothing that succeeded is done again.";
  }
  return error?.retryable
    ? "This fault may have passed by now. Resuming goes on from there; nothing is done twice."
    : "Resuming asks again from there, once what the message says has been put right; nothing is done twice.";
}

/** Tells a screen reader what has changed, once a change. */
function Announcer({ flow }: { flow: FlowState }): JSX.Element {
  const step = flow.steps.find(({ status }) => status === "running" || status === "failed");
  const words =
    flow.status === "done"
      ? "The flow is done."
      : flow.status === "failed"
        ? `The flow failed${step ? ` at ${STEP_WORDS[step.name].title}` : ""}.`
        : step
          ? `${STEP_WORDS[step.name].title} is under way.`
          : "";
  return (
    <p class="sr-only" role="status">
      {words}
    </p>
  );
}
