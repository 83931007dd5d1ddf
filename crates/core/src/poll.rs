//! Follows a run to its end. Transient faults cost no run, unknown statuses wait, and stopping never cancels.

mod again;
mod kept;
mod poller;
mod token;

pub(crate) use again::unreadable_wait;
use again::{UNREADABLE, backoff};
pub(crate) use kept::{ASKED, Kept};
pub use poller::Poller;

use core::time::Duration;

use crate::error::{Error, Result, Scope};
use crate::job::Answer;
use crate::request::Request;
use crate::resource::runs::{self, Run, Standing, standing};
use crate::route::Routes;
use crate::time::{Instant, millis};

/// No poll of a run comes sooner after another than this.
pub const LEAST_INTERVAL: Duration = Duration::from_millis(250);
/// A poll may take this long, even where less of the wait is left.
pub const LAST_POLL: Duration = Duration::from_secs(1);
/// A run that was just started may not be found yet, for so long.
pub const NOT_FOUND_YET: Duration = Duration::from_secs(15);
/// Where the first poll of a wait took so much longer than it may, its host slept meanwhile.
const ASLEEP: Duration = Duration::from_secs(10);

/// How a run is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PollOptions {
    /// Between polls, where the server gives no hint; none: a backoff from 1 s to 15 s.
    pub interval: Option<Duration>,
    /// How long at most.
    pub max_wait: Duration,
}

impl Default for PollOptions {
    fn default() -> Self {
        Self {
            interval: None,
            max_wait: Duration::from_mins(15),
        }
    }
}

/// What a wait for a run does next.
#[derive(Debug)]
pub enum Action {
    /// Poll now.
    Send,
    /// Nothing is due before this moment.
    Sleep(Instant),
    /// The wait reached `max_wait`, with this error.
    Expired(Box<Error>),
    /// The run has ended.
    Done,
}

/// One run that is followed. It knows when the run is polled next, and when the wait for it ends: everything that polls
/// asks [`action`](Self::action) first.
#[derive(Debug, Clone)]
pub struct Poll {
    run_id: String,
    options: PollOptions,
    /// The run as sent, and what was read of it.
    run: Option<(String, Run)>,
    /// How often the run was polled, when it is polled next, and how long it was waited for when the wait started here.
    kept: Kept,
    /// When the wait started here: the end of time before that.
    started: Instant,
    /// When the present poll began.
    sent: Instant,
    /// [`LEAST_INTERVAL`] after the last poll.
    earliest: Instant,
    /// How many polls of this wait have ended, and when the last one did.
    polls: u32,
    told: Instant,
    last_fault: Option<Box<Error>>,
}

const NEVER: Instant = Instant::from_millis(u64::MAX);

impl Poll {
    /// Follows the run with that id. The first poll is due at once.
    ///
    /// # Errors
    /// A validation error for what cannot be a run's id.
    pub fn new(run_id: &str, options: PollOptions) -> Result<Self> {
        runs::get(&Routes::default(), run_id)?;
        Ok(Self {
            run_id: run_id.to_owned(),
            options,
            run: None,
            kept: Kept::default(),
            started: NEVER,
            sent: NEVER,
            earliest: Instant::default(),
            polls: 0,
            told: NEVER,
            last_fault: None,
        })
    }

    /// Follows a run that was just started: for [`NOT_FOUND_YET`] a 404 is retried. The first poll is due at once.
    ///
    /// # Errors
    /// A validation error for what cannot be a run's id.
    pub fn fresh(run_id: &str, options: PollOptions) -> Result<Self> {
        let mut poll = Self::new(run_id, options)?;
        poll.kept.fresh = true;
        Ok(poll)
    }

    /// Follows a run from the answer to the write that started it. The first poll is due when that answer hinted, else soon.
    ///
    /// # Errors
    /// A decode error for an answer that is not a run.
    pub fn of_run(answer: &Answer, options: PollOptions, now: Instant) -> Result<Self> {
        let run = read_run(answer)?;
        let mut poll = Self::fresh(&run.run_id, options)?;
        poll.started = now;
        poll.kept.mark = kept::mark(&run);
        poll.run = Some((answer.body.clone(), run));
        poll.kept.due = now + answer.retry_after.unwrap_or(Duration::ZERO).max(LEAST_INTERVAL);
        Ok(poll)
    }

    /// Follows a run that an earlier isolate saw end.
    pub(crate) fn of_ended(json: String, run: Run, options: PollOptions) -> Result<Self> {
        let mut poll = Self::new(&run.run_id, options)?;
        poll.run = Some((json, run));
        Ok(poll)
    }

