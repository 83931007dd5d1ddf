//! When a request is sent again, and how long it is waited before. One logical call is one [`Call`].

mod after;
mod answer;
mod budget;
mod call;
mod classify;
mod gate;
mod http_date;
mod jitter;
mod pace;

pub use after::retry_after;
pub use answer::Head;
pub use budget::BudgetOptions;
pub use call::{Call, Event, Fault, Step};
pub use classify::{Effect, Phase, Verdict, classify};
pub use gate::{Limits, Pause};
pub(crate) use jitter::Jitter;
pub use pace::Pace;

use core::time::Duration;

/// The bounds of one logical call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// One attempt, its body included.
    pub timeout: Duration,
    /// Every attempt and wait together.
    pub deadline: Duration,
    /// Attempts after the first.
    pub max_retries: u32,
    /// The longest `Retry-After` that is waited for; a longer one fails at once.
    pub max_retry_after: Duration,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            deadline: Duration::from_mins(2),
            max_retries: 3,
            max_retry_after: Duration::from_mins(2),
        }
    }
}

#[cfg(test)]
mod tests;
