//! Where chance comes from: waits need to be spread, not secret.

use core::time::Duration;

use crate::time::millis;

/// The `SplitMix64` generator.
#[derive(Debug, Clone)]
pub(crate) struct Jitter(u64);

impl Jitter {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Anything from nothing to `bound`, in milliseconds.
    pub(crate) fn up_to(&mut self, bound: Duration) -> Duration {
        let bound = millis(bound);
        Duration::from_millis(self.next() % bound.saturating_add(1).max(1))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
