// Follows the steps of a flow: shows each as it goes, and keeps one entry a step with the time that it took.

import type { FlowStep } from "../index.js";
import type { Progress } from "./progress.js";
import type { StepReport } from "./report.js";
import { count } from "./text.js";

const UNITS: Readonly<Record<string, string>> = { import: "row", enrich: "attendee", match: "attendee" };

/** The steps of one flow. A step's time runs from the end of the one before it. */
export class StepLog {
  readonly reports: StepReport[] = [];
  readonly #progress: Progress;
  readonly #fraction: () => number;
  #since = performance.now();

  /**
   * @param fraction how much of the attendee file has been read, for an import whose rows are not counted yet
   */
  constructor(progress: Progress, fraction: () => number) {
    this.#progress = progress;
    this.#fraction = fraction;
    // The first step is told when its answer is there; until then this is what is waited for.
    this.#begin("auth");
  }

  /** Takes what the flow has just done. */
  follow({ name, status, progress: { completed, total } }: FlowStep): void {
    const latest = this.reports.at(-1);
    const report = latest?.name === name ? latest : this.#begin(name);
    Object.assign(report, { status, completed, total });
    if (status === "done" || status === "skipped") {
      const now = performance.now();
      report.elapsed_ms = Math.round(now - this.#since);
      this.#since = now;
      if (status === "done") this.#progress.done(amount(name, completed, total));
      else this.#progress.skipped("");
      return;
    }
    const known = total !== null && total > 0 ? completed / total : undefined;
    const fraction = known ?? (name === "import" ? this.#fraction() : undefined);
    this.#progress.update(amount(name, completed, total), fraction);
  }

  #begin(name: string): StepReport {
    const report = { name, status: "started", completed: 0, total: null, elapsed_ms: 0 };
    this.reports.push(report);
    this.#progress.begin(name);
    return report;
  }
}

function amount(name: string, completed: number, total: number | null): string {
  const unit = UNITS[name];
  if (unit === undefined || (completed === 0 && !total)) return "";
  if (total === null || total === completed) return count(completed, unit);
  return `${completed.toLocaleString("en-US")} of ${count(total, unit)}`;
}
