// Next's edge runtime: the module is compiled at deployment, but is another realm's, so that the first call waits for it.

import module from "./meshi_partner_bg.wasm?module";
import { setLoader } from "../runtime.js";

setLoader({ async: () => module });

export * from "../index.js";
