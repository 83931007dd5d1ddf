//! What every row of an attendee list passes: text by blocks of bytes, hashes, JSON without a tree, and what an ordinary
//! attendee is.
//!
//! In the WebAssembly module it is compiled for speed, and the careful way for whatever is out of the ordinary, which stands
//! elsewhere, for size.

mod block;
pub mod element;
pub mod json;
mod look;
pub mod plain;
mod room;
pub mod scan;
pub mod seen;
pub mod sip;
mod word;

pub use block::{BLOCK, any_of};
pub use look::Look;
pub use room::Room;
