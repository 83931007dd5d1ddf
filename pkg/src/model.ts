// The types of what goes over the wire, as Meshi names them. They come from the Rust that reads and writes it, where each
// field says whether it is documented (documented) or inferred (inferred).

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
  Run,
  RunCounts,
  RunError,
  RunStatus,
  Session,
  SessionCreate,
  SessionDetails,
  SessionUpdate,
} from "./wasm/meshi_partner.js";

/** A word of a list that may grow: the known ones complete in an editor, an unknown one is still a string. */
export type Open<Known extends string> = Known | (string & {});

/** What a key may do, by HTTP method (documented): reads, or reads and writes. */
export type Scope = Open<"partner:read" | "partner:write">;
