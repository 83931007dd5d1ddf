// A program that ends up in one file, with nothing beside it.

import * as partner from "meshi-partner";
import { scenario } from "./scenario.mjs";

console.log(JSON.stringify(await scenario(partner, {})));
