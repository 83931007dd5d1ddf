// Makes a sandbox out of the emulator's module. How the module gets in is the entry's business.

import { MeshiConfigError } from "../errors.js";
import { emulate, type Emulator } from "./fetch.js";
import type { Sandbox, SandboxFault, SandboxKey, SandboxOptions, SandboxStats } from "./types.js";

/** The module's class. */
interface EmulatorClass {
  new (settings: string): Emulator & {
    pushFault(fault: string): void;
    clearFaults(): void;
    pendingFaults(): number;
    reset(): void;
    stats(): string;
  };
  keys(): string;
}

/** What the sandbox needs of the generated glue, once it is instantiated. */
export interface SandboxModule {
  Emulator: EmulatorClass;
}

/** `.invalid` is reserved: no resolver ever answers for it. */
const ORIGIN = "https://sandbox.invalid";
const BASE_PATH = "/api/v0/partner";
const INSTANT = { queueMs: 0, runBaseMs: 0, runMsPerRow: 0 };

/** Gives `createSandbox` for a way of loading the module, which is loaded when the first sandbox is made. */
export function makeCreateSandbox(
  load: () => Promise<SandboxModule>,
): (options?: SandboxOptions) => Promise<Sandbox> {
  return async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
    if (typeof options !== "object" || options === null) throw badOption("options", "has to be an object");
    const { now: clock = Date.now, instant = false, ...settings } = options;
    if (typeof clock !== "function") throw badOption("now", "has to be a function");
    const { Emulator } = await load();
    const emulator = made(
      () => new Emulator(JSON.stringify(instant ? { ...settings, ...INSTANT } : settings)),
    );
    const keys = JSON.parse(Emulator.keys()) as SandboxKey[];
    let advanced = 0;
    const now = (): number => clock() + advanced;
    return {
      apiKey: keys[0]?.key ?? "",
      baseUrl: ORIGIN + BASE_PATH,
      fetch: emulate(emulator, ORIGIN, now),
      keys,
      faults: {
        push(...faults: SandboxFault[]): void {
          for (const fault of faults) named("faults.push", () => emulator.pushFault(JSON.stringify(fault)));
        },
        clear: () => emulator.clearFaults(),
        get pending(): number {
          return emulator.pendingFaults();
        },
      },
      now,
      advance(ms: number): void {
        if (!(ms >= 0)) throw new TypeError("advance: the sandbox's time only moves forward");
        advanced += ms;
      },
      reset: () => emulator.reset(),
      stats: () => JSON.parse(emulator.stats()) as SandboxStats,
    };
  };
}

function badOption(option: string, problem: string): MeshiConfigError {
  return new MeshiConfigError(`createSandbox: ${option} ${problem}`, { code: "INVALID_OPTION", option });
}

/** Makes the emulator; what it says of its settings is an error of the options, which names the field where it does. */
function made<T>(make: () => T): T {
  try {
    return make();
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    const option = /^unknown field `([^`]*)`/.exec(said)?.[1] ?? "options";
    throw new MeshiConfigError(`createSandbox: ${said}`, { code: "INVALID_OPTION", option, cause });
  }
}

/** Says what was called when the emulator refuses what it was given. */
function named<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new TypeError(`${what}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
