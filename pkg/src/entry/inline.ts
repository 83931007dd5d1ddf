// Where nothing can be read or fetched: the module is inside this file.

import text from "../wasm/meshi_partner_bg.wasm?base64";
import { fromBase64 } from "../base64.js";
import { meshiWith, readAttendeesWith } from "../bind.js";
import type { Loader } from "../runtime.js";

const bytes = (): Uint8Array<ArrayBuffer> => fromBase64(text);

// A page's main thread should not compile; and an old one may not.
const loader: Loader = typeof window === "undefined" ? { sync: bytes } : { async: bytes };

export const Meshi = /* @__PURE__ */ meshiWith(loader);
export const readAttendees = /* @__PURE__ */ readAttendeesWith(loader);
export * from "../index.js";
