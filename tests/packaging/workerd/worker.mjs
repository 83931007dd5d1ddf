// A Cloudflare Worker: through the global `fetch`, or through a service binding where it has one.

import * as partner from "meshi-partner";
import { scenario } from "./scenario.mjs";

export default {
  async fetch(_request, env) {
    const { MESHI_BASE: baseUrl, MESHI_KEY: apiKey, API } = env;
    const fetch = API && API.fetch.bind(API);
    return Response.json(await scenario(partner, { baseUrl, apiKey, ...(fetch && { fetch }) }));
  },
};
