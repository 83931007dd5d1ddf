//! A run that a flow starts and follows: enrichment or matching.

use core::time::Duration;

use crate::check::Body;
use crate::error::{Error, Result};
use crate::job::{Answer, Ticket, Want};
use crate::poll::{Poll, PollOptions, UNREADABLE};
use crate::request::Request;
use crate::route::Routes;
use crate::time::Instant;

/// Starts one run, and follows it to its end.
#[derive(Debug, Default)]
pub(crate) struct Work {
    /// The fields of the call; none: nothing is to be done.
    pub(crate) body: Option<Body>,
    pub(crate) poll: Option<Poll>,
    in_flight: bool,
    /// Answers to the start, in a row, that are no run.
    unreadable: u32,
}

impl Work {
    pub(crate) fn new(body: Option<Body>) -> Self {
        Self {
            body,
            poll: None,
            in_flight: false,
            unreadable: 0,
        }
    }

    /// Goes on with a run that was started before.
    pub(crate) fn resume(&mut self, run_id: &str, options: PollOptions) -> Result<()> {
        self.poll = Some(Poll::new(run_id, options)?);
        Ok(())
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
        let request = match &self.poll {
            None => start()?,
            Some(poll) => match poll.due() {
                None => return Ok(Want::Done),
                Some(due) if due > now => return Ok(Want::Sleep(due)),
                Some(_) => poll.request(routes)?,
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
            None => match Poll::of_run(&result?, options, now) {
                Ok(poll) => self.poll = Some(poll),
                // Under its key it is the same run, which the server gives again.
                Err(_) if self.unreadable < UNREADABLE => self.unreadable += 1,
                Err(error) => return Err(error),
            },
            Some(poll) => poll.told(result, now)?,
        }
        self.poll
            .as_ref()
            .and_then(Poll::failure)
            .map_or(Ok(()), Err::<(), Box<Error>>)
    }
}
