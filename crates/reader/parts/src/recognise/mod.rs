//! Recognises the columns of an attendee file by their headers and by what the first rows hold.
//!
//! Everything here is pure and runs once a file, on its head. Each step is linear in what it looks at.

mod asked;
pub(crate) mod claim;
pub(crate) mod content;
pub(crate) mod decide;
pub(crate) mod groups;
pub mod head;
#[cfg(test)]
mod linear_tests;
mod looks;
mod names;
pub(crate) mod normalise;
mod notes;
mod numbers;
mod question;
pub(crate) mod records;
mod short;
mod sorted;
pub(crate) mod steps;
pub(crate) mod words;

/// Counts up whenever a file could be read otherwise than before. It stands in resume tokens.
pub const VERSION: u64 = 1;

/// More columns than this are an error.
pub const MOST_COLUMNS: usize = 10_000;
