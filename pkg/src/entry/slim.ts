// Any host, by hand: `init(module)` first.

import { loadGiven, type ModuleOrigin } from "../runtime.js";

/**
 * Loads the WebAssembly module of the package, `meshi-partner/meshi_partner_bg.wasm`: a compiled module, bytes, a `URL`
 * or a `Response`. A client can be created before, but not used. The first module that works stays for the life of the
 * process: later calls wait for their argument and ignore it, so the handler of every request may call `init`.
 *
 * @throws MeshiConfigError `MODULE_UNAVAILABLE` for a module that is not valid; a later call may pass another module
 */
export function init(module: ModuleOrigin | Promise<ModuleOrigin>): Promise<void> {
  return loadGiven(module);
}

export * from "../index.js";
