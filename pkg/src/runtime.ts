// Gets the wasm module in, once, when it is first needed, and is the one door through which every call into it goes.
// Does nothing at import.

import init, { AttendeeReader as WasmReader, Client as WasmClient, initSync } from "./wasm/meshi_partner.js";
import type { AttendeeReader, Client, ClientOptions } from "./boundary.js";
import { MeshiConfigError, isMeshiError } from "./errors.js";
import { fromFailure } from "./failure.js";

/** A compiled module, or its bytes. */
export type ModuleSource = WebAssembly.Module | BufferSource;

/** How an entry gets the module. */
export interface Loader {
  /** Where it can be had at once: `new Meshi` then checks every option itself. */
  sync?: () => ModuleSource;
  /** Where it can not: the first call waits for it. */
  async?: () => ModuleSource | URL | Response | Promise<ModuleSource | Response>;
}

let loader: Loader = {};
let loaded = false;
let loading: Promise<void> | undefined;

/** Called by each entry, before anything else. */
export function setLoader(given: Loader): void {
  loader = given;
}

function unavailable(message: string, cause?: unknown): MeshiConfigError {
  return new MeshiConfigError(message, {
    code: "MODULE_UNAVAILABLE",
    ...(cause === undefined ? {} : { cause }),
  });
}

const NOT_COMPILED = "the WebAssembly module could not be loaded; the cause says why";

/** Instantiates the module if that can be done at once, and says whether it is there. */
export function loadNow(): boolean {
  if (loaded) return true;
  if (!loader.sync) return false;
  try {
    initSync({ module: loader.sync() });
  } catch (error) {
    throw unavailable(NOT_COMPILED, error);
  }
  loaded = true;
  return true;
}

/** Instantiates the module; callers at the same time share one load, and a failed one is tried again by the next. */
export async function load(): Promise<void> {
  if (loadNow()) return;
  loading ??= loadLater().catch((error: unknown) => {
    loading = undefined;
    throw isMeshiError(error) ? error : unavailable(NOT_COMPILED, error);
  });
  await loading;
}

async function loadLater(): Promise<void> {
  if (!loader.async)
    throw unavailable("no WebAssembly module is there: call `init(module)` of this entry first");
  await init({ module_or_path: loader.async() });
  loaded = true;
}

/** Every call into the module goes through here, so that what it throws is always one of our errors. */
export function invoke<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fromFailure(error);
  }
}

/** As `invoke`, for work that ends later. The error is made where its async stack still leads to the caller. */
export function invokeAsync<T>(work: () => Promise<T>): Promise<T> {
  return invoke(work).then(undefined, (error: unknown) => {
    throw fromFailure(error);
  });
}

/** The shell's client. The module must be loaded. */
export function makeClient(options: ClientOptions): Client {
  return new WasmClient(options) as Client;
}

/** The shell's reader of attendee files. The module must be loaded. */
export function makeReader(options: object | undefined): AttendeeReader {
  return new WasmReader(options) as AttendeeReader;
}
