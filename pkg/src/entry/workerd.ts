// Cloudflare Workers: the module is compiled at deployment, and only such a one may be instantiated.

import module from "./meshi_partner_bg.wasm";
import { setLoader } from "../runtime.js";

setLoader({ sync: () => module });

export * from "../index.js";
