//! The decisions of the Meshi Partner API client, as state machines: a request goes out, a decision comes in.
//!
//! Nothing here performs I/O, reads a clock, draws randomness or knows JavaScript; a shell does that.

pub use meshi_partner_attendee as attendee;

pub mod attempt;
pub mod check;
pub mod config;
pub mod encode;
pub mod ensure;
pub mod error;
mod fields;
pub mod flow;
#[cfg(test)]
mod golden_tests;
pub mod ids;
pub mod import;
pub mod invariant;
pub mod job;
pub mod matches;
pub mod method;
pub mod outage;
pub mod page;
pub mod poll;
pub mod request;
pub mod resource;
pub mod retry;
pub mod route;
#[cfg(test)]
mod testing;
pub mod time;
mod token;
pub mod value;

pub use error::{Error, Result};
