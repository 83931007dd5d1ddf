//! Performs one logical call: the core says what to do, this does it and tells what happened.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use js_sys::Promise;
use meshi_partner_core::Error;
use meshi_partner_core::request::Request;
use meshi_partner_core::resource;
use meshi_partner_core::retry::{Call, Event, Fault, Pause, Step};
use meshi_partner_core::time::{Instant, millis};
use wasm_bindgen::JsValue;

use crate::convert;
use crate::cut::{Aborted, Cut, Why};
use crate::error::Failure;
use crate::host::{self, Host, now};
use crate::js;
use crate::options::CallOptions;
use crate::task;
use crate::transport::{Attempt, Broken, Outgoing};

/// What a call ended with.
pub(crate) struct Reply {
    pub(crate) operation: &'static str,
    /// The body, as text.
    pub(crate) text: JsValue,
    pub(crate) status: u16,
    pub(crate) headers: JsValue,
    pub(crate) correlation_id: String,
    pub(crate) attempts: u32,
    pub(crate) elapsed_ms: u64,
    pub(crate) waited_ms: u64,
    pub(crate) retry_after_ms: Option<u64>,
    pub(crate) idempotency_key: Option<String>,
}

impl Reply {
    fn new(request: Request, attempt: Attempt, call: &Call, now: Instant) -> Self {
        Self {
            operation: request.operation,
            text: attempt.text,
            status: attempt.head.status,
            headers: attempt.headers,
            correlation_id: call.correlation_id().to_owned(),
            attempts: call.attempts(),
            elapsed_ms: millis(call.elapsed(now)),
            waited_ms: millis(call.waited(now)),
            retry_after_ms: call.retry_after().map(millis),
            idempotency_key: request.idempotency_key,
        }
    }

    /// The outcome that a promise resolves to, with `data` in it.
    #[allow(
        clippy::cast_precision_loss,
        reason = "milliseconds of a call are far below 2^53"
    )]
    pub(crate) fn with_data(&self, data: &JsValue) -> JsValue {
        js::outcome(
            data,
            self.status,
            &self.headers,
            &JsValue::from_str(&self.correlation_id),
            self.attempts,
            self.elapsed_ms as f64,
            self.waited_ms as f64,
            self.idempotency_key.as_deref(),
            self.retry_after_ms.map(|ms| ms as f64),
        )
    }
}

/// What a caller gets of some work: a promise, which rejects with a failure's plain object.
pub(crate) fn promise(work: impl Future<Output = Result<JsValue, Failure>> + 'static) -> Promise {
    task::promise(Box::pin(work))
}

/// Performs `request` to its end, under the caller's `cut`.
///
/// Boxed, so that those who wait for it do not each have its states in their own.
pub(crate) fn drive<'a>(
    host: &'a Host,
    request: Request,
    options: &'a CallOptions,
    cut: &'a Cut,
) -> Pin<Box<dyn Future<Output = Result<Box<Reply>, Failure>> + 'a>> {
    Box::pin(perform(host, request, options, cut))
}

