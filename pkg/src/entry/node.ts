// Node and Bun: the module is a file beside this one.

import { meshiWith, readAttendeesWith } from "../bind.js";
import { readModule } from "../package-file.js";
import type { Loader } from "../runtime.js";

const loader: Loader = {
  sync: () => readModule(new URL("./meshi_partner_bg.wasm", import.meta.url), "meshi_partner_bg.wasm"),
};

export const Meshi = /* @__PURE__ */ meshiWith(loader);
export const readAttendees = /* @__PURE__ */ readAttendeesWith(loader);
export * from "../index.js";