    /// How long it will have been waited for at that moment, in milliseconds.
    fn waited(&self, at: Instant) -> u64 {
        let here = at.as_millis().saturating_sub(self.started.as_millis());
        here.saturating_add(self.kept.waited)
    }

    /// When the wait is over.
    fn end(&self) -> Instant {
        let (started, most) = (self.started.as_millis(), millis(self.options.max_wait));
        Instant::from_millis(started.saturating_add(most).saturating_sub(self.kept.waited))
    }

    /// A new wait for this run: the first poll is due at once, but no sooner than [`LEAST_INTERVAL`] after the last one.
    /// While the run shows nothing new, polls are as rare as they were.
    #[must_use]
    pub fn restarted(&self) -> Self {
        Self {
            run_id: self.run_id.clone(),
            options: self.options,
            run: None,
            kept: self.kept.without_wait(),
            started: NEVER,
            sent: NEVER,
            earliest: self.earliest,
            polls: 0,
            told: NEVER,
            last_fault: self.last_fault.clone(),
        }
    }

    /// The run's id.
    pub fn run_id(&self) -> &str {
        &self.run_id
    }

    /// The run as it was last seen.
    pub fn run(&self) -> Option<&Run> {
        self.run.as_ref().map(|(_, run)| run)
    }

    /// The run as it was last seen, as JSON text.
    pub fn run_json(&self) -> Option<&str> {
        self.run.as_ref().map(|(json, _)| json.as_str())
    }

    /// Whether it has ended.
    pub fn is_done(&self) -> bool {
        self.run()
            .is_some_and(|run| standing(&run.status) != Standing::GoesOn)
    }

    /// Whether the wait is over before another poll may go out.
    fn expires(&self) -> bool {
        let held_longer = self.kept.firm && self.kept.due > self.end();
        held_longer || self.polls > 0 && self.next_poll() > self.end()
    }

    /// When the next poll may go out. What a server asked for with a success, and our own interval, are cut short where the
    /// wait ends before; what it asked for with an error is not.
    fn next_poll(&self) -> Instant {
        let (due, end) = (self.kept.due.max(self.earliest), self.end());
        if self.kept.firm {
            due
        } else if due + LEAST_INTERVAL > end && !self.kept.placed {
            // A poll just before the end would leave no room for the last one.
            end.max(self.earliest)
        } else {
            due
        }
    }

    /// When there is something to do: a poll, or the end of the wait. None once the run has ended.
    pub fn due(&self) -> Option<Instant> {
        let due = if self.expires() {
            self.end()
        } else {
            self.next_poll()
        };
        (!self.is_done()).then_some(due)
    }

    /// What to do at `now`. The wait starts when this is first asked.
    pub fn action(&mut self, now: Instant) -> Action {
        if self.started == NEVER {
            self.started = now;
        }
        // A clock may be set back.
        self.earliest = self.earliest.min(now + LEAST_INTERVAL);
        match self.due() {
            None => Action::Done,
            Some(due) if due > now => Action::Sleep(due),
            Some(_) if self.expires() => Action::Expired(self.timeout(now)),
            Some(_) => {
                self.sent = now;
                Action::Send
            }
        }
    }

    /// How long a poll that begins at `now` may take: what is left of the wait, but no less than [`LAST_POLL`].
    pub fn time_left(&self, now: Instant) -> Duration {
        let left = millis(self.options.max_wait).saturating_sub(self.waited(now));
        Duration::from_millis(left).max(LAST_POLL)
    }

    fn timeout(&self, now: Instant) -> Box<Error> {
        let mut error = Error::timeout(Scope::Wait, self.options.max_wait);
        if let Some(fault) = &self.last_fault {
            error.message = format!("{}; the last poll failed: {fault}", error.message);
            error.fault.clone_from(&self.last_fault);
        }
        if self.kept.firm && self.kept.due > now {
            error.retry_after_ms = Some(millis(self.kept.due - now));
        }
        error.run = self.run_json().map(str::to_owned);
        let of_fault = || self.last_fault.as_ref()?.correlation_id.clone();
        let of_run = || self.run()?.correlation_id.clone();
        error.correlation_id = of_fault().or_else(of_run);
        error.attempts = Some(self.polls);
        error.elapsed_ms = Some(self.waited(now));
        error
    }

    /// The request of a poll that a wait sends: one attempt, since the next poll is its retry.
    ///
    /// # Errors
    /// An internal error only.
    pub(crate) fn attempt(&self, routes: &Routes) -> Result<Request> {
        Ok(self.request(routes)?.probe())
    }

    /// The request of a poll that a caller asks for.
    ///
    /// # Errors
    /// An internal error only.
    pub fn request(&self, routes: &Routes) -> Result<Request> {
        runs::get(routes, &self.run_id)
    }

