// POST a CSV file to /events/<id>/attendees: it goes on to Meshi as it comes in, and the answer names the runs.
// GET /runs/<id> tells how far one is.

import { Meshi, MeshiApiError, MeshiValidationError, isMeshiError, readAttendees } from "meshi-partner";

interface Env {
  MESHI_KEY: string;
  MESHI_BASE: string;
  EGRESS?: { fetch: typeof fetch };
}

function client({ MESHI_KEY, MESHI_BASE, EGRESS }: Env): Meshi {
  const through = EGRESS && ((input: RequestInfo | URL, init?: RequestInit) => EGRESS.fetch(input, init));
  return new Meshi({ apiKey: MESHI_KEY, baseUrl: MESHI_BASE, ...(through && { fetch: through }) });
}

async function answer(request: Request, meshi: Meshi): Promise<Response> {
  const [, resource, id = "", part] = new URL(request.url).pathname.split("/").map(decodeURIComponent);
  if (request.method === "POST" && resource === "events" && part === "attendees" && request.body) {
    const attendees = readAttendees(request.body, { format: "csv" });
    const report = await meshi.attendees.importAll(id, attendees, { wait: false });
    return Response.json(report, { status: 202 });
  }
  if (request.method === "GET" && resource === "runs") return Response.json(await meshi.runs.get(id));
  return new Response("POST a CSV file to /events/<id>/attendees, or GET /runs/<id>\n", { status: 404 });
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    try {
      return await answer(request, client(env));
    } catch (error) {
      if (!isMeshiError(error)) throw error;
      const status =
        error instanceof MeshiValidationError ? 400 : error instanceof MeshiApiError ? error.status : 502;
      return Response.json(error, { status });
    }
  },
};
