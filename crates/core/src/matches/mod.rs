//! The best matches of an event, from scores in any order.
//!
//! The server's order of scores is not documented, so that the first page of `matches.list` is not the best of an event.
//! [`Scan`] reads every score once and keeps the best pairs, of the whole event or of each person. Its memory is bounded
//! by the number of matches asked for (times the number of people), never by the number of scores.
//!
//! What a score is, is inferred: it is a number, and the higher, the better. No scale is assumed. A score that is not a
//! finite number, that names fewer than two people, or one person twice, is counted and not ranked.

mod best;
mod by_attendee;
mod index;
mod names;
mod number;
mod page;
mod query;
mod scan;
mod score;
mod sort;
#[cfg(test)]
mod tests;
mod top;

pub use query::Choice;
pub use scan::Scan;
