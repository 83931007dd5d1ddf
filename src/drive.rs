//! Performs one logical call: the core says what to do, this does it and tells what happened.

use std::future::Future;
use std::pin::Pin;

use js_sys::Promise;
use meshi_partner_core::Error;
use meshi_partner_core::request::Request;
use meshi_partner_core::resource;
use meshi_partner_core::retry::{Call, Event, Fault, Pause, Step};
use meshi_partner_core::time::{Instant, millis};
use wasm_bindgen::JsValue;

use crate::client::completed;
use crate::cut::{Cut, Why};
use crate::error::Failure;
use crate::host::{Host, now, told_now};
use crate::js::{self, Exchange};
use crate::options::CallOptions;
use crate::task;
use crate::transport::{self, Ended, How, News, Outgoing};

/// What a call ended with.
pub(crate) struct Reply {
    pub(crate) operation: &'static str,
    exchange: Exchange,
    pub(crate) news: News,
    /// What is given as the body; undefined: the body itself.
    data: JsValue,
    outgoing: Option<Outgoing>,
    /// The correlation id that was said before this answer, or with an answer that stands for an error.
    said_id: Option<String>,
    pub(crate) attempts: u32,
    pub(crate) elapsed_ms: u64,
    pub(crate) waited_ms: u64,
    pub(crate) retry_after_ms: Option<u64>,
    pub(crate) idempotency_key: Option<String>,
}

impl Reply {
    fn new(request: Request, outgoing: Outgoing, ended: Ended, call: &Call, now: Instant) -> Self {
        let id = call.correlation_id();
        Self {
            operation: request.operation,
            exchange: ended.exchange,
            news: ended.news,
            data: JsValue::UNDEFINED,
            said_id: (id != outgoing.correlation_id()).then(|| id.to_owned()),
            outgoing: Some(outgoing),
            attempts: call.attempts(),
            elapsed_ms: millis(call.elapsed(now)),
            waited_ms: millis(call.waited(now)),
            retry_after_ms: call.retry_after().map(millis),
            idempotency_key: request.idempotency_key,
        }
    }

    /// The same answer with `data` in the place of its body.
    pub(crate) fn with_data(mut self: Box<Self>, data: JsValue) -> Outcome {
        self.data = data;
        Outcome::Reply(self)
    }

    /// The effective correlation id.
    pub(crate) fn correlation_id(&self) -> String {
        let sent = || {
            self.outgoing
                .as_ref()
                .map(|sent| sent.correlation_id().to_owned())
        };
        let said = transport::said_id(&self.exchange).or_else(|| self.said_id.clone());
        said.or_else(sent).unwrap_or_default()
    }

    /// The answer itself.
    pub(crate) fn exchange(&self) -> Exchange {
        self.exchange.clone()
    }

    /// Whether its status says that it has no body.
    pub(crate) fn is_bodiless(&self) -> bool {
        matches!(self.news.status(), 204 | 205)
    }

    /// The body as a value; null where there is none.
    pub(crate) fn data(&self) -> JsValue {
        if self.is_bodiless() {
            JsValue::NULL
        } else {
            self.exchange.data()
        }
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        transport::text(&self.exchange)
    }

    /// How the body begins.
    pub(crate) fn start(&self) -> String {
        transport::start(&self.exchange)
    }
}

/// What a promise resolves to.
pub(crate) enum Outcome {
    /// A value of its own.
    Value(JsValue),
    /// A reply.
    Reply(Box<Reply>),
}

impl From<JsValue> for Outcome {
    fn from(value: JsValue) -> Self {
        Self::Value(value)
    }
}

impl From<Box<Reply>> for Outcome {
    fn from(reply: Box<Reply>) -> Self {
        if reply.is_bodiless() {
            return reply.with_data(JsValue::NULL);
        }
        Self::Reply(reply)
    }
}

