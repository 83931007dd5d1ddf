// Holds the calls of the client: every method's parameters and what it gives. Compiled, never run.

import {
  Meshi,
  type Attendee,
  type AttendeeInput,
  type AttendeeMatches,
  type AuthInfo,
  type BestMatch,
  type Call,
  type CallOptions,
  type EnsuredEvent,
  type Event,
  type EventContext,
  type EventCreate,
  type EventUpdate,
  type IdMapEntry,
  type ImportProgress,
  type ImportReport,
  type List,
  type Match,
  type MatchedPerson,
  type Page,
  type ReviewItem,
  type Run,
  type Session,
  type TopMatches,
  type WithResponse,
  type WriteOptions,
} from "meshi-partner";
import { exactly } from "./expect.js";

declare const meshi: Meshi;
declare const call: CallOptions;
declare const write: WriteOptions;

// Auth
exactly<Call<AuthInfo>>()(meshi.auth.check());
exactly<Call<AuthInfo>>()(meshi.auth.check({ require: "partner:write", ...call }));
meshi.auth.check({ require: "partner:admin" });
exactly<AuthInfo>()(await meshi.auth.check());
// @ts-expect-error a call takes no idempotency key where nothing is written
meshi.auth.check({ idempotencyKey: "key" });

// Events
const created: EventCreate = { event_id: "spring-2026", title: "Spring meetup" };
exactly<Call<Event>>()(meshi.events.create(created, call));
exactly<Call<Event>>()(meshi.events.get("spring-2026", call));
exactly<List<Event>>()(meshi.events.list({ limit: 20, cursor: "c", maxItems: 5 }, call));
exactly<Call<Event>>()(meshi.events.update("spring-2026", { title: "Spring" } satisfies EventUpdate, call));
exactly<Call<Record<string, unknown>>>()(
  meshi.events.setContext("spring-2026", { objectives: "Meet" } satisfies EventContext, call),
);
exactly<Call<EnsuredEvent>>()(meshi.events.ensure(created, call));
exactly<{ event: Event; created: boolean }["created"]>()((await meshi.events.ensure(created)).created);
// @ts-expect-error an event has a title
meshi.events.create({ event_id: "spring-2026" });
// @ts-expect-error an event has an id
meshi.events.create({ title: "Spring meetup" });
// @ts-expect-error there is no such field
meshi.events.create({ ...created, place: "Oslo" });
// @ts-expect-error the wire's names are snake_case
meshi.events.create({ ...created, startDate: "2026-09-10" });
// @ts-expect-error the id is not changed
meshi.events.update("spring-2026", { event_id: "autumn-2026" });

// Sessions
exactly<Call<Session>>()(meshi.sessions.create("e", { session_id: "s", title: "Opening" }, call));
exactly<Call<Session>>()(meshi.sessions.get("e", "s", call));
exactly<List<Session>>()(meshi.sessions.list("e", { limit: 5 }, call));
exactly<Call<Session>>()(meshi.sessions.update("e", "s", { location: "Hall 2" }, call));
// @ts-expect-error a session has an id
meshi.sessions.create("e", { title: "Opening" });

// Attendees
const ada: AttendeeInput = { attendee_id: "a-1", name: "Ada", email: null, raw: { table: 4 } };
exactly<Call<Run>>()(
  meshi.attendees.import("e", { attendees: [ada], webhook_url: "https://example.com" }, write),
);
exactly<Promise<ImportReport>>()(meshi.attendees.importAll("e", [ada]));
const report = await meshi.attendees.importAll("e", [ada], {
  ...call,
  maxRows: 500,
  maxBytes: 1_000_000,
  concurrency: 2,
  wait: { pollIntervalMs: 500, maxWaitMs: 1_000, onProgress: (run) => exactly<Run>()(run) },
  onProgress: (progress) => exactly<ImportProgress>()(progress),
  webhook_url: "https://example.com",
});
exactly<number>()(report.total);
exactly<number>()(report.imported);
exactly<Run[]>()(report.runs);
for (const { row, attendee_id, field, code, message } of report.rejected) {
  exactly<number>()(row);
  exactly<string | undefined>()(attendee_id);
  exactly<string | undefined>()(field);
  exactly<string>()(code);
  exactly<string>()(message);
}
exactly<List<Attendee>>()(meshi.attendees.list("e", { limit: 5 }, call));
exactly<Call<Attendee>>()(meshi.attendees.get("e", "a-1", call));
// @ts-expect-error the idempotency key is an option, and no part of the body
meshi.attendees.import("e", { attendees: [ada], idempotency_key: "key" });
// @ts-expect-error an attendee has a name
meshi.attendees.import("e", { attendees: [{ attendee_id: "a-1" }] });
// @ts-expect-error a number is no source
meshi.attendees.importAll("e", 5);

