// How a flow stands, as the page sees it: pure changes from one state to the next.

import type { FlowResult, FlowStep } from "meshi-partner";
import {
  MAX_REJECTED,
  STEPS,
  type ConsoleError,
  type FlowReport,
  type FlowState,
  type FlowSummary,
  type NewFlow,
  type StepState,
} from "../../shared/api.ts";

/** Requests that went out, and the correlation id of the last one. */
export interface Sent {
  requests: number;
  correlationId?: string | undefined;
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** A flow that has not begun. */
export function begun(flowId: string, { file_name, event }: NewFlow, nowMs: number): FlowState {
  const at = iso(nowMs);
  return {
    flow_id: flowId,
    version: 1,
    file_name,
    event,
    status: "running",
    steps: STEPS.map((name) => ({ name, status: "pending", completed: 0, total: null, requests: 0 })),
    created_at: at,
    updated_at: at,
  };
}

/** The next version, with nothing of what only held for the last one. */
function next(state: FlowState, nowMs: number, steps: StepState[], changed: Partial<FlowState>): FlowState {
  const { next_at: _at, wait_reason: _reason, error: _error, ...kept } = state;
  return { ...kept, version: state.version + 1, updated_at: iso(nowMs), steps, ...changed };
}

function counted(step: StepState, { requests, correlationId }: Sent): StepState {
  return {
    ...step,
    requests: step.requests + requests,
    ...(correlationId !== undefined && { correlation_id: correlationId }),
  };
}

/** The first one that is not over. */
function current(state: FlowState): StepState | undefined {
  return state.steps.find(({ status }) => status !== "done" && status !== "skipped");
}

/** A piece of work is done. */
export function stepped(state: FlowState, step: FlowStep, sent: Sent, nowMs: number): FlowState {
  const at = iso(nowMs);
  const over = step.status !== "running";
  const steps = state.steps.map((each) => {
    if (each.name !== step.name) return each;
    return {
      ...counted(each, sent),
      ...step.progress,
      status: step.status,
      started_at: each.started_at ?? at,
      ...(over && { ended_at: at }),
    };
  });
  return next(state, nowMs, over && !step.done ? opened(steps, at) : steps, { status: "running" });
}

/** Once a step is over, the one after it is what goes on. */
function opened(steps: StepState[], at: string): StepState[] {
  const first = steps.findIndex(({ status }) => status === "pending");
  return steps.map((each, index) =>
    index === first ? { ...each, status: "running", started_at: at } : each,
  );
}

/** The next piece of work is to be done at a time: a poll, or what a server or a backoff makes wait. */
export function waiting(state: FlowState, atMs: number, reason: string, isPoll: boolean): FlowState {
  return { ...state, status: isPoll ? "running" : "waiting", next_at: iso(atMs), wait_reason: reason };
}

/** A piece of work did not come off, and will be tried again. */
export function delayed(state: FlowState, sent: Sent, nowMs: number): FlowState {
  const name = current(state)?.name;
  const at = iso(nowMs);
  const steps = state.steps.map((each) =>
    each.name === name
      ? { ...counted(each, sent), status: "running" as const, started_at: each.started_at ?? at }
      : each,
  );
  return next(state, nowMs, steps, {});
}

/** It ended there. */
export function failed(state: FlowState, error: ConsoleError, retryable: boolean, nowMs: number): FlowState {
  const name = current(state)?.name;
  const steps = state.steps.map((each) =>
    each.name === name
      ? { ...each, status: "failed" as const, ended_at: iso(nowMs), correlation_id: error.correlation_id }
      : each,
  );
  return next(state, nowMs, steps, { status: "failed", error: { ...error, retryable } });
}

/** It goes on from where it failed. */
export function resumed(state: FlowState, nowMs: number): FlowState {
  const steps = state.steps.map(({ ended_at, ...each }) =>
    each.status === "failed"
      ? { ...each, status: "running" as const }
      : { ...each, ...(ended_at !== undefined && { ended_at }) },
  );
  return next(state, nowMs, steps, { status: "running" });
}

/** What became of the rows, in a bounded size. */
export function reportOf(report: FlowResult["importReport"]): FlowReport {
  const { total, imported, rejected, warnings, warningsTotal, replayed } = report;
  return {
    total,
    imported,
    rejected_count: rejected.length,
    rejected: rejected.slice(0, MAX_REJECTED),
    ...(replayed !== undefined && replayed > 0 && { replayed }),
    ...(warningsTotal > 0 && { warning_count: warningsTotal, warnings: warnings.slice(0, MAX_REJECTED) }),
  };
}

/** It is over. */
export function done(state: FlowState, report: FlowReport): FlowState {
  return { ...state, status: "done", report };
}

/** What the list shows of it. */
export function summaryOf(state: FlowState): FlowSummary {
  return {
    flow_id: state.flow_id,
    file_name: state.file_name,
    title: state.event.title,
    event_id: state.event.event_id,
    status: state.status,
    created_at: state.created_at,
    updated_at: state.updated_at,
    ...(state.report && { imported: state.report.imported }),
  };
}
