// Everything that every entry of the package exports.

export { AttendeeFile, readAttendees } from "./attendee-file.js";
export type {
  AttendeeColumn,
  AttendeeField,
  AttendeeFileRow,
  AttendeeRecord,
  ColumnSuggestion,
  ReadOptions,
} from "./attendee-file.js";
export type {
  AttendeeMatches,
  BestMatch,
  BestMatchesOptions,
  BestMatchesQuery,
  MatchedPerson,
  TopMatches,
  TopMatchesQuery,
} from "./best-matches.js";
export type { AttendeeFileSource } from "./bytes.js";
export { Call } from "./call.js";
export type { ResponseInfo, WithResponse } from "./call.js";
export * from "./errors.js";
export type { AttendeeSource } from "./feed.js";
export { MeshiFlow } from "./flow.js";
export type { FlowOptions, FlowPlan, FlowResult, FlowStep } from "./flow.js";
export type {
  AbortSignalLike,
  BlobLike,
  Fetch,
  FetchInit,
  HeadersLike,
  HostHeaders,
  HostRequest,
  HostResponse,
  ReadableStreamLike,
  ResponseLike,
} from "./host-types.js";
export type { ImportOptions } from "./import.js";
export { List, Page } from "./list.js";
export type { ListQuery } from "./list.js";
export type { Logger, LogLevel } from "./logging.js";
export { Meshi } from "./meshi.js";
export type { RequestInput } from "./meshi.js";
export type { Middleware, MiddlewareContext } from "./middleware.js";
export type * from "./model.js";
export type { OperationName } from "./operations.js";
export type {
  CallOptions,
  Environment,
  MeshiOptions,
  RetryBudget,
  WaitOptions,
  WriteOptions,
} from "./options.js";
export { RunPoller } from "./poller.js";
export type { Attendees } from "./resources/attendees.js";
export type { Auth, AuthCheckOptions } from "./resources/auth.js";
export type { Enrichment } from "./resources/enrichment.js";
export type { EnsuredEvent, Events } from "./resources/events.js";
export type { IdKind, IdMap } from "./resources/id-map.js";
export type { Matches, MatchesQuery } from "./resources/matches.js";
export type { Matching } from "./resources/matching.js";
export type { ReviewQueue, ReviewQueueQuery } from "./resources/review-queue.js";
export type { Runs } from "./resources/runs.js";
export type { Sessions } from "./resources/sessions.js";
