//! Performs what a job wants: its calls, its pulls and its sleeps, several at once, all under the caller's signal.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use meshi_partner_core::Error;
use meshi_partner_core::error::Kind;
use meshi_partner_core::job::{Answer, Job, Ticket, Want};
use meshi_partner_core::poll::LEAST_INTERVAL;
use meshi_partner_core::request::Request;
use wasm_bindgen::JsValue;

use super::feed::{Feed, source_failed};
use super::watch::Watch;
use crate::client::completed;
use crate::cut::{Cut, Why};
use crate::drive::{Outcome, Read, Reply, drive};
use crate::error::Failure;
use crate::host::{self, Host};
use crate::js::Signal;
use crate::options::CallOptions;
use crate::task;

/// What landed.
enum Landed {
    Answer(Ticket, &'static str, Result<Box<Reply>, Failure>),
    Pulled(Result<JsValue, JsValue>),
}

type Flight = Pin<Box<dyn Future<Output = Landed>>>;

/// What an advance came to.
pub(crate) enum Moved {
    /// The job was told something.
    Told,
    /// Nothing is to be done before then.
    Later,
    /// The job is over.
    Done,
}

/// How a job is performed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    /// As much at once as the job wants, with sleeps.
    Full,
    /// One call, and no sleep but the interval that polls of one run keep: for an engine that comes back.
    Step,
}

/// One for each job.
pub(crate) struct Runner {
    host: Rc<Host>,
    options: CallOptions,
    /// The caller's. It is listened to by `cut`, but not while the job rests.
    signal: Option<Signal>,
    cut: Cut,
    feed: Option<Feed>,
    watch: Watch,
    flights: Vec<Flight>,
    /// What was said when it was asked in advance.
    stash: Option<Want>,
    /// The JavaScript part of the last failure, for the error that the job ends with.
    lost: Option<Failure>,
    /// Of the source: what calls come to after it failed takes nothing from it.
    source_failure: Option<Failure>,
    /// The last reply.
    reply: Option<Box<Reply>>,
}

impl Runner {
    pub(crate) fn new(host: Rc<Host>, mut options: CallOptions, feed: Option<Feed>, watch: Watch) -> Self {
        let signal = options.signal.take();
        Self {
            host,
            options,
            cut: Cut::new(signal.clone()),
            signal,
            feed,
            watch,
            flights: Vec::new(),
            stash: None,
            lost: None,
            source_failure: None,
            reply: None,
        }
    }

    /// Listens to the caller's signal again.
    pub(crate) fn wake(&mut self) {
        self.cut = Cut::new(self.signal.clone());
    }

    /// Leaves no listener behind: nobody knows when the job goes on, or whether it does.
    pub(crate) fn rest(&mut self) {
        self.cut = Cut::new(None);
    }

    /// Does the next thing that the job wants.
    ///
    /// # Errors
    /// When the caller gives up, or a callback of theirs throws.
    pub(crate) async fn advance(&mut self, job: &mut dyn Job, pace: Pace) -> Result<Moved, Failure> {
        loop {
            if self.cut.aborted() {
                return Err(self.aborted());
            }
            let now = host::now();
            let want = self.stash.take().unwrap_or_else(|| job.want(now));
            let limit = match want {
                Want::Done => return Ok(Moved::Done),
                Want::Send(ticket, request) => {
                    self.send(ticket, request, job.time_left(ticket, now));
                    if pace == Pace::Full {
                        continue;
                    }
                    None
                }
                Want::Pull => {
                    self.pull();
                    continue;
                }
                Want::Sleep(until) if until <= now => continue,
                Want::Sleep(until)
                    if pace == Pace::Step && self.flights.is_empty() && until - now > LEAST_INTERVAL =>
                {
                    return Ok(Moved::Later);
                }
                Want::Sleep(until) => Some(until - now),
                Want::Wait if self.flights.is_empty() => {
                    return Err(Error::internal("a job waits for nothing").into());
                }
                // Each flight has bounds of its own.
                Want::Wait => None,
            };
            match self.cut.within(limit, landed(&mut self.flights)).await {
                Err(Why::Aborted) => return Err(self.aborted()),
                Err(Why::TimedOut) => {}
                Err(Why::Unbounded(failure)) => return Err(failure),
                Ok(Landed::Pulled(piece)) => {
                    self.pulled(job, piece);
                    if pace == Pace::Full {
                        return Ok(Moved::Told);
                    }
                }
                Ok(Landed::Answer(ticket, operation, result)) => {
                    self.told(job, ticket, operation, result)?;
                    return Ok(Moved::Told);
                }
            }
        }
    }

    /// Asks in advance, and says until when nothing is to be done.
    pub(crate) fn later(&mut self, job: &mut dyn Job) -> Duration {
        if self.stash.is_some() {
            return Duration::ZERO;
        }
        let now = host::now();
        match job.want(now) {
            Want::Sleep(until) => until - now,
            want => {
                self.stash = Some(want);
                Duration::ZERO
            }
        }
    }

    /// Ends what is under way; the source is told why.
    pub(crate) fn stop(&mut self, reason: &JsValue) {
        self.flights.clear();
        if let Some(feed) = self.feed.take() {
            feed.cancel(reason);
        }
    }

