// Gets the sandbox's module in, once, when the first sandbox is made. Does nothing at import.

import { checkExports, compile, unfit, type ModuleSource } from "./module-source.js";
import init, { Emulator } from "./wasm-sandbox/meshi_sandbox.js";
import { makeCreateSandbox } from "./sandbox/create.js";
import type { Sandbox, SandboxOptions } from "./sandbox/types.js";

/** Gives `createSandbox` for where this runtime has the module. */
export function sandboxFrom(find: () => ModuleSource | URL): (options?: SandboxOptions) => Promise<Sandbox> {
  let loading: Promise<void> | undefined;
  async function load(): Promise<void> {
    try {
      const module = await compile(find);
      checkExports(module, "emulator_new", "__wbindgen_start");
      await init({ module_or_path: module });
    } catch (error) {
      // The next sandbox tries again.
      loading = undefined;
      throw unfit(error);
    }
  }
  return makeCreateSandbox(async () => {
    await (loading ??= load());
    return { Emulator };
  });
}
