// The report of a run of the canonical flow: what --json prints and --out writes.
// Field names are snake_case, as on the wire.

import { count } from "./text.js";

/** One row of the file that did not become an attendee, counted from 1 in the order of the file. */
export interface Rejected {
  readonly row: number;
  readonly attendee_id?: string;
  readonly field?: string;
  readonly code: string;
  readonly message: string;
}

/** How one step of the flow went. */
export interface StepReport {
  readonly name: string;
  status: string;
  completed: number;
  total: number | null;
  elapsed_ms: number;
}

/** A run, without its attendees (`counts` and `kind` are inferred fields and may be missing). */
export interface RunSummary {
  readonly run_id: string;
  readonly kind?: string;
  readonly status: string;
  readonly counts?: Record<string, unknown>;
  /** How many attendees the server reported an error for. */
  readonly errors: number;
  /** The write was answered by a run that had already ended: nothing was done again. */
  readonly replayed?: true;
}

/** Who stands behind an id; only the id where the server would not say more. */
export interface Person {
  readonly attendee_id: string;
  readonly name?: string;
  readonly title?: string;
  readonly company?: string;
}

/** One pair of the top matches. */
export interface MatchReport {
  readonly score: number;
  readonly attendee: Person;
  readonly matched: Person;
  readonly rationale?: string;
  readonly session_id?: string;
  readonly run_id?: string;
}

/** Everything that one run of the flow came to. */
export interface FlowReport {
  readonly event: Record<string, unknown>;
  readonly environment: string;
  readonly elapsed_ms: number;
  readonly steps: StepReport[];
  readonly import: {
    readonly total: number;
    readonly imported: number;
    readonly rejected: readonly Rejected[];
    /** What was left out of rows that were imported all the same; the first 1,000. */
    readonly warnings: readonly Rejected[];
    /** Rows that were answered by runs that had already ended. */
    readonly replayed?: number;
  };
  readonly runs: { readonly import: RunSummary[]; readonly enrich?: RunSummary; readonly match?: RunSummary };
  /** `total` counts the items that were read; `items` holds the first of them. */
  readonly review: { readonly total: number; readonly items: Record<string, unknown>[] };
  /** `total` counts the scores that were read; a pair scored from both sides counts twice there, once in `top`. */
  readonly matches: { readonly total: number; readonly top: MatchReport[] };
  /** What could not be had and was not needed to finish, in words. */
  readonly notes: string[];
}

/** Whether a value is an object with named fields. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The short form of a run as the server sent it. */
export function summarizeRun(run: unknown): RunSummary {
  const sent = isRecord(run) ? run : {};
  return {
    run_id: String(sent["run_id"] ?? ""),
    ...(typeof sent["kind"] === "string" ? { kind: sent["kind"] } : {}),
    status: String(sent["status"] ?? "unknown"),
    ...(isRecord(sent["counts"]) ? { counts: sent["counts"] } : {}),
    errors: Array.isArray(sent["errors"]) ? sent["errors"].length : 0,
    ...(sent["replayed"] === true ? { replayed: true } : {}),
  };
}

/** Every run of a report that ended `partial`. */
export function partialRuns({ runs }: Pick<FlowReport, "runs">): RunSummary[] {
  return [...runs.import, runs.enrich, runs.match].filter((run) => run?.status === "partial") as RunSummary[];
}

/** Says which rows and runs were not done again, and how to have them done; nothing where all was new. */
export function replayNote(rows: number, runs: readonly (RunSummary | undefined)[]): string | undefined {
  const again = "nothing was done again. Give --run-key a new word to do everything again.";
  if (rows > 0) {
    const were = rows === 1 ? "was" : "were";
    return `${count(rows, "row")} ${were} answered by runs that had already ended: ${again}`;
  }
  const kinds = runs.flatMap((run) => (run?.replayed ? [run.kind ?? "one"] : []));
  if (kinds.length === 0) return undefined;
  return `${kinds.join(" and ")} ${kinds.length === 1 ? "was" : "were"} answered by a run that had already ended: ${again}`;
}
