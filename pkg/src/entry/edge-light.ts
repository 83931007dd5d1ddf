// Next's edge runtime: the module is compiled at deployment, but is another realm's, so that the first call waits for it.

import module from "./meshi_partner_bg.wasm?module";
import { meshiWith, readAttendeesWith } from "../bind.js";
import type { Loader } from "../runtime.js";

const loader: Loader = { async: () => module };

export const Meshi = /* @__PURE__ */ meshiWith(loader);
export const readAttendees = /* @__PURE__ */ readAttendeesWith(loader);
export * from "../index.js";
