// The sandbox in any other host: the module is inside this file.

import text from "../wasm-sandbox/meshi_sandbox_bg.wasm?base64";
import { fromBase64 } from "../base64.js";
import { sandboxFrom } from "../sandbox-loader.js";

export type * from "../sandbox/types.js";

/** Makes a sandbox: the Partner API, emulated in this process, with no key to ask for. */
export const createSandbox = /* @__PURE__ */ sandboxFrom(() => fromBase64(text));
