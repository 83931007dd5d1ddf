//! Work of more than one call: it says what it wants, and is told what came of it. A shell performs; it may do
//! several calls at once, or one a request on a durable engine.

use core::time::Duration;

use crate::attendee::Sink;
use crate::error::{Error, Result};
use crate::request::Request;
use crate::time::Instant;

/// Which call an answer belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u32);

/// What came of a logical call that succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body, JSON text.
    pub body: String,
    /// The server's hint when to come back.
    pub retry_after: Option<Duration>,
}

/// What a job wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Want {
    /// Perform this call, and tell what came of it under the ticket.
    Send(Ticket, Request),
    /// Feed more rows, or say that there are no more.
    Pull,
    /// Ask again at this moment, or when something was told.
    Sleep(Instant),
    /// Ask again when something was told.
    Wait,
    /// It is over.
    Done,
}

/// Work of more than one call.
pub trait Job {
    /// What is to be done now. Each `Send` and `Pull` is said once.
    fn want(&mut self, now: Instant) -> Want;

    /// How long the call under `ticket` may take, beside its own limits; none: as long as those allow.
    fn time_left(&self, ticket: Ticket, now: Instant) -> Option<Duration> {
        let (_, _) = (ticket, now);
        None
    }

    /// A call came to its end.
    fn told(&mut self, ticket: Ticket, result: Result<Answer>, now: Instant);

    /// Where pulled rows go; none in a job that pulls none.
    fn sink(&mut self) -> Option<&mut dyn Sink> {
        None
    }

    /// The pull is over: `more` may come, or that was the end of the source.
    fn pulled(&mut self, more: bool) {
        let _ = more;
    }

    /// The source cannot be read on.
    fn source_failed(&mut self, error: Box<Error>);
}
