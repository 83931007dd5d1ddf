//! One logical call: attempts and waits until it is done. It never sees a body, but the error's.

use core::time::Duration;

use super::{Pace, Policy, retry_after};
use crate::error::{Error, Result, Scope};
use crate::fields::{self, Unfit, optional};
use crate::request::Replay;
use crate::time::{Instant, millis};

/// What the call needs to know of an answer.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// HTTP status; 0 for an opaque redirect.
    pub status: u16,
    /// Header `x-correlation-id`.
    pub correlation_id: Option<String>,
    /// Header `retry-after`.
    pub retry_after: Option<String>,
    /// Header `date`.
    pub date: Option<String>,
    /// The host's wall clock, milliseconds since 1970.
    pub wall_ms: u64,
    /// The body of an answer that is not 2xx.
    pub error_body: Option<String>,
}

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
    /// Wait.
    Sleep(Duration),
    /// The answer that was told last is the result, or this error is.
    Done(Result<()>),
}

/// One logical call.
#[derive(Debug)]
pub struct Call {
    operation: &'static str,
    replay: Replay,
    policy: Policy,
    started: Instant,
    attempts: u32,
    idempotency_key: Option<String>,
    correlation_id: String,
    retry_after: Option<Duration>,
    /// The present attempt ends with the deadline.
    last_chance: bool,
}

#[derive(Default)]
struct ErrorBody {
    code: Option<String>,
    message: Option<String>,
    correlation_id: Option<String>,
}

impl ErrorBody {
    /// Empty where the text is no error body of the contract.
    fn read(text: &str) -> Self {
        let read = || {
            let body = fields::object(text)?;
            Ok(Self {
                code: optional(&body, "code", fields::text)?,
                message: optional(&body, "message", fields::text)?,
                correlation_id: optional(&body, "correlation_id", fields::text)?,
            })
        };
        read().unwrap_or_else(|_: Unfit| Self::default())
    }
}

impl Call {
    /// A call that starts at `now`. `correlation_id` is what goes out; the server's word replaces it.
    pub fn new(
        request: &crate::request::Request,
        policy: Policy,
        correlation_id: String,
        now: Instant,
    ) -> Self {
        Self {
            operation: request.operation,
            replay: request.replay,
            policy,
            started: now,
            attempts: 0,
            idempotency_key: request.idempotency_key.clone(),
            correlation_id,
            retry_after: None,
            last_chance: false,
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
        self.started.until(now)
    }

    /// Takes what happened at `now` and says what to do next.
    pub fn step(&mut self, event: Event, now: Instant, pace: &mut Pace) -> Step {
        match event {
            Event::Start | Event::Elapsed => self.send(now),
            Event::Answered(head) => self.answered(&head, now, pace),
            Event::Unanswered(fault) => self.unanswered(fault, now, pace),
        }
    }

    /// Fills in what this call knows of itself.
    pub fn complete(&self, mut error: Box<Error>, now: Instant) -> Box<Error> {
        error.operation = Some(self.operation);
        error.attempts = Some(self.attempts);
        error.elapsed_ms = Some(millis(self.elapsed(now)));
        error.correlation_id = Some(self.correlation_id.clone());
        error.idempotency_key = error.idempotency_key.or_else(|| self.idempotency_key.clone());
        error
    }

    fn left(&self, now: Instant) -> Duration {
        self.policy.deadline.saturating_sub(self.elapsed(now))
    }

    fn send(&mut self, now: Instant) -> Step {
        let left = self.left(now);
        if left.is_zero() {
            return self.fail(Error::timeout(Scope::Deadline, self.policy.deadline), now);
        }
        self.attempts += 1;
        self.last_chance = left <= self.policy.timeout;
        Step::Send(self.policy.timeout.min(left))
    }

    fn answered(&mut self, head: &Head, now: Instant, pace: &mut Pace) -> Step {
        if let Some(id) = head.correlation_id.as_ref().filter(|id| !id.is_empty()) {
            self.correlation_id.clone_from(id);
        }
        self.retry_after = head
            .retry_after
            .as_deref()
            .and_then(|value| retry_after(value, head.date.as_deref(), head.wall_ms));
        if (200..300).contains(&head.status) {
            pace.succeeded();
            return Step::Done(Ok(()));
        }
        let error = self.api_error(head);
        // The server says that it did nothing with a 429; of the others it is not known.
        let may_repeat = self.replay == Replay::Safe || head.status == 429;
        if !(error.retryable && may_repeat) {
            return self.fail(error, now);
        }
        self.again(error, head.status == 429, now, pace)
    }

    fn unanswered(&mut self, fault: Fault, now: Instant, pace: &mut Pace) -> Step {
        self.retry_after = None;
        let (error, maybe_sent) = match fault {
            // By what it was bounded, not by the clock: a timer may fire a little early.
            Fault::TimedOut if self.last_chance => {
                return self.fail(Error::timeout(Scope::Deadline, self.policy.deadline), now);
            }
            Fault::TimedOut => (Error::timeout(Scope::Attempt, self.policy.timeout), true),
            Fault::Broken { message, maybe_sent } => (Error::connection(message, maybe_sent), maybe_sent),
        };
        if maybe_sent && self.replay == Replay::Unsafe {
            return self.fail(error, now);
        }
        self.again(error, false, now, pace)
    }

    /// Waits as long as the server asked, in full, or as the backoff says; or fails when that cannot be.
    fn again(&mut self, error: Box<Error>, limited: bool, now: Instant, pace: &mut Pace) -> Step {
        if self.attempts > self.policy.max_retries {
            return self.fail(error, now);
        }
        let wait = self
            .retry_after
            .unwrap_or_else(|| pace.backoff(self.attempts, limited));
        let too_long = self
            .retry_after
            .is_some_and(|wait| wait > self.policy.max_retry_after);
        if too_long || wait >= self.left(now) || !pace.take(now) {
            return self.fail(error, now);
        }
        Step::Sleep(wait)
    }

    fn fail(&self, error: Box<Error>, now: Instant) -> Step {
        Step::Done(Err(self.complete(error, now)))
    }

    fn api_error(&mut self, head: &Head) -> Box<Error> {
        let text = head.error_body.as_deref().unwrap_or_default();
        let body = ErrorBody::read(text);
        let mut error = match head.status {
            0 | 300..400 => Error::api(
                head.status,
                "UNEXPECTED_REDIRECT",
                "the server answered with a redirect, which is not followed, so that the key goes to no other host; check the base URL",
            ),
            status => Error::api(
                status,
                body.code.unwrap_or_else(|| format!("HTTP_{status}")),
                body.message.unwrap_or_else(|| {
                    format!("the server answered {status} without the contract's error body")
                }),
            ),
        };
        if let (Some(id), None) = (body.correlation_id, &head.correlation_id) {
            self.correlation_id = id;
        }
        error.retry_after_ms = self.retry_after.map(millis);
        // A conflict is settled by the caller, but for a first call under the same key that still goes on.
        error.retryable |= error.status == Some(409) && error.code.ends_with("IN_PROGRESS");
        error
    }
}

#[cfg(test)]
#[path = "call_tests.rs"]
mod tests;
