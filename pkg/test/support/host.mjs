// A host with exactly the globals that a test gives it: a realm of its own with the language, WebAssembly, and no more.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { build } from "esbuild";

const here = fileURLToPath(new URL("..", import.meta.url));
const file = createRequire(import.meta.url).resolve("meshi-partner/meshi_partner_bg.wasm");

/** The package's own module. */
export const wasm = readFileSync(file);

/** What every host that the package is for has. */
const WEB = {
  AbortController,
  ReadableStream,
  Request,
  Response,
  Headers,
  TextDecoder,
  TextEncoder,
  URL,
  atob,
  clearTimeout,
  crypto,
  performance,
  queueMicrotask,
  setTimeout,
};

/** Bundles a program of the package's user into one script. */
async function bundle(program) {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: here },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "library",
    platform: "neutral",
    logLevel: "error",
  });
  return new vm.Script(outputFiles[0].text);
}

const SCRIPTS = {
  inline: await bundle(`
    export * from "meshi-partner/inline";
    export { createSandbox } from "meshi-partner/sandbox";
  `),
  slim: await bundle(`export * from "meshi-partner/slim";`),
};

/** The error as a test looks at it; `bare` tells one that is none of the package's. */
const SHOW = `
function show(error) {
  const brand = Symbol.for("meshi-partner.error");
  if (error?.[brand] !== true) return { bare: String(error) };
  return { name: error.name, code: error.code, message: error.message, isError: error instanceof Error };
}`;

/**
 * Imports an entry in a new host and runs the body of an async function there, over the entry's exports and `given`.
 *
 * @param entry `inline` or `slim`
 * @param body its result has to be JSON; what it throws comes back as `{ name, code, message, isError }` or `{ bare }`
 */
export async function inHost(entry, body, { without = [], given = {}, codeGeneration = true } = {}) {
  const globals = { ...WEB, given, run: () => SCRIPTS[entry].runInContext(context) };
  const context = vm.createContext(globals, { codeGeneration: { wasm: codeGeneration, strings: false } });
  vm.runInContext(without.map((name) => `delete globalThis[${JSON.stringify(name)}];`).join("\n"), context);
  vm.runInContext(SHOW, context);
  const text = await vm.runInContext(
    `(async () => {
      run();
      const { Meshi, init, readAttendees, createSandbox, isMeshiError } = library;
      ${body}
    })().catch(show).then(JSON.stringify)`,
    context,
  );
  return JSON.parse(text);
}
