// The page's words for what the API names.

import type { FlowStatus, StepName, StepStatus } from "../../shared/api.ts";
import { plural } from "./format.ts";

/** What a step does, and what happens meanwhile. */
export const STEP_WORDS: Readonly<Record<StepName, { title: string; about: string; unit: string }>> = {
  auth: { title: "Check access", about: "The key is valid and may write", unit: "" },
  event: { title: "Create the event", about: "Created, or confirmed if it is there already", unit: "" },
  context: { title: "Describe the event", about: "What the event is about and whom it is for", unit: "" },
  import: { title: "Import attendees", about: "Each row is checked and accounted for", unit: "rows" },
  enrich: { title: "Enrich profiles", about: "Public information is added to each person", unit: "people" },
  match: { title: "Match people", about: "Who should meet whom, and why", unit: "people" },
  results: { title: "Collect results", about: "Scores and open questions are ready to read", unit: "" },
};

export const STEP_STATUS: Readonly<Record<StepStatus, string>> = {
  pending: "Not yet",
  running: "Running",
  done: "Done",
  skipped: "Left out",
  failed: "Failed",
};

export const FLOW_STATUS: Readonly<Record<FlowStatus, string>> = {
  running: "Running",
  waiting: "Waiting",
  done: "Done",
  failed: "Failed",
};

/** The attendee's fields, in the order in which they are offered. */
export const FIELD_WORDS = {
  name: "Full name",
  first_name: "First name",
  last_name: "Last name",
  email: "Email",
  attendee_id: "Attendee ID",
  company: "Company",
  title: "Job title",
  linkedin_url: "LinkedIn",
} as const;

/** A field's word, or the field's own name if it is one that this page does not know. */
export function fieldWord(field: string): string {
  return (FIELD_WORDS as Readonly<Record<string, string>>)[field] ?? field;
}

const REVIEW_REASONS: Readonly<Record<string, string>> = {
  same_name_as_another_attendee: "Same name as another attendee",
  no_email_or_linkedin_url: "No email address and no LinkedIn profile to go by",
};

/** That rows were answered by runs of before. */
export function replayedText(rows: number): string {
  const were = rows === 1 ? "was answered by a run" : "were answered by runs";
  return `${plural(rows, "row")} ${were} that had already ended: nothing was done again`;
}

/** A reason in words: a known one in our own, an unknown one as sent, its underscores as blanks. */
export function reviewReason(reason: string | undefined): string {
  if (!reason) return "No reason was given";
  return (
    REVIEW_REASONS[reason] ?? (/^[a-z0-9_]+$/.test(reason) ? sentence(reason.replaceAll("_", " ")) : reason)
  );
}

const WAIT_REASONS: Readonly<Record<string, string>> = {
  POLL: "Meshi is working on it",
  PARTNER_RATE_LIMIT_EXCEEDED: "Meshi asked to slow down",
};

/** Why a flow waits. */
export function waitReason(reason: string | undefined): string {
  if (!reason) return "Waiting for the next step";
  return WAIT_REASONS[reason] ?? `A fault that passes (${reason})`;
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** How the package says that a failed run has had its last attempt. */
const NO_FURTHER_ATTEMPT = /\s*Give another runKey to do everything again\.$/u;

/** Whether to resume makes no further attempt: the failed run was the last of the chain. */
export function isUsedUp(message: string): boolean {
  return NO_FURTHER_ATTEMPT.test(message);
}

/** A flow's failure without what it says to a programmer: here a new flow is started, not an option given. */
export function failureText(message: string): string {
  return message.replace(NO_FURTHER_ATTEMPT, " Start a new flow with the same file to do everything again.");
}

/** A message of the reader's without what it says to a programmer: here a column is chosen, not an option given. */
export function withoutAdvice(message: string): string {
  return message
    .replace(/:? (?:give one,? or )?say with mapping:.*$/u, ": choose under “Columns” which column it is")
    .replace(/,? with mapping: \{.*$/u, ", under “Columns”")
    .replace(/^source: /u, "");
}
