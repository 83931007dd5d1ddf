// The sandbox in Node and Bun: the module is a file beside this one.

import { readFileSync } from "node:fs";
import { sandboxFrom } from "../sandbox-loader.js";

export type * from "../sandbox/types.js";

/** Makes a sandbox: the Partner API, emulated in this process, with no key to ask for. */
export const createSandbox = /* @__PURE__ */ sandboxFrom(() =>
  readFileSync(new URL("./meshi_sandbox_bg.wasm", import.meta.url)),
);
