//! What a sandbox can be told at the start. The numbers are the sandbox's own: Meshi publishes none of them.

use serde::Deserialize;

/// Settings of one sandbox. Every number here is the sandbox's own invention, not Meshi's.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Config {
    /// Seeds every id and tie-break: the same seed, clock and requests give the same bytes.
    pub seed: u64,
    /// The most rows in one import; above it `INVALID_ATTENDEES`.
    pub max_rows: usize,
    /// The most bytes in one request body; above it `PAYLOAD_TOO_LARGE`.
    pub max_bytes: usize,
    /// How long a run stays `queued`, in milliseconds.
    pub queue_ms: u64,
    /// The shortest time that a run stays `running`, in milliseconds.
    pub run_base_ms: u64,
    /// What each row adds to that, in milliseconds. All three at 0: a run has ended at the first poll.
    pub run_ms_per_row: f64,
    /// The most matches that one attendee gets.
    pub top_matches: usize,
    /// Items in a page where the request asks for no `limit`.
    pub default_page: usize,
    /// The most items in a page, whatever `limit` asks for.
    pub max_page: usize,
    /// Requests that one key has in a window; `None` switches rate limiting off.
    pub rate_limit: Option<RateLimit>,
}

/// A fixed window of requests for each key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RateLimit {
    /// Requests in one window.
    pub requests: u32,
    /// The window's length, in milliseconds.
    pub window_ms: u64,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            seed: 1,
            max_rows: 5_000,
            max_bytes: 5 * 1024 * 1024,
            queue_ms: 100,
            run_base_ms: 300,
            run_ms_per_row: 0.2,
            top_matches: 10,
            default_page: 50,
            max_page: 200,
            rate_limit: None,
        }
    }
}

impl Config {
    /// Runs that have ended when they are first polled.
    #[must_use]
    pub fn instant(mut self) -> Self {
        self.queue_ms = 0;
        self.run_base_ms = 0;
        self.run_ms_per_row = 0.0;
        self
    }

    /// How long a run over that many rows is `running`, in milliseconds.
    pub(crate) fn run_ms(&self, rows: usize) -> u64 {
        let per_row = if self.run_ms_per_row.is_finite() {
            self.run_ms_per_row.max(0.0)
        } else {
            0.0
        };
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a float cast saturates, and a simulated duration needs no exact row count past 2^52"
        )]
        let rows_ms = (rows as f64 * per_row) as u64;
        self.run_base_ms.saturating_add(rows_ms)
    }
}
