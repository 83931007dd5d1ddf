// A route of Next.js on Node.js.

import * as partner from "meshi-partner";
import { scenario } from "../../../scenario.mjs";

export const dynamic = "force-dynamic";

export async function GET() {
  return Response.json(await scenario(partner, {}));
}