impl Outcome {
    /// Ends a task with it.
    #[allow(
        clippy::cast_precision_loss,
        reason = "milliseconds of a call are far below 2^53"
    )]
    pub(crate) fn settle(self, task: u32) {
        match self {
            Self::Value(value) => js::settle(task, true, &value),
            Self::Reply(reply) => reply.exchange.settle(
                task,
                &reply.data,
                reply.said_id.as_deref(),
                reply.attempts,
                reply.elapsed_ms as f64,
                reply.waited_ms as f64,
                reply.idempotency_key.as_deref(),
                reply.retry_after_ms.map(|ms| ms as f64),
            ),
        }
    }

    /// An answer that is no success and is given as an outcome all the same: `error`, with `data` as the body.
    pub(crate) fn of_error(exchange: Exchange, error: &Error, data: JsValue) -> Self {
        Self::Reply(Box::new(Reply {
            operation: error.operation.unwrap_or_default(),
            exchange,
            news: News::default(),
            data,
            outgoing: None,
            said_id: error.correlation_id.clone(),
            attempts: error.attempts.unwrap_or_default(),
            elapsed_ms: error.elapsed_ms.unwrap_or_default(),
            waited_ms: error.waited_ms.unwrap_or_default(),
            retry_after_ms: None,
            idempotency_key: None,
        }))
    }
}

/// What a caller gets of some work: a promise, which rejects with a failure's plain object.
pub(crate) fn promise<T: Into<Outcome>>(work: impl Future<Output = Result<T, Failure>> + 'static) -> Promise {
    task::promise(Box::pin(async { work.await.map(Into::into) }))
}

/// As what the body of a success is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Read {
    /// For the core.
    Text,
    /// For JavaScript.
    Value,
}

/// Performs `request` to its end, under the caller's `cut`.
///
/// Boxed, so that those who wait for it do not each have its states in their own.
pub(crate) fn drive<'a>(
    host: &'a Host,
    request: Request,
    options: &'a CallOptions,
    cut: &'a Cut,
    read: Read,
) -> Pin<Box<dyn Future<Output = Result<Box<Reply>, Failure>> + 'a>> {
    Box::pin(perform(host, request, options, cut, read))
}

async fn perform(
    host: &Host,
    mut request: Request,
    options: &CallOptions,
    cut: &Cut,
    read: Read,
) -> Result<Box<Reply>, Failure> {
    let correlation_id = match &options.correlation_id {
        Some(id) => id.clone(),
        None => host.fresh_correlation_id()?,
    };
    let mut outgoing = Outgoing::new(&request, &options.headers, &correlation_id);
    let mut now = told_now();
    let mut place = Place {
        host,
        call: Call::new(&request, options.policy, correlation_id, now),
    };
    let call = &mut place.call;
    let operation = request.operation;
    if request.look.is_none() {
        // It is in the outgoing one now, and nothing else asks for it.
        request.body = None;
    }
    let mut looking = false;
    #[cfg(feature = "traps")]
    crate::traps::spring(&request.path, "at-once");
    let mut event = Event::Start;
    let mut answer: Option<Ended> = None;
    let mut cause = None;
    let mut told = None;
    loop {
        if cut.aborted() {
            return Err(aborted(call, cut));
        }
        let step = call.step(event, now, &mut host.pace.borrow_mut());
        event = match step {
            Step::Send(limit) => {
                log(host, "debug", "sending", call, operation, None);
                (answer, cause, told) = (None, None, None);
                let attempt = outgoing.send(host, call.attempts(), limit, read == Read::Value);
                let Ok(ended) = cut.unless_aborted(attempt.ended()).await else {
                    return Err(aborted(call, cut));
                };
                let event = heard(&ended)?;
                match &event {
                    Event::Answered(head) => {
                        let status = Some(("status", u64::from(head.status)));
                        log(host, "debug", "answered", call, operation, status);
                        answer = Some(ended);
                    }
                    Event::Unanswered(Fault::Broken { .. }) => cause = Some(ended.exchange.cause()),
                    _ => {}
                }
                event
            }
            Step::Sleep(wait) => {
                // A place among the client's own calls is asked for again and again: once is told.
                if told.replace(call.pause()) != Some(call.pause()) {
                    let (level, message) = waiting(call.pause());
                    let wait = Some(("waitMs", millis(wait)));
                    log(host, level, message, call, operation, wait);
                }
                match cut.sleep(wait).await {
                    Ok(()) => Event::Elapsed,
                    Err(Why::Unbounded(failure)) => return Err(failure),
                    Err(_) => return Err(aborted(call, cut)),
                }
            }
            Step::Look => {
                log(host, "info", "looking for what it made", call, operation, None);
                if let Some(look) = &request.look {
                    // It goes out under the id of its create, whatever the server has made of that meanwhile.
                    outgoing = Outgoing::new(look, &options.headers, outgoing.correlation_id());
                }
                looking = true;
                Event::Start
            }
            Step::Done(Ok(())) => {
                #[cfg(feature = "traps")]
                crate::traps::spring(&request.path, "later");
                let Some(ended) = answer else {
                    return Err(Error::internal("a call succeeded without an answer").into());
                };
                let unusable = usable(&ended, looking.then_some(&request)).err();
                let reply = Reply::new(request, outgoing, ended, call, now);
                return match unusable {
                    None => Ok(Box::new(reply)),
                    Some(error) => {
                        log(host, "warn", "failed", call, operation, None);
                        Err(completed(&reply, error))
                    }
                };
            }
            Step::Done(Err(error)) => {
                let status = error.status.map(|status| ("status", u64::from(status)));
                log(host, "warn", "failed", call, operation, status);
                let mut failure = Failure::new(error);
                if let Some(answer) = answer {
                    failure = failure.answered(answer.exchange);
                }
                return Err(match cause {
                    Some(cause) => failure.caused_by(cause),
                    None => failure,
                });
            }
        };
        now = told_now();
    }
}

