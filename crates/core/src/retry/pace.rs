//! What all calls of one client share, so that an outage is not amplified and no limit is overrun: a token bucket, the
//! gate and the source of jitter.

use core::time::Duration;

use super::gate::{Entry, Gate, Limits, Turn, spread};
use super::jitter::Jitter;
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
    gate: Gate,
    jitter: Jitter,
}

impl Pace {
    /// A full bucket and no limits; `seed` starts the jitter.
    pub fn new(seed: u64) -> Self {
        Self::limited(seed, Limits::default())
    }

    /// The same under the client's own limits.
    pub fn limited(seed: u64, limits: Limits) -> Self {
        Self {
            tokens: BUCKET,
            filled: Instant::default(),
            gate: Gate::new(limits),
            jitter: Jitter::new(seed),
        }
    }

    /// Takes the token of a retry, if there is one.
    pub fn take(&mut self, now: Instant) -> bool {
        // A clock that was set back starts the count anew.
        self.filled = self.filled.min(now);
        let seconds = millis(self.filled.until(now)) / 1000;
        let refill = u32::try_from(seconds.saturating_mul(GAIN_A_SECOND)).unwrap_or(BUCKET);
        self.tokens = self.tokens.saturating_add(refill).min(BUCKET);
        self.filled = self.filled + Duration::from_secs(seconds);
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
        self.jitter.up_to(bound)
    }

    /// The server asked for `wait`: all calls keep it. Gives the wait of the call that it was said to, which is longer by a
    /// little where others keep one already, so that they do not come back together.
    pub(super) fn hold(&mut self, wait: Duration, left: Duration, now: Instant) -> Duration {
        if self.gate.hold(wait, now) {
            wait + spread(wait, left, &mut self.jitter)
        } else {
            wait
        }
    }

    /// Whether a call may send now.
    pub(super) fn enter(
        &mut self,
        turn: &mut Turn,
        attempt: Duration,
        left: Duration,
        now: Instant,
    ) -> Entry {
        self.gate.enter(turn, attempt, left, now, &mut self.jitter)
    }

    /// An attempt is over, or a call is.
    pub(super) fn leave(&mut self, turn: &mut Turn) {
        self.gate.leave(turn);
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
    fn a_clock_that_is_set_back_fills_it_all_the_same() {
        let mut pace = Pace::new(1);
        let (late, early) = (Instant::from_millis(1_000_000_000), Instant::from_millis(7_000));
        assert_eq!((0..100).filter(|_| pace.take(late)).count(), 10);
        assert!(!pace.take(early));
        assert!(pace.take(early + Duration::from_secs(1)));
        assert!(!pace.take(early + Duration::from_millis(1_999)));
        assert!(pace.take(early + Duration::from_secs(2)));
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
