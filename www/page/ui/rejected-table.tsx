// Rows that were not taken, with the reason and a way to take them along.

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { RejectedRow } from "../../shared/api.ts";
import { csv, download, fileName } from "../text/csv.ts";
import { count } from "../text/format.ts";
import { fieldWord, withoutAdvice } from "../text/words.ts";
import { Icon } from "./icon.tsx";
import { Empty } from "./parts.tsx";
import { Say } from "./say.tsx";

/** Lines that are shown at once. */
const STEP = 50;

interface RejectedTableProps {
  /** The first ones of `total`. */
  rows: readonly RejectedRow[];
  total: number;
  /** Rows that were not taken, or values that were left out of rows that were. */
  kind?: "rejected" | "warnings";
}

const REGION = {
  rejected: "Rejected rows with their reasons",
  warnings: "Values left out with the reasons",
} as const;

/** Rows or values, each with the reason. */
export function RejectedTable({ rows, total, kind = "rejected" }: RejectedTableProps): JSX.Element {
  const [shown, setShown] = useState(STEP);
  if (total === 0) return <Empty icon="done" title="No row was rejected" />;
  const save = (): void =>
    download(
      fileName(kind === "rejected" ? "rejected-rows" : "values-left-out"),
      csv(
        ["row", "attendee_id", "field", "code", "message"],
        rows.map((row) => [row.row, row.attendee_id, row.field, row.code, row.message]),
      ),
    );
  return (
    <>
      <div class="scroll" role="region" aria-label={REGION[kind]} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col" class="number">
                Row
              </th>
              <th scope="col">Field</th>
              <th scope="col">Reason</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row, index) => (
              <tr key={`${row.row}-${index}`}>
                <td class="number">{count(row.row)}</td>
                <td class="word">{row.field ? <Say text={fieldWord(row.field)} /> : "Whole row"}</td>
                <td>
                  <Say text={withoutAdvice(row.message)} />
                  <br />
                  <code class="fine">
                    <Say text={row.code} />
                  </code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="actions">
        {rows.length > shown ? (
          <button type="button" class="ghost" onClick={() => setShown(shown + 4 * STEP)}>
            Show more
          </button>
        ) : null}
        <button type="button" class="ghost" onClick={save}>
          <Icon name="download" /> Export CSV
        </button>
        {total > rows.length ? (
          <p class="fine">
            The first {count(rows.length)} of {count(total)} are listed; the others are counted.
          </p>
        ) : null}
      </div>
    </>
  );
}
