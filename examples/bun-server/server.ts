// GET /events/<id>/matches: the event's match scores as one JSON object a line, sent on while they are read page by page.
// MESHI_KEY holds the key, MESHI_BASE the API's address, and PORT where this listens. Start it with `bun server.ts`.

import { Meshi, MeshiNotFoundError, MeshiValidationError, isMeshiError } from "meshi-partner";

const meshi = new Meshi();

async function* lines(first: object[], rest: AsyncIterable<object>): AsyncGenerator<string> {
  for (const match of first) yield `${JSON.stringify(match)}\n`;
  for await (const match of rest) yield `${JSON.stringify(match)}\n`;
}

async function matches(id: string, attendee: string | null): Promise<Response> {
  const filter = attendee === null ? {} : { attendee_id: attendee };
  // The first page is waited for, so that what is wrong with the event is told by the status.
  const page = await meshi.matches.list(id, filter);
  const after = page.nextCursor;
  const rest = after === null ? none() : meshi.matches.list(id, { ...filter, cursor: after });
  return new Response(lines(page.items, rest), { headers: { "content-type": "application/x-ndjson" } });
}

async function* none(): AsyncGenerator<object> {}

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
      return await matches(id, searchParams.get("attendee"));
    } catch (error) {
      if (!isMeshiError(error)) throw error;
      const status =
        error instanceof MeshiValidationError ? 400 : error instanceof MeshiNotFoundError ? 404 : 502;
      return Response.json(error, { status });
    }
  },
});
console.log(`listening on ${server.url}`);
