// A project that has the host's own types, whoever's they are: they fit in, and they come out. Compiled, never run.

import { Meshi, readAttendees, type AttendeeInput, type Middleware } from "meshi-partner";
import { createSandbox } from "meshi-partner/sandbox";
import { init } from "meshi-partner/slim";
import { exactly } from "../expect.js";

declare const headers: Headers;
declare const response: Response;
declare const stream: ReadableStream<Uint8Array>;
declare const rows: ReadableStream<AttendeeInput>;
declare const blob: Blob;

const middleware: Middleware = async (request, next) => {
  exactly<string | null>()(request.headers.get("accept"));
  const copy: Request = new Request(request, { headers: { "x-team": "events" } });
  const answer: Response = await next(copy);
  return answer.status === 404 ? new Response("{}", { status: 200 }) : answer;
};
const sandbox = await createSandbox();
const answered: Response = await sandbox.fetch(`${sandbox.baseUrl}/auth`, { headers: { accept: "*/*" } });
exactly<boolean>()(answered.ok);

new Meshi({ fetch: globalThis.fetch });
new Meshi({ fetch: sandbox.fetch, middleware: [middleware] });
new Meshi({ fetch: (input, init) => fetch(input, init) });
const meshi = new Meshi({ fetch: async () => new Response("{}") });
const { signal } = new AbortController();
const given = await meshi.auth.check({ signal, headers }).withResponse();
const out: Headers = given.response.headers;
out.get("x-correlation-id");
await meshi.attendees.importAll("e", readAttendees(response));
await meshi.attendees.importAll("e", readAttendees(stream));
await meshi.attendees.importAll("e", readAttendees(blob));
await meshi.attendees.importAll("e", rows, { signal: AbortSignal.timeout(1_000) });
await init(new URL("https://example.com/module.wasm"));
await init(response);
await init(fetch("https://example.com/module.wasm"));
// @ts-expect-error an object is no signal
meshi.auth.check({ signal: {} });
