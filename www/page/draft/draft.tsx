// A file before it is sent: what was understood, what was rejected, what it is for. Nothing leaves the page from here
// until Start is pressed.

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { MAX_UPLOAD_BYTES, type SessionState } from "../../shared/api.ts";
import type { Mapping, ReadState } from "../reading/protocol.ts";
import { useReading } from "../reading/use-reading.ts";
import { count, plural, size } from "../text/format.ts";
import { withoutAdvice } from "../text/words.ts";
import { clean } from "../text/clean.ts";
import { Figure, Notice, Working } from "../ui/parts.tsx";
import { Say } from "../ui/say.tsx";
import { useTitle } from "../ui/hooks.ts";
import { Columns } from "./columns.tsx";
import { EventForm } from "./event-form.tsx";
import { emptyPlan, problemsOf, type Plan } from "./plan.ts";
import { Preview } from "./preview.tsx";
import { StartBar, useStart } from "./start.tsx";

interface DraftProps {
  file: File;
  session: SessionState;
  discard: () => void;
  started: (flowId: string) => void;
}

/** The file, its columns, its rows, its event, and the way to start. */
export function Draft({ file, session, discard, started }: DraftProps): JSX.Element {
  useTitle(clean(file.name));
  const [mapping, setMapping] = useState<Mapping>({});
  const [plan, setPlan] = useState<Plan>(() => emptyPlan(file.name));
  const [tries, setTries] = useState(0);
  const reading = useReading(file, mapping);
  const start = useStart(file, started);
  const form = useRef<HTMLFormElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [tries]);

  const submit = (event: Event): void => {
    event.preventDefault();
    setTries(tries + 1);
    if (Object.keys(problemsOf(plan)).length > 0) return;
    void start.run(plan, mapping);
  };

  const busy = start.state.phase === "uploading" || start.state.phase === "starting";
  return (
    <form class="draft" ref={form} onSubmit={submit} noValidate>
      <header class="page-head">
        <div>
          <p class="kicker">New flow · nothing has been sent</p>
          <h1 tabIndex={-1} ref={heading}>
            <Say text={file.name} />
          </h1>
        </div>
        <p class="muted">{size(file.size)}</p>
      </header>
      <Reading reading={reading} file={file} />
      <Columns
        columns={reading.columns}
        preview={reading.preview}
        mapping={mapping}
        change={setMapping}
        disabled={busy}
        open={reading.problem !== undefined}
      />
      <Preview reading={reading} mapping={mapping} />
      <EventForm plan={plan} change={setPlan} problems={tries > 0 ? problemsOf(plan) : {}} disabled={busy} />
      <StartBar
        reading={reading}
        environment={session.environment}
        tooLarge={file.size > MAX_UPLOAD_BYTES}
        state={start.state}
        stop={start.stop}
        discard={discard}
      />
    </form>
  );
}

function Reading({ reading, file }: { reading: ReadState; file: File }): JSX.Element {
  const { accepted, rejectedCount, bytesRead, bytesTotal, done, problem } = reading;
  return (
    <section aria-label="The file" class="reading">
      {file.size > MAX_UPLOAD_BYTES ? (
        <Notice tone="warn" title={`The file is larger than ${size(MAX_UPLOAD_BYTES)}`}>
          <p>
            You can look at it here. To send it, split it into smaller files, or leave out columns that
            matching does not need.
          </p>
        </Notice>
      ) : null}
      {problem ? (
        <Notice tone={mappable(problem.code) ? "warn" : "bad"} title={problemTitle(problem.code)} urgent>
          <p>{advice(problem.code) ?? <Say text={withoutAdvice(problem.message)} />}</p>
        </Notice>
      ) : (
        <div class="figures">
          <Figure
            value={count(accepted + rejectedCount)}
            label={done ? "rows in the file" : "rows read so far"}
          />
          <Figure value={count(accepted)} label="ready to import" tone="good" />
          <Figure value={count(rejectedCount)} label="rejected" tone={rejectedCount > 0 ? "warn" : "calm"} />
        </div>
      )}
      {done ? (
        <p class="sr-only" role="status">
          {problem
            ? "The file cannot be read."
            : `Read: ${plural(accepted, "row")} ready, ${count(rejectedCount)} rejected.`}
        </p>
      ) : (
        <Working
          label={`Reading ${size(bytesRead)} of ${size(bytesTotal)}`}
          part={bytesTotal > 0 ? bytesRead / bytesTotal : undefined}
        />
      )}
    </section>
  );
}

/** Whether choosing columns by hand puts it right. */
function mappable(code: string): boolean {
  return code === "NO_NAME_COLUMN" || code === "AMBIGUOUS_COLUMNS";
}

function problemTitle(code: string): string {
  switch (code) {
    case "NO_NAME_COLUMN":
      return "Which column is the name?";
    case "AMBIGUOUS_COLUMNS":
      return "Two columns could be the same thing";
    case "EMPTY_FILE":
      return "The file is empty";
    default:
      return "The file cannot be read";
  }
}

function advice(code: string): string | undefined {
  switch (code) {
    case "NO_NAME_COLUMN":
      return "No heading says so. Choose it under “Columns”: one for the full name, or one each for first and last name.";
    case "EMPTY_FILE":
      return "It needs a line of headings and at least one attendee.";
    default:
      return undefined;
  }
}
