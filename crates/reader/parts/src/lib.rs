//! What reading attendee files takes besides the speed of tables: options, encodings, headers, rows, and JSON.
//!
//! This is a part of `meshi-partner-reader`, to be used through it. It is a crate of its own because it is compiled
//! for size, while that one, which has the inner loops of tables, is compiled for speed. What those loops use of here
//! is `#[inline]` or generic, and so is compiled there; what runs once a file is `#[cold]`, to stay here.

pub mod cell;
pub mod column;
pub mod decode;
mod element;
pub mod error;
mod frame;
pub mod header_line;
mod headers;
pub mod id;
pub mod json;
pub mod options;
pub mod plan;
mod plan_error;
pub mod recognise;
pub mod recorded;
pub mod row;
