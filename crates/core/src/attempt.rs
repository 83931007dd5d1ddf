//! New attempts after a run that failed.
//!
//! A key that derives from content gives the same run whenever it is sent, and so the same failure. After a failed run the
//! write goes out under another key: that of the attempt before it, hashed with the failed run's id. Whoever starts again from
//! the beginning meets the same failed runs, and comes by them to the same keys: what succeeded is never done again.

use core::time::Duration;

use crate::check::instant_of;
use crate::error::Error;
use crate::fields::{Fit, Unfit, small, text};
use crate::import::content_key;
use crate::resource::runs::Run;
use crate::time::{Instant, millis};
use crate::value::Value;

/// Attempts after the first, at most.
pub(crate) const MOST_LINKS: u32 = 8;

/// When this start or resume began, by both clocks of the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begun {
    /// Milliseconds since 1970.
    pub wall_ms: u64,
    /// The same moment on the monotonic clock.
    pub at: Instant,
}

/// The server's clock may be ahead of the host's by so much.
const AHEAD: Duration = Duration::from_secs(2);

impl Begun {
    /// Whether the run was made by this start or resume, at `now`. A write is answered by a failed run in two cases: the run
    /// failed before and is replayed, or the server made it now and says at once that it failed. Only `created_at` tells them
    /// apart. A run that does not say when it was made, or says a time that has not come yet, counts as one of before.
    fn has_made(self, run: &Run, now: Instant) -> bool {
        let Some((first, last)) = run.created_at.as_deref().and_then(instant_of) else {
            return false;
        };
        let elapsed = self.at.until(now);
        let present = self.wall_ms.saturating_add(millis(elapsed.saturating_add(AHEAD)));
        // A run of the very millisecond in which this began is of before, where time has passed since.
        let earliest = self.wall_ms.saturating_add(u64::from(!elapsed.is_zero()));
        last >= earliest && first <= present
    }
}

/// Where a write stands in its chain of attempts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Attempt {
    /// The key of an attempt after the first, which has the key of its content.
    key: Option<String>,
    /// Failed runs before this attempt.
    links: u32,
    /// Whether this start or resume has made a run: there is one, and no other.
    made: bool,
}

impl Attempt {
    /// The key to send, where the first attempt's is `first`.
    pub(crate) fn key<'a>(&'a self, first: &'a str) -> &'a str {
        self.key.as_deref().unwrap_or(first)
    }

    /// Whether a failed run stands before this attempt.
    pub(crate) fn is_chained(&self) -> bool {
        self.key.is_some()
    }

    /// Whether the failure of the present attempt's run ends this start or resume.
    pub(crate) fn is_made(&self) -> bool {
        self.made
    }

    /// This start or resume has its attempt.
    fn make(&mut self) {
        self.made = true;
    }

    /// Takes note of the run that a write was answered with at `now`, `ended` or not. `begun`: when this start or resume began,
    /// where the host told.
    pub(crate) fn answered(&mut self, run: Option<&Run>, ended: bool, begun: Option<Begun>, now: Instant) {
        let made_now = || {
            run.zip(begun)
                .is_some_and(|(run, begun)| begun.has_made(run, now))
        };
        if !ended || made_now() {
            self.make();
        }
    }

    /// Moves on to the attempt after the one whose run `run_id` failed. `first` is the first attempt's key, and `word` what
    /// keys of this operation begin with. Returns false, and stays, where the chain has no further link.
    pub(crate) fn advance(&mut self, word: &str, first: &str, run_id: &str) -> bool {
        if self.links >= MOST_LINKS {
            return false;
        }
        let next = content_key(word, &["attempt", self.key(first), run_id]);
        self.key = Some(next);
        self.links += 1;
        true
    }

    /// The members of a token's list; none for a first attempt.
    pub(crate) fn to_values(&self) -> Option<[Value; 2]> {
        let key = self.key.as_deref()?;
        Some([u64::from(self.links).into(), key.into()])
    }

