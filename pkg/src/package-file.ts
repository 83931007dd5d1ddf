// Reads a file of this package in Node and Bun.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/**
 * Reads a module of the package: beside the entry, or, where a bundler took the entry elsewhere and left the module
 * behind, in the installed package.
 */
export function readModule(beside: URL, name: string): Uint8Array<ArrayBuffer> {
  try {
    return readFileSync(beside);
  } catch (error) {
    let installed: string;
    try {
      installed = createRequire(import.meta.url).resolve(`meshi-partner/${name}`);
    } catch {
      // It is not installed where the bundle runs. That it is not beside the bundle says what to do.
      throw error;
    }
    return readFileSync(installed);
  }
}
