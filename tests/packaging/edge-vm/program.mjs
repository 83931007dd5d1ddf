// A program for an edge runtime.

import * as partner from "meshi-partner";
import { scenario } from "./scenario.mjs";

const { MESHI_BASE: baseUrl, MESHI_KEY: apiKey } = globalThis;
globalThis.result = scenario(partner, { baseUrl, apiKey }).then(JSON.stringify);
