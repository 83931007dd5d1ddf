// The file's columns, and what each is taken for; to be corrected by hand.

import type { JSX } from "preact";
import type { AttendeeField } from "../../shared/api.ts";
import { assign, fieldOf } from "../reading/mapping.ts";
import type { Column, Mapping, PreviewRow } from "../reading/protocol.ts";
import { FIELD_WORDS, fieldWord } from "../text/words.ts";
import { Say } from "../ui/say.tsx";
import { clean } from "../text/clean.ts";
import { plural } from "../text/format.ts";

interface ColumnsProps {
  columns: readonly Column[];
  preview: readonly PreviewRow[];
  mapping: Mapping;
  change: (mapping: Mapping) => void;
  disabled: boolean;
  open: boolean;
}

/** A column a line: its heading, an example, what it is. */
export function Columns({ columns, preview, mapping, change, disabled }: ColumnsProps): JSX.Element | null {
  if (columns.length === 0) return null;
  const known = columns.filter((column) => fieldOf(column, mapping) !== null).length;
  const byHand = Object.keys(mapping).length > 0;
  return (
    <section class="card" aria-labelledby="columns-title">
      <header class="card-head">
        <div>
          <h2 id="columns-title">Columns</h2>
          <p class="muted">
            {plural(known, "column")} of {columns.length} recognised. The others are kept as further data
            about a person.
          </p>
        </div>
        {byHand ? (
          <button type="button" class="ghost" disabled={disabled} onClick={() => change({})}>
            Undo my changes
          </button>
        ) : null}
      </header>
      <ul class="columns">
        {columns.map((column) => {
          const field = fieldOf(column, mapping);
          const id = `column-${columns.indexOf(column)}`;
          return (
            <li key={column.header} class={field === null ? "column" : "column known"}>
              <label for={id}>
                <span class="column-name">
                  <Say text={column.header} fallback="(no heading)" />
                </span>
                <span class="column-example">
                  <Say text={example(column, preview)} fallback="–" />
                </span>
                {field === null && column.suggestion ? (
                  <span class="column-doubt">
                    May be: {fieldWord(column.suggestion)}. Choose it if it is.
                  </span>
                ) : null}
              </label>
              <select
                id={id}
                disabled={disabled}
                value={field ?? ""}
                onChange={(event) => {
                  const value = event.currentTarget.value;
                  change(
                    assign(columns, mapping, column.header, value === "" ? null : (value as AttendeeField)),
                  );
                }}
              >
                <option value="">Further data</option>
                {Object.entries(FIELD_WORDS).map(([value, word]) => (
                  <option key={value} value={value}>
                    {word}
                  </option>
                ))}
              </select>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What the first row that has something says in a column. */
function example(column: Column, preview: readonly PreviewRow[]): string {
  for (const row of preview) {
    const raw = row["raw"] as Record<string, unknown> | undefined;
    const value = (column.field ? row[column.field] : undefined) ?? raw?.[column.header];
    if (value !== undefined && value !== null && value !== "") return clean(value).slice(0, 120);
  }
  return "";
}
