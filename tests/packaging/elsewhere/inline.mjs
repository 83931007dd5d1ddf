// A program that wants the module inside the package's own file.

import * as partner from "meshi-partner/inline";
import { scenario } from "./scenario.mjs";

console.log(JSON.stringify(await scenario(partner, {})));
