// A program of ES modules.

import * as partner from "meshi-partner";
import { scenario } from "./scenario.mjs";

const { MESHI_BASE: baseUrl, MESHI_KEY: apiKey } = process.env;
const result = await scenario(partner, { baseUrl, apiKey });
console.log(JSON.stringify({ ...result, entry: import.meta.resolve("meshi-partner") }));
