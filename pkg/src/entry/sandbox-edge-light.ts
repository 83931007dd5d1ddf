// The sandbox in Next's edge runtime: the module is compiled at deployment.

import module from "./meshi_sandbox_bg.wasm?module";
import { sandboxFrom } from "../sandbox-loader.js";

export type * from "../sandbox/types.js";

/** Makes a sandbox: the Partner API, emulated in this process, with no key to ask for. */
export const createSandbox = /* @__PURE__ */ sandboxFrom(() => module);
