//! An emulator of Meshi's Partner API, whole and in memory: a request and the time go in, a response comes out.
//!
//! It does no I/O and has no clock: a shell (HTTP or in-process `fetch`) passes requests on and says what time it
//! is, in milliseconds since 1970. The same seed, times and requests give the same bytes. What it does beyond the
//! contract — its caps, its match scores, a few error codes — is its own invention and says so.

#![allow(
    clippy::struct_field_names,
    reason = "ids are called here what they are called on the wire"
)]

mod config;
mod enrich;
mod error;
mod faults;
mod fields;
mod handlers;
mod http;
mod ids;
mod keys;
mod limiter;
mod matcher;
mod page;
mod route;
mod runs;
mod sandbox;
mod stats;
mod store;
mod time;

pub use config::{Config, RateLimit};
pub use faults::{Drop, Fault, FaultPlan, Garble};
pub use http::{Request, Response};
pub use keys::{DEMO_KEYS, DemoKey};
pub use route::OPERATIONS;
pub use sandbox::Sandbox;
pub use stats::{OperationStats, Stats};
