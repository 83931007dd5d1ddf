//! What a flow's token keeps of an import: what is settled, and which runs are under way. No attendee data.

use serde::{Deserialize, Serialize};

use super::ledger::Outcome;
use super::{Import, Open};
use crate::error::Error;

/// The state of an import, but for its rows: the source is read again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The base parts that are settled, from the first on.
    #[serde(rename = "b")]
    settled: Vec<Outcome>,
    /// Of the later ones: base part, way down, run.
    #[serde(rename = "o", default, skip_serializing_if = "Vec::is_empty")]
    open: Vec<(u32, u64, String)>,
}

impl Saved {
    pub(super) fn outcome(&self, base: usize) -> Option<&Outcome> {
        self.settled.get(base)
    }

    /// Which parts of a base part were started, and their runs.
    pub(super) fn take_open(&mut self, base: usize) -> Vec<(u64, String)> {
        let mine = |(index, _, _): &(u32, u64, String)| *index as usize == base;
        let taken = self
            .open
            .iter()
            .filter(|open| mine(open))
            .map(|(_, path, run)| (*path, run.clone()))
            .collect();
        self.open.retain(|open| !mine(open));
        taken
    }

    /// Whether a source of so many base parts had everything that was saved.
    pub(super) fn is_used_up(&self, bases: usize) -> bool {
        self.settled.len() <= bases && self.open.is_empty()
    }
}

impl Import {
    /// What is needed to go on in another isolate with the same source.
    pub fn save(&self) -> Saved {
        if let Some(saved) = self
            .resumed
            .as_ref()
            .filter(|saved| saved.settled.len() > self.bases.len())
        {
            // Not read that far again yet: what was saved is still the whole truth.
            return saved.clone();
        }
        let settled: Vec<Outcome> = self
            .bases
            .iter()
            .take_while(|base| base.unsettled == 0)
            .map(|base| base.outcome.clone())
            .collect();
        let mut open: Vec<(u32, u64, String)> = self
            .open
            .iter()
            .filter_map(|(place, open)| match open {
                Open::Following { poll, .. } => Some((place.base, place.path, poll.run_id().to_owned())),
                Open::Sending { .. } => None,
            })
            .collect();
        open.extend(self.resumed.iter().flat_map(|saved| saved.open.iter().cloned()));
        Saved { settled, open }
    }

    /// Goes on from `saved`.
    pub fn restore(&mut self, saved: Saved) {
        self.resumed = Some(saved);
    }
}

/// Whether the part at `path` is below the one at `ancestor`.
pub(super) fn is_below(mut path: u64, ancestor: u64) -> bool {
    while path > ancestor {
        path /= 2;
    }
    path == ancestor
}

pub(super) fn other_source() -> Box<Error> {
    Error::invalid(
        "attendees",
        "OTHER_ATTENDEES",
        "are not those that the token was made with: resume with the same attendees, or start a new flow",
    )
}
