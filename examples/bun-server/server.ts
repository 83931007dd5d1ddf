// GET /events/<id>/matches: everybody at the event with their three best matches, one JSON object a line;
// GET /events/<id>/matches?attendee=<id>: the ten best of one person.
// MESHI_KEY holds the key, MESHI_BASE the API's address, and PORT where this listens. Start it with `bun server.ts`.

import { Meshi, MeshiNotFoundError, MeshiValidationError, isMeshiError } from "meshi-partner";

const meshi = new Meshi();

async function matches(id: string, signal: AbortSignal): Promise<Response> {
  const people = meshi.matches.byAttendee(id, { n: 3 }, { signal });
  // The first person is waited for, so that what is wrong with the event is told by the status.
  const first = await people.next();
  async function* lines(): AsyncGenerator<string> {
    if (!first.done) yield `${JSON.stringify(first.value)}\n`;
    for await (const person of people) yield `${JSON.stringify(person)}\n`;
  }
  return new Response(lines(), { headers: { "content-type": "application/x-ndjson" } });
}

async function matchesOf(id: string, attendeeId: string, signal: AbortSignal): Promise<Response> {
  return Response.json(await meshi.matches.top(id, { n: 10, attendeeId }, { signal }));
}

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: Number(process.env.PORT ?? 3000),
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const [, resource, id, part] = pathname.split("/").map(decodeURIComponent);
    if (resource !== "events" || !id || part !== "matches") {
      return new Response("GET /events/<id>/matches\n", { status: 404 });
    }
    try {
      const attendee = searchParams.get("attendee");
      return await (attendee === null
        ? matches(id, request.signal)
        : matchesOf(id, attendee, request.signal));
    } catch (error) {
      if (!isMeshiError(error)) throw error;
      const status =
        error instanceof MeshiValidationError ? 400 : error instanceof MeshiNotFoundError ? 404 : 502;
      return Response.json(error, { status });
    }
  },
});
console.log(`listening on ${server.url}`);
