//! Whose run a run is: each part's is its own.

use std::collections::BTreeMap;

use super::part::Place;
use crate::ids::id_hash;

/// The parts that runs were started for, by the hash of the run's id.
#[derive(Debug, Default)]
pub(super) struct Owners(BTreeMap<u64, Place>);

impl Owners {
    /// Takes note that the run is that of the part at `place`. False: it is another part's.
    pub(super) fn take(&mut self, run_id: &str, place: Place) -> bool {
        *self.0.entry(id_hash(run_id)).or_insert(place) == place
    }
}
