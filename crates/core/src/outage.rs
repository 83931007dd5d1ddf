//! An outage that a job rides out. While it lasts, requests that it struck go out one at a time, as single attempts: probes,
//! with pauses that grow from 1 s to 15 s. The first answer ends it; without one the job fails with the last fault.

use core::time::Duration;

use crate::error::{Error, Result};
use crate::request::Request;
use crate::retry::{Jitter, Policy};
use crate::time::{Instant, millis};
use crate::value::Value;

/// How long a job rides out an outage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutageOptions {
    /// From the first fault on. 0: no outage is ridden out.
    pub max: Duration,
    /// The longest `Retry-After` that a job waits for; a longer one ends it at once.
    pub max_retry_after: Duration,
    /// Makes the jitter of the pauses another one.
    pub seed: u64,
}

impl Default for OutageOptions {
    fn default() -> Self {
        Self {
            max: Duration::from_mins(5),
            max_retry_after: Policy::default().max_retry_after,
            seed: 0,
        }
    }
}

const SHORTEST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// What a request of a job is for. An outage can strike one kind and not the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Traffic {
    /// A poll of a run. Its own wait bounds it as well.
    Poll,
    /// Everything else.
    Call,
}

impl Traffic {
    const ALL: [Self; 2] = [Self::Poll, Self::Call];

    const fn bit(self) -> u64 {
        1 << self as u64
    }
}

/// What one job knows of the outage that it is in, if it is in one.
#[derive(Debug)]
pub(crate) struct Outage {
    options: OutageOptions,
    /// Requests under way, by [`Traffic`].
    open: [u32; 2],
    down: Option<Down>,
}

#[derive(Debug)]
struct Down {
    /// The bits of the traffic that has failed and was not answered since.
    struck: u64,
    /// Time since the first fault, up to `seen`. A clock that is set back adds nothing.
    lasted: Duration,
    seen: Instant,
    /// Requests that failed here, how long the first call had taken when it failed, and how long all calls were under way
    /// without their own waits.
    attempts: u32,
    before: Duration,
    busy: Duration,
    /// The pause before the next probe, and when it ends.
    pause: Duration,
    due: Instant,
}

impl Down {
    /// Counts a call that failed.
    fn count(&mut self, error: &Error) {
        if self.attempts == 0 {
            self.before = Duration::from_millis(error.elapsed_ms.unwrap_or(0));
        }
        self.attempts = self.attempts.saturating_add(error.attempts.unwrap_or(1));
        let busy = error.elapsed_ms.unwrap_or(0);
        let busy = Duration::from_millis(busy.saturating_sub(error.waited_ms.unwrap_or(0)));
        self.busy = self.busy.saturating_add(busy);
    }

    /// The last fault with the numbers of the outage as a whole.
    fn told(&self, mut error: Box<Error>) -> Box<Error> {
        error.attempts = Some(self.attempts);
        let elapsed = self.before.saturating_add(self.lasted);
        error.elapsed_ms = Some(millis(elapsed));
        error.waited_ms = Some(millis(elapsed.saturating_sub(self.busy)));
        error
    }

    fn see(&mut self, now: Instant) {
        if now < self.seen {
            self.due = self.due.min(now + self.pause);
        }
        self.lasted = self.lasted.saturating_add(self.seen.until(now));
        self.seen = now;
    }
}

impl Outage {
    /// A job that is in no outage.
    pub(crate) const fn new(options: OutageOptions) -> Self {
        Self {
            options,
            open: [0; 2],
            down: None,
        }
    }

    /// The longest `Retry-After` that the job waits for.
    pub(crate) const fn max_retry_after(&self) -> Duration {
        self.options.max_retry_after
    }

    /// Whether the job is in an outage, or was when it gave up.
    pub(crate) const fn is_on(&self) -> bool {
        self.down.is_some()
    }

    /// Whether requests of that kind are struck.
    pub(crate) fn strikes(&self, traffic: Traffic) -> bool {
        self.down
            .as_ref()
            .is_some_and(|down| down.struck & traffic.bit() != 0)
    }

    /// From when on a request of that kind may go out, if it may without another answer. No time: at once.
    pub(crate) fn opens(&self, traffic: Traffic) -> Option<Instant> {
        match &self.down {
            Some(down) if down.struck & traffic.bit() != 0 => {
                let probing = Traffic::ALL
                    .iter()
                    .zip(self.open)
                    .any(|(kind, open)| open > 0 && down.struck & kind.bit() != 0);
                (!probing).then_some(down.due)
            }
            _ => Some(Instant::default()),
        }
    }

    /// Whether a request of that kind may go out now.
    pub(crate) fn admits(&mut self, traffic: Traffic, now: Instant) -> bool {
        if let Some(down) = &mut self.down {
            down.see(now);
        }
        self.opens(traffic).is_some_and(|at| at <= now)
    }

