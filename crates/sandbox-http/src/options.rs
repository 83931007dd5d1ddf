//! The command line of the native sandbox.

use std::net::{IpAddr, Ipv4Addr};

use clap::Parser;
use meshi_partner_sandbox::{Config, RateLimit};

/// Meshi's Partner API, emulated in memory. Nothing is kept and nothing leaves this machine.
#[derive(Debug, Parser)]
#[command(name = "meshi-partner-sandbox", version)]
pub(crate) struct Options {
    /// The port to listen on; 0 takes a free one. The first line of output is the address.
    #[arg(long, default_value_t = 8787)]
    pub(crate) port: u16,
    /// The address to listen on. Anything but loopback lets others in: the demo keys are public.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub(crate) host: IpAddr,
    /// Seeds every id and tie-break.
    #[arg(long, default_value_t = Config::default().seed)]
    seed: u64,
    /// How long a run stays queued, in milliseconds.
    #[arg(long, default_value_t = Config::default().queue_ms)]
    queue_ms: u64,
    /// The shortest time that a run takes, in milliseconds.
    #[arg(long, default_value_t = Config::default().run_base_ms)]
    run_base_ms: u64,
    /// What each row adds to that, in milliseconds.
    #[arg(long, default_value_t = Config::default().run_ms_per_row)]
    run_ms_per_row: f64,
    /// Runs that have ended when they are first polled; overrides the three options above.
    #[arg(long)]
    instant: bool,
    /// The most rows in one import.
    #[arg(long, default_value_t = Config::default().max_rows)]
    max_rows: usize,
    /// The most bytes in one request body.
    #[arg(long, default_value_t = Config::default().max_bytes)]
    max_bytes: usize,
    /// The most matches that one attendee gets.
    #[arg(long, default_value_t = Config::default().top_matches)]
    top_matches: usize,
    /// Requests that one key has in a window; without it there is no rate limit.
    #[arg(long)]
    rate_limit: Option<u32>,
    /// The length of that window, in milliseconds.
    #[arg(long, default_value_t = 1000, requires = "rate_limit")]
    rate_window_ms: u64,
}

impl Options {
    pub(crate) fn config(&self) -> Config {
        let config = Config {
            seed: self.seed,
            queue_ms: self.queue_ms,
            run_base_ms: self.run_base_ms,
            run_ms_per_row: self.run_ms_per_row,
            max_rows: self.max_rows,
            max_bytes: self.max_bytes,
            top_matches: self.top_matches,
            rate_limit: self.rate_limit.map(|requests| RateLimit {
                requests,
                window_ms: self.rate_window_ms,
            }),
            ..Config::default()
        };
        if self.instant { config.instant() } else { config }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    #[test]
    fn the_defaults_are_those_of_the_sandbox() {
        let options = Options::try_parse_from(["meshi-partner-sandbox"]).unwrap();
        assert_eq!(options.config(), Config::default());
        assert!(options.host.is_loopback());
    }

    #[test]
    fn instant_and_the_rate_limit_reach_the_sandbox() {
        let options =
            Options::try_parse_from(["x", "--instant", "--rate-limit", "3", "--rate-window-ms", "500"])
                .unwrap();
        let config = options.config();
        assert_eq!((config.queue_ms, config.run_base_ms), (0, 0));
        assert_eq!(
            config.rate_limit,
            Some(RateLimit {
                requests: 3,
                window_ms: 500
            })
        );
        assert!(Options::try_parse_from(["x", "--port", "70000"]).is_err());
    }
}
