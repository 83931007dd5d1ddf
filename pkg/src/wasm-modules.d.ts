// How an entry imports a WebAssembly module: see build/bundle.mjs.

declare module "*.wasm" {
  /** Compiled by the host at deployment. */
  const module: WebAssembly.Module;
  export default module;
}

declare module "*.wasm?module" {
  /** Compiled by the host at deployment. */
  const module: WebAssembly.Module;
  export default module;
}

declare module "*.wasm?base64" {
  /** The module's bytes, as text in the bundle. */
  const text: string;
  export default text;
}
