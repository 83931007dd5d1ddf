//! What all calls of one client share, so that an outage is not amplified and no limit is overrun: the retry budget,
//! the gate and the source of jitter.

use core::time::Duration;

use super::budget::{Budget, BudgetOptions};
use super::gate::{Entry, Gate, Limits, Turn, spread};
use super::jitter::Jitter;
use crate::time::Instant;

const BASE: Duration = Duration::from_millis(500);
const BASE_LIMITED: Duration = Duration::from_secs(1);
const CAP: Duration = Duration::from_secs(8);

/// Shared by the calls of a client.
#[derive(Debug, Clone)]
pub struct Pace {
    pub(super) budget: Budget,
    gate: Gate,
    jitter: Jitter,
}

impl Pace {
    /// The default budget and no limits; `seed` starts the jitter.
    pub fn new(seed: u64) -> Self {
        Self::limited(seed, Limits::default())
    }

    /// The default budget under the client's own limits; `seed` starts the jitter.
    pub fn limited(seed: u64, limits: Limits) -> Self {
        Self {
            budget: Budget::new(BudgetOptions::default()),
            gate: Gate::new(limits),
            jitter: Jitter::new(seed),
        }
    }

    /// Replaces the retry budget by a full one of that shape.
    #[must_use]
    pub fn with_budget(mut self, options: BudgetOptions) -> Self {
        self.budget = Budget::new(options);
        self
    }

    /// Full jitter: anything from nothing to the exponential bound of this attempt (from 1).
    pub fn backoff(&mut self, attempt: u32, limited: bool) -> Duration {
        let base = if limited { BASE_LIMITED } else { BASE };
        let bound = base
            .saturating_mul(1 << attempt.saturating_sub(1).min(10))
            .min(CAP);
        self.jitter.up_to(bound)
    }

    /// `least`, and up to half as much again.
    pub(super) fn shortest(&mut self, least: Duration) -> Duration {
        least + self.jitter.up_to(least / 2)
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
    use crate::time::millis;

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
