//! Whose run a run is: each part's is its own.

use std::collections::BTreeMap;

use super::Import;
use super::part::{Part, Place};
use crate::error::{Error, Result};
use crate::ids::id_hash;
use crate::job::Answer;
use crate::poll::Poll;

/// The parts that runs were started for, by the hash of the run's id.
#[derive(Debug, Default)]
pub(super) struct Owners(BTreeMap<u64, Place>);

impl Owners {
    /// Takes note that the run is that of the part at `place`. False: it is another part's.
    pub(super) fn take(&mut self, run_id: &str, place: Place) -> bool {
        *self.0.entry(id_hash(run_id)).or_insert(place) == place
    }
}

impl Import {
    /// The poll of the part's run. Another part cannot have that run: each part has its own key.
    pub(super) fn owned(&mut self, part: &Part, poll: Poll, answer: &Answer) -> Result<Poll> {
        if self.owners.take(poll.run_id(), part.place) {
            return Ok(poll);
        }
        let message =
            "The server answered the import of some rows with the run of other rows, under another key.";
        Err(Error::decode(answer.status, message, &answer.body))
    }
}
