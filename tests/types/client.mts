// Holds the client's options, runs and their pollers, files, and the flow. Compiled, never run.

import {
  Events,
  Meshi,
  MeshiFlow,
  readAttendees,
  type AttendeeColumn,
  type AttendeeFile,
  type AttendeeInput,
  type CallOptions,
  type Event,
  type FlowResult,
  type FlowStep,
  type ImportReport,
  type List,
  type Logger,
  type Match,
  type MeshiOptions,
  type Middleware,
  type OperationName,
  type Rejection,
  type ReviewItem,
  type Run,
  type RunPoller,
  type RunStatus,
} from "meshi-partner";
import * as inline from "meshi-partner/inline";
import { createSandbox, type Sandbox, type SandboxFault } from "meshi-partner/sandbox";
import * as slim from "meshi-partner/slim";
import { exactly } from "./expect.js";

// The client
const middleware: Middleware = async (request, next, { operation, attempt, correlationId }) => {
  exactly<number>()(attempt);
  exactly<string>()(correlationId);
  const known: OperationName | (string & {}) = operation;
  exactly<string>()(request.method);
  const response = await next(known === "auth.check" ? undefined : request);
  exactly<number>()(response.status);
  return response;
};
const logger: Logger = {
  error() {},
  warn() {},
  info() {},
  debug(_message, fields) {
    exactly<Record<string, unknown>>()(fields);
  },
};
const options: MeshiOptions = {
  apiKey: "key",
  environment: "staging",
  baseUrl: "https://example.com",
  timeoutMs: 1,
  deadlineMs: 1,
  maxRetries: 1,
  maxRetryAfterMs: 1,
  retryBudget: { tokens: 500, cost: 5, timeoutCost: 10 },
  maxOutageMs: 1,
  correlationId: () => "id",
  routes: { "matching.start": "/x/{event_id}" },
  middleware: [middleware],
  logger,
  logLevel: "debug",
  dangerouslyAllowBrowser: false,
};
const meshi = new Meshi(options);
new Meshi();
// What is not there may be given as `undefined`, as it comes out of an environment.
new Meshi({ apiKey: undefined, environment: undefined, baseUrl: undefined, fetch: undefined });
// A test's own, which answers without a network.
new Meshi({
  fetch: async (input, init) => {
    exactly<string | undefined>()(init?.method);
    if (typeof input !== "string") exactly<string>()(input.url);
    return { status: 200, headers: new Map() as never, text: async () => "{}" };
  },
});
// @ts-expect-error there is no such option
new Meshi({ apiKee: "key" });
// @ts-expect-error there is no such environment
new Meshi({ environment: "test" });
// @ts-expect-error there is no such operation
new Meshi({ routes: { "events.delete": "/events" } });
// @ts-expect-error there is no such level
new Meshi({ logLevel: "verbose" });
// @ts-expect-error a fetch gives a response
new Meshi({ fetch: async () => "text" });
exactly<Promise<void>>()(meshi.ready());
exactly<void>()(meshi.free());
exactly<Readonly<Record<string, string | number | boolean | null | undefined>>>()(meshi.toJSON());
exactly<() => void>()(meshi[Symbol.dispose]);
// @ts-expect-error only a client has resources
new Events();
// @ts-expect-error only a client makes flows
new MeshiFlow();
// @ts-expect-error and nobody derives from them
class Mine extends Events {}

// A signal is anything that behaves as one.
declare const call: CallOptions;
call.signal?.addEventListener("abort", () => undefined);

// Runs
const run = await meshi.runs.get("r", call);
exactly<RunStatus>()(run.status);
const open: RunStatus = "paused";
if (run.status === "succeeded" || run.status === open) exactly<number | undefined>()(run.counts?.failed);
exactly<Run>()(
  await meshi.runs.wait(run, { pollIntervalMs: 250, maxWaitMs: 1, onProgress: (now) => exactly<Run>()(now) }),
);
exactly<Run>()(await meshi.runs.wait("r"));
const poller = meshi.runs.poller("r", call);
exactly<RunPoller>()(poller);
exactly<RunPoller>()(meshi.runs.resume(poller.serialize(), { maxWaitMs: 1 }));
exactly<Run>()(await poller.pollOnce(call));
exactly<Run>()(await poller.wait());
exactly<boolean>()(poller.isDone);
exactly<Run | undefined>()(poller.run);
exactly<string>()(poller.serialize());