// Runs of enrichment and matching
exactly<Call<Run>>()(meshi.enrichment.start("e"));
exactly<Call<Run>>()(
  meshi.enrichment.start("e", { attendee_ids: ["a-1"] }, { ...write, idempotencyKey: "k" }),
);
exactly<Call<Run>>()(meshi.matching.start("e", { session_id: "s", attendee_ids: ["a-1"] }, write));
exactly<List<Match>>()(meshi.matches.list("e", { attendee_id: "a", session_id: "s", run_id: "r", limit: 5 }));
const progressOfMatches = { ...call, onProgress: ({ scanned }: { scanned: number }) => scanned };
exactly<Promise<TopMatches>>()(
  meshi.matches.top(
    "e",
    { n: 20, minScore: 0.5, attendeeId: "a", sessionId: "s", runId: "r", limit: 100 },
    progressOfMatches,
  ),
);
const top = await meshi.matches.top("e");
exactly<BestMatch[]>()(top.items);
exactly<number>()(top.scanned);
exactly<number>()(top.unranked);
exactly<boolean>()(top.named);
exactly<AsyncGenerator<AttendeeMatches, void, undefined>>()(
  meshi.matches.byAttendee("e", { n: 3, sessionId: "s" }, progressOfMatches),
);
for await (const { attendee, matches } of meshi.matches.byAttendee("e")) {
  exactly<MatchedPerson>()(attendee);
  for (const { score, matched_attendee, rationale } of matches) {
    exactly<number>()(score);
    exactly<string | undefined>()(matched_attendee.company);
    exactly<string | undefined>()(rationale);
  }
}
// @ts-expect-error the wire's name of a filter is that of the list
meshi.matches.top("e", { attendee_id: "a" });
// @ts-expect-error everybody is asked about
meshi.matches.byAttendee("e", { attendeeId: "a" });
exactly<Promise<Event[]>>()(meshi.events.list().toArray({ max: 1_000 }));
// @ts-expect-error how many at most has to be said
meshi.events.list().toArray();
exactly<List<ReviewItem>>()(meshi.reviewQueue.list({ eventId: "e", limit: 5 }, call));
exactly<Call<IdMapEntry>>()(meshi.idMap.get("event", "spring-2026", call));
exactly<Call<boolean>>()(meshi.idMap.has("venue", "hall-2", call));

// By hand
exactly<Call<unknown>>()(meshi.request("GET", "/auth"));
exactly<Call<{ id: string }>>()(
  meshi.request<{ id: string }>("PUT", "/x", { query: { a: 1, b: undefined, c: true }, body: {} }, write),
);

// What every call has
const given = await meshi.events.get("e").withResponse();
exactly<WithResponse<Event>>()(given);
exactly<number>()(given.response.status);
exactly<string>()(given.response.correlationId);
exactly<number>()(given.response.attempts);
exactly<number>()(given.response.elapsedMs);
exactly<number>()(given.response.waitedMs);
exactly<string | undefined>()(given.response.idempotencyKey);
exactly<number | undefined>()(given.response.retryAfterMs);
exactly<string | null>()(given.response.headers.get("x-correlation-id"));
// @ts-expect-error what a response says is read only
given.response.status = 200;

// Lists
const page = await meshi.events.list();
exactly<Page<Event>>()(page);
exactly<Event[]>()(page.items);
exactly<string | null>()(page.nextCursor);
exactly<Page<Event> | undefined>()(await page.next());
exactly<WithResponse<Page<Event>>>()(await meshi.events.list().withResponse());
for await (const event of meshi.events.list()) exactly<Event>()(event);
for await (const one of meshi.events.list().pages()) exactly<Page<Event>>()(one);
// @ts-expect-error there is no such query
meshi.events.list({ page: 2 });
