//! One logical call: attempts and waits until it is done. It never sees a body, but the error's.

use core::time::Duration;

use super::gate::{Entry, Turn};
use super::{Effect, Head, Pace, Pause, Phase, Policy, classify};
use crate::error::{Error, Result, Scope};
use crate::request::{Replay, Request};
use crate::time::{Instant, millis};

/// No retry comes sooner after an answer that said when than this, whatever it said: a hint of nothing, or of a time that is
/// past, makes no storm.
pub(super) const LEAST_HINT: Duration = Duration::from_millis(250);

/// Why there was no answer.
#[derive(Debug, Clone)]
pub enum Fault {
    /// The attempt's time ran out.
    TimedOut,
    /// The connection failed. `maybe_sent`: whether the server may have seen the request.
    Broken {
        /// What the host said, without anything secret.
        message: String,
        /// Whether the server may have seen it.
        maybe_sent: bool,
    },
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Event {
    /// Begin.
    Start,
    /// The server answered.
    Answered(Head),
    /// It did not.
    Unanswered(Fault),
    /// The sleep that was asked for is over.
    Elapsed,
}

/// What to do next.
#[derive(Debug)]
pub enum Step {
    /// Send the request, and give it no longer than this.
    Send(Duration),
    /// Wait; [`Call::pause`] says what for.
    Sleep(Duration),
    /// Send the request's `look` from here on, and begin again with [`Event::Start`]: the server has what an attempt without
    /// an answer may have made. What is found is the answer, if [`resource::confirm`](crate::resource::confirm) says so.
    Look,
    /// The answer that was told last is the result, or this error is.
    Done(Result<()>),
}

/// One logical call. A shell that drops it before it is done has to [`leave`](Self::leave) for it.
#[derive(Debug)]
pub struct Call {
    operation: &'static str,
    replay: Replay,
    policy: Policy,
    /// What has passed until `seen`; a clock that is set back adds nothing and takes nothing.
    elapsed: Duration,
    seen: Instant,
    waited: Duration,
    /// What had passed when the present sleep began.
    asleep: Option<Duration>,
    pause: Pause,
    turn: Turn,
    attempts: u32,
    idempotency_key: Option<String>,
    correlation_id: String,
    retry_after: Option<Duration>,
    /// The present attempt ends with the deadline.
    last_chance: bool,
    /// Whether the server carried the request out, by all attempts that have ended.
    effect: Effect,
    /// An attempt is under way.
    sending: bool,
    /// What the present attempt cost the budget.
    cost: u32,
    can_look: bool,
    /// What made it look, and how many attempts there were before.
    looking: Option<(Box<Error>, u32)>,
}

impl Call {
    /// A call that starts at `now`. `correlation_id` is what goes out; the server's word replaces it.
    pub fn new(request: &Request, policy: Policy, correlation_id: String, now: Instant) -> Self {
        Self {
            operation: request.operation,
            replay: request.replay,
            policy: Policy {
                max_retries: if request.probe { 0 } else { policy.max_retries },
                ..policy
            },
            elapsed: Duration::ZERO,
            seen: now,
            waited: Duration::ZERO,
            asleep: None,
            pause: Pause::Retry,
            turn: Turn::default(),
            attempts: 0,
            idempotency_key: request.idempotency_key.clone(),
            correlation_id,
            retry_after: None,
            last_chance: false,
            effect: Effect::None,
            sending: false,
            cost: 0,
            can_look: request.look.is_some(),
            looking: None,
        }
    }

    /// How many requests went out so far.
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The effective correlation id: the server's, once it said one.
    pub fn correlation_id(&self) -> &str {
        &self.correlation_id
    }

    /// What the last answer asked to wait.
    pub const fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Since the start.
    pub fn elapsed(&self, now: Instant) -> Duration {
        self.elapsed.saturating_add(self.seen.until(now))
    }

