//! The client that JavaScript holds. Its endpoints are in `resources`, one file a resource.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Function, Promise};
use meshi_partner_core::Error;
use meshi_partner_core::check::Body;
use meshi_partner_core::config::{Config, environment};
use meshi_partner_core::error::Result;
use meshi_partner_core::request::Request;
use meshi_partner_core::resource::runs::{Standing, standing};
use meshi_partner_core::retry::{BudgetOptions, Limits, Pace, Policy};
use meshi_partner_core::route::{Operation, Routes};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::convert;
use crate::cut::Cut;
use crate::drive::{Outcome, Read, Reply, drive, promise};
use crate::error::Failure;
use crate::host::{CorrelationId, Host, now, seed};
use crate::js::{self, Wire};
use crate::options::{self, CallOptions, policy_option, string};
use crate::transport::Form;

/// A client of the partner API. Holds the key, and shows it to nobody.
#[wasm_bindgen]
pub struct Client {
    pub(crate) host: Rc<Host>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

/// What a client may be made with; see `MeshiOptions` in API.md.
#[derive(Default)]
struct Options {
    key: String,
    base: Option<String>,
    environment: Option<String>,
    policy: Policy,
    limits: Limits,
    budget: BudgetOptions,
    max_outage: Option<Duration>,
    routes: Routes,
    fetch: Option<Function>,
    middleware: Option<Function>,
    log: Option<Function>,
    correlation_id: CorrelationId,
    allow_unknown_fields: bool,
}

impl Options {
    fn read(options: &JsValue) -> Result<Self> {
        let mut read = Self::default();
        options::each(options, &mut |name, value| {
            match name {
                "apiKey" => read.key = string(name, value)?,
                "baseUrl" => read.base = Some(string(name, value)?),
                "environment" => read.environment = Some(string(name, value)?),
                "fetch" => read.fetch = Some(options::function(name, value)?),
                "middleware" => read.middleware = Some(options::function(name, value)?),
                "log" => read.log = Some(options::function(name, value)?),
                "correlationId" => read.correlation_id = CorrelationId::read(name, value)?,
                "allowUnknownFields" => read.allow_unknown_fields = options::flag(name, value)?,
                "routes" => {
                    let routes = &mut read.routes;
                    options::each(value, &mut |name, path| {
                        routes.replace(name, &string(&format!("routes[\"{name}\"]"), path)?)
                    })?;
                }
                "maxRequestsPerSecond" => read.limits.per_second = Some(options::rate(name, value)?),
                "maxConcurrentRequests" => {
                    read.limits.concurrent = Some(options::count(name, value, 1, u32::MAX)?);
                }
                "retryBudget" => read.budget = budget(value)?,
                "maxOutageMs" => read.max_outage = Some(options::duration(name, value, 0)?),
                _ if policy_option(&mut read.policy, name, value)? => {}
                _ => return Err(Error::config(name, "is not an option of the client")),
            }
            Ok(())
        })?;
        Ok(read)
    }

    fn base(&self) -> Result<&str> {
        let named = self.environment.as_deref().map(environment).transpose()?;
        match (named, self.base.as_deref()) {
            (Some(named), Some(base)) if named != base.trim_end_matches('/') => {
                let message =
                    "differs from the base URL of the environment that is given as well: give one of them";
                Err(Error::config("baseUrl", message))
            }
            (_, Some(base)) => Ok(base),
            (Some(named), None) => Ok(named),
            (None, None) => {
                let message = "say \"staging\" or \"production\", or give baseUrl: it is never guessed";
                Err(Error::config("environment", message))
            }
        }
    }

