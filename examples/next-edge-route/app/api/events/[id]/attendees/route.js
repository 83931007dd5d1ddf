// POST a CSV file to /api/events/<id>/attendees, on the edge: it goes on to Meshi as it comes in.
// MESHI_KEY holds the key and MESHI_BASE the API's address.

import { Meshi, MeshiApiError, MeshiValidationError, isMeshiError, readAttendees } from "meshi-partner";

export const runtime = "edge";

export async function POST(request, { params }) {
  const { id } = await params;
  try {
    // Made here and not above: the variables are there when a request comes.
    const meshi = new Meshi();
    const attendees = readAttendees(request.body ?? "", { format: "csv" });
    const report = await meshi.attendees.importAll(id, attendees, { signal: request.signal, wait: false });
    return Response.json(report, { status: 202 });
  } catch (error) {
    if (!isMeshiError(error)) throw error;
    const status =
      error instanceof MeshiValidationError ? 400 : error instanceof MeshiApiError ? error.status : 502;
    return Response.json(error, { status });
  }
}
