// The types of what goes over the wire, as Meshi names them. They come from the Rust that reads and writes it, where each
// field says whether it is documented or inferred.

export type {
  Attendee,
  AttendeeInput,
  AuthInfo,
  EnrichmentStart,
  Event,
  EventContext,
  EventCreate,
  EventDetails,
  EventUpdate,
  IdMapEntry,
  ImportBody,
  ImportProgress,
  ImportReport,
  Match,
  MatchingStart,
  Rejection,
  ReviewItem,
  RowWarning,
  Run,
  RunCounts,
  RunError,
  RunStatus,
  Session,
  SessionCreate,
  SessionDetails,
  SessionUpdate,
} from "./wasm/meshi_partner.js";

/** A string with known values, which an editor completes. Other strings are allowed. */
export type Open<Known extends string> = Known | (string & {});

/** A scope of a key (documented): reads, or reads and writes. */
export type Scope = Open<"partner:read" | "partner:write">;
