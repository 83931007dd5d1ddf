// What became of every row of the file.

import type { JSX } from "preact";
import type { FlowState } from "../../shared/api.ts";
import { count } from "../text/format.ts";
import { replayedText } from "../text/words.ts";
import { Empty, Figure, Notice } from "../ui/parts.tsx";
import { RejectedTable } from "../ui/rejected-table.tsx";
import { underWay } from "./live.ts";

/** The report of the import. */
export function Report({ flow }: { flow: FlowState }): JSX.Element {
  const { report } = flow;
  if (!report) {
    return (
      <Empty icon="wait" title="There is no report yet">
        <p class="muted">
          {underWay(flow)
            ? "It is written when all rows are through."
            : "The flow stopped before the import had ended."}
        </p>
      </Empty>
    );
  }
  return (
    <section class="report" aria-labelledby="report-title">
      <h2 id="report-title" class="sr-only">
        Report
      </h2>
      <div class="figures">
        <Figure value={count(report.total)} label="rows in the file" />
        <Figure value={count(report.imported)} label="imported" tone="good" />
        <Figure
          value={count(report.rejected_count)}
          label="rejected"
          tone={report.rejected_count > 0 ? "warn" : "calm"}
        />
      </div>
      {report.replayed ? (
        <Notice tone="calm" title={replayedText(report.replayed)}>
          <p>To do everything again, start a new flow with the same file.</p>
        </Notice>
      ) : null}
      <div class="card">
        <header class="card-head">
          <div>
            <h3>Rejected rows</h3>
            <p class="muted">
              They are not in the event. Correct them in your list and start it again: who is in already
              stays.
            </p>
          </div>
        </header>
        <RejectedTable rows={report.rejected} total={report.rejected_count} />
      </div>
      {report.warning_count && report.warnings ? (
        <div class="card">
          <header class="card-head">
            <div>
              <h3>Values left out</h3>
              <p class="muted">
                These people are in the event. A value that could not be used, such as a LinkedIn address that
                is none, was left out.
              </p>
            </div>
          </header>
          <RejectedTable rows={report.warnings} total={report.warning_count} kind="warnings" />
        </div>
      ) : null}
    </section>
  );
}
