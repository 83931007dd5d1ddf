// POST a CSV file to /events/<id>?title=<title>: the event is created or confirmed, the attendees are imported, and
// matching is started. MESHI_KEY holds the key and MESHI_BASE the API's address.

import { Meshi, MeshiValidationError, isMeshiError, readAttendees } from "meshi-partner";

const meshi = new Meshi();

async function take(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const [, resource, id = ""] = pathname.split("/").map(decodeURIComponent);
  if (request.method !== "POST" || resource !== "events" || !request.body) {
    return new Response("POST a CSV file to /events/<id>?title=<title>\n", { status: 404 });
  }
  const { signal } = request;
  const { created } = await meshi.events.ensure({ event_id: id, title: searchParams.get("title") ?? id });
  const report = await meshi.attendees.importAll(id, readAttendees(request.body), { signal });
  const matching = await meshi.matching.start(id);
  return Response.json({ created, report, matching });
}

export default {
  fetch: (request: Request): Promise<Response> =>
    take(request).catch((error: unknown) => {
      if (!isMeshiError(error)) throw error;
      return Response.json(error, { status: error instanceof MeshiValidationError ? 400 : 502 });
    }),
};