    /// Takes the result of a poll.
    ///
    /// # Errors
    /// A fault that no retry mends, one unreadable answer too many, or the end of the wait.
    pub fn told(&mut self, result: Result<Answer>, now: Instant) -> Result<()> {
        self.started = self.started.min(now);
        let took = self.sent.until(now);
        if took > self.time_left(self.sent) + ASLEEP {
            // The host slept through the poll: none of it counts as waited.
            self.started = self.started + took;
        }
        self.polls = self.polls.saturating_add(1);
        self.told = now;
        self.earliest = now + LEAST_INTERVAL;
        self.take(result, now)?;
        if self.is_done() || self.waited(now) < millis(self.options.max_wait) {
            return Ok(());
        }
        Err(self.timeout(now))
    }

    /// Takes the answer of one poll that a caller asked for. It starts no wait, so nothing runs out.
    ///
    /// # Errors
    /// A decode error for an answer that is not this run.
    pub fn looked(&mut self, answer: Answer, now: Instant) -> Result<()> {
        let run = self.read(&answer)?;
        self.took(answer, run, now);
        Ok(())
    }

    fn read(&self, answer: &Answer) -> Result<Run> {
        let run = read_run(answer)?;
        runs::same(answer.status, &answer.body, &self.run_id, &run.run_id)?;
        Ok(run)
    }

    fn take(&mut self, result: Result<Answer>, now: Instant) -> Result<()> {
        match result {
            Ok(answer) => match self.read(&answer) {
                Ok(run) => self.took(answer, run, now),
                Err(error) if self.kept.unreadable < UNREADABLE => {
                    self.kept.unreadable += 1;
                    self.last_fault = Some(error);
                    self.schedule(answer.retry_after, false, now);
                }
                Err(error) => return Err(error),
            },
            Err(error) if error.retryable || self.is_not_found_yet(&error, now) => {
                let hint = error.retry_after_ms.map(Duration::from_millis);
                self.last_fault = Some(error);
                self.schedule(hint, hint.is_some(), now);
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// A server may answer the write before all of it knows the run.
    fn is_not_found_yet(&self, error: &Error, now: Instant) -> bool {
        error.status == Some(404) && self.kept.fresh && self.waited(now) < millis(NOT_FOUND_YET)
    }

    fn took(&mut self, answer: Answer, run: Run, now: Instant) {
        self.last_fault = None;
        self.kept.unreadable = 0;
        self.kept.fresh = false;
        // A run that has ended stays so, whatever a later look says: answers may come from a copy that lags behind.
        if self.is_done() && standing(&run.status) == Standing::GoesOn {
            return;
        }
        // Progress means that the next look may be worth it soon.
        let before = core::mem::replace(&mut self.kept.mark, kept::mark(&run));
        if before != 0 && before != self.kept.mark {
            self.kept.polls = 0;
        }
        self.run = Some((answer.body, run));
        self.schedule(answer.retry_after, false, now);
    }

    /// `firm`: the hint came with an error, and is kept in full.
    fn schedule(&mut self, hint: Option<Duration>, firm: bool, now: Instant) {
        let backoff = backoff(self.kept.polls);
        self.kept.polls = self.kept.polls.saturating_add(1);
        let wait = hint
            .or(self.options.interval)
            .unwrap_or(backoff)
            .max(LEAST_INTERVAL);
        self.kept.due = now + wait;
        self.kept.firm = firm;
        self.kept.placed = false;
    }

    /// The error of a run that ended `failed`; none for any other. It has the correlation id that the run came with, and, where
    /// this wait has polled, how often and for how long.
    pub fn failure(&self) -> Option<Box<Error>> {
        let (json, run) = self.run.as_ref()?;
        (standing(&run.status) == Standing::Failed).then(|| {
            let what = run.kind.as_deref().unwrap_or("the");
            let why = run.errors.iter().flatten().next();
            let why = why
                .map(|error| format!(": {} {}", error.code, error.message))
                .unwrap_or_default();
            let mut error = Error::run_failed(format!("{what} run {} failed{why}", run.run_id), json);
            error.correlation_id.clone_from(&run.correlation_id);
            if self.polls > 0 {
                error.attempts = Some(self.polls);
                error.elapsed_ms = Some(self.waited(self.told));
            }
            error
        })
    }
}

fn read_run(answer: &Answer) -> Result<Run> {
    Run::from_json(&answer.body).ok_or_else(|| {
        Error::decode(
            answer.status,
            "The body is not a run: run_id or status is missing, or is not a string.",
            &answer.body,
        )
    })
}

#[cfg(test)]
#[path = "poll_tests.rs"]
mod tests;

#[cfg(test)]
mod bound_tests;

#[cfg(test)]
mod call_tests;
