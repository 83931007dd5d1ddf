//! What headers mean, a file a language. Entries are whole headers as people write them; they are folded when the
//! dictionary is made, so case, accents, spaces and punctuation do not matter.

mod asian;
mod en;
mod germanic;
mod nordic;
mod others;
mod romance;
mod slavic;

use super::normalise::compact;
use super::question::Lists;
use super::table::Table;
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
pub(crate) type Entry = (Meaning, u8, &'static str);

/// A full name, also a first name where a last name stands beside it, or a last name beside a first.
pub(crate) const MIXED: &str = "name|nom|naam|navn|namn|nimi|nome|nombre|jmeno|imie|名前|이름|姓名";

/// Every header that is known.
#[derive(Debug)]
pub(crate) struct Dictionary {
    headers: Table<(Meaning, u8)>,
    pub(crate) lists: Lists,
}

/// About twice as many headers as there are.
const ROOM: usize = 4_096;

impl Dictionary {
    pub(crate) fn new() -> Self {
        let mut headers = Table::with_room_for(ROOM);
        for list in [
            en::WORDS,
            germanic::WORDS,
            nordic::WORDS,
            romance::WORDS,
            slavic::WORDS,
            asian::WORDS,
            others::WORDS,
        ] {
            for (meaning, rank, known) in list {
                for header in known.split('|') {
                    // A header that two languages know keeps its best rank.
                    headers.put(&compact(header), (*meaning, *rank), |one, other| {
                        if other.1 < one.1 { other } else { one }
                    });
                }
            }
        }
        Self {
            headers,
            lists: Lists::new(),
        }
    }

    /// What a folded header means.
    pub(crate) fn find(&self, compact: &str) -> Option<(Meaning, u8)> {
        self.headers.get(compact)
    }
}