    /// The part of it that was slept: before an attempt, for whatever reason.
    pub fn waited(&self, now: Instant) -> Duration {
        let present = self.asleep.map(|since| self.elapsed(now).saturating_sub(since));
        self.waited.saturating_add(present.unwrap_or(Duration::ZERO))
    }

    /// What the last sleep was for.
    pub const fn pause(&self) -> Pause {
        self.pause
    }

    /// Takes what happened at `now` and says what to do next.
    pub fn step(&mut self, event: Event, now: Instant, pace: &mut Pace) -> Step {
        self.elapsed = self.elapsed(now);
        self.seen = now;
        if let Some(since) = self.asleep.take() {
            self.waited = self.waited.saturating_add(self.elapsed.saturating_sub(since));
        }
        let step = match event {
            Event::Start | Event::Elapsed => self.send(now, pace),
            Event::Answered(head) => {
                self.sending = false;
                pace.leave(&mut self.turn);
                self.answered(&head, now, pace)
            }
            Event::Unanswered(fault) => {
                self.sending = false;
                pace.leave(&mut self.turn);
                self.unanswered(fault, now, pace)
            }
        };
        if let Step::Sleep(_) = step {
            self.asleep = Some(self.elapsed);
        }
        step
    }

    /// Gives back its place among the client's calls. One that is done has done so.
    pub fn leave(&mut self, pace: &mut Pace) {
        pace.leave(&mut self.turn);
    }

    /// Fills in what this call knows of itself.
    pub fn complete(&self, mut error: Box<Error>, now: Instant) -> Box<Error> {
        error.operation = Some(self.operation);
        error.attempts = Some(self.attempts);
        error.elapsed_ms = Some(millis(self.elapsed(now)));
        error.waited_ms = Some(millis(self.waited(now)));
        error.correlation_id = Some(self.correlation_id.clone());
        error.idempotency_key = error.idempotency_key.or_else(|| self.idempotency_key.clone());
        // A deadline passes outside of an attempt as well.
        let own = if error.scope == Some(Scope::Deadline) {
            Effect::None
        } else {
            error.effect
        };
        let sending = if self.sending {
            Effect::Unknown
        } else {
            Effect::None
        };
        error.effect = own.max(self.effect).max(sending);
        // An earlier attempt may have arrived where the last one did not.
        error.maybe_sent = error.maybe_sent.map(|sent| sent || error.may_have_taken_effect());
        error
    }

    fn left(&self) -> Duration {
        self.policy.deadline.saturating_sub(self.elapsed)
    }

    /// Attempts that count towards `max_retries`.
    fn tries(&self) -> u32 {
        let before = self.looking.as_ref().map_or(0, |(_, attempts)| *attempts);
        self.attempts.saturating_sub(before)
    }

    fn send(&mut self, now: Instant, pace: &mut Pace) -> Step {
        let left = self.left();
        if left.is_zero() {
            pace.leave(&mut self.turn);
            return self.fail(Error::timeout(Scope::Deadline, self.policy.deadline), now);
        }
        match pace.enter(&mut self.turn, self.policy.timeout, left, now) {
            Entry::Go => {
                self.attempts += 1;
                self.sending = true;
                self.last_chance = left <= self.policy.timeout;
                Step::Send(self.policy.timeout.min(left))
            }
            Entry::Wait(pause, wait) => {
                self.pause = pause;
                Step::Sleep(wait)
            }
            Entry::TooLate(pause, wait) => {
                let mut error = Error::held_back(pause, self.policy.deadline);
                error.retry_after_ms = wait.map(millis);
                self.fail(error, now)
            }
        }
    }

