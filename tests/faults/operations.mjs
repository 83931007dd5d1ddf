// Every operation of the SDK, as the faults meet it.
//
// `kind` is the column of the table; `like` says by which kind's rules the struck request goes where a job makes it.
// `struck` names the requests that a fault strikes, `requests` how many of them a call without faults makes, `others` how
// many more of other operations, and `effects` how often they change something.

import { people } from "./world.mjs";

const EVENT = { event_id: "new-1", title: "New event", start_date: "2026-09-10" };
const SESSION = { session_id: "new-s", title: "New session" };
const CONTEXT = { objectives: "Founders meet investors" };
const ROWS = people(6, 101);

const id = ({ run_id, kind }) => ({ run_id, kind });

async function all(list) {
  const items = [];
  for await (const item of list) items.push(item);
  return items;
}

/** A call; `again` is how its caller tries once more after it failed. */
function single(kind, name, call, more = {}) {
  const writes = !["read", "list", "poll"].includes(kind);
  return {
    name,
    kind,
    like: kind,
    struck: name,
    requests: kind === "list" ? 2 : 1,
    others: 0,
    effects: writes ? 1 : 0,
    call,
    again: call,
    needs: /^(events|sessions|request|idMap)/.test(name) ? EVENTS : {},
    ...more,
  };
}

/** A session whose create failed is looked for where its id is taken. */
async function createdOrThere({ meshi }) {
  try {
    return await meshi.sessions.create("e-1", SESSION);
  } catch (error) {
    if (error.code !== "PARTNER_ID_CONFLICT") throw error;
    return meshi.sessions.get("e-1", SESSION.session_id);
  }
}

/** What has to be there before. */
const NOTHING = { events: false };
const EVENTS = { attendees: false };

const page = { limit: 2 };

const READS = [
  single("read", "auth.check", ({ meshi }) => meshi.auth.check()),
  single("read", "events.get", ({ meshi }) => meshi.events.get("e-1")),
  single("read", "sessions.get", ({ meshi }) => meshi.sessions.get("e-1", "s-1")),
  single("read", "attendees.get", ({ meshi }) => meshi.attendees.get("e-1", "a-1")),
  single("read", "runs.get", ({ meshi, world }) => meshi.runs.get(world.runs.match)),
  single("read", "idMap.get", ({ meshi }) => meshi.idMap.get("event", "e-1")),
  single("read", "idMap.has", ({ meshi }) => meshi.idMap.has("event", "e-1"), { struck: "idMap.get" }),
  single("read", "request GET", ({ meshi }) => meshi.request("GET", "/events/e-1"), {
    struck: "events.get",
  }),
];

const LISTS = [
  single("list", "events.list", ({ meshi }) => all(meshi.events.list(page))),
  single("list", "sessions.list", ({ meshi }) => all(meshi.sessions.list("e-1", page))),
  single("list", "attendees.list", ({ meshi }) => all(meshi.attendees.list("e-1", page))),
  single("list", "matches.list", ({ meshi }) => all(meshi.matches.list("e-1", { limit: 6 }))),
  single("list", "reviewQueue.list", ({ meshi }) => all(meshi.reviewQueue.list(page))),
  single(
    "list",
    "reviewQueue.list of one event",
    ({ meshi }) => all(meshi.reviewQueue.list({ eventId: "e-1", ...page })),
    {
      struck: "reviewQueue.list",
    },
  ),
];

