//! The decisions of the Meshi Partner API client, as state machines: a request goes out, a decision comes in.
//!
//! Nothing here performs I/O, reads a clock, draws randomness or knows JavaScript; a shell does that.

pub mod attendee;
