// Web pages, Vite and webpack: the module is a file that the bundler finds through its URL.

import { meshiWith, readAttendeesWith } from "../bind.js";
import type { Loader } from "../runtime.js";

const loader: Loader = { async: () => new URL("./meshi_partner_bg.wasm", import.meta.url) };

export const Meshi = /* @__PURE__ */ meshiWith(loader);
export const readAttendees = /* @__PURE__ */ readAttendeesWith(loader);
export * from "../index.js";