async fn perform(
    host: &Host,
    mut request: Request,
    options: &CallOptions,
    cut: &Cut,
) -> Result<Box<Reply>, Failure> {
    let correlation_id = match &options.correlation_id {
        Some(id) => id.clone(),
        None => host.fresh_correlation_id()?,
    };
    // A look goes out under the id of its create, whatever the server has made of that meanwhile.
    let look_id = request.look.as_ref().map(|_| correlation_id.clone());
    let mut place = Place {
        host,
        call: Call::new(&request, options.policy, correlation_id, now()),
    };
    let call = &mut place.call;
    let operation = request.operation;
    let mut outgoing = Outgoing::new(host, &request, &options.headers, call.correlation_id());
    if request.look.is_none() {
        // It is in the outgoing one now, and nothing else asks for it.
        request.body = None;
    }
    let mut looking = false;
    #[cfg(feature = "traps")]
    crate::traps::spring(&request.path, "at-once");
    let mut event = Event::Start;
    let mut answer = None;
    let mut cause = None;
    let mut told = None;
    loop {
        if cut.aborted() {
            return Err(aborted(call, cut));
        }
        let now = now();
        let step = call.step(event, now, &mut host.pace.borrow_mut());
        event = match step {
            Step::Send(limit) => {
                log(host, "debug", "sending", call, operation, None);
                (answer, cause, told) = (None, None, None);
                match attempt(host, &outgoing, call.attempts(), limit, cut).await? {
                    Ok(Ok(Some(attempt))) => {
                        let head = attempt.head.clone();
                        let status = Some(("status", u64::from(head.status)));
                        log(host, "debug", "answered", call, operation, status);
                        answer = Some(attempt);
                        Event::Answered(head)
                    }
                    Ok(Ok(None)) => Event::Unanswered(Fault::TimedOut),
                    Ok(Err(broken)) if broken.refused => return Err(Failure::given(broken.cause)),
                    Ok(Err(Broken {
                        fault, cause: thrown, ..
                    })) => {
                        cause = Some(thrown);
                        Event::Unanswered(fault)
                    }
                    Err(Aborted) => return Err(aborted(call, cut)),
                }
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
                if let (Some(look), Some(id)) = (&request.look, &look_id) {
                    outgoing = Outgoing::new(host, look, &options.headers, id);
                }
                looking = true;
                Event::Start
            }
            Step::Done(Ok(())) => {
                #[cfg(feature = "traps")]
                crate::traps::spring(&request.path, "later");
                let Some(attempt) = answer else {
                    return Err(Error::internal("a call succeeded without an answer").into());
                };
                if let Err(error) = usable(&attempt, looking.then_some(&request)) {
                    log(host, "warn", "failed", call, operation, None);
                    let failure = Failure::new(call.complete(error, now));
                    return Err(failure.with_headers(Some(attempt.headers)));
                }
                return Ok(Box::new(Reply::new(request, attempt, call, now)));
            }
            Step::Done(Err(error)) => {
                let status = error.status.map(|status| ("status", u64::from(status)));
                log(host, "warn", "failed", call, operation, status);
                let failure = Failure::new(error).with_headers(answer.map(|attempt| attempt.headers));
                return Err(match cause {
                    Some(cause) => failure.caused_by(cause),
                    None => failure,
                });
            }
        };
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

/// Whether a 2xx is an answer: its body is within its bound and, of a look, shows what `create` was to make.
fn usable(attempt: &Attempt, create: Option<&Request>) -> meshi_partner_core::error::Result<()> {
    if attempt.text.is_undefined() {
        let start = convert::start(&attempt.start);
        return Err(Error::too_large(attempt.head.status, &start));
    }
    create.map_or(Ok(()), |create| {
        resource::confirm(create, &attempt.text.as_string().unwrap_or_default())
    })
}

/// One attempt; none: its time ran out.
async fn attempt(
    host: &Host,
    outgoing: &Outgoing,
    number: u32,
    limit: Duration,
    cut: &Cut,
) -> Result<Result<Result<Option<Attempt>, Broken>, Aborted>, Failure> {
    let guard = Guard::new(limit)?;
    Ok(cut.unless_aborted(outgoing.send(host, number, &guard.0)).await)
}

/// Ends the request when it is dropped before it is finished, whoever drops it.
struct Guard(js::Exchange);

impl Guard {
    #[allow(
        clippy::cast_precision_loss,
        reason = "the longest timer is far below where a double loses a millisecond"
    )]
    fn new(limit: Duration) -> Result<Self, Failure> {
        let exchange = js::Exchange::new(millis(limit) as f64).map_err(|thrown| {
            let why = host::refusal(&thrown, "this runtime has none", "none can be made here");
            Failure::new(Error::config("AbortController", why)).caused_by(thrown)
        })?;
        Ok(Self(exchange))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.close();
    }
}

fn aborted(call: &Call, cut: &Cut) -> Failure {
    Failure::new(call.complete(Error::aborted(), now())).caused_by(cut.reason())
}

/// A log line never holds a URL, an id of a partner, a header or a body.
#[allow(clippy::cast_precision_loss, reason = "statuses and waits are far below 2^53")]
fn log(host: &Host, level: &str, message: &str, call: &Call, operation: &str, more: Option<(&str, u64)>) {
    let Some(log) = &host.log else { return };
    let fields = js::draft();
    fields.set_operation(operation);
    fields.set_attempt(call.attempts());
    fields.set_correlation_id(&JsValue::from_str(call.correlation_id()));
    if let Some((name, value)) = more {
        // A fresh plain object takes any property.
        let _ = js_sys::Reflect::set(&fields, &name.into(), &JsValue::from_f64(value as f64));
    }
    // A logger that throws must not break the call that it watches.
    let _ = log.call3(&JsValue::UNDEFINED, &level.into(), &message.into(), &fields);
}
