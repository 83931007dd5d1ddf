// Node and Bun: the module is a file beside this one.

import { readFileSync } from "node:fs";
import { meshiWith, readAttendeesWith } from "../bind.js";
import type { Loader } from "../runtime.js";

const loader: Loader = { sync: () => readFileSync(new URL("./meshi_partner_bg.wasm", import.meta.url)) };

export const Meshi = /* @__PURE__ */ meshiWith(loader);
export const readAttendees = /* @__PURE__ */ readAttendeesWith(loader);
export * from "../index.js";
