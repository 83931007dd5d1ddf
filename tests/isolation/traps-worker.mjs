// A worker that goes through the scenario, and tells what went unhandled.

import * as partner from "meshi-partner";
import { scenario } from "./scenario.mjs";

const unhandled = [];
addEventListener("unhandledrejection", ({ reason }) => unhandled.push(String(reason)));

export default {
  async fetch(request) {
    if (new URL(request.url).pathname === "/unhandled") return Response.json(unhandled);
    return Response.json(await scenario(partner));
  },
};