/// A call under way. However it ends, its place among the client's calls is free again.
struct Place<'a> {
    host: &'a Host,
    call: Call,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.call.leave(&mut self.host.pace.borrow_mut());
    }
}

/// The level and the words of a wait.
fn waiting(pause: Pause) -> (&'static str, &'static str) {
    match pause {
        Pause::Retry => ("info", "waiting to try again"),
        Pause::Hold => ("info", "waiting, as the server told this client to slow down"),
        Pause::Rate | Pause::Seat => ("debug", "waiting for a slot"),
    }
}

/// What the core is told of how an attempt ended.
///
/// # Errors
/// When it could not begin, and no other can.
fn heard(ended: &Ended) -> Result<Event, Failure> {
    match ended.news.how() {
        How::Answered => Ok(Event::Answered(ended.head())),
        How::TimedOut => Ok(Event::Unanswered(Fault::TimedOut)),
        How::Broken => Ok(Event::Unanswered(ended.fault())),
        How::Refused => Err(Failure::given(ended.exchange.cause())),
        How::Unmade => Err(ended.unmade()),
    }
}

/// Whether a 2xx is an answer: its body is within its bound and, of a look, shows what `create` was to make.
fn usable(ended: &Ended, create: Option<&Request>) -> meshi_partner_core::error::Result<()> {
    if ended.news.is_too_large() {
        let start = transport::start(&ended.exchange);
        return Err(Error::too_large(ended.news.status(), &start));
    }
    create.map_or(Ok(()), |create| {
        resource::confirm(create, &transport::text(&ended.exchange))
    })
}

fn aborted(call: &Call, cut: &Cut) -> Failure {
    if let Some(failure) = cut.failure() {
        return failure;
    }
    Failure::new(call.complete(Error::aborted(), now())).caused_by(cut.reason())
}

/// A log line never holds a URL, an id of a partner, a header or a body.
#[allow(clippy::cast_precision_loss, reason = "statuses and waits are far below 2^53")]
fn log(host: &Host, level: &str, message: &str, call: &Call, operation: &str, more: Option<(&str, u64)>) {
    let Some(log) = &host.log else { return };
    let fields = js::draft();
    fields.set_operation(&operation.into());
    fields.set_attempt(&call.attempts().into());
    fields.set_correlation_id(&JsValue::from_str(call.correlation_id()));
    if let Some((name, value)) = more {
        fields.set(&name.into(), &JsValue::from_f64(value as f64));
    }
    // A logger that throws must not break the call that it watches.
    let _ = log.call3(&JsValue::UNDEFINED, &level.into(), &message.into(), &fields);
}
