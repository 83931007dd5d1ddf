// Where nothing can be read or fetched: the module is inside this file.

import text from "../wasm/meshi_partner_bg.wasm?base64";
import { fromBase64 } from "../base64.js";
import { setLoader } from "../runtime.js";

const bytes = (): Uint8Array<ArrayBuffer> => fromBase64(text);

// A page's main thread should not compile; and an old one may not.
setLoader(typeof window === "undefined" ? { sync: bytes } : { async: bytes });

export * from "../index.js";