    /// A request of that kind goes out: in an outage as a probe.
    pub(crate) fn send(&mut self, traffic: Traffic, request: Request) -> Request {
        if let Some(open) = self.open.get_mut(traffic as usize) {
            *open += 1;
        }
        if self.strikes(traffic) {
            request.probe()
        } else {
            request
        }
    }

    /// A request of that kind was answered, and not with a fault that may pass.
    pub(crate) fn answered(&mut self, traffic: Traffic) {
        self.ended(traffic);
        if let Some(down) = &mut self.down {
            down.struck &= !traffic.bit();
        }
        self.down.take_if(|down| down.struck == 0);
    }

    /// A request of that kind failed. The job may send it again when [`admits`](Self::admits) says so.
    ///
    /// # Errors
    /// The fault, where it does not pass by itself, or where the outage has lasted too long.
    pub(crate) fn failed(&mut self, traffic: Traffic, error: Box<Error>, now: Instant) -> Result<()> {
        if !error.retryable {
            self.answered(traffic);
            return Err(error);
        }
        self.ended(traffic);
        let OutageOptions {
            max, max_retry_after, ..
        } = self.options;
        if max.is_zero() {
            // A poll has a wait of its own.
            return if traffic == Traffic::Poll {
                Ok(())
            } else {
                Err(error)
            };
        }
        let down = self.down.get_or_insert(Down {
            struck: 0,
            lasted: Duration::ZERO,
            seen: now,
            attempts: 0,
            before: Duration::ZERO,
            busy: Duration::ZERO,
            pause: Duration::ZERO,
            due: now,
        });
        down.see(now);
        down.count(&error);
        let left = max.saturating_sub(down.lasted);
        if left.is_zero() {
            return Err(down.told(error).after_outage(max));
        }
        let asked = error.retry_after_ms.map(Duration::from_millis);
        let is_longer = |asked: Duration| asked > max_retry_after || asked > left;
        if traffic == Traffic::Call && asked.is_some_and(is_longer) {
            return Err(down.told(error));
        }
        // A poll keeps a longer one for itself, to the end of its wait.
        let asked = asked.filter(|asked| !is_longer(*asked));
        down.struck |= traffic.bit();
        let bound = down.lasted.clamp(SHORTEST_PAUSE, LONGEST_PAUSE);
        // By the time that has passed, so that an isolate that goes on from a token waits as this one would.
        let mut jitter = Jitter::new(self.options.seed ^ millis(down.lasted));
        let pause = (bound / 2 + jitter.up_to(bound / 2)).max(SHORTEST_PAUSE);
        // The last probe goes out when the time is up, and none shortly before it.
        let pause = if left <= LONGEST_PAUSE && left < pause + SHORTEST_PAUSE {
            left
        } else {
            pause.min(left.saturating_sub(SHORTEST_PAUSE).max(SHORTEST_PAUSE))
        };
        down.pause = asked.map_or(pause, |asked| asked.max(pause));
        down.due = down.due.max(now + down.pause);
        Ok(())
    }

    fn ended(&mut self, traffic: Traffic) {
        if let Some(open) = self.open.get_mut(traffic as usize) {
            *open = open.saturating_sub(1);
        }
    }

    /// What a token keeps of it, made for an engine that comes back at `back`: what is struck and how long the outage will
    /// have lasted, as one number, and how long after `back` the next probe is due. Nothing without an outage.
    pub(crate) fn save(&self, back: Instant) -> Option<Value> {
        let down = self.down.as_ref()?;
        let lasted = millis(down.lasted.saturating_add(down.seen.until(back)));
        let due = millis(back.until(down.due));
        Some(Value::Array(vec![
            (lasted.min(u64::MAX >> 12) << 2 | down.struck).into(),
            due.into(),
        ]))
    }

    /// Goes on from [`save`](Self::save) at `now`, which is so many milliseconds earlier than the engine was to come back.
    /// A value that was not saved here counts as no outage at all.
    pub(crate) fn restore(&mut self, saved: &Value, now: Instant, early: u64) {
        let Some([lasted, due]) = saved.as_array() else {
            return;
        };
        let (Some(lasted), Some(due)) = (lasted.as_u64(), due.as_u64()) else {
            return;
        };
        let struck = lasted & (Traffic::Poll.bit() | Traffic::Call.bit());
        if struck == 0 || self.options.max.is_zero() {
            return;
        }
        // An engine whose clock is wrong does not wait longer than any probe does.
        let longest = LONGEST_PAUSE.max(self.options.max_retry_after);
        let pause = Duration::from_millis(due.saturating_add(early)).min(longest);
        self.down = Some(Down {
            struck,
            lasted: Duration::from_millis((lasted >> 2).saturating_sub(early)),
            seen: now,
            attempts: 0,
            before: Duration::ZERO,
            busy: Duration::ZERO,
            pause,
            due: now + pause,
        });
    }
}

#[cfg(test)]
#[path = "outage_tests.rs"]
mod tests;
