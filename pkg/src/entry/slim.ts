// Any host, by hand: `init(module)` first.

import { load, setLoader, type ModuleSource } from "../runtime.js";

/**
 * Gives the package its WebAssembly module, `meshi-partner/meshi_partner_bg.wasm`: compiled, its bytes, where it is, or
 * the response that brings it. A client may be made before, but not used.
 *
 * @throws MeshiConfigError `MODULE_UNAVAILABLE`
 */
export async function init(
  module: ModuleSource | URL | Response | Promise<ModuleSource | Response>,
): Promise<void> {
  setLoader({ async: () => module });
  await load();
}

export * from "../index.js";
