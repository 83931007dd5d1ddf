//! What headers mean. Entries are whole headers as people write them, a file a language. What is looked up is `folded.txt`,
//! which is made of them: sorted, and without case, accents, spaces and punctuation.

#[cfg(test)]
mod asian;
#[cfg(test)]
mod en;
#[cfg(test)]
mod germanic;
#[cfg(test)]
mod nordic;
#[cfg(test)]
mod others;
#[cfg(test)]
mod romance;
#[cfg(test)]
mod short;
#[cfg(test)]
mod slavic;
#[cfg(test)]
mod tests;

use super::sorted;
use crate::options::Field;

/// What a header can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A field of the attendee.
    Field(Field),
    /// The number of an order, a booking, a confirmation, an invoice: of several people, so never an id.
    Order,
}

/// Whole headers between bars; of two columns of one meaning the lower rank wins.
#[cfg(test)]
type Entry = (Meaning, u8, &'static str);

/// From this rank on a header counts only where the cells agree.
pub(crate) const WEAK: u8 = 100;

/// A full name, also a first name where a last name stands beside it, or a last name beside a first: folded.
pub(crate) const MIXED: &str = "name|nom|naam|navn|namn|nimi|nome|nombre|jmeno|imie|名前|이름|姓名";

/// A line a header: it, a tab, the place of its field in [`Field::ALL`] or 8 for [`Meaning::Order`], and its rank.
const FOLDED: &str = include_str!("folded.txt");

/// What a folded header means, and its rank.
pub(crate) fn find(folded: &str) -> Option<(Meaning, u8)> {
    let (place, rank) = sorted::find(FOLDED, folded)?.split_at_checked(1)?;
    let field = Field::ALL.get(place.parse::<usize>().ok()?);
    let meaning = field.map_or(Meaning::Order, |field| Meaning::Field(*field));
    Some((meaning, rank.parse().ok()?))
}
