// Turns whatever was thrown into what a person needs: what happened, where, what to do, and the id to quote.

import { CliError, exitCodeOf, type ExitCode } from "./exit.js";
import { inFlags } from "./flags.js";
import type { Output } from "./output.js";
import { clean, count, duration } from "./text.js";

/** The fields of the SDK's errors that are shown; all but the message may be missing. */
interface Details {
  name: string;
  message: string;
  code?: string;
  status?: number;
  operation?: string;
  correlationId?: string;
  attempts?: number;
  elapsedMs?: number;
  retryAfterMs?: number;
  maybeSent?: boolean;
  option?: string;
  scope?: string;
  issues?: { path: string; code: string; message: string }[];
  run?: { run_id?: unknown; status?: unknown; errors?: unknown };
  /** How far an import had come when it ended. */
  report?: { total: number; imported: number };
  cause?: unknown;
  toJSON?: () => unknown;
}

const MAX_SHOWN = 20;

const BY_CODE: Readonly<Record<string, string>> = {
  UNAUTHORIZED:
    "Check the key, and that it belongs to this environment: staging and production keys are separate.",
  ACCOUNT_DISABLED: "The service account is disabled: ask Meshi to enable it, or for another key.",
  SERVICE_ACCOUNT_REQUIRED: "Use an org-scoped service-account key, as issued by Meshi.",
  INSUFFICIENT_SCOPE: "This key may not do that: writing needs the scope partner:write.",
  PARTNER_ORG_REQUIRED: "The key belongs to no organisation: ask Meshi for an org-scoped one.",
  PARTNER_ID_CONFLICT: "The id is taken by something else: change the id, or the details so that they agree.",
  IDEMPOTENCY_KEY_CONFLICT: "The same key was used for something else: give --run-key a new word.",
  INVALID_ATTENDEES: "The server takes fewer rows in one request: give --max-rows a smaller number.",
  PAYLOAD_TOO_LARGE: "The request is too large for the server: give --max-rows a smaller number.",
  UNKNOWN_COLUMN: "Look at the file's headers again, and name one of them in --mapping.",
  EVENT_NOT_FOUND: "Check the event's id: another organisation's event reads as not found.",
};

const BY_NAME: Readonly<Record<string, string>> = {
  MeshiAuthenticationError: BY_CODE["UNAUTHORIZED"] ?? "",
  MeshiServerError: "The fault is at the server. Run the same command again later: nothing is done twice.",
  MeshiTimeoutError: "Run the same command again: runs go on at the server, and nothing is done twice.",
  MeshiDecodeError: "The answer is not a Partner API answer: check --base-url.",
  MeshiPaginationError: "The server repeats a page. Report it to Meshi with the correlation id.",
  MeshiRunError:
    "Look at the run's errors and run again: a failed run is tried anew. Give --run-key a new word to do everything again.",
  MeshiInternalError: "This is a bug in meshi-partner: please report it, with this message.",
};

function hintFor(error: Details): string | undefined {
  if (error instanceof CliError) return error.hint;
  if (error.name === "MeshiRateLimitError") {
    const wait = error.retryAfterMs === undefined ? "later" : `in ${duration(error.retryAfterMs)}`;
    return `Run the same command again ${wait}: nothing is done twice.`;
  }
  if (error.name === "MeshiConnectionError") {
    const sent = error.maybeSent ? "The request may have arrived; running again does nothing twice. " : "";
    return `${sent}Check the network, the proxy and --base-url, then run the same command again.`;
  }
  if (error.name === "MeshiConfigError" && (error.option === "environment" || error.option === "baseUrl")) {
    return "Say where: --environment staging, --environment production, or --base-url <url>.";
  }
  return BY_CODE[error.code ?? ""] ?? BY_NAME[error.name];
}

/** The lines for a terminal or a log. */
export function describe(thrown: unknown, output: Output): string[] {
  const { err } = output;
  const error: Details = asDetails(thrown);
  const status = error.status === undefined ? "" : `, ${error.status}`;
  const code =
    error.code === undefined || error instanceof CliError ? "" : ` (${clean(error.code)}${status})`;
  const lines = [`${err.red("error:")} ${clean(inFlags(error.message))}${err.dim(code)}`];
  const row = (name: string, text: string): void => {
    lines.push(`  ${err.dim(name.padEnd(15))}${text}`);
  };
  // A single issue is the message already.
  const issues = error.issues !== undefined && error.issues.length > 1 ? error.issues : [];
  if (issues.length > 0)
    lines[0] = `${err.red("error:")} ${count(issues.length, "field")} cannot be sent as they are`;
  for (const issue of issues.slice(0, MAX_SHOWN)) {
    row(
      "field",
      `${clean(inFlags(issue.path))}: ${clean(inFlags(issue.message))} ${err.dim(clean(issue.code))}`,
    );
  }
  const hidden = issues.length - MAX_SHOWN;
  if (hidden > 0) row("", `and ${count(hidden, "more issue")}`);
  if (error.run?.run_id !== undefined) row("run", `${clean(error.run.run_id)} ${clean(error.run.status)}`);
  for (const fault of runErrors(error)) row("", fault);
  if (error.report && error.report.total > 0 && error.name !== "CliError")
    row("rows", `${count(error.report.total, "row")} read, ${error.report.imported} imported until then`);
  const cause = rootCause(error);
  if (cause !== undefined && !error.message.includes(cause)) row("cause", clean(cause));
  // Reading the file is no call: the message says what was read.
  if (error.operation !== undefined && error.operation !== "readAttendees")
    row("operation", clean(error.operation));
  if (error.attempts !== undefined && error.attempts > 1) {
    row(
      "attempts",
      `${error.attempts}${error.elapsedMs === undefined ? "" : ` in ${duration(error.elapsedMs)}`}`,
    );
  }
  if (error.correlationId !== undefined) row("correlation id", clean(error.correlationId));
  const hint = hintFor(error);
  if (hint !== undefined && hint !== "") row("what to do", clean(hint));
  return lines;
}

/** The same for machines: one object under `error`, with the exit code. */
export function failureDocument(thrown: unknown, exitCode: ExitCode = exitCodeOf(thrown)): { error: object } {
  const error = asDetails(thrown);
  const hint = hintFor(error);
  const told =
    typeof error.toJSON === "function"
      ? (error.toJSON() as object)
      : { name: error.name, code: error.code ?? "UNEXPECTED", message: error.message };
  const report = error instanceof CliError && error.report ? { report: error.report } : {};
  return { error: { ...told, ...report, ...(hint ? { hint } : {}), exit_code: exitCode } };
}

function runErrors(error: Details): string[] {
  const errors = Array.isArray(error.run?.errors) ? (error.run.errors as Record<string, unknown>[]) : [];
  return errors
    .slice(0, 5)
    .map((fault) =>
      [fault["attendee_id"], fault["code"], fault["message"]].filter(Boolean).map(clean).join(" "),
    );
}

/** What lies beneath a failure that does not explain itself: `fetch` wraps the reason, and so may a proxy's agent. */
function rootCause(error: Details): string | undefined {
  if (error.name !== "MeshiConnectionError" && error.name !== "MeshiInternalError") return undefined;
  let cause = error.cause;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  if (cause instanceof Error) return cause.message || (cause as NodeJS.ErrnoException).code || cause.name;
  return cause === undefined ? undefined : String(cause);
}

function asDetails(thrown: unknown): Details {
  if (thrown instanceof Error) return thrown;
  return { name: "Error", message: String(thrown) };
}
