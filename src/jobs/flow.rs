//! The canonical flow, driven to its end or one step at a time.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::Promise;
use meshi_partner_core::Error;
use meshi_partner_core::error::Result;
use meshi_partner_core::flow::{Flow as Machine, Step};
use meshi_partner_core::time::millis;
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::feed::Feed;
use super::options::RowOptions;
use super::runner::{Moved, Pace, Runner};
use super::watch::Watch;
use crate::client::{Client, named};
use crate::convert::{self, json, text};
use crate::drive::promise;
use crate::error::Failure;
use crate::host::{self, Host};
use crate::js;

struct State {
    flow: Machine,
    runner: Runner,
}

/// What a flow is between two steps.
enum Phase {
    Ready(Box<State>),
    /// A step is under way.
    Busy,
    /// The result, and a token that gives it again.
    Done(JsValue, String),
    /// The failure, and a token that goes on from before it; none where nothing had begun.
    Failed(JsValue, Option<String>),
}

/// One flow.
#[wasm_bindgen]
pub struct Flow {
    host: Rc<Host>,
    phase: Rc<RefCell<Phase>>,
}

impl std::fmt::Debug for Flow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Flow").finish_non_exhaustive()
    }
}

const OPERATION: &str = "flow";

#[wasm_bindgen]
impl Flow {
    /// The next bounded piece of work: at most one write or one poll, and no sleep.
    #[wasm_bindgen(unchecked_return_type = "Promise<FlowStep>")]
    pub fn step(&self) -> Promise {
        self.go(Pace::Step)
    }

    /// The next thing that happens, with as much at once as the options allow, and with sleeps.
    #[wasm_bindgen(unchecked_return_type = "Promise<FlowStep>")]
    pub fn next(&self) -> Promise {
        self.go(Pace::Full)
    }

    /// A small token without key, URL or attendee data; after the end, too.
    #[allow(
        clippy::missing_errors_doc,
        reason = "it throws while a step is under way, and what made the flow fail before it began"
    )]
    pub fn serialize(&self) -> core::result::Result<String, JsValue> {
        let (now, wall_ms) = (host::now(), host::wall_ms());
        match &*self.phase.borrow() {
            Phase::Ready(state) => Ok(state.flow.serialize(now, wall_ms)),
            Phase::Done(_, token) | Phase::Failed(_, Some(token)) => Ok(token.clone()),
            Phase::Failed(failure, None) => Err(failure.clone()),
            Phase::Busy => Err(busy().into_js()),
        }
    }

    /// What it came to, once it is done.
    #[wasm_bindgen(getter, unchecked_return_type = "FlowResult | undefined")]
    pub fn result(&self) -> JsValue {
        match &*self.phase.borrow() {
            Phase::Done(result, _) => result.clone(),
            _ => JsValue::UNDEFINED,
        }
    }
}

fn busy() -> Failure {
    named(
        Error::config("flow", "a step is under way: wait for it first"),
        OPERATION,
    )
}

impl Flow {
    fn new(host: &Rc<Host>, state: Result<State>) -> Self {
        let phase = match state {
            Ok(state) => Phase::Ready(Box::new(state)),
            Err(error) => Phase::Failed(named(error, OPERATION).into_js(), None),
        };
        Self {
            host: Rc::clone(host),
            phase: Rc::new(RefCell::new(phase)),
        }
    }

    fn go(&self, pace: Pace) -> Promise {
        let (phase, host) = (Rc::clone(&self.phase), Rc::clone(&self.host));
        let mut state = match phase.replace(Phase::Busy) {
            Phase::Ready(state) => state,
            Phase::Busy => return promise(async { Err::<JsValue, _>(busy()) }),
            Phase::Failed(failure, token) => {
                phase.replace(Phase::Failed(failure.clone(), token));
                return Promise::reject(&failure);
            }
            Phase::Done(result, token) => {
                phase.replace(Phase::Done(result, token));
                let error = Error::config("flow", "is over: there is no further step");
                return promise(async { Err::<JsValue, _>(named(error, OPERATION)) });
            }
        };
        promise(async move {
            state.runner.wake();
            let mut stepped = state.step(pace).await;
            if stepped.is_ok()
                && let Err(failure) = state.runner.callbacks_settled().await
            {
                stepped = Err(failure);
            }
            let token = |state: &State| state.flow.serialize(host::now(), host::wall_ms());
            let (step, token) = match stepped {
                Ok((step, wait_ms)) if !step.done => {
                    state.runner.rest();
                    phase.replace(Phase::Ready(state));
                    (Ok((step, wait_ms)), None)
                }
                Ok((step, wait_ms)) => match state.flow.finish() {
                    Ok(result) => {
                        phase.replace(Phase::Done(convert::value(&result), token(&state)));
                        (Ok((step, wait_ms)), None)
                    }
                    Err(error) => (Err(state.runner.failure(error)), Some(token(&state))),
                },
                Err(failure) => (Err(state.fail(failure)), Some(token(&state))),
            };
            drop(host);
            match step {
                Ok((step, wait_ms)) => Ok(to_js(&step, wait_ms)),
                Err(failure) => {
                    // Made once, so that every later step rejects with the very same.
                    let failure = failure.map(|mut error| {
                        error.operation = error.operation.or(Some(OPERATION));
                        error
                    });
                    let object = failure.into_js();
                    phase.replace(Phase::Failed(object.clone(), token));
                    Err(Failure::given(object))
                }
            }
        })
    }
}

