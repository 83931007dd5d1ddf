// The sandbox in a web page: the module is a file that the bundler finds through its URL.

import { sandboxFrom } from "../sandbox-loader.js";

export type * from "../sandbox/types.js";

/** Makes a sandbox: the Partner API, emulated in this process, with no key to ask for. */
export const createSandbox = /* @__PURE__ */ sandboxFrom(
  () => new URL("./meshi_sandbox_bg.wasm", import.meta.url),
);
