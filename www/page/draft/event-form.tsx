// What the list is for: the event, and what is to be done.

import type { JSX } from "preact";
import { withTitle, type Plan, type Problems } from "./plan.ts";

interface EventFormProps {
  plan: Plan;
  change: (plan: Plan) => void;
  problems: Problems;
  disabled: boolean;
}

/** The form about the event. */
export function EventForm({ plan, change, problems, disabled }: EventFormProps): JSX.Element {
  const set = (part: Partial<Plan>): void => change({ ...plan, ...part });
  return (
    <fieldset class="card form" disabled={disabled}>
      <legend class="sr-only">Event</legend>
      <h2>Event</h2>
      <div class="form-grid">
        <Field label="Name" id="title" problem={problems.title} required>
          {(aria) => (
            <input
              {...aria}
              value={plan.title}
              onInput={(e) => change(withTitle(plan, e.currentTarget.value))}
            />
          )}
        </Field>
        <Field
          label="Event ID"
          id="event-id"
          problem={problems.eventId}
          help="Your own. The same ID is the same event: people are added to it."
          required
        >
          {(aria) => (
            <input
              {...aria}
              class="mono"
              spellcheck={false}
              autocapitalize="off"
              value={plan.eventId}
              onInput={(e) => set({ eventId: e.currentTarget.value, ownId: true })}
            />
          )}
        </Field>
        <Field label="First day" id="start-date">
          {(aria) => (
            <input
              {...aria}
              type="date"
              value={plan.startDate}
              onInput={(e) => set({ startDate: e.currentTarget.value })}
            />
          )}
        </Field>
        <Field label="Last day" id="end-date" problem={problems.endDate}>
          {(aria) => (
            <input
              {...aria}
              type="date"
              value={plan.endDate}
              onInput={(e) => set({ endDate: e.currentTarget.value })}
            />
          )}
        </Field>
      </div>
      <details>
        <summary>Say more about it, for better matches</summary>
        <div class="form-grid">
          <Field label="What it is about" id="details" wide>
            {(aria) => (
              <textarea
                {...aria}
                rows={3}
                value={plan.details}
                onInput={(e) => set({ details: e.currentTarget.value })}
              />
            )}
          </Field>
          <Field label="Whom you want to bring together" id="objectives" wide>
            {(aria) => (
              <textarea
                {...aria}
                rows={3}
                value={plan.objectives}
                onInput={(e) => set({ objectives: e.currentTarget.value })}
              />
            )}
          </Field>
          <Field label="Welcome instructions" id="welcome" wide>
            {(aria) => (
              <textarea
                {...aria}
                rows={2}
                value={plan.welcome}
                onInput={(e) => set({ welcome: e.currentTarget.value })}
              />
            )}
          </Field>
          <Field label="Description" id="description" wide>
            {(aria) => (
              <textarea
                {...aria}
                rows={2}
                value={plan.description}
                onInput={(e) => set({ description: e.currentTarget.value })}
              />
            )}
          </Field>
          <Field label="Time zone" id="timezone" problem={problems.timezone}>
            {(aria) => (
              <input
                {...aria}
                placeholder="Europe/Berlin"
                value={plan.timezone}
                onInput={(e) => set({ timezone: e.currentTarget.value })}
              />
            )}
          </Field>
        </div>
      </details>
      <div class="toggles">
        <label>
          <input
            type="checkbox"
            role="switch"
            checked={plan.enrich}
            onChange={(e) => set({ enrich: e.currentTarget.checked })}
          />
          <span>
            Enrich profiles <span class="fine">adds public information to each person</span>
          </span>
        </label>
        <label>
          <input
            type="checkbox"
            role="switch"
            checked={plan.match}
            onChange={(e) => set({ match: e.currentTarget.checked })}
          />
          <span>
            Match people <span class="fine">scores who should meet whom</span>
          </span>
        </label>
      </div>
    </fieldset>
  );
}

interface Aria {
  id: string;
  required?: boolean;
  "aria-invalid"?: "true";
  "aria-describedby"?: string;
}

interface FieldProps {
  label: string;
  id: string;
  help?: string;
  problem?: string | undefined;
  required?: boolean;
  wide?: boolean;
  children: (aria: Aria) => JSX.Element;
}

function Field({ label, id, help, problem, required, wide, children }: FieldProps): JSX.Element {
  const about = problem ?? help;
  return (
    <div class={wide ? "field wide" : "field"}>
      <label for={id}>
        {label} {required ? <span class="fine">required</span> : null}
      </label>
      {children({
        id,
        ...(required ? { required } : {}),
        ...(problem ? { "aria-invalid": "true" as const } : {}),
        ...(about ? { "aria-describedby": `${id}-about` } : {}),
      })}
      {about ? (
        <p id={`${id}-about`} class={problem ? "fine problem" : "fine"}>
          {about}
        </p>
      ) : null}
    </div>
  );
}
