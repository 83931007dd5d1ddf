//! The decisions of the Meshi Partner API client, as state machines: a request goes out, a decision comes in.
//!
//! Nothing here performs I/O, reads a clock, draws randomness or knows JavaScript; a shell does that.

pub mod attendee;
pub mod check;
pub mod config;
pub mod encode;
pub mod error;
pub mod ids;
pub mod page;
pub mod request;
pub mod resource;
pub mod retry;
pub mod route;
pub mod time;

pub use error::{Error, Result};
