//! Rate limiting: a fixed window of requests for each key.

use std::collections::BTreeMap;

use crate::config::RateLimit;
use crate::error::{ApiError, code};

#[derive(Debug, Default)]
pub(crate) struct Limiter(BTreeMap<&'static str, (u64, u32)>);

impl Limiter {
    /// Counts a request of that key, or refuses it and says in how many whole seconds the window ends.
    pub(crate) fn admit(
        &mut self,
        key: &'static str,
        limit: Option<RateLimit>,
        now: u64,
    ) -> Result<(), ApiError> {
        let Some(limit) = limit else { return Ok(()) };
        let window = limit.window_ms.max(1);
        let (began, used) = self.0.entry(key).or_insert((now, 0));
        if now.saturating_sub(*began) >= window {
            (*began, *used) = (now, 0);
        }
        if *used < limit.requests {
            *used += 1;
            return Ok(());
        }
        let wait_ms = began.saturating_add(window).saturating_sub(now);
        let seconds = wait_ms.div_ceil(1000).max(1);
        Err(ApiError::new(
            code::PARTNER_RATE_LIMIT_EXCEEDED,
            format!(
                "{} requests in {window} ms are used up; wait {seconds} s",
                limit.requests
            ),
        )
        .with("retry-after", seconds.to_string()))
    }
}
