// Any host, by hand: `init(module)` first.

import { loadGiven, type ModuleOrigin } from "../runtime.js";

/**
 * Gives the package its WebAssembly module, `meshi-partner/meshi_partner_bg.wasm`: compiled, its bytes, where it is, or
 * the response that brings it. A client may be made before, but not used. The first module that works stays for as long
 * as the process lives, so this may stand in every request's handler: what a later call is given is waited for, and
 * otherwise not looked at.
 *
 * @throws MeshiConfigError `MODULE_UNAVAILABLE`, which says what is wrong with it: the next call may give a better one
 */
export function init(module: ModuleOrigin | Promise<ModuleOrigin>): Promise<void> {
  return loadGiven(module);
}

export * from "../index.js";