    fn into_host(self) -> Result<Host> {
        let mut config = Config::new(&self.key, self.base()?)?;
        config.policy = self.policy;
        config.routes = self.routes;
        config.allow_unknown_fields = self.allow_unknown_fields;
        config.outage.max = self.max_outage.unwrap_or(config.outage.max);
        config.outage.seed = seed();
        let limits = Limits {
            max_hold: self.policy.max_retry_after,
            ..self.limits
        };
        let fetch = self
            .fetch
            .ok_or_else(|| Error::config("fetch", "is required: this runtime has none of its own"))?;
        let wire = Wire::new(
            &fetch,
            self.middleware.as_ref(),
            &config.base().into(),
            &config.authorization().into(),
            &config.key().into(),
        );
        Ok(Host {
            config,
            pace: RefCell::new(Pace::limited(seed(), limits).with_budget(self.budget)),
            wire,
            passed: self.middleware.is_some(),
            log: self.log,
            correlation_id: self.correlation_id,
            random: RefCell::default(),
            started: RefCell::default(),
        })
    }
}

/// Reads the option `retryBudget`.
fn budget(value: &JsValue) -> Result<BudgetOptions> {
    let mut budget = BudgetOptions::default();
    options::each(value, &mut |name, value| {
        let member = match name {
            "tokens" => &mut budget.tokens,
            "cost" => &mut budget.cost,
            "timeoutCost" => &mut budget.timeout_cost,
            _ => {
                let message = "is not an option of retryBudget; there are tokens, cost and timeoutCost";
                return Err(Error::config(&["retryBudget.", name].concat(), message));
            }
        };
        *member = options::count(&["retryBudget.", name].concat(), value, 0, MOST_TOKENS)?;
        Ok(())
    })?;
    Ok(budget)
}

/// More than any client retries.
const MOST_TOKENS: u32 = 1_000_000_000;

#[wasm_bindgen]
impl Client {
    /// A client. Throws a `Failure` of kind `config`.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::missing_errors_doc, reason = "said above, in JavaScript's words")]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "ClientOptions")] options: &JsValue,
    ) -> core::result::Result<Client, JsValue> {
        let host = Options::read(options).and_then(Options::into_host);
        Ok(Self {
            host: Rc::new(host.map_err(|error| Failure::from(error).into_js())?),
        })
    }
}

/// Makes the request of a call; the second argument gives the idempotency key, where the call has one.
/// The third says whether names that nearly are the name of a known field are sent as they are.
pub(crate) type Build<'a> = &'a dyn Fn(&Routes, &dyn Fn() -> Result<String>, bool) -> Result<Request>;

/// The body of a call: a value as JSON text.
pub(crate) fn body_of(value: &JsValue, allow_unknown: bool) -> Result<Body> {
    Ok(Body::parse(&convert::json("body", value)?)?.allowing_unknown(allow_unknown))
}

/// The body of a call that may be left out, which means an empty object.
pub(crate) fn body_or_empty(value: &JsValue, allow_unknown: bool) -> Result<Body> {
    Ok(Body::parse(&convert::json_or_empty("body", value)?)?.allowing_unknown(allow_unknown))
}

/// Makes a call's outcome of how it ended.
type Finish =
    Box<dyn FnOnce(core::result::Result<Box<Reply>, Failure>) -> core::result::Result<Outcome, Failure>>;

impl Client {
    /// A call whose body is given as it came.
    pub(crate) fn call(&self, operation: Operation, options: &JsValue, build: Build<'_>) -> Promise {
        self.then(operation.name(), options, build, |reply| {
            object(&reply).map(|()| reply.into())
        })
    }

    /// A call that starts a run, which is its answer.
    pub(crate) fn call_for_run(&self, operation: Operation, options: &JsValue, build: Build<'_>) -> Promise {
        let (host, operation) = (Rc::clone(&self.host), operation.name());
        let prepared = self.prepare(options, build);
        promise(async move {
            let (request, options) = prepared.map_err(|error| named(error, operation))?;
            // A key that was made for this call cannot have been sent before.
            let may_be_replayed = options.idempotency_key.is_some();
            let cut = Cut::new(options.signal.clone());
            let reply = drive(&host, request, &options, &cut, Read::Value).await?;
            run(&reply)?;
            if let Some(id) = js::property(&reply.data(), "run_id").as_string() {
                let started_at = now();
                host.started.borrow_mut().push(id, started_at);
            }
            Ok(if may_be_replayed {
                marked(reply)
            } else {
                reply.into()
            })
        })
    }

    /// The same, with something done to the reply before it is given.
    pub(crate) fn then(
        &self,
        operation: &'static str,
        options: &JsValue,
        build: Build<'_>,
        finish: impl FnOnce(Box<Reply>) -> core::result::Result<Outcome, Failure> + 'static,
    ) -> Promise {
        self.settle(
            operation,
            options,
            build,
            Box::new(|ended| ended.and_then(finish)),
        )
    }