impl State {
    async fn step(&mut self, pace: Pace) -> core::result::Result<(Step, u64), Failure> {
        loop {
            if let Some(step) = self.take_step(pace) {
                return Ok(step);
            }
            if pace == Pace::Step {
                // A part that is over says so before the next one's call goes out: that is another step.
                self.runner.later(&mut self.flow);
                if let Some(step) = self.take_step(pace) {
                    return Ok(step);
                }
            }
            match self.runner.advance(&mut self.flow, pace).await? {
                Moved::Told => {}
                Moved::Later => {
                    let wait = self.runner.later(&mut self.flow);
                    return Ok((self.flow.standing(), millis(wait)));
                }
                Moved::Done => {
                    if let Some(step) = self.flow.take_step() {
                        return Ok((step, 0));
                    }
                    return match self.flow.finish() {
                        Err(error) => Err(self.runner.failure(error)),
                        Ok(_) => Ok((self.flow.standing(), 0)),
                    };
                }
            }
        }
    }

    /// What happened next, and when to come back.
    fn take_step(&mut self, pace: Pace) -> Option<(Step, u64)> {
        let mut step = self.flow.take_step()?;
        let mut wait = Duration::ZERO;
        if pace == Pace::Step && !step.done {
            wait = self.runner.later(&mut self.flow);
            // That may have shown that the part is over, which a token made now no longer knows.
            if let Some(over) = self.flow.take_step_of(step.name) {
                step = over;
            }
        }
        Some((step, millis(wait)))
    }

    /// Ends it, with the report of what was imported until then.
    fn fail(&mut self, failure: Failure) -> Failure {
        self.flow.abandon(Box::new(failure.error().clone()));
        self.runner.stop(&JsValue::from_str(&failure.error().code));
        match self.flow.finish() {
            Err(error) => failure.map(|mut own| {
                own.report = own.report.or(error.report);
                own
            }),
            Ok(_) => failure,
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "a wait is far below 2^53 milliseconds")]
fn to_js(step: &Step, wait_ms: u64) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let object: js::Draft = step
        .serialize(&serializer)
        .unwrap_or_else(|_| js::draft().into())
        .unchecked_into();
    object.set_retry_after_ms(&JsValue::from_f64(wait_ms as f64));
    object.into()
}

impl Client {
    fn make_flow(&self, plan: &JsValue, feed: &JsValue, options: &JsValue, token: Option<&JsValue>) -> Flow {
        let state = || {
            let RowOptions {
                call, import, on_run, ..
            } = RowOptions::read_flow(options, &self.host.config)?;
            let mut feed = if feed.is_undefined() {
                None
            } else {
                Some(Feed::read(feed)?)
            };
            let wait = import.wait.ok_or_else(|| Error::internal("a flow has no wait"))?;
            let routes = self.host.config.routes.clone();
            let mut flow = Machine::new(routes, &json("plan", plan)?, feed.is_some(), import, wait)?;
            if let Some(token) = token {
                flow.resume(&text("token", token)?, host::now(), host::wall_ms())?;
                if let (Some(feed), Some(decision)) = (&mut feed, flow.remembered_source()) {
                    feed.resume(decision)?;
                }
            }
            let mut runner = Runner::new(Rc::clone(&self.host), call, feed, Watch::new(on_run));
            runner.rest();
            Ok(State { flow, runner })
        };
        Flow::new(&self.host, state())
    }
}

#[wasm_bindgen]
impl Client {
    /// The canonical flow of a plan `{ event, context?, enrich?, match?, runKey? }`.
    pub fn flow(
        &self,
        #[wasm_bindgen(unchecked_param_type = "object")] plan: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Feed | undefined")] feed: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Flow {
        self.make_flow(plan, feed, options, None)
    }

    /// Goes on with a flow from a token, with the same plan and the same attendees.
    #[wasm_bindgen(js_name = resumeFlow)]
    pub fn resume_flow(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] token: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "object")] plan: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Feed | undefined")] feed: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Flow {
        self.make_flow(plan, feed, options, Some(token))
    }
}
