// Makes a compiled module of whatever is given as the WebAssembly module. A wrong one is told of here, in words, before
// the generated glue sees it: the glue keeps an instance that lacks its exports, and never takes another.

import { asBytes } from "./bytes.js";
import { MeshiConfigError, isMeshiError } from "./errors.js";
import type { HostModule, HostResponse, HostUrl } from "./host-types.js";
import { requireHost } from "./host.js";

/** A compiled module, or its bytes. */
export type ModuleSource = HostModule | ArrayBuffer | ArrayBufferView;

/** Where a module can come from. */
export type ModuleOrigin = ModuleSource | HostUrl | HostResponse;

const EXPECTED = "give the compiled module, its bytes, its URL or the Response that brings it";

/** The error of a module that is not there, is no module, or is another's. */
export function unavailable(message: string, cause?: unknown): MeshiConfigError {
  return new MeshiConfigError(`the WebAssembly module ${message}`, {
    code: "MODULE_UNAVAILABLE",
    ...(cause === undefined ? {} : { cause }),
  });
}

/** What `problem` says of itself, for the end of a message. */
export function reason(problem: unknown): string {
  const { message } = (problem ?? {}) as Partial<Error>;
  const text = typeof message === "string" ? message : String(problem);
  return text.split("\n", 1)[0] ?? text;
}

function tag(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** A module, also one of another realm. */
function isModule(value: unknown): value is WebAssembly.Module {
  return tag(value) === "WebAssembly.Module";
}

/** A response, also one of another realm, or what stands in for one. */
function isResponse(value: unknown): value is Response {
  const { arrayBuffer, status } = (value ?? {}) as Partial<Response>;
  return typeof arrayBuffer === "function" && typeof status === "number";
}

/** What was given instead of a module, without its content. */
function kind(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string") return "a string; is it a path? then give `new URL(path, import.meta.url)`";
  return typeof value === "object" ? `an object (${tag(value)})` : `a ${typeof value}`;
}

/** The module's own address may be signed: its query stays out of an error. */
function address(url: string): string {
  return url.replace(/[?#].*$/s, "");
}

function checkMagic(bytes: Uint8Array, from: string): void {
  if (bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d) return;
  const what =
    bytes.length === 0
      ? "is empty"
      : bytes[0] === 0x3c
        ? "begins with `<`, as a web page does"
        : "does not begin as WebAssembly does";
  throw unavailable(`is not WebAssembly: what ${from} ${what}`);
}

function refused(error: unknown): MeshiConfigError {
  const text = reason(error);
  const hint = /disallowed by embedder/i.test(text)
    ? "; this runtime takes only a module that was compiled at deployment: import `meshi-partner/meshi_partner_bg.wasm` and give that"
    : "";
  return unavailable(`cannot be compiled: ${text}${hint}`, error);
}

/** What `find` gives is not there. */
function absent(error: unknown): MeshiConfigError {
  return isMeshiError(error)
    ? (error as MeshiConfigError)
    : unavailable(`could not be loaded: ${reason(error)}`, error);
}

/** Compiles at once what is there already. */
export function compileNow(find: () => unknown): WebAssembly.Module {
  requireHost("WebAssembly");
  let source: unknown;
  try {
    source = find();
  } catch (error) {
    throw absent(error);
  }
  if (isModule(source)) return source;
  const bytes = asBytes(source);
  if (bytes === undefined) throw unavailable(`is missing: ${EXPECTED}, not ${kind(source)}`);
  checkMagic(bytes, "was given");
  try {
    return new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>);
  } catch (error) {
    throw refused(error);
  }
}

/**
 * Waits for what `find` gives, and fetches what a URL leads to.
 *
 * @throws MeshiConfigError `MODULE_UNAVAILABLE` when it never comes
 */
export async function arrived(find: () => unknown): Promise<unknown> {
  try {
    const source = await find();
    return tag(source) === "URL" ? await fetch(source as URL) : source;
  } catch (error) {
    throw absent(error);
  }
}

/** Waits for the module, fetches it where it has to be fetched, and compiles it. */
export async function compile(find: () => unknown): Promise<WebAssembly.Module> {
  requireHost("WebAssembly");
  const source = await arrived(find);
  if (isModule(source)) return source;
  if (isResponse(source)) return received(source);
  const bytes = asBytes(source);
  if (bytes === undefined) throw unavailable(`is missing: ${EXPECTED}, not ${kind(source)}`);
  return compiled(bytes, "was given");
}

function compiled(bytes: Uint8Array, from: string): Promise<WebAssembly.Module> {
  checkMagic(bytes, from);
  return WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>).catch((error: unknown) => {
    throw refused(error);
  });
}

async function received(response: Response): Promise<WebAssembly.Module> {
  const from = address(response.url ?? "") || "the response";
  if (response.status < 200 || response.status > 299) {
    throw unavailable(`could not be fetched: ${from} has status ${response.status}`);
  }
  // Browsers keep the compiled code of a stream for the next visit; only a declared one may be compiled so.
  if (
    typeof Response === "function" &&
    response instanceof Response &&
    response.headers.get("content-type") === "application/wasm" &&
    typeof WebAssembly.compileStreaming === "function"
  ) {
    return WebAssembly.compileStreaming(response).catch((error: unknown) => {
      throw refused(error);
    });
  }
  let bytes: ArrayBuffer;
  try {
    bytes = await response.arrayBuffer();
  } catch (error) {
    throw unavailable(`could not be read from ${from}: ${reason(error)}`, error);
  }
  return compiled(new Uint8Array(bytes), `came from ${from}`);
}

/**
 * Holds that a module has these exports: it is this package's own.
 *
 * @throws MeshiConfigError `MODULE_UNAVAILABLE`
 */
export function checkExports(module: WebAssembly.Module, ...names: readonly string[]): void {
  const there = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
  const missing = names.find((name) => !there.has(name));
  if (missing === undefined) return;
  throw unavailable(`is another's: it has no \`${missing}\`, so it is not the one of this package`);
}

/** The error of a module that compiled and cannot be started. */
export function unfit(error: unknown): MeshiConfigError {
  if (isMeshiError(error)) return error as MeshiConfigError;
  const hint = "is it the one of this version of the package?";
  return unavailable(`cannot be started: ${reason(error)}; ${hint}`, error);
}
