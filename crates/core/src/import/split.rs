//! Rows become base parts: by number of rows and by encoded bytes, the same for the same source and options.

use super::part::Part;
use crate::request::Text;

/// What a payload may hold at most. The server's own limits are not published: these are the client's, and a part that is
/// over the server's is halved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Caps {
    pub(crate) rows: usize,
    /// Of the list of attendees alone.
    pub(crate) bytes: usize,
}

#[derive(Debug)]
pub(crate) struct Splitter {
    caps: Caps,
    current: Part,
    /// The room of a part that is not needed any more: given back and asked for again, it would leave holes in memory.
    spare: Option<Text>,
}

/// What became of a row.
pub(crate) enum Pushed {
    /// It waits in the part that is being filled.
    Kept,
    /// This part is full: with it, or before it.
    Full(Part),
    /// It is larger than a payload may be.
    TooLarge,
}

impl Splitter {
    pub(crate) fn new(caps: Caps) -> Self {
        Self {
            caps,
            current: Part::new(0),
            spare: None,
        }
    }

    pub(crate) fn push(&mut self, number: u64, id: u64, json: &str) -> Pushed {
        if json.len() > self.caps.bytes {
            return Pushed::TooLarge;
        }
        let over = self.current.bytes() + 1 + json.len() > self.caps.bytes;
        let mut full = if over { self.flush() } else { None };
        self.current.push(number, id, json);
        // A part of one row that is full stood alone: there was none before it to be full as well.
        if self.current.rows.len() >= self.caps.rows {
            full = self.flush();
        }
        full.map_or(Pushed::Kept, Pushed::Full)
    }

    /// What is left.
    pub(crate) fn flush(&mut self) -> Option<Part> {
        if self.current.rows.is_empty() {
            return None;
        }
        let next = self.current.next(self.spare.take());
        Some(core::mem::replace(&mut self.current, next))
    }

    /// Takes the room of a part that is not needed any more.
    pub(crate) fn reuse(&mut self, room: Text) {
        self.spare = Some(room);
    }

    /// The rows that wait in the part that is being filled.
    pub(crate) fn waiting(&self) -> &Part {
        &self.current
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_row_is_in_exactly_one_part_and_no_part_is_over_its_caps(
            sizes in proptest::collection::vec(2usize..60, 0..120),
            rows in 1usize..12,
            bytes in 20usize..100,
        ) {
            let mut splitter = Splitter::new(Caps { rows, bytes });
            let (mut parts, mut refused) = (Vec::new(), Vec::new());
            for (n, size) in sizes.iter().enumerate() {
                let row = format!("{{{}}}", "x".repeat(size - 2));
                match splitter.push(n as u64 + 1, n as u64, &row) {
                    Pushed::Kept => {}
                    Pushed::Full(part) => parts.push(part),
                    Pushed::TooLarge => refused.push(n as u64 + 1),
                }
            }
            parts.extend(splitter.flush());
            prop_assert!(splitter.flush().is_none());
            prop_assert!(parts.iter().all(|p| (1..=rows).contains(&p.rows.len()) && p.bytes() <= bytes));
            let mut numbers: Vec<u64> = parts.iter().flat_map(|p| p.rows.iter().map(|r| r.number)).collect();
            prop_assert!(numbers.is_sorted());
            numbers.extend(&refused);
            numbers.sort_unstable();
            prop_assert_eq!(numbers, (1..=sizes.len() as u64).collect::<Vec<_>>());
            prop_assert!(refused.iter().all(|n| sizes[usize::try_from(*n).unwrap() - 1] > bytes));
            prop_assert!(parts.iter().enumerate().all(|(n, p)| p.place.base as usize == n));
        }
    }
}
