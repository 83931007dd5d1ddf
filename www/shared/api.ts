// What the page and the worker say to each other. Types, and the small checks that both sides make; nothing of either.

import type { Attendee, AttendeeField, Match, ReviewItem, TopMatches } from "meshi-partner";

export type { Attendee, AttendeeField, Match, ReviewItem };

/** Every write has this header: another site's page cannot send it without asking first, and is refused. */
export const CONSOLE_HEADER = "x-meshi-console";

/** The largest file that is taken, in bytes. */
export const MAX_UPLOAD_BYTES = 100_000_000;

/** The largest JSON body that is taken, in bytes. */
export const MAX_BODY_BYTES = 65_536;

/** Rejected rows of which a flow keeps number and reason; the others are counted. */
export const MAX_REJECTED = 1_000;

/** Flows that the list remembers. */
export const MAX_FLOWS = 200;

/** Whose API the flows go to. */
export type ConsoleEnvironment = "sandbox" | "staging" | "production" | "custom";

/** `GET /api/session` */
export interface SessionState {
  /** `custom` where the worker has an address of its own, in `MESHI_BASE`. */
  environment: ConsoleEnvironment;
  /** The package's version. */
  version: string;
}

/** `PUT /api/uploads` */
export interface Upload {
  upload_id: string;
  bytes: number;
}

/** The event that a flow creates or confirms. */
export interface FlowEvent {
  event_id: string;
  title: string;
  description?: string;
  /** An ISO date, such as `2026-09-10`. */
  start_date?: string;
  end_date?: string;
  timezone?: string;
  visibility?: string;
  url_slug?: string;
}

/** The context that a flow sets. */
export interface FlowContext {
  event_details?: string;
  objectives?: string;
  welcome_instructions?: string;
}

/** `POST /api/flows` */
export interface NewFlow {
  upload_id: string;
  file_name: string;
  /** Header by field, over what the headers say; `null` for no column. */
  mapping?: Partial<Record<AttendeeField, string | null>>;
  event: FlowEvent;
  context?: FlowContext;
  enrich: boolean;
  match: boolean;
}

/** The steps, in their order. */
export const STEPS = ["auth", "event", "context", "import", "enrich", "match", "results"] as const;

/** The name of a step. */
export type StepName = (typeof STEPS)[number];

/** How a step stands. */
export type StepStatus = "pending" | "running" | "done" | "skipped" | "failed";

/** How a flow stands: `waiting` for a time that the server or a backoff set, see `next_at`. */
export type FlowStatus = "running" | "waiting" | "done" | "failed";

/** One step of a flow. */
export interface StepState {
  name: StepName;
  status: StepStatus;
  /** Rows of an import, attendees of a run. */
  completed: number;
  /** `null` while it is not known. */
  total: number | null;
  started_at?: string;
  ended_at?: string;
  /** Of its last call, as the server has it too. */
  correlation_id?: string;
  /** Pieces of work done for it, each at most one write or one poll. */
  requests: number;
}

/** A row that is not in the event. */
export interface RejectedRow {
  /** Counted from 1 in the order of the file. */
  row: number;
  attendee_id?: string;
  field?: string;
  code: string;
  message: string;
}

/** What became of the rows. */
export interface FlowReport {
  total: number;
  imported: number;
  rejected_count: number;
  /** The first `MAX_REJECTED` of them. */
  rejected: RejectedRow[];
  /** Rows that were answered by runs that had already ended: nothing was done again for them. */
  replayed?: number;
  /** Rows that are in the event without a value that could not be used. */
  warning_count?: number;
  /** The first `MAX_REJECTED` of them, each with its row and what was left out. */
  warnings?: RejectedRow[];
}

/** What the worker says of any failure; also the body of every answer that is none of the 2xx. */
export interface ConsoleError {
  code: string;
  message: string;
  correlation_id: string;
}

/** `GET /api/flows/:flow_id` */
export interface FlowState {
  flow_id: string;
  /** Grows with every change. */
  version: number;
  file_name: string;
  event: FlowEvent;
  status: FlowStatus;
  steps: StepState[];
  created_at: string;
  updated_at: string;
  /** When it goes on, while it waits. */
  next_at?: string;
  /** Why it waits: the code of an error that passes, or `POLL` for a run under way. */
  wait_reason?: string;
  report?: FlowReport;
  error?: ConsoleError & { retryable: boolean };
}

/** A flow in the list. */
export interface FlowSummary {
  flow_id: string;
  file_name: string;
  title: string;
  event_id: string;
  status: FlowStatus;
  created_at: string;
  updated_at: string;
  imported?: number;
}

/** `GET /api/flows` */
export interface FlowList {
  /** Newest first. */
  flows: FlowSummary[];
}

/** `GET /api/events/:event_id/matches?cursor&limit` */
export interface MatchPage {
  matches: Match[];
  next_cursor: string | null;
}

/** `GET /api/events/:event_id/best-matches?n`: the best pairs of all scores, with names. */
export type BestMatches = TopMatches;

/** `GET /api/events/:event_id/attendees?cursor&limit` */
export interface AttendeePage {
  attendees: Attendee[];
  next_cursor: string | null;
}

/** `GET /api/events/:event_id/review-queue?cursor&limit` */
export interface ReviewPage {
  items: ReviewItem[];
  next_cursor: string | null;
}

/** Whether a text can be the id of an event or an attendee: `^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$` (D). */
export function isPartnerId(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/u.test(text);
}
