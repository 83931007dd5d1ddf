// The flows so far, newest first; looked after again while one of them is under way.

import type { JSX } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import type { FlowList, FlowStatus, FlowSummary } from "../../shared/api.ts";
import { asApiError, call, type ApiError } from "../api/http.ts";
import { flowHref } from "../app/router.ts";
import { ago, plural } from "../text/format.ts";
import { FLOW_STATUS } from "../text/words.ts";
import { useNow } from "../ui/hooks.ts";
import { Badge, Empty, Failure } from "../ui/parts.tsx";
import { Say } from "../ui/say.tsx";

const AGAIN_MS = 3000;

/** The colour of a flow's state. */
export const FLOW_TONE: Readonly<Record<FlowStatus, "calm" | "good" | "warn" | "bad">> = {
  running: "calm",
  waiting: "warn",
  done: "good",
  failed: "bad",
};

/** The list of flows. */
export function Flows({ active }: { active: boolean }): JSX.Element {
  const [flows, setFlows] = useState<FlowSummary[]>();
  const [error, setError] = useState<ApiError>();
  const under = flows?.some(({ status }) => status === "running" || status === "waiting") ?? false;
  const now = useNow(under);

  const load = useCallback(async () => {
    try {
      setFlows((await call<FlowList>("GET", "/api/flows")).flows);
      setError(undefined);
    } catch (thrown) {
      setError(asApiError(thrown));
    }
  }, []);

  useEffect(() => {
    if (active) void load();
  }, [active, load]);
  useEffect(() => {
    if (!active || !under) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) void load();
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }, [active, under, load]);

  return (
    <section aria-labelledby="flows-title" class="flows">
      <h2 id="flows-title">Recent flows</h2>
      {error ? (
        <Failure title="The flows could not be loaded" error={error} retry={() => void load()} />
      ) : null}
      {flows === undefined && !error ? <Skeleton /> : null}
      {flows?.length === 0 ? (
        <Empty icon="file" title="No flow yet">
          <p class="muted">The first one appears here as soon as you start it, on every device.</p>
        </Empty>
      ) : null}
      {flows && flows.length > 0 ? (
        <ul class="flow-list">
          {flows.map((flow) => (
            <Row key={flow.flow_id} flow={flow} now={now} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function Row({ flow, now }: { flow: FlowSummary; now: number }): JSX.Element {
  return (
    <li>
      <a class="flow-row" href={flowHref(flow.flow_id)}>
        <span class="flow-row-title">
          <Say text={flow.title} fallback={flow.event_id} />
        </span>
        <Badge tone={FLOW_TONE[flow.status]}>{FLOW_STATUS[flow.status]}</Badge>
        <span class="flow-row-facts">
          <Say text={flow.file_name} />
          {flow.imported === undefined ? null : <span>{plural(flow.imported, "person", "people")}</span>}
          <time dateTime={flow.created_at}>{ago(flow.created_at, now)}</time>
        </span>
      </a>
    </li>
  );
}

function Skeleton(): JSX.Element {
  return (
    <div class="flow-list" role="status">
      <span class="sr-only">Loading the flows…</span>
      <span class="skeleton" />
      <span class="skeleton" />
      <span class="skeleton" />
    </div>
  );
}
