//! A wait for one run, as a job.

use core::time::Duration;

use super::{Action, LEAST_INTERVAL, Poll};
use crate::error::{Error, Result};
use crate::job::{Answer, Job, Ticket, Want};
use crate::route::Routes;
use crate::time::Instant;

impl Poll {
    /// Takes the next moment from `now` on at which a poll that a caller asks for may go out.
    pub fn reserve(&mut self, now: Instant) -> Instant {
        let slot = self.earliest.max(now);
        self.earliest = slot + LEAST_INTERVAL;
        slot
    }

    /// Takes what `other` knows, which follows the same run.
    pub fn take_from(&mut self, other: &Self) {
        let earliest = self.earliest.max(other.earliest);
        self.clone_from(other);
        self.earliest = earliest;
    }

    /// The moment at which the wait is over at the latest, where an outage holds its polls back until `opens`.
    pub(crate) fn due_from(&self, opens: Instant) -> Option<Instant> {
        let due = self.due()?;
        Some(due.max(opens.min(self.end())))
    }

    /// The error of a wait that is over at `now`; none where it goes on.
    pub(crate) fn overdue(&self, now: Instant) -> Option<Box<Error>> {
        (!self.is_done() && self.end() <= now).then(|| self.timeout(now))
    }

    /// Leaves as much time after the last poll of `other`, which follows the same run, as after one of its own.
    pub fn keep_interval(&mut self, other: &Self) {
        self.earliest = self.earliest.max(other.earliest);
    }
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
        if self.error.is_some() {
            return Want::Done;
        }
        let request = match self.poll.action(now) {
            Action::Done => return Want::Done,
            Action::Sleep(until) => return Want::Sleep(until),
            Action::Expired(error) => Err(error),
            Action::Send => self.poll.attempt(&self.routes),
        };
        match request {
            Ok(request) => {
                self.in_flight = true;
                Want::Send(Ticket(0), request)
            }
            Err(error) => {
                self.error = Some(error);
                Want::Done
            }
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
