// A Deno program that may read two variables and reach one address, and nothing else.

import * as partner from "meshi-partner";
import { scenario } from "./scenario.mjs";

const result = await scenario(partner, {});
console.log(JSON.stringify({ ...result, entry: import.meta.resolve("meshi-partner") }));
