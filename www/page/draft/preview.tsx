// The first rows as they would be imported, and the rows that would not.

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { PREVIEW_ROWS, type Mapping, type ReadState } from "../reading/protocol.ts";
import { count, plural } from "../text/format.ts";
import { fieldWord } from "../text/words.ts";
import { Empty } from "../ui/parts.tsx";
import { RejectedTable } from "../ui/rejected-table.tsx";
import { Say } from "../ui/say.tsx";

const FIELDS = ["name", "title", "company", "email", "linkedin_url"] as const;
/** Lines of the preview that are shown at first. */
const FEW = 8;

type View = "rows" | "rejected" | "warnings";

const TITLES: Readonly<Record<View, string>> = {
  rows: "Preview",
  rejected: "Rejected rows",
  warnings: "Values left out",
};

/** The views of the rows: those that go, those that stay, and what is left out of those that go. */
export function Preview({ reading }: { reading: ReadState; mapping: Mapping }): JSX.Element | null {
  const [view, setView] = useState<View>("rows");
  const { preview, rejected, rejectedCount, warnings, warningCount, accepted, problem } = reading;
  if (problem || (preview.length === 0 && rejected.length === 0)) {
    return reading.done && !problem ? (
      <section class="card">
        <Empty icon="file" title="There are no rows below the headings" />
      </section>
    ) : null;
  }
  return (
    <section class="card" aria-labelledby="preview-title">
      <header class="card-head">
        <div>
          <h2 id="preview-title">{TITLES[view]}</h2>
          <p class="muted">
            {view === "rows"
              ? `${accepted > PREVIEW_ROWS ? `The first ${count(PREVIEW_ROWS)} of ${plural(accepted, "row")}` : plural(accepted, "row")}, as they would be imported.`
              : view === "rejected"
                ? "They would not be imported. Rows are counted from 1, without the headings."
                : "These people would be imported without a value that cannot be used."}
          </p>
        </div>
        <fieldset class="switch">
          <legend class="sr-only">Which rows to show</legend>
          <Choice name="rows" now={view} choose={setView} label={`Ready ${count(accepted)}`} />
          <Choice name="rejected" now={view} choose={setView} label={`Rejected ${count(rejectedCount)}`} />
          {warningCount > 0 ? (
            <Choice name="warnings" now={view} choose={setView} label={`Left out ${count(warningCount)}`} />
          ) : null}
        </fieldset>
      </header>
      {view === "rows" ? <Rows reading={reading} /> : null}
      {view === "rejected" ? <RejectedTable rows={rejected} total={rejectedCount} /> : null}
      {view === "warnings" ? <RejectedTable rows={warnings} total={warningCount} kind="warnings" /> : null}
    </section>
  );
}

interface ChoiceProps<T extends string> {
  name: T;
  now: T;
  choose: (name: T) => void;
  label: string;
}

function Choice<T extends string>({ name, now, choose, label }: ChoiceProps<T>): JSX.Element {
  return (
    <label>
      <input type="radio" name="preview-view" checked={name === now} onChange={() => choose(name)} />
      <span>{label}</span>
    </label>
  );
}

function Rows({ reading }: { reading: ReadState }): JSX.Element {
  const [all, setAll] = useState(false);
  const { preview } = reading;
  const used = FIELDS.filter((field) =>
    preview.some((row) => row[field] !== undefined && row[field] !== null),
  );
  const shown = all ? preview : preview.slice(0, FEW);
  if (preview.length === 0) return <Empty icon="file" title="No row is ready to import" />;
  return (
    <>
      <div class="scroll preview" role="region" aria-label="Preview of the rows" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {used.map((field) => (
                <th key={field} scope="col">
                  {fieldWord(field)}
                </th>
              ))}
              <th scope="col">Further data</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row, index) => (
              <tr key={index}>
                {used.map((field) => (
                  <td key={field}>
                    <Say text={row[field]} fallback="–" />
                  </td>
                ))}
                <td class="muted">{further(row["raw"])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {preview.length > FEW ? (
        <button type="button" class="ghost" onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show ${count(preview.length)} rows`}
        </button>
      ) : null}
    </>
  );
}

function further(raw: unknown): string {
  const filled = Object.values((raw ?? {}) as object).filter(
    (value) => value !== null && value !== "",
  ).length;
  return filled === 0 ? "–" : plural(filled, "value");
}