    /// An error of the job, with the JavaScript values that belong to it.
    pub(crate) fn failure(&mut self, error: Box<Error>) -> Failure {
        let from_source = self
            .source_failure
            .take_if(|lost| lost.error().code == error.code);
        match from_source.or_else(|| self.lost.take()) {
            Some(lost)
                if lost.error().code == error.code && lost.error().correlation_id == error.correlation_id =>
            {
                lost.map(|_| error)
            }
            _ => Failure::from(error),
        }
    }

    /// The same, with the operation's name where the error has none of its own. What the job found in an answer has the numbers
    /// of that call, where it has none of the job's.
    pub(crate) fn named_failure(&mut self, error: Box<Error>, operation: &'static str) -> Failure {
        let is_found = matches!(error.kind, Kind::Run | Kind::Api | Kind::Decode);
        let failure = match self.reply.take_if(|_| is_found && error.attempts.is_none()) {
            Some(reply) => completed(&reply, error).map(|mut error| {
                error.operation = Some(operation);
                error
            }),
            None => self.failure(error),
        };
        failure.map(|mut error| {
            error.operation = error.operation.or(Some(operation));
            error
        })
    }

    /// An error that the job found in the last answer, with what is known of that call; else an error of the job.
    pub(crate) fn answered_failure(&mut self, error: Box<Error>) -> Failure {
        match self.reply.take() {
            Some(reply) if error.correlation_id.is_none() => completed(&reply, error),
            _ => self.failure(error),
        }
    }

    /// `data` as the outcome of the last reply.
    pub(crate) fn outcome(&mut self, data: JsValue) -> Outcome {
        match self.reply.take() {
            Some(reply) => reply.with_data(data),
            None => JsValue::UNDEFINED.into(),
        }
    }

    /// Waits for what callbacks of the caller's returned, for no longer than an attempt may take.
    ///
    /// # Errors
    /// When one of them rejects, or the caller gives up.
    pub(crate) async fn callbacks_settled(&self) -> Result<(), Failure> {
        let followed = self.cut.followed();
        if followed.is_undefined() {
            return Ok(());
        }
        let limit = Some(self.options.policy.timeout);
        match self.cut.within(limit, task::awaited(&followed)).await {
            Err(Why::Unbounded(failure)) => Err(failure),
            Err(Why::Aborted) => Err(self.aborted()),
            Ok(_) | Err(Why::TimedOut) => self.cut.failure().map_or(Ok(()), Err),
        }
    }

    /// Where callbacks of the caller's are followed.
    pub(crate) fn cut(&self) -> &Cut {
        &self.cut
    }

    fn aborted(&self) -> Failure {
        if let Some(failure) = self.cut.failure() {
            return failure;
        }
        Failure::new(Error::aborted()).caused_by(self.cut.reason())
    }

    /// Dropping the flight ends the request: it is cut off with the job, and listens to no signal of its own.
    fn send(&mut self, ticket: Ticket, request: Request, time_left: Option<Duration>) {
        let (host, mut options) = (Rc::clone(&self.host), self.options.clone());
        if let Some(left) = time_left {
            options.policy.deadline = options.policy.deadline.min(left);
        }
        self.flights.push(Box::pin(async move {
            let operation = request.operation;
            let cut = Cut::new(None);
            Landed::Answer(
                ticket,
                operation,
                drive(&host, request, &options, &cut, Read::Text).await,
            )
        }));
    }

    fn pull(&mut self) {
        let pulled = self.feed.as_ref().map(Feed::pull);
        self.flights.push(Box::pin(async move {
            Landed::Pulled(match pulled {
                Some(pulled) => pulled.await,
                None => Ok(JsValue::UNDEFINED),
            })
        }));
    }

    fn pulled(&mut self, job: &mut dyn Job, piece: Result<JsValue, JsValue>) {
        let taken = match (piece, &mut self.feed, job.sink()) {
            (Err(cause), ..) => {
                // It failed by itself: there is nothing to cancel.
                self.feed = None;
                Err(source_failed(cause))
            }
            (Ok(piece), Some(feed), Some(sink)) => feed.take(&piece, sink),
            (Ok(_), ..) => Ok(false),
        };
        match taken {
            Ok(more) => {
                if !more {
                    self.feed = None;
                }
                job.pulled(more);
            }
            Err(failure) => {
                job.source_failed(Box::new(failure.error().clone()));
                self.source_failure = Some(failure);
            }
        }
    }

    fn told(
        &mut self,
        job: &mut dyn Job,
        ticket: Ticket,
        operation: &'static str,
        result: Result<Box<Reply>, Failure>,
    ) -> Result<(), Failure> {
        let now = host::now();
        match result {
            Ok(reply) => {
                let answer = Answer {
                    status: reply.news.status(),
                    body: reply.text(),
                    retry_after: reply.retry_after_ms.map(Duration::from_millis),
                };
                let seen = self.watch.saw(operation, &answer.body, &self.cut);
                self.reply = Some(reply);
                job.told(ticket, Ok(answer), now);
                seen
            }
            Err(failure) => {
                let error = Box::new(failure.error().clone());
                self.lost = Some(failure);
                job.told(ticket, Err(error), now);
                Ok(())
            }
        }
    }
}

/// The first of the flights that lands. There are few of them.
async fn landed(flights: &mut Vec<Flight>) -> Landed {
    poll_fn(|context| {
        for index in 0..flights.len() {
            let Some(flight) = flights.get_mut(index) else {
                break;
            };
            if let Poll::Ready(landed) = flight.as_mut().poll(context) {
                drop(flights.swap_remove(index));
                return Poll::Ready(landed);
            }
        }
        Poll::Pending
    })
    .await
}
