// The sandbox in Node and Bun: the module is a file beside this one.

import { readModule } from "../package-file.js";
import { sandboxFrom } from "../sandbox-loader.js";

export type * from "../sandbox/types.js";

/** Makes a sandbox: the Partner API, emulated in this process, with no key to ask for. */
export const createSandbox = /* @__PURE__ */ sandboxFrom(() =>
  readModule(new URL("./meshi_sandbox_bg.wasm", import.meta.url), "meshi_sandbox_bg.wasm"),
);
