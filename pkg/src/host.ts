// What the host must have, told of in words. Evaluated before the generated glue, which makes its text coders at import
// and would fail there with a bare ReferenceError.

import { MeshiConfigError } from "./errors.js";

/**
 * Holds that the host has these globals.
 *
 * @throws MeshiConfigError `RUNTIME_UNSUPPORTED`, which names those that are missing
 */
export function requireHost(...names: readonly string[]): void {
  const host = globalThis as unknown as Record<string, unknown>;
  const missing = names.filter((name) => host[name] === undefined);
  if (missing.length === 0) return;
  const hint =
    missing[0] === "WebAssembly" ? "; a Rust program there can use the crate meshi-partner-core" : "";
  const message = `this runtime has no ${missing.join(" and no ")}, which meshi-partner needs${hint}`;
  throw new MeshiConfigError(message, { code: "RUNTIME_UNSUPPORTED" });
}

requireHost("TextDecoder", "TextEncoder");
