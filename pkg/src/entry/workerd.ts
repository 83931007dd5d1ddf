// Cloudflare Workers: the module is compiled at deployment, and only such a one may be instantiated.

import module from "./meshi_partner_bg.wasm";
import { meshiWith, readAttendeesWith } from "../bind.js";
import type { Loader } from "../runtime.js";

const loader: Loader = { sync: () => module };

export const Meshi = /* @__PURE__ */ meshiWith(loader);
export const readAttendees = /* @__PURE__ */ readAttendeesWith(loader);
export * from "../index.js";
