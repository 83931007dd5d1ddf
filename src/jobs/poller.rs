//! A run that is followed.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use meshi_partner_core::Error;
use meshi_partner_core::error::Result;
use meshi_partner_core::job::Answer;
use meshi_partner_core::poll::{Poll, Poller as Job};
use meshi_partner_core::resource::runs::as_replayed;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::options::WaitOptions;
use super::runner::{Moved, Pace, Runner};
use super::watch::Watch;
use crate::client::{Client, completed, named, object};
use crate::convert;
use crate::cut::{Cut, Why};
use crate::drive::{Outcome, Read, drive, promise};
use crate::error::Failure;
use crate::host::{Host, now};
use crate::js;
use crate::options::CallOptions;

struct State {
    poll: Poll,
    call: CallOptions,
    on_progress: Option<js_sys::Function>,
    /// Whether the run was given as one that had already ended when its write was answered.
    replayed: bool,
}

/// Follows one run: `pollOnce` or `wait`; `serialize` to go on elsewhere. Stopping never cancels the run.
#[wasm_bindgen]
pub struct Poller {
    host: Rc<Host>,
    state: Rc<RefCell<Result<State>>>,
}

impl std::fmt::Debug for Poller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Poller").finish_non_exhaustive()
    }
}

const OPERATION: &str = "runs.wait";

fn not_slept(why: Why, cut: &Cut) -> Failure {
    match why {
        Why::Unbounded(failure) => failure,
        Why::Aborted | Why::TimedOut => Failure::new(Error::aborted()).caused_by(cut.reason()),
    }
}

impl Poller {
    fn new(
        client: &Client,
        options: &JsValue,
        replayed: bool,
        poll: impl FnOnce(meshi_partner_core::poll::PollOptions) -> Result<Poll>,
    ) -> Self {
        let state = || {
            let (call, wait) = WaitOptions::read(options, client.host.config.policy)?;
            Ok(State {
                poll: poll(wait.poll)?,
                call,
                on_progress: wait.on_progress,
                replayed,
            })
        };
        Self {
            host: Rc::clone(&client.host),
            state: Rc::new(RefCell::new(state())),
        }
    }
}

#[wasm_bindgen]
impl Poller {
    /// One look at the run.
    #[wasm_bindgen(js_name = pollOnce, unchecked_return_type = "Promise<Outcome<Run>>")]
    pub fn poll_once(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        let (host, state) = (Rc::clone(&self.host), Rc::clone(&self.state));
        let options = if options.is_undefined() {
            Ok(None)
        } else {
            CallOptions::read(options, host.config.policy).map(Some)
        };
        promise(async move {
            let asked = now();
            let (request, options, wait) = {
                let mut state = state.borrow_mut();
                let state = state.as_mut().map_err(|error| named(error.clone(), OPERATION))?;
                let own = options.map_err(|error| named(error, OPERATION))?;
                (
                    state.poll.request(&host.config.routes)?,
                    own.unwrap_or_else(|| state.call.clone()),
                    state.poll.reserve(asked) - asked,
                )
            };
            let cut = Cut::new(options.signal.clone());
            if !wait.is_zero() {
                cut.sleep(wait).await.map_err(|why| not_slept(why, &cut))?;
            }
            let reply = drive(&host, request, &options, &cut, Read::Value).await?;
            object(&reply)?;
            let answer = Answer {
                status: reply.news.status(),
                body: reply.text(),
                retry_after: reply.retry_after_ms.map(std::time::Duration::from_millis),
            };
            let looked_at = now();
            let looked = match state.borrow_mut().as_mut() {
                Ok(state) => state.poll.looked(answer, looked_at),
                Err(_) => Ok(()),
            };
            looked.map_err(|error| completed(&reply, error))?;
            Ok(Outcome::from(reply))
        })
    }

    /// Polls to the end of the run.
    #[wasm_bindgen(unchecked_return_type = "Promise<Outcome<Run>>")]
    pub fn wait(&self) -> Promise {
        let (host, state) = (Rc::clone(&self.host), Rc::clone(&self.state));
        promise(async move {
            let began = now();
            let (mut job, call, watch, replayed) = {
                let mut state = state.borrow_mut();
                let state = state.as_mut().map_err(|error| named(error.clone(), OPERATION))?;
                let watch = Watch::of_run(state.on_progress.clone(), state.poll.run_id());
                let job = Job::new(state.poll.restarted(), host.config.routes.clone());
                // Another wait that begins at once comes after this one.
                state.poll.reserve(began);
                (job, state.call.clone(), watch, state.replayed)
            };
            // The runner reads the caller's signal, whose code may use this poller: the state must not be borrowed here.
            let mut runner = Runner::new(Rc::clone(&host), call, None, watch);
            while let Moved::Told | Moved::Later = runner.advance(&mut job, Pace::Full).await? {
                if let Ok(state) = state.borrow_mut().as_mut() {
                    state.poll.keep_interval(&job.poll);
                    // What was seen to have ended has, whatever this wait was told since.
                    if job.poll.run().is_some() && (job.poll.is_done() || !state.poll.is_done()) {
                        state.poll.take_from(&job.poll);
                    }
                }
            }
            runner.callbacks_settled().await?;
            let run = job
                .finish()
                .map_err(|error| runner.named_failure(error, OPERATION))?;
            let run = if replayed { as_replayed(&run) } else { run };
            let data = convert::value(&run);
            Ok(runner.outcome(data))
        })
    }

    /// Whether the run has ended.
    #[wasm_bindgen(getter, js_name = isDone)]
    pub fn is_done(&self) -> bool {
        self.state
            .borrow()
            .as_ref()
            .is_ok_and(|state| state.poll.is_done())
    }

    /// The run as it was last seen.
    #[wasm_bindgen(getter, unchecked_return_type = "Run | undefined")]
    pub fn run(&self) -> JsValue {
        let state = self.state.borrow();
        let json = state.as_ref().ok().and_then(|state| state.poll.run_json());
        json.map_or(JsValue::UNDEFINED, convert::value)
    }

    /// A small token without key, URL or attendee data.
    #[allow(
        clippy::missing_errors_doc,
        reason = "it throws what the poller's promises reject with"
    )]
    pub fn serialize(&self) -> core::result::Result<String, JsValue> {
        let state = self.state.borrow();
        state
            .as_ref()
            .map(|state| state.poll.serialize())
            .map_err(|error| named(error.clone(), OPERATION).into_js())
    }
}

#[wasm_bindgen]
impl Client {
    /// Follows a run, given as it is or by its id.
    #[wasm_bindgen(js_name = runsPoller)]
    pub fn runs_poller(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string | { run_id: string }")] run: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Poller {
        let replayed = js::property(run, "replayed").as_bool() == Some(true);
        Poller::new(self, options, replayed, |wait| {
            let id = if run.is_object() {
                js::property(run, "run_id")
            } else {
                run.clone()
            };
            let id = convert::text("run_id", &id)?;
            #[cfg(feature = "traps")]
            crate::traps::spring_now(&id);
            // Whoever has the run itself may just have started it.
            let asked = now();
            if run.is_object() || self.host.started.borrow().is_fresh(&id, asked) {
                Poll::fresh(&id, wait)
            } else {
                Poll::new(&id, wait)
            }
        })
    }

    /// Goes on with a run from a token.
    #[wasm_bindgen(js_name = runsResume)]
    pub fn runs_resume(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] token: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Poller {
        Poller::new(self, options, false, |wait| {
            Poll::resume(&convert::text("token", token)?, wait)
        })
    }
}
