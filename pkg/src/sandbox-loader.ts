// Gets the sandbox's module in, once, when the first sandbox is made. Does nothing at import.

import init, { Emulator } from "./wasm-sandbox/meshi_sandbox.js";
import type { ModuleSource } from "./runtime.js";
import { makeCreateSandbox } from "./sandbox/create.js";
import type { Sandbox, SandboxOptions } from "./sandbox/types.js";

/** Gives `createSandbox` for where this runtime has the module. */
export function sandboxFrom(find: () => ModuleSource | URL): (options?: SandboxOptions) => Promise<Sandbox> {
  let loading: Promise<unknown> | undefined;
  return makeCreateSandbox(async () => {
    loading ??= init({ module_or_path: find() });
    try {
      await loading;
    } catch (error) {
      // The next sandbox tries again.
      loading = undefined;
      throw error;
    }
    return { Emulator };
  });
}
