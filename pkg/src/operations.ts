// The names of the operations: what `routes` replaces, and what errors and middleware speak of.

/** Every operation that has a path. */
export type OperationName =
  | "auth.check"
  | "idMap.get"
  | "events.create"
  | "events.list"
  | "events.get"
  | "events.update"
  | "events.setContext"
  | "attendees.import"
  | "attendees.list"
  | "attendees.get"
  | "enrichment.start"
  | "matching.start"
  | "matches.list"
  | "runs.get"
  | "reviewQueue.list"
  | "reviewQueue.listForEvent"
  | "sessions.create"
  | "sessions.list"
  | "sessions.get"
  | "sessions.update";
