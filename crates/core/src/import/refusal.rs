//! What the server's refusals say of the parts that are still to be sent.
//!
//! A part is halved unasked only where the server would refuse it all the same. Keys derive from content: an import that is
//! run again has to come to the same parts, in whatever order its answers arrive.

use super::part::{Part, Place};
use super::split::Caps;
use super::table::Table;
use super::{DUPLICATE_ATTENDEE_ID, PAYLOAD_TOO_LARGE};
use crate::attendee::INVALID_ATTENDEES;
use crate::error::{Error, Kind};

/// Refusals in a row until it counts as no fault of the rows: where nothing was accepted yet, and where something was, as
/// many as a part of the usual size has rows.
const AT_FIRST: u32 = 20;
const LATER: u32 = 1_000;
/// Rows refused one by one, until the largest part that waits is tried next: it may land where its neighbours do not.
const PROBE_AFTER: u32 = 10;
/// Sizes that are remembered as too large.
const SIZES: usize = 32;

/// What was refused, and what was not.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    /// Sizes that were too large, none of them larger than another in both ways.
    too_large: Vec<Caps>,
    /// Numbers of rows that were refused as attendees, and how many of their halves were accepted since.
    suspects: Table<Place, (usize, u8)>,
    /// The two smallest numbers of rows that were refused though every row of them was accepted.
    too_many: Vec<usize>,
    /// The most rows that were accepted at once.
    accepted: usize,
    /// Refusals since a part was accepted.
    in_a_row: u32,
}

impl Refusals {
    /// Whether the server would refuse a part of that size.
    pub(super) fn forbid(&self, part: &Part) -> bool {
        let (rows, bytes) = (part.rows.len(), part.bytes());
        // Whichever of the two it limits, more of both is refused as well.
        self.too_large
            .iter()
            .any(|size| size.rows <= rows && size.bytes <= bytes)
            // One alone may have had another reason, such as two rows that do not go together.
            || matches!(self.too_many.as_slice(), [_, most] if *most <= rows)
    }

    /// The part was called too large.
    pub(super) fn too_large(&mut self, part: &Part) {
        let size = Caps {
            rows: part.rows.len(),
            bytes: part.bytes(),
        };
        self.too_large
            .retain(|known| known.rows < size.rows || known.bytes < size.bytes);
        self.too_large.truncate(SIZES - 1);
        self.too_large.insert(0, size);
        self.count(part);
    }

    /// The part was refused as attendees: for one of its rows, or, if it is `suspect`, for their number.
    pub(super) fn invalid(&mut self, part: &Part, suspect: bool) {
        if suspect && part.divisible() {
            self.suspects.insert(part.place, (part.rows.len(), 0));
        }
        self.count(part);
    }

    fn count(&mut self, part: &Part) {
        if !part.divisible() || self.probing() {
            self.in_a_row += 1;
        }
    }

    /// The part was accepted. When both halves of what was refused are, it was refused for its number of rows.
    pub(super) fn accepted(&mut self, part: &Part) {
        self.in_a_row = 0;
        self.accepted = self.accepted.max(part.rows.len());
        let Place { base, path } = part.place;
        let parent = Place { base, path: path / 2 };
        if let Some((rows, halves)) = self.suspects.get_mut(&parent) {
            *halves += 1;
            if *halves == 2 {
                let rows = *rows;
                self.suspects.remove(&parent);
                let at = self.too_many.iter().take_while(|known| **known < rows).count();
                self.too_many.insert(at, rows);
                self.too_many.truncate(2);
            }
        }
        self.too_many.retain(|rows| *rows > self.accepted);
    }

    /// Whether the largest part that waits is to be tried before the others.
    pub(super) fn probing(&self) -> bool {
        self.in_a_row >= PROBE_AFTER
    }

    /// Whether what is refused is no fault of the rows.
    pub(super) fn of_everything(&self) -> bool {
        let most = if self.accepted == 0 { AT_FIRST } else { LATER };
        self.in_a_row >= most
    }
}

pub(super) fn is_too_large(error: &Error) -> bool {
    error.kind == Kind::Api && (error.status == Some(413) || error.code == PAYLOAD_TOO_LARGE)
}

/// Whether a refusal can be the fault of a row, and not of the request as a whole. Of the two codes that are surely of rows,
/// the status is inferred.
pub(super) fn is_of_rows(error: &Error) -> bool {
    let code = error.code.as_str();
    let by_status = match error.status {
        Some(400 | 422) => !matches!(code, "INVALID_IDEMPOTENCY_KEY" | "INVALID_JSON"),
        Some(401 | 403 | 404 | 500..) | None => false,
        Some(_) => matches!(code, INVALID_ATTENDEES | DUPLICATE_ATTENDEE_ID),
    };
    error.kind == Kind::Api && by_status
}
