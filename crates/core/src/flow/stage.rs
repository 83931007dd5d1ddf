//! A run that a flow starts and follows: enrichment or matching.

use core::time::Duration;
use std::borrow::Cow;

use crate::attempt::{Attempt, Begun, exhausted};
use crate::check::Body;
use crate::error::Result;
use crate::job::{Answer, Ticket, Want};
use crate::poll::{Action, Kept, Poll, PollOptions, unreadable_wait};
use crate::request::Request;
use crate::resource::runs::{self, Run, Standing, standing};
use crate::route::Routes;
use crate::time::Instant;

/// Starts one run, and follows it to its end.
#[derive(Debug, Default)]
pub(crate) struct Work {
    /// The fields of the call; none: nothing is to be done.
    pub(crate) body: Option<Body>,
    pub(crate) poll: Option<Poll>,
    /// Which attempt the run is, or is to be.
    pub(crate) attempt: Attempt,
    /// Whether the start was answered by a run that had already ended.
    pub(crate) replayed: bool,
    /// When this start or resume began, where the host told.
    begun: Option<Begun>,
    /// What the idempotency keys begin with.
    word: &'static str,
    in_flight: bool,
    /// Before the run is known: how many answers to the start were unreadable, and when it is sent again.
    start: Kept,
    /// Whether a run that had failed before is tried again by this start or resume.
    new_attempts: bool,
}

impl Work {
    pub(crate) fn new(
        body: Option<Body>,
        word: &'static str,
        begun: Option<Begun>,
        new_attempts: bool,
    ) -> Self {
        Self {
            body,
            poll: None,
            attempt: Attempt::default(),
            replayed: false,
            begun,
            word,
            in_flight: false,
            start: Kept::default(),
            new_attempts,
        }
    }

    /// Goes on with a run that was started before, `ended` if it was seen to end.
    pub(crate) fn resume(&mut self, run_id: &str, ended: Option<Run>, options: PollOptions) -> Result<()> {
        self.poll = Some(match ended {
            Some(run) => Poll::of_ended(run.kept_json(), run, options)?,
            None => Poll::new(run_id, options)?,
        });
        Ok(())
    }

    /// What another isolate needs to go on as this one would.
    pub(crate) fn kept(&self) -> Kept {
        self.poll.as_ref().map_or(self.start, Poll::kept)
    }

    /// Goes on where an earlier isolate was, with the run or with its start.
    pub(crate) fn go_on(&mut self, kept: Kept) {
        match &mut self.poll {
            Some(poll) => poll.go_on(kept),
            None => self.start = kept,
        }
    }

    /// The run, once it has ended well.
    pub(crate) fn ended(&self) -> Option<&Run> {
        let run = self.poll.as_ref().and_then(Poll::run)?;
        (standing(&run.status) == Standing::Ended).then_some(run)
    }

    /// The request that is under way failed in an outage, and is made again.
    pub(crate) const fn ask_again(&mut self) {
        self.in_flight = false;
    }

    pub(crate) fn run_id(&self) -> Option<&str> {
        self.poll.as_ref().map(Poll::run_id)
    }

    pub(crate) fn run_json(&self) -> Option<Cow<'_, str>> {
        let json = self.poll.as_ref()?.run_json()?;
        Some(if self.replayed {
            runs::as_replayed(json).into()
        } else {
            json.into()
        })
    }

    /// Attendees done and in all, as far as the run says.
    pub(crate) fn counts(&self) -> (f64, Option<f64>) {
        let counts = self
            .poll
            .as_ref()
            .and_then(Poll::run)
            .and_then(|run| run.counts)
            .unwrap_or_default();
        (counts.processed.unwrap_or(0.0), counts.total)
    }

    pub(crate) fn is_done(&self) -> bool {
        self.body.is_none() || self.poll.as_ref().is_some_and(Poll::is_done)
    }

    pub(crate) fn want(
        &mut self,
        routes: &Routes,
        start: impl FnOnce(&Attempt) -> Result<Request>,
        now: Instant,
    ) -> Result<Want> {
        if self.in_flight {
            return Ok(Want::Wait);
        }
        let request = match &mut self.poll {
            None if self.start.due > now => return Ok(Want::Sleep(self.start.due)),
            None => start(&self.attempt)?,
            Some(poll) => match poll.action(now) {
                Action::Done => return Ok(Want::Done),
                Action::Sleep(until) => return Ok(Want::Sleep(until)),
                Action::Expired(error) => return Err(error),
                Action::Send => poll.attempt(routes)?,
            },
        };
        self.in_flight = true;
        Ok(Want::Send(Ticket(0), request))
    }

    /// How long a poll may take; the start of the run takes as long as any call.
    pub(crate) fn time_left(&self, now: Instant) -> Option<Duration> {
        self.poll.as_ref().map(|poll| poll.time_left(now))
    }

    /// Takes the answer of the start, or of a poll. `first` is the idempotency key of the first attempt.
    pub(crate) fn told(
        &mut self,
        result: Result<Answer>,
        (options, max_retry_after): (PollOptions, Duration),
        first: impl FnOnce() -> Result<String>,
        now: Instant,
    ) -> Result<()> {
        self.in_flight = false;
        match &mut self.poll {
            None => {
                let answer = result?;
                match Poll::of_run(&answer, options, now) {
                    Ok(poll) => {
                        self.attempt.answered(poll.run(), poll.is_done(), self.begun, now);
                        // Only a run of before can have ended when it is answered with (I).
                        self.replayed = poll.is_done() && poll.failure().is_none();
                        self.poll = Some(poll);
                    }
                    // Under its key it is the same run, which the server gives again.
                    Err(error) => {
                        let wait = unreadable_wait(error, &answer, self.start.unreadable, max_retry_after)?;
                        self.start.due = now + wait;
                        self.start.unreadable += 1;
                    }
                }
            }
            Some(poll) => poll.told(result, now)?,
        }
        let failed = self
            .poll
            .as_ref()
            .and_then(|poll| Some((poll.failure()?, poll.run_id())));
        let Some((failure, run_id)) = failed else {
            return Ok(());
        };
        if !self.attempt.advance(self.word, &first()?, run_id) {
            return Err(exhausted(failure));
        }
        // The next attempt is this start's or resume's, or the one after it has.
        self.poll = None;
        if self.attempt.is_made() || !self.new_attempts {
            Err(failure)
        } else {
            Ok(())
        }
    }
}
