//! How long to wait before asking again.

use core::time::Duration;

use crate::error::{Error, Result};
use crate::job::Answer;
use crate::time::millis;

const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(15);
/// So many unreadable answers in a row are retried, such as a proxy's page; one more is the error.
pub(super) const UNREADABLE: u64 = 3;

/// How long to wait before a write whose answer could not be read is sent again, after so many others in a row that could not.
///
/// # Errors
/// The error, where there were too many, or where the server asks to wait for longer than `longest`.
pub(crate) fn unreadable_wait(
    mut error: Box<Error>,
    answer: &Answer,
    unreadable: u64,
    longest: Duration,
) -> Result<Duration> {
    let hint = answer.retry_after.unwrap_or(Duration::ZERO);
    if unreadable < UNREADABLE && hint <= longest {
        return Ok(hint.max(backoff(unreadable)));
    }
    error.retry_after_ms = answer.retry_after.map(millis);
    Err(error)
}

/// How long to wait after so many polls that showed nothing new.
pub(super) fn backoff(polls: u64) -> Duration {
    FIRST_WAIT.saturating_mul(1 << polls.min(4)).min(LONGEST_WAIT)
}
