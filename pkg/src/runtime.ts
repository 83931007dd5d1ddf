// Gets the wasm module in, once, when it is first needed, and is the one door through which every call into it goes.
// Does nothing at import.

import { requireHost } from "./host.js";
import init, {
  __wbg_reset_state as resetState,
  AttendeeReader as WasmReader,
  Client as WasmClient,
  initSync,
  onTrap,
} from "./wasm/meshi_partner.js";
import type { AttendeeReader, Client, ClientOptions } from "./boundary.js";
import { MeshiConfigError } from "./errors.js";
import { fromFailure, isOurs } from "./failure.js";
import {
  arrived,
  checkExports,
  compile,
  compileNow,
  unfit,
  type ModuleOrigin,
  type ModuleSource,
} from "./module-source.js";

export type { ModuleOrigin, ModuleSource };

/** How an entry gets the module. */
export interface Loader {
  /** Where it can be had at once: `new Meshi` then checks every option itself. */
  sync?: () => ModuleSource;
  /** Where it can not: the first call waits for it. */
  async?: () => ModuleOrigin | Promise<ModuleOrigin>;
}

/** Exports of the client's module that another one does not have. */
const EXPORTS = ["client_new", "attendeereader_new", "__wbindgen_start"];

let loader: Loader = {};
let loaded = false;
let loading: Promise<void> | undefined;
/** Counts the instances: what is inside of one is of no use to the next. */
let instance = 0;
/** A call into the instance trapped: another takes its place before the next one. */
let broken = false;
/** How many calls into the instance are on the stack. */
let depth = 0;
/** Ends what is under way in the instance. */
let endAll: (trap: unknown) => void;

/** Called with the entry's own by whatever will need the module, before it does. */
export function setLoader(given: Loader): void {
  loader = given;
}

/** The error of a call that comes before the module. */
export function notReady(): MeshiConfigError {
  const message = loader.async
    ? "the WebAssembly module is not loaded yet: `await meshi.ready()` first"
    : "the WebAssembly module was not given yet: `await init(module)` of meshi-partner/slim first";
  return new MeshiConfigError(message, { code: "NOT_READY" });
}

/** Instantiates the module if that can be done at once, and says whether it is there. */
export function loadNow(): boolean {
  if (loaded) return true;
  if (!loader.sync) return false;
  try {
    const module = compileNow(loader.sync);
    checkExports(module, ...EXPORTS);
    initSync({ module });
  } catch (error) {
    throw unfit(error);
  }
  started();
  return true;
}

/** Instantiates the module; callers at the same time share one load, and a failed one is tried again by the next. */
export async function load(): Promise<void> {
  if (loadNow()) return;
  loading ??= loadLater().finally(() => {
    loading = undefined;
  });
  await loading;
}

async function loadLater(): Promise<void> {
  if (!loader.async) throw notReady();
  try {
    const module = await compile(loader.async);
    checkExports(module, ...EXPORTS);
    await init({ module_or_path: module });
  } catch (error) {
    throw unfit(error);
  }
  started();
}

/** There is an instance, and it tells of its traps. */
function started(): void {
  endAll = onTrap(() => {
    broken = true;
  });
  loaded = true;
}

/** The number of the instance in use; a fresh one, if the last one trapped. */
export function presentInstance(): number {
  if (broken) {
    resetState();
    broken = false;
    instance += 1;
    started();
  }
  return instance;
}

/**
 * Loads what is given by hand. The first module that works stays: of a later one only its arrival is waited for.
 *
 * @throws MeshiConfigError `MODULE_UNAVAILABLE`
 */
export async function loadGiven(origin: ModuleOrigin | Promise<ModuleOrigin>): Promise<void> {
  // One that is under way goes first; if it fails, its own caller hears of it.
  while (loading) await Promise.allSettled([loading, origin]);
  if (loaded) {
    await arrived(() => origin);
    return;
  }
  // A compiled module needs no waiting, so that no request of an isolate waits for what another one began. One of another
  // realm can only be instantiated later.
  const compiled = typeof WebAssembly === "object" && origin instanceof WebAssembly.Module;
  setLoader(compiled ? { sync: () => origin } : { async: () => origin });
  await load();
}

/** Every call into the module goes through here, so that what it throws is always one of our errors. */
export function invoke<T>(work: () => T): T {
  presentInstance();
  depth += 1;
  try {
    return work();
  } catch (error) {
    // What is none of ours is a trap, after which nothing inside can be trusted.
    if (!isOurs(error)) endAll(error);
    throw fromFailure(error);
  } finally {
    depth -= 1;
  }
}

/**
 * As `invoke`, once no call into the module is on the stack: what is being called cannot be freed, and code of the
 * caller's, such as a getter of an option, may ask for that.
 */
export function invokeBetween(work: () => void): void {
  if (depth === 0) invoke(work);
  else void Promise.resolve().then(() => invoke(work));
}

/** As `invoke`, for work that ends later. The error is made where its async stack still leads to the caller. */
export function invokeAsync<T>(work: () => Promise<T>): Promise<T> {
  return invoke(work).then(undefined, (error: unknown) => {
    throw fromFailure(error);
  });
}

/** The shell's client. The module must be loaded, and the host must have what every call needs. */
export function makeClient(options: ClientOptions): Client {
  requireHost("AbortController", "setTimeout", "clearTimeout");
  return new WasmClient(options) as Client;
}

/** The shell's reader of attendee files. The module must be loaded. */
export function makeReader(
  options: object | undefined,
  where: ((row: Record<string, unknown>, number: number) => boolean) | undefined,
): AttendeeReader {
  return new WasmReader(options, where) as AttendeeReader;
}
