// The types of what goes over the wire, as Meshi names them. D: documented, I: inferred.

/** A word of a list that may grow: the known ones complete in an editor, an unknown one is still a string. */
export type Open<Known extends string> = Known | (string & {});

/** An ISO date, such as `2026-09-10` (D). */
export type IsoDate = string;

/** What the key may do, by HTTP method (D): reads, or reads and writes. */
export type Scope = Open<"partner:read" | "partner:write">;

/** `GET /auth` (D). */
export interface AuthInfo {
  org_id: string;
  principal_type: Open<"service_account">;
  service_account_user_id: string;
  scopes: Scope[];
  correlation_id: string;
}

/** `GET /id-map/:kind/:partner_id` (D). */
export interface IdMapEntry {
  kind: string;
  partner_id: string;
  mapped: boolean;
  correlation_id: string;
}

/** What `events.create` takes (D). */
export interface EventCreate {
  /** Your own stable id, `^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$`. */
  event_id: string;
  /** At most 200 characters. */
  title: string;
  /** At most 4,000 characters. */
  description?: string;
  start_date?: IsoDate;
  end_date?: IsoDate;
  /** At most 128 characters, such as `America/New_York`. */
  timezone?: string;
  /** At most 32 characters; no list of values is published. */
  visibility?: Open<"private">;
  /** At most 128 characters. */
  url_slug?: string;
}

/** What `events.update` takes: the fields of create but the id, all optional (I). */
export type EventUpdate = Partial<Omit<EventCreate, "event_id">>;

/** What `events.setContext` takes: at least one, each at most 4,000 characters (D). */
export interface EventContext {
  event_details?: string;
  objectives?: string;
  welcome_instructions?: string;
}

/** An event as the server sends it. */
export interface Event extends Partial<EventCreate> {
  event_id: string;
  /** D */
  created_at?: string;
  /** I */
  updated_at?: string;
  correlation_id?: string;
  /** Fields that this version does not know come through untouched. */
  [field: string]: unknown;
}

/** What `sessions.create` takes: `session_id` is yours (D), the rest is inferred (I). */
export interface SessionCreate {
  session_id: string;
  title: string;
  description?: string;
  start_time?: string;
  end_time?: string;
  location?: string;
}

/** What `sessions.update` takes (I). */
export type SessionUpdate = Partial<Omit<SessionCreate, "session_id">>;

/** A session as the server sends it (I). */
export interface Session extends Partial<SessionCreate> {
  session_id: string;
  event_id?: string;
  created_at?: string;
  updated_at?: string;
  [field: string]: unknown;
}

/** One attendee to import: `attendee_id` and `name` are required (D). */
export interface AttendeeInput {
  /** Your own stable id, `^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$`. */
  attendee_id: string;
  name: string;
  email?: string;
  /** The key is inferred (I). */
  linkedin_url?: string;
  title?: string;
  company?: string;
  /** The row as your system has it; the key is inferred (I). */
  raw?: Record<string, unknown>;
}

/** An attendee as the server sends it (I). */
export interface Attendee extends Partial<AttendeeInput> {
  attendee_id: string;
  [field: string]: unknown;
}

/** What `attendees.import` takes: one payload, one run. The idempotency key is an option of the call. */
export interface ImportBody {
  attendees: readonly AttendeeInput[];
  /** Echoed on the run; nothing is delivered to it (D). */
  webhook_url?: string;
}

/** What `enrichment.start` takes (I). */
export interface EnrichmentStart {
  /** All of the event's when absent. */
  attendee_ids?: readonly string[];
  /** Echoed on the run; nothing is delivered to it (D). */
  webhook_url?: string;
}

/** What `matching.start` takes (I). */
export interface MatchingStart {
  /** Matches for one session of the event. */
  session_id?: string;
  /** All of the event's when absent. */
  attendee_ids?: readonly string[];
  /** Echoed on the run; nothing is delivered to it (D). */
  webhook_url?: string;
}

/** `succeeded`, `partial` and `failed` are terminal (D); anything else is polled again. */
export type RunStatus = Open<"queued" | "running" | "succeeded" | "partial" | "failed">;

/** Numbers of rows (I). */
export interface RunCounts {
  total?: number;
  processed?: number;
  succeeded?: number;
  failed?: number;
}

/** What went wrong with one attendee of a run (I). */
export interface RunError {
  attendee_id?: string;
  code: string;
  message: string;
}

/** An import, an enrichment or a matching under way: `run_id`, `status` and `webhook_url` are documented. */
export interface Run {
  run_id: string;
  status: RunStatus;
  webhook_url?: string | null;
  kind?: Open<"import" | "enrich" | "match">;
  event_id?: string;
  counts?: RunCounts;
  errors?: RunError[];
  created_at?: string;
  updated_at?: string;
  completed_at?: string | null;
  [field: string]: unknown;
}

/** One match score (I). */
export interface Match {
  attendee_id: string;
  matched_attendee_id: string;
  score: number;
  rank?: number;
  rationale?: string;
  session_id?: string;
  run_id?: string;
  [field: string]: unknown;
}

/** One open identity review (I). */
export interface ReviewItem {
  review_id: string;
  event_id: string;
  attendee_id: string;
  status: string;
  reason?: string;
  candidates?: unknown[];
  created_at?: string;
  [field: string]: unknown;
}

/** One row that was not imported. */
export interface Rejection {
  /** Counted from 1 in the order of the source. */
  row: number;
  attendee_id?: string;
  /** The field or column that is wrong. */
  field?: string;
  code: string;
  message: string;
}

/** What became of every row of an import: `imported` and `rejected` together are `total`. */
export interface ImportReport {
  total: number;
  imported: number;
  rejected: Rejection[];
  /** One a part, ended unless `wait` was `false`. */
  runs: Run[];
}
