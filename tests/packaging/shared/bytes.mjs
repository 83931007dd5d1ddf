// What a runtime loads of the package: the resolved entry, what it imports, and the module where that is a file.

import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

const MODULE = "meshi_partner_bg.wasm";

/** The bytes of a file of the installed package with everything that comes with it. */
export async function loadedBytes(entry) {
  const seen = new Set();
  let module = false;
  async function visit(file) {
    if (seen.has(file)) return 0;
    seen.add(file);
    const text = await readFile(file, "utf8");
    module ||= text.includes(`"./${MODULE}"`);
    let bytes = Buffer.byteLength(text);
    for (const [, path] of text.matchAll(/\b(?:from|import)\s*"(\.\/[^"]+\.js)"/g)) {
      bytes += await visit(join(dirname(file), path));
    }
    return bytes;
  }
  const bytes = await visit(entry);
  return module ? bytes + (await stat(join(dirname(entry), MODULE))).size : bytes;
}

/** The bytes of several files together. */
export async function sizeOf(files) {
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