// Files
const file = readAttendees("name\nAda", {
  format: "csv",
  encoding: "windows-1252",
  mapping: { name: "Who comes", company: null },
  ignore: ["Notes"],
  raw: false,
  delimiter: ";",
  maxRecordBytes: 1,
});
exactly<AttendeeFile>()(file);
exactly<Rejection[]>()(file.rejected);
exactly<readonly AttendeeColumn[]>()(file.columns);
for await (const attendee of file) exactly<AttendeeInput>()(attendee);
readAttendees(new Uint8Array());
readAttendees(new ArrayBuffer(1));
readAttendees(["name\n", "Ada\n"]);
async function* chunks(): AsyncGenerator<string | Uint8Array> {
  yield "name\n";
}
readAttendees(chunks());
async function* rows(): AsyncGenerator<AttendeeInput> {
  yield { attendee_id: "a-1", name: "Ada" };
}
exactly<ImportReport>()(await meshi.attendees.importAll("e", rows(), { wait: false }));
const replayed = await meshi.attendees.importAll("e", rows(), { runKey: "2026-11-24" });
exactly<number>()(replayed.replayed);
exactly<true | undefined>()(replayed.runs[0]?.replayed);
// @ts-expect-error there is no such format
readAttendees("", { format: "xlsx" });
// @ts-expect-error there is no such field
readAttendees("", { mapping: { phone: "Telephone" } });
// @ts-expect-error a number is no file
readAttendees(5);

// The flow
const plan = {
  event: { event_id: "e", title: "Spring" },
  context: { objectives: "Meet" },
  attendees: file,
  enrich: true,
  match: { session_id: "s" },
  runKey: "again",
};
const flow = meshi.flow(plan, { ...call, wait: { maxWaitMs: 1 }, maxRows: 1, maxBytes: 1, concurrency: 1 });
exactly<MeshiFlow>()(flow);
for await (const step of flow) {
  exactly<FlowStep>()(step);
  exactly<"auth" | "event" | "context" | "import" | "enrich" | "match" | "results">()(step.name);
  exactly<"running" | "done" | "skipped">()(step.status);
  exactly<number>()(step.progress.completed);
  exactly<number | null>()(step.progress.total);
  exactly<boolean>()(step.done);
  exactly<number>()(step.retryAfterMs);
}
exactly<FlowStep>()(await flow.step());
exactly<string>()(flow.serialize());
exactly<MeshiFlow>()(meshi.resumeFlow(flow.serialize(), plan, call));
const result = await flow;
exactly<FlowResult>()(result);
exactly<Event>()(result.event);
exactly<ImportReport>()(result.importReport);
exactly<Run[]>()(result.runs.import);
exactly<Run | undefined>()(result.runs.match);
exactly<List<ReviewItem>>()(result.reviewQueue);
exactly<List<Match>>()(result.matches);
// @ts-expect-error a flow has an event
meshi.flow({ attendees: [] });

// Words of lists that may grow
const event: Event = { event_id: "e", title: "t", created_at: "", visibility: "unlisted" };
exactly<"private" | (string & {}) | null | undefined>()(event.visibility);

// The sandbox
const fault: SandboxFault = { operation: "attendees.import", status: 503, times: 2 };
const sandbox = await createSandbox({ seed: 1, instant: true, now: () => 0, maxRows: 5 });
exactly<Sandbox>()(sandbox);
sandbox.faults.push(fault);
new Meshi({ apiKey: sandbox.apiKey, baseUrl: sandbox.baseUrl, fetch: sandbox.fetch });
exactly<number>()(sandbox.stats().requests);

// Every entry has the same classes
exactly<Meshi>()(new slim.Meshi());
exactly<Meshi>()(new inline.Meshi());
exactly<Promise<void>>()(slim.init(new Uint8Array()));
exactly<Promise<void>>()(slim.init(new ArrayBuffer(8)));
// @ts-expect-error text is no module
slim.init("module.wasm");
