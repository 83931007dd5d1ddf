// Node and Bun: the module is a file beside this one.

import { readFileSync } from "node:fs";
import { setLoader } from "../runtime.js";

setLoader({ sync: () => readFileSync(new URL("./meshi_partner_bg.wasm", import.meta.url)) });

export * from "../index.js";