    fn answered(&mut self, head: &Head, now: Instant, pace: &mut Pace) -> Step {
        if let Some(id) = head.correlation_id.as_ref().filter(|id| !id.is_empty()) {
            self.correlation_id.clone_from(id);
        }
        self.retry_after = head.wait();
        if (200..300).contains(&head.status) {
            if self.tries() > 1 {
                pace.budget.refund(self.cost);
            } else {
                pace.budget.first_success();
            }
            return Step::Done(Ok(()));
        }
        let (mut error, id) = head.error();
        if let (Some(id), None) = (id, &head.correlation_id) {
            self.correlation_id = id;
        }
        error.retry_after_ms = self.retry_after.map(millis);
        if !error.retryable {
            return self.settled(error, now);
        }
        self.effect = self.effect.max(error.effect);
        let holds_client = classify(head.status, &error.code, Phase::Answered).holds_client;
        let wait = self.wait(head.status == 429, holds_client, now, pace);
        self.retry(error, wait, now, pace)
    }

    /// Until the next attempt: as long as the server asked, in full, but no less than [`LEAST_HINT`] and a little more, so that
    /// calls do not come back together; or as the backoff says. All calls of the client keep it
    /// where the answer holds the client and says for how long, or is a 429.
    fn wait(&mut self, limited: bool, holds_client: bool, now: Instant, pace: &mut Pace) -> Duration {
        let wait = match self.retry_after {
            Some(hint) if hint < LEAST_HINT => pace.shortest(LEAST_HINT),
            Some(hint) => hint,
            None => pace.backoff(self.tries(), limited),
        };
        let asked = holds_client && (limited || self.retry_after.is_some());
        if asked && wait <= self.policy.max_retry_after {
            pace.hold(wait, self.left(), now)
        } else {
            wait
        }
    }

    /// An answer that no repetition changes.
    fn settled(&mut self, error: Box<Error>, now: Instant) -> Step {
        if let Some((conflict, _)) = self.looking.take_if(|_| error.status == Some(404)) {
            // Nothing is there to compare: the conflict is all that is known.
            return self.fail(conflict, now);
        }
        if self.effect != Effect::None && self.can_look && error.code == "PARTNER_ID_CONFLICT" {
            self.can_look = false;
            self.replay = Replay::Safe;
            self.looking = Some((error, self.attempts));
            return Step::Look;
        }
        self.fail(error, now)
    }

    fn unanswered(&mut self, fault: Fault, now: Instant, pace: &mut Pace) -> Step {
        self.retry_after = None;
        let error = match fault {
            Fault::TimedOut => Error::timeout(Scope::Attempt, self.policy.timeout),
            Fault::Broken { message, maybe_sent } => Error::connection(message, maybe_sent),
        };
        self.effect = self.effect.max(error.effect);
        // By what it was bounded, not by the clock: a timer may fire a little early.
        if self.last_chance && error.scope.is_some() {
            return self.fail(Error::timeout(Scope::Deadline, self.policy.deadline), now);
        }
        let wait = self.wait(false, false, now, pace);
        self.retry(error, wait, now, pace)
    }

    /// Sends the request again after `wait`, or fails where that is not safe, not allowed or not affordable.
    fn retry(&mut self, error: Box<Error>, wait: Duration, now: Instant, pace: &mut Pace) -> Step {
        if error.may_have_taken_effect() && self.replay == Replay::Unsafe {
            return self.fail(error, now);
        }
        let too_long = self
            .retry_after
            .is_some_and(|wait| wait > self.policy.max_retry_after);
        if self.tries() > self.policy.max_retries || too_long || wait >= self.left() {
            return self.fail(error, now);
        }
        // A server that says when to come back is there, and all calls keep its wait: that is no outage to be spared.
        // A hint of next to nothing says nothing of the kind.
        let told_when = error.status == Some(429) && self.retry_after.is_some_and(|hint| hint >= LEAST_HINT);
        self.cost = if told_when {
            0
        } else {
            match pace.budget.pay(error.scope == Some(Scope::Attempt)) {
                Some(cost) => cost,
                None => return self.fail(error.refused_by_budget(), now),
            }
        };
        self.pause = Pause::Retry;
        Step::Sleep(wait)
    }

    fn fail(&self, error: Box<Error>, now: Instant) -> Step {
        Step::Done(Err(self.complete(error, now)))
    }
}
