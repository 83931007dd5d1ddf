//! Follows a run to its end. Transient faults cost no run, unknown statuses wait, and stopping never cancels.

mod kept;

pub(crate) use kept::{ASKED, Kept};

use core::time::Duration;

use crate::error::{Error, Result, Scope};
use crate::job::{Answer, Job, Ticket, Want};
use crate::request::Request;
use crate::resource::runs::{self, Run, Standing, standing};
use crate::route::Routes;
use crate::time::{Instant, millis};
use crate::token;
use crate::value::{Object, Value};

/// No poll comes sooner after another than this.
pub const LEAST_INTERVAL: Duration = Duration::from_millis(250);
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(15);
/// Answers in a row that are no run: so many are ridden out, as a proxy's page may be, and one more is the end.
pub(crate) const UNREADABLE: u32 = 3;

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

/// One run that is followed.
#[derive(Debug, Clone)]
pub struct Poll {
    run_id: String,
    options: PollOptions,
    /// The run as sent, and what was read of it.
    run: Option<(String, Run)>,
    /// How often it was asked for, when it is next, and how long it was waited for when the wait started here.
    kept: Kept,
    /// When that was: the end of time while it has not.
    started: Instant,
    unreadable: u32,
    last_fault: Option<Box<Error>>,
}

const TOKEN: &str = "mp2";
const TOKEN_OF: &str = "a poller";
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
            unreadable: 0,
            last_fault: None,
        })
    }

    /// Follows a run from what the server said when it was started. Its next poll is due when the server hinted, else soon.
    ///
    /// # Errors
    /// A decode error for what is no run.
    pub fn of_run(answer: &Answer, options: PollOptions, now: Instant) -> Result<Self> {
        let run = read_run(answer)?;
        let mut poll = Self::new(&run.run_id, options)?;
        poll.started = now;
        poll.kept.mark = kept::mark(&run);
        poll.run = Some((answer.body.clone(), run));
        poll.kept.due = now + answer.retry_after.unwrap_or_default().max(LEAST_INTERVAL);
        Ok(poll)
    }

    /// Goes on from a token: as seldom as before while the run shows nothing new, and waited for from now on.
    ///
    /// # Errors
    /// A validation error for what is no token of a poller.
    pub fn resume(token: &str, options: PollOptions) -> Result<Self> {
        let saved = token::read(TOKEN, TOKEN_OF, token)?;
        let saved = saved.as_object();
        let run_id = saved.and_then(|saved| saved.get("run_id")?.as_str());
        let (Some(saved), Some(run_id)) = (saved, run_id) else {
            return Err(token::invalid(TOKEN_OF));
        };
        let mut poll = Self::new(run_id, options)?;
        let kept = Kept::take(&mut Kept::numbers(saved));
        (poll.kept.polls, poll.kept.mark) = (kept.polls, kept.mark);
        Ok(poll)
    }

    /// Goes on within a wait that began in another isolate.
    pub(crate) fn go_on(&mut self, kept: Kept) {
        (self.kept, self.started) = (kept, kept.due);
    }

    /// How long it will have been waited for at that moment, in milliseconds.
    fn waited(&self, at: Instant) -> u64 {
        let here = at.as_millis().saturating_sub(self.started.as_millis());
        here.saturating_add(self.kept.waited)
    }

    /// What another isolate needs to go on as this one would.
    pub(crate) fn kept(&self) -> Kept {
        Kept {
            waited: self.waited(self.kept.due),
            ..self.kept
        }
    }

    /// How often it was asked for: for a wait of its own, the first poll at once.
    fn asked(&self) -> Kept {
        Kept {
            polls: self.kept.polls,
            mark: self.kept.mark,
            ..Kept::default()
        }
    }

    /// The same run, waited for from now on, the first poll at once; asked as seldom as before while it shows nothing new.
    #[must_use]
    pub fn restarted(&self) -> Self {
        Self {
            run_id: self.run_id.clone(),
            options: self.options,
            run: None,
            kept: self.asked(),
            started: NEVER,
            unreadable: 0,
            last_fault: self.last_fault.clone(),
        }
    }

    /// A small token without key, URL or attendee data.
    pub fn serialize(&self) -> String {
        let mut saved = Object::default();
        saved.insert("run_id", self.run_id.as_str().into());
        if self.kept.polls > 0 {
            self.asked().write(&mut saved);
        }
        token::write(TOKEN, &Value::Object(saved))
    }

    /// The run's id.
    pub fn run_id(&self) -> &str {
        &self.run_id
    }

    /// The run as it was last seen.
    pub fn run(&self) -> Option<&Run> {
        self.run.as_ref().map(|(_, run)| run)
    }

    /// The same, as JSON text.
    pub fn run_json(&self) -> Option<&str> {
        self.run.as_ref().map(|(json, _)| json.as_str())
    }

    /// Whether it has ended.
    pub fn is_done(&self) -> bool {
        self.run()
            .is_some_and(|run| standing(&run.status) != Standing::GoesOn)
    }

    /// When the next poll is due; none once it has ended.
    pub fn due(&self) -> Option<Instant> {
        (!self.is_done()).then_some(self.kept.due)
    }

    /// How long a poll that begins at `now` may take, so that the wait ends in time: what is left of it, but no less than
    /// the time between two polls.
    pub fn time_left(&self, now: Instant) -> Duration {
        let left = millis(self.options.max_wait).saturating_sub(self.waited(now));
        Duration::from_millis(left).max(LEAST_INTERVAL)
    }

    /// The request of a poll.
    ///
    /// # Errors
    /// An internal error only.
    pub fn request(&self, routes: &Routes) -> Result<Request> {
        runs::get(routes, &self.run_id)
    }

    /// Takes what came of a poll.
    ///
    /// # Errors
    /// What cannot be ridden out: a final error of the server, bodies that are no run time after time, or a wait that ran
    /// out.
    pub fn told(&mut self, result: Result<Answer>, now: Instant) -> Result<()> {
        self.started = self.started.min(now);
        self.take(result, now)?;
        if self.is_done() || self.waited(self.kept.due) < millis(self.options.max_wait) {
            return Ok(());
        }
        let mut error = Error::timeout(Scope::Wait, self.options.max_wait);
        if let Some(fault) = &self.last_fault {
            error.message = format!("{}; the last poll failed: {fault}", error.message);
            error.fault.clone_from(&self.last_fault);
        }
        error.run = self.run_json().map(str::to_owned);
        Err(error)
    }

    /// Takes the answer of one look that somebody waits for. A look is no wait: nothing runs out.
    ///
    /// # Errors
    /// For any body that is no run.
    pub fn looked(&mut self, answer: Answer, now: Instant) -> Result<()> {
        let run = read_run(&answer)?;
        self.took(answer, run, now);
        Ok(())
    }

    fn take(&mut self, result: Result<Answer>, now: Instant) -> Result<()> {
        match result {
            Ok(answer) => match read_run(&answer) {
                Ok(run) => self.took(answer, run, now),
                Err(error) if self.unreadable < UNREADABLE => {
                    self.unreadable += 1;
                    self.last_fault = Some(error);
                    self.schedule(answer.retry_after, now);
                }
                Err(error) => return Err(error),
            },
            Err(error) if error.retryable => {
                let hint = error.retry_after_ms.map(Duration::from_millis);
                self.last_fault = Some(error);
                self.schedule(hint, now);
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn took(&mut self, answer: Answer, run: Run, now: Instant) {
        self.last_fault = None;
        self.unreadable = 0;
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
        self.schedule(answer.retry_after, now);
    }

    fn schedule(&mut self, hint: Option<Duration>, now: Instant) {
        let backoff = FIRST_WAIT
            .saturating_mul(1 << self.kept.polls.min(4))
            .min(LONGEST_WAIT);
        self.kept.polls = self.kept.polls.saturating_add(1);
        let wait = hint
            .or(self.options.interval)
            .unwrap_or(backoff)
            .max(LEAST_INTERVAL);
        self.kept.due = now + wait;
    }

    /// The error of a run that ended `failed`; none for any other.
    pub fn failure(&self) -> Option<Box<Error>> {
        let (json, run) = self.run.as_ref()?;
        (standing(&run.status) == Standing::Failed).then(|| {
            let what = run.kind.as_deref().unwrap_or("the");
            let why = run.errors.iter().flatten().next();
            let why = why
                .map(|error| format!(": {} {}", error.code, error.message))
                .unwrap_or_default();
            Error::run_failed(format!("{what} run {} failed{why}", run.run_id), json)
        })
    }
}

fn read_run(answer: &Answer) -> Result<Run> {
    Run::from_json(&answer.body).ok_or_else(|| {
        Error::decode(
            answer.status,
            "the body is no run: it lacks run_id or status",
            &answer.body,
        )
    })
}

/// A [`Poll`] as a job of its own.
#[derive(Debug)]
pub struct Poller {
    /// What it follows.
    pub poll: Poll,
    routes: Routes,
    in_flight: bool,
    error: Option<Box<Error>>,
}

impl Poller {
    /// Follows `poll` to its end.
    pub fn new(poll: Poll, routes: Routes) -> Self {
        Self {
            poll,
            routes,
            in_flight: false,
            error: None,
        }
    }

    /// How it ended: the run's JSON text.
    ///
    /// # Errors
    /// What made it end otherwise; a run error when the run failed.
    pub fn finish(&mut self) -> Result<String> {
        if let Some(error) = self.error.take().or_else(|| self.poll.failure()) {
            return Err(error);
        }
        self.poll
            .run_json()
            .map(str::to_owned)
            .ok_or_else(|| Error::internal("a poller ended without a run"))
    }
}

impl Job for Poller {
    fn want(&mut self, now: Instant) -> Want {
        if self.in_flight {
            return Want::Wait;
        }
        match self.poll.due().filter(|_| self.error.is_none()) {
            None => Want::Done,
            Some(due) if due > now => Want::Sleep(due),
            Some(_) => match self.poll.request(&self.routes) {
                Ok(request) => {
                    self.in_flight = true;
                    Want::Send(Ticket(0), request)
                }
                Err(error) => {
                    self.error = Some(error);
                    Want::Done
                }
            },
        }
    }

    fn source_failed(&mut self, error: Box<Error>) {
        self.error = Some(error);
    }

    fn time_left(&self, _: Ticket, now: Instant) -> Option<Duration> {
        Some(self.poll.time_left(now))
    }

    fn told(&mut self, _: Ticket, result: Result<Answer>, now: Instant) {
        self.in_flight = false;
        self.error = self.poll.told(result, now).err();
    }
}

#[cfg(test)]
#[path = "poll_tests.rs"]
mod tests;
