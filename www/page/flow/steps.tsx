// The steps of a flow, each with its state, counts, bar, time and correlation id.

import type { JSX } from "preact";
import type { FlowState, StepState } from "../../shared/api.ts";
import { between, count, duration, plural } from "../text/format.ts";
import { STEP_STATUS, STEP_WORDS, waitReason } from "../text/words.ts";
import { Icon } from "../ui/icon.tsx";
import { CorrelationId, Notice } from "../ui/parts.tsx";

/** All steps, in their order. */
export function Steps({ flow, now }: { flow: FlowState; now: number }): JSX.Element {
  return (
    <ol class="steps" aria-label="Steps">
      {flow.steps.map((step) => (
        <Step key={step.name} step={step} now={now} />
      ))}
    </ol>
  );
}

function Step({ step, now }: { step: StepState; now: number }): JSX.Element {
  const words = STEP_WORDS[step.name];
  const took = step.started_at ? duration(between(step.started_at, step.ended_at, now)) : "";
  return (
    <li class={`step ${step.status}`} aria-current={step.status === "running" ? "step" : undefined}>
      <span class="step-mark">
        {step.status === "done" ? <Icon name="done" /> : null}
        {step.status === "failed" ? <Icon name="failed" /> : null}
        {step.status === "skipped" ? <Icon name="skipped" /> : null}
      </span>
      <div class="step-body">
        <p class="step-line">
          <span class="step-title">{words.title}</span>
          <span class="step-status">{STEP_STATUS[step.status]}</span>
          <span class="step-time">{step.status === "skipped" ? "" : took}</span>
        </p>
        {step.status === "pending" || step.status === "skipped" ? (
          <p class="fine">{words.about}</p>
        ) : (
          <Detail step={step} />
        )}
      </div>
    </li>
  );
}

function Detail({ step }: { step: StepState }): JSX.Element {
  const { title, about, unit } = STEP_WORDS[step.name];
  const counted = unit !== "" && (step.total !== null || step.completed > 0);
  const part = step.total !== null && step.total > 0 ? step.completed / step.total : undefined;
  const bar = step.status === "running" || (step.status === "failed" && part !== undefined);
  return (
    <>
      {bar ? <progress aria-label={title} max={1} {...(part === undefined ? {} : { value: part })} /> : null}
      <p class="fine step-facts">
        <span>{counted ? amount(step, unit) : about}</span>
        {step.requests > 0 ? <span>{plural(step.requests, "request")}</span> : null}
        {step.correlation_id ? <CorrelationId id={step.correlation_id} /> : null}
      </p>
    </>
  );
}

function amount({ completed, total }: StepState, unit: string): string {
  return total === null
    ? `${count(completed)} ${unit} so far`
    : `${count(completed)} of ${count(total)} ${unit}`;
}

/** Why it waits, and how long still. */
export function WaitNotice({ flow, now }: { flow: FlowState; now: number }): JSX.Element | null {
  const left = flow.next_at ? Math.max(0, Date.parse(flow.next_at) - now) : undefined;
  const polling = flow.wait_reason === undefined || flow.wait_reason === "POLL";
  const when =
    left === undefined ? "soon" : left < 1000 ? "now" : `in ${duration(Math.ceil(left / 1000) * 1000)}`;
  return (
    <Notice tone={polling ? "calm" : "warn"} title={waitReason(flow.wait_reason)}>
      <p>
        {polling ? `Asking again ${when}.` : `It goes on by itself ${when}. There is nothing for you to do.`}
      </p>
    </Notice>
  );
}
