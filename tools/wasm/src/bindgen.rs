//! Turns a `.wasm` that Cargo built into the module and the JavaScript glue that the npm package imports.
//!
//! The library behind `wasm-bindgen` in place of its command: the lock file pins it, and it builds in a
//! fraction of the time, since it leaves the test runner and its servers out.

use std::path::PathBuf;

use anyhow::{Context, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, out_name, out_dir] = arguments.as_slice() else {
        bail!("usage: bindgen <input.wasm> <out-name> <out-dir>");
    };
    Bindgen::new()
        .web(true)?
        .typescript(true)
        // A trapped instance is thrown away and a fresh one takes its place.
        .reset_state_function(true)
        // Every entry of the package hands the module over itself; no bundler should go looking for it.
        .omit_default_module_path(true)
        .input_path(PathBuf::from(input))
        .out_name(out_name)
        .generate(out_dir)
        .with_context(|| format!("wasm-bindgen could not process {input}"))
}
