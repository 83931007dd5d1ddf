//! A run that a flow starts and follows: enrichment or matching.

use core::time::Duration;

use crate::check::Body;
use crate::error::{Error, Result};
use crate::job::{Answer, Ticket, Want};
use crate::poll::{Action, Kept, Poll, PollOptions, UNREADABLE, backoff};
use crate::request::Request;
use crate::resource::runs::{Run, Standing, standing};
use crate::route::Routes;
use crate::time::Instant;

/// Starts one run, and follows it to its end.
#[derive(Debug, Default)]
pub(crate) struct Work {
    /// The fields of the call; none: nothing is to be done.
    pub(crate) body: Option<Body>,
    pub(crate) poll: Option<Poll>,
    in_flight: bool,
    /// Before the run is known: how many answers to the start were unreadable, and when it is sent again.
    start: Kept,
}

impl Work {
    pub(crate) fn new(body: Option<Body>) -> Self {
        Self {
            body,
            poll: None,
            in_flight: false,
            start: Kept::default(),
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

    pub(crate) fn run_json(&self) -> Option<&str> {
        self.poll.as_ref().and_then(Poll::run_json)
    }

    /// Attendees done and in all, as far as the run says.
    pub(crate) fn counts(&self) -> (f64, Option<f64>) {
        let counts = self
            .poll
            .as_ref()
            .and_then(Poll::run)
            .and_then(|run| run.counts)
            .unwrap_or_default();
        (counts.processed.unwrap_or_default(), counts.total)
    }

    pub(crate) fn is_done(&self) -> bool {
        self.body.is_none() || self.poll.as_ref().is_some_and(Poll::is_done)
    }

    pub(crate) fn want(
        &mut self,
        routes: &Routes,
        start: impl FnOnce() -> Result<Request>,
        now: Instant,
    ) -> Result<Want> {
        if self.in_flight {
            return Ok(Want::Wait);
        }
        let request = match &mut self.poll {
            None if self.start.due > now => return Ok(Want::Sleep(self.start.due)),
            None => start()?,
            Some(poll) => match poll.action(now) {
                Action::Done => return Ok(Want::Done),
                Action::Sleep(until) => return Ok(Want::Sleep(until)),
                Action::Expired(error) => return Err(error),
                Action::Send => poll.request(routes)?,
            },
        };
        self.in_flight = true;
        Ok(Want::Send(Ticket(0), request))
    }

    /// How long a poll may take; the start of the run takes as long as any call.
    pub(crate) fn time_left(&self, now: Instant) -> Option<Duration> {
        self.poll.as_ref().map(|poll| poll.time_left(now))
    }

    pub(crate) fn told(&mut self, result: Result<Answer>, options: PollOptions, now: Instant) -> Result<()> {
        self.in_flight = false;
        match &mut self.poll {
            None => {
                let answer = result?;
                match Poll::of_run(&answer, options, now) {
                    Ok(poll) => self.poll = Some(poll),
                    // Under its key it is the same run, which the server gives again.
                    Err(_) if self.start.unreadable < UNREADABLE => {
                        let wait = answer.retry_after.unwrap_or_default();
                        self.start.due = now + wait.max(backoff(self.start.unreadable));
                        self.start.unreadable += 1;
                    }
                    Err(error) => return Err(error),
                }
            }
            Some(poll) => poll.told(result, now)?,
        }
        self.poll
            .as_ref()
            .and_then(Poll::failure)
            .map_or(Ok(()), Err::<(), Box<Error>>)
    }
}