    /// Reads what [`to_values`](Self::to_values) wrote. Anybody can write a token: a key of another form is not sent.
    pub(crate) fn read(word: &str, links: &Value, key: &Value) -> Fit<Self> {
        let (links, key) = (small(links)?, text(key)?);
        let digits = key.strip_prefix(word).and_then(|rest| rest.strip_prefix('_'));
        let is_key = digits.is_some_and(|digits| {
            digits.len() == 32
                && digits
                    .bytes()
                    .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
        });
        if !is_key || !(1..=MOST_LINKS).contains(&links) {
            return Err(Unfit);
        }
        Ok(Self {
            key: Some(key),
            links,
            made: false,
        })
    }
}

/// The error of a failed run after which no further attempt is made.
pub(crate) fn exhausted(mut error: Box<Error>) -> Box<Error> {
    let runs = (MOST_LINKS + 1).to_string();
    error.message = [
        &error.message,
        "; it is the last of ",
        &runs,
        " attempts with this content, and all of them failed. Give another runKey to do everything again.",
    ]
    .concat();
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_has_its_links_and_no_more() {
        let mut attempt = Attempt::default();
        assert_eq!((attempt.key("imp_0"), attempt.is_chained()), ("imp_0", false));
        assert_eq!(attempt.to_values(), None);
        let mut keys = vec!["imp_0".to_owned()];
        for n in 0..MOST_LINKS {
            assert!(attempt.advance("imp", "imp_0", &format!("run_{n}")));
            let key = attempt.key("imp_0").to_owned();
            assert!(!keys.contains(&key));
            keys.push(key);
            let [links, key] = attempt.to_values().unwrap();
            assert_eq!(Attempt::read("imp", &links, &key).as_ref(), Ok(&attempt));
        }
        let last = attempt.clone();
        assert!(!attempt.advance("imp", "imp_0", "run_8"));
        assert_eq!(attempt, last);
    }

    #[test]
    fn a_run_is_of_the_start_in_whose_time_it_was_made() {
        let begun = Begun {
            wall_ms: 5_000,
            at: Instant::from_millis(700),
        };
        for (created_at, elapsed, made) in [
            ("1970-01-01T00:00:04.999Z", 0, false),
            ("1970-01-01T00:00:05.000Z", 0, true),
            ("1970-01-01T00:00:05.000Z", 1, false),
            ("1970-01-01T00:00:05.001Z", 1, true),
            ("1970-01-01T00:00:04Z", 10, false),
            ("1970-01-01T00:00:05Z", 10, true),
            ("1970-01-01T00:00:07.010Z", 10, true),
            ("1970-01-01T00:00:07.011Z", 10, false),
            ("1970-01-01T01:00:05.001+01:00", 10, true),
            ("5001", 10, false),
            ("", 10, false),
        ] {
            let run = format!(r#"{{"run_id":"r","status":"failed","created_at":"{created_at}"}}"#);
            let run = Run::from_json(&run).unwrap();
            let now = Instant::from_millis(700 + elapsed);
            assert_eq!(begun.has_made(&run, now), made, "{created_at} after {elapsed}");
        }
        let untold = Run::from_json(r#"{"run_id":"r","status":"failed","created_at":5001}"#).unwrap();
        assert!(!begun.has_made(&untold, Instant::from_millis(710)));
    }

    #[test]
    fn a_key_depends_on_the_key_before_and_on_the_failed_run() {
        let after = |first: &str, run: &str| {
            let mut attempt = Attempt::default();
            attempt.advance("enr", first, run);
            attempt.key("").to_owned()
        };
        assert_eq!(after("k", "r"), after("k", "r"));
        assert_ne!(after("k", "r"), after("k", "s"));
        assert_ne!(after("k", "r"), after("l", "r"));
        assert_eq!(after("enr_0", "run_1"), "enr_be1e8a5222509b9018c51c4f601e8b6e");
    }

    #[test]
    fn a_key_of_another_form_is_not_believed() {
        let good = format!("imp_{}", "0a".repeat(16));
        let read = |links: u64, key: &str| Attempt::read("imp", &links.into(), &key.into()).is_ok();
        assert!(read(1, &good) && read(8, &good));
        for (links, key) in [
            (0, good.as_str()),
            (9, &good),
            (u64::MAX, &good),
            (1, ""),
            (1, "imp_"),
            (1, &good.replace("imp", "enr")),
            (1, &good.to_uppercase()),
            (1, &good.replace('0', "x")),
            (1, &[&good, "0"].concat()),
        ] {
            assert!(!read(links, key), "{links} {key}");
        }
    }
}
