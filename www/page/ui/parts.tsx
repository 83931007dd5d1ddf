// Small parts that several views use.

import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import type { ApiError } from "../api/http.ts";
import { clean } from "../text/clean.ts";
import { Icon, type IconName } from "./icon.tsx";

type Tone = "calm" | "good" | "warn" | "bad";

/** A word on a coloured ground; the word says it all without the colour. */
export function Badge({ tone, children }: { tone: Tone; children: ComponentChildren }): JSX.Element {
  return <span class={`badge ${tone}`}>{children}</span>;
}

interface NoticeProps {
  tone: Tone;
  title: string;
  children?: ComponentChildren;
  actions?: ComponentChildren;
  /** Read out at once. */
  urgent?: boolean;
}

/** Something to know, with what can be done about it. */
export function Notice({ tone, title, children, actions, urgent }: NoticeProps): JSX.Element {
  return (
    <section class={`notice ${tone}`} role={urgent ? "alert" : undefined}>
      <div>
        <p class="notice-title">{title}</p>
        {children}
      </div>
      {actions ? <div class="actions">{actions}</div> : null}
    </section>
  );
}

interface FailureProps {
  title: string;
  error: Pick<ApiError, "code" | "message" | "correlationId">;
  retry?: () => void;
  retryWord?: string;
  busy?: boolean;
}

/** A failure: what happened, its code and correlation id, and a way on. */
export function Failure({
  title,
  error,
  retry,
  retryWord = "Try again",
  busy = false,
}: FailureProps): JSX.Element {
  return (
    <Notice
      tone="bad"
      title={title}
      urgent
      actions={
        retry ? (
          <button type="button" onClick={retry} disabled={busy} aria-busy={busy}>
            {retryWord}
          </button>
        ) : null
      }
    >
      <p>
        <bdi>{clean(error.message)}</bdi>
      </p>
      <p class="fine">
        <code>{clean(error.code)}</code>
        {error.correlationId ? <CorrelationId id={error.correlationId} /> : null}
      </p>
    </Notice>
  );
}

/** The id under which the server knows a call: to be quoted to support. */
export function CorrelationId({ id }: { id: string }): JSX.Element {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard?.writeText(id).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <span class="correlation">
      <span class="fine">Correlation ID</span> <code>{clean(id)}</code>
      <button type="button" class="ghost tiny" onClick={copy} onBlur={() => setCopied(false)}>
        <Icon name={copied ? "done" : "copy"} />
        <span class="sr-only">{copied ? "Copied" : `Copy correlation ID ${clean(id)}`}</span>
      </button>
    </span>
  );
}

/** Nothing here, and why, or what to do. */
export function Empty(props: { icon: IconName; title: string; children?: ComponentChildren }): JSX.Element {
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon name={props.icon} />
      </span>
      <p class="empty-title">{props.title}</p>
      {props.children}
    </div>
  );
}

/** Work under way. Without a part it only says that it goes on. */
export function Working({ label, part }: { label: string; part?: number | undefined }): JSX.Element {
  return (
    <div class="working" role="status">
      <p>{label}</p>
      <progress aria-label={label} max={1} {...(part === undefined ? {} : { value: part })} />
    </div>
  );
}

/** A figure with its word. */
export function Figure(props: { value: string; label: string; tone?: Tone; href?: string }): JSX.Element {
  const inside = (
    <>
      <span class="figure-value">{props.value}</span>
      <span class="figure-label">{props.label}</span>
    </>
  );
  const shape = `figure ${props.tone ?? ""}`;
  return props.href ? (
    <a class={shape} href={props.href}>
      {inside}
    </a>
  ) : (
    <div class={shape}>{inside}</div>
  );
}
