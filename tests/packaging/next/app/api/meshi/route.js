// A route of Next.js on the edge.

import * as partner from "meshi-partner";
import { scenario } from "../../../scenario.mjs";

export const runtime = "edge";
export const dynamic = "force-dynamic";

export async function GET() {
  const { MESHI_BASE: baseUrl, MESHI_KEY: apiKey } = process.env;
  return Response.json(await scenario(partner, { baseUrl, apiKey }));
}