    /// The same, where an error of the server can be an answer too.
    pub(crate) fn settle(
        &self,
        operation: &'static str,
        options: &JsValue,
        build: Build<'_>,
        finish: Finish,
    ) -> Promise {
        let host = Rc::clone(&self.host);
        let prepared = self.prepare(options, build);
        promise(async move {
            let (request, options) = prepared.map_err(|error| named(error, operation))?;
            let cut = Cut::new(options.signal.clone());
            finish(drive(&host, request, &options, &cut, Read::Value).await)
        })
    }

    fn prepare(&self, options: &JsValue, build: Build<'_>) -> Result<(Request, CallOptions)> {
        let options = CallOptions::read(options, self.host.config.policy)?;
        let key = || {
            options
                .idempotency_key
                .clone()
                .map_or_else(|| self.host.uuid(), Ok)
        };
        let allow = options
            .allow_unknown_fields
            .unwrap_or(self.host.config.allow_unknown_fields);
        let request = build(&self.host.config.routes, &key, allow)?;
        if request.idempotency_key.is_none() {
            options.refuse_key(request.operation)?;
        }
        Ok((request, options))
    }
}

/// Holds that the body of a reply is an object.
pub(crate) fn object(reply: &Reply) -> core::result::Result<(), Failure> {
    value(reply)?;
    if reply.news.form() == Form::Object {
        return Ok(());
    }
    let message = [
        "the body is ",
        convert::a(&reply.data()),
        ", where an object was expected",
    ];
    Err(unfit(reply, message.concat()))
}

/// Holds that the body of a reply is a run: an id or a status (D) of another kind than text could not be followed.
pub(crate) fn run(reply: &Reply) -> core::result::Result<(), Failure> {
    object(reply)?;
    if !reply.news.is_no_run() {
        return Ok(());
    }
    let data = reply.data();
    let member = ["run_id", "status"]
        .map(|name| (name, js::property(&data, name)))
        .into_iter()
        .find(|(_, member)| !(member.is_string() || member.is_undefined()));
    let (name, member) = member.unwrap_or(("run_id", data));
    let message = [
        "the run's ",
        name,
        " is ",
        convert::a(&member),
        ", where text was expected",
    ];
    Err(unfit(reply, message.concat()))
}

/// The reply to a write under a key of the caller's: `replayed` where its run has ended, which only one of before can have (I).
fn marked(reply: Box<Reply>) -> Outcome {
    let data = reply.data();
    let status = js::property(&data, "status").as_string();
    if status.is_none_or(|status| standing(&status) == Standing::GoesOn) {
        return reply.into();
    }
    let run: js::Draft = data.unchecked_into();
    run.set_replayed(&JsValue::TRUE);
    reply.with_data(run.into())
}

/// Holds that the body of a reply is JSON, or not there where there is none.
pub(crate) fn value(reply: &Reply) -> core::result::Result<(), Failure> {
    let message = match reply.news.form() {
        _ if reply.is_bodiless() => return Ok(()),
        Form::Object | Form::Other => return Ok(()),
        Form::Empty => "the body is empty, where JSON was expected",
        Form::TooDeep => "the body is nested deeper than 128 levels",
        Form::NoJson => "the body is not JSON",
    };
    Err(unfit(reply, message))
}

/// The same, where an empty body is nothing that was expected.
pub(crate) fn value_or_empty(reply: Box<Reply>) -> core::result::Result<Outcome, Failure> {
    if reply.news.form() == Form::Empty {
        return Ok(reply.with_data(JsValue::NULL));
    }
    value(&reply).map(|()| reply.into())
}

/// A body that is not what was expected.
pub(crate) fn unfit(reply: &Reply, message: impl Into<String>) -> Failure {
    completed(reply, Error::decode(reply.news.status(), message, &reply.start()))
}

/// An error of a call that was never sent.
pub(crate) fn named(mut error: Box<Error>, operation: &'static str) -> Failure {
    error.operation = Some(operation);
    error.into()
}

/// An error that was found in a reply, with what is known of the call.
pub(crate) fn completed(reply: &Reply, mut error: Box<Error>) -> Failure {
    error.operation = Some(reply.operation);
    error.correlation_id = Some(reply.correlation_id());
    error.attempts = Some(reply.attempts);
    error.elapsed_ms = Some(reply.elapsed_ms);
    error.waited_ms = Some(reply.waited_ms);
    error.idempotency_key.clone_from(&reply.idempotency_key);
    Failure::from(error).answered(reply.exchange())
}