const WRITES = [
  single("PUT", "events.update", ({ meshi }) => meshi.events.update("e-1", { title: "Renamed" })),
  single("PUT", "sessions.update", ({ meshi }) => meshi.sessions.update("e-1", "s-1", { title: "Renamed" })),
  single(
    "PUT",
    "request PUT",
    ({ meshi }) => meshi.request("PUT", "/events/e-1", { body: { title: "Renamed" } }),
    {
      struck: "events.update",
    },
  ),
  keyed("attendees.import", ({ meshi }, options) =>
    meshi.attendees.import("e-1", { attendees: ROWS }, options),
  ),
  keyed("enrichment.start", ({ meshi }, options) => meshi.enrichment.start("e-1", {}, options)),
  keyed("matching.start", ({ meshi }, options) => meshi.matching.start("e-1", {}, options)),
  single("create", "events.create", ({ meshi }) => meshi.events.create(EVENT), {
    again: ({ meshi }) => meshi.events.ensure(EVENT),
  }),
  single("ensure", "events.ensure", async ({ meshi }) => (await meshi.events.ensure(EVENT)).event, {
    struck: "events.create",
  }),
  single("blind write", "events.setContext", ({ meshi }) => meshi.events.setContext("e-1", CONTEXT)),
  single("create", "sessions.create", ({ meshi }) => meshi.sessions.create("e-1", SESSION), {
    again: createdOrThere,
  }),
  single(
    "blind write",
    "request POST",
    ({ meshi }) => meshi.request("POST", "/events/e-1/sessions", { body: SESSION }),
    { struck: "sessions.create", again: createdOrThere },
  ),
];

/** A write with an idempotency key: whoever tries again has it from the error. */
function keyed(name, start) {
  return single("keyed write", name, async (given) => id(await start(given)), {
    again: async (given, { idempotencyKey }) => id(await start(given, { idempotencyKey })),
  });
}

const WAIT = single(
  "poll",
  "runs.wait",
  ({ meshi, world, wait }) => meshi.runs.wait(world.runs.match, wait),
  { struck: "runs.get" },
);

/** Six rows in three parts, one after the other. */
async function importAll({ meshi, wait }) {
  const report = await meshi.attendees.importAll("e-2", ROWS, { maxRows: 2, concurrency: 1, wait });
  return { ...report, runs: report.runs.map(id) };
}

const IMPORTS = [
  { like: "keyed write", struck: "attendees.import", others: 3, effects: 3 },
  { like: "poll", struck: "runs.get", others: 3, effects: 0 },
].map((more) => ({
  name: `importAll, at ${more.struck}`,
  kind: "importAll",
  needs: EVENTS,
  requests: 3,
  call: importAll,
  again: importAll,
  rows: { event: "e-2", ids: ROWS.map((row) => row.attendee_id) },
  ...more,
}));

async function flow({ meshi, wait }) {
  const plan = { event: EVENT, context: CONTEXT, attendees: ROWS, enrich: true, match: true };
  const result = await meshi.flow(plan, { wait });
  const { event, importReport, runs } = result;
  return {
    event,
    imported: importReport.imported,
    runs: { import: runs.import.map(id), enrich: id(runs.enrich), match: id(runs.match) },
    matches: await all(result.matches),
    reviewQueue: await all(result.reviewQueue),
  };
}

/** What a flow asks for without faults. */
const FLOW = {
  "auth.check": 1,
  "events.create": 1,
  "events.setContext": 1,
  "attendees.import": 1,
  "enrichment.start": 1,
  "matching.start": 1,
  "runs.get": 3,
  lists: 2,
};

const FLOWS = [
  ["read", "auth.check"],
  ["ensure", "events.create"],
  ["blind write", "events.setContext"],
  ["keyed write", "attendees.import"],
  ["keyed write", "enrichment.start"],
  ["keyed write", "matching.start"],
  ["poll", "runs.get"],
].map(([like, struck]) => ({
  name: `flow, at ${struck}`,
  kind: "flow",
  needs: NOTHING,
  like,
  struck,
  requests: FLOW[struck],
  others: Object.values(FLOW).reduce((sum, count) => sum + count, 0) - FLOW[struck],
  effects: ["read", "poll"].includes(like) ? 0 : 1,
  call: flow,
  again: flow,
  rows: { event: EVENT.event_id, ids: ROWS.map((row) => row.attendee_id) },
}));

/** All of them. */
export const OPERATIONS = [...READS, ...LISTS, ...WRITES, WAIT, ...IMPORTS, ...FLOWS];

/** The columns of the table. */
export const KINDS = [...new Set(OPERATIONS.map((operation) => operation.kind))];
