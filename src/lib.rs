//! The WebAssembly shell of the Meshi Partner API client: the only code with I/O.
//!
//! It performs what `meshi-partner-core` asks for (fetch, timers, abort, randomness, the clock) and decides nothing.
//! Nothing runs when the module is instantiated.

mod client;
mod convert;
mod cut;
mod drive;
mod error;
mod host;
mod jobs;
mod js;
mod options;
mod reader;
mod resources;
mod task;
mod transport;
#[cfg(feature = "traps")]
mod traps;

pub use client::Client;
pub use task::{on_trap, poll};

use wasm_bindgen::prelude::wasm_bindgen;

/// The version of the package.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
