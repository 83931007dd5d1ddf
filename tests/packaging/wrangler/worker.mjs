// A Cloudflare Worker as wrangler bundles it.

import * as partner from "meshi-partner";
import { scenario } from "./scenario.mjs";

export default {
  async fetch(_request, { MESHI_BASE: baseUrl, MESHI_KEY: apiKey }) {
    return Response.json(await scenario(partner, { baseUrl, apiKey }));
  },
};
