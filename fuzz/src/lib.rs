//! What holds for any bytes: each target takes some, and panics where something does not hold.
//!
//! A fuzzer calls a target with bytes that it learns to choose (`cargo xtask fuzz`); the tests call all of them with a
//! bounded number of seeded ones.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a target fails by panicking"
)]

mod call;
mod files;
mod flow;
mod input;
mod routes;
mod server;
mod texts;
mod tokens;

pub use call::call;
pub use files::{csv, json};
pub use flow::flow;
pub use routes::routes;
pub use texts::{retry_after, value};
pub use tokens::tokens;

/// A target: its name, which is that of its file in `fuzz_targets` and its folder in `seeds`, and what is called.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: &[Target] = &[
    ("csv", csv),
    ("json", json),
    ("value", value),
    ("retry_after", retry_after),
    ("tokens", tokens),
    ("routes", routes),
    ("call", call),
    ("flow", flow),
];
