//! What all calls of one client share, so that an outage is not amplified: a token bucket and the source of jitter.

use core::time::Duration;

use crate::time::{Instant, millis};

/// Retries that a client may have in a row; each costs one token, each success gives back a part of one.
const BUCKET: u32 = 100;
const COST: u32 = 10;
const GAIN: u32 = 1;
/// One second of quiet gives back this much.
const GAIN_A_SECOND: u64 = 10;

const BASE: Duration = Duration::from_millis(500);
const BASE_LIMITED: Duration = Duration::from_secs(1);
const CAP: Duration = Duration::from_secs(8);

/// Shared by the calls of a client.
#[derive(Debug, Clone)]
pub struct Pace {
    tokens: u32,
    filled: Instant,
    random: u64,
}

impl Pace {
    /// A full bucket; `seed` starts the jitter.
    pub fn new(seed: u64) -> Self {
        Self {
            tokens: BUCKET,
            filled: Instant::default(),
            random: seed,
        }
    }

    /// Takes the token of a retry, if there is one.
    pub fn take(&mut self, now: Instant) -> bool {
        let refill = millis(self.filled.until(now)) / 1000 * GAIN_A_SECOND;
        if refill > 0 {
            self.tokens = self
                .tokens
                .saturating_add(u32::try_from(refill).unwrap_or(BUCKET))
                .min(BUCKET);
            self.filled = now;
        }
        let Some(left) = self.tokens.checked_sub(COST) else {
            return false;
        };
        self.tokens = left;
        true
    }

    /// An attempt succeeded.
    pub fn succeeded(&mut self) {
        self.tokens = self.tokens.saturating_add(GAIN).min(BUCKET);
    }

    /// Full jitter: anything from nothing to the exponential bound of this attempt (from 1).
    pub fn backoff(&mut self, attempt: u32, limited: bool) -> Duration {
        let base = if limited { BASE_LIMITED } else { BASE };
        let bound = base
            .saturating_mul(1 << attempt.saturating_sub(1).min(10))
            .min(CAP);
        Duration::from_millis(self.next() % (millis(bound) + 1))
    }

    /// The `SplitMix64` generator: jitter needs to be spread, not secret.
    fn next(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outage_empties_the_bucket_and_quiet_fills_it() {
        let mut pace = Pace::new(1);
        let now = Instant::from_millis(500);
        assert_eq!((0..100).filter(|_| pace.take(now)).count(), 10);
        assert!(!pace.take(now + Duration::from_millis(400)));
        assert!(pace.take(now + Duration::from_secs(1)));
        assert!(!pace.take(now + Duration::from_secs(1)));
        for _ in 0..10 {
            pace.succeeded();
        }
        assert!(pace.take(now + Duration::from_secs(1)));
        assert_eq!(
            (0..100)
                .filter(|_| pace.take(now + Duration::from_secs(1000)))
                .count(),
            10
        );
    }

    #[test]
    fn jitter_is_spread_over_its_whole_bound_and_capped() {
        let mut pace = Pace::new(7);
        for (attempt, limited, bound) in [
            (1, false, 500),
            (2, false, 1_000),
            (1, true, 1_000),
            (9, false, 8_000),
            (99, true, 8_000),
        ] {
            let waits: Vec<u64> = (0..400).map(|_| millis(pace.backoff(attempt, limited))).collect();
            assert!(waits.iter().all(|wait| *wait <= bound));
            assert!(
                waits.iter().any(|wait| *wait < bound / 10)
                    && waits.iter().any(|wait| *wait > bound * 9 / 10)
            );
        }
    }
}
