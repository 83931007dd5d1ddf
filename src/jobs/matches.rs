//! `matches.top` and `matches.byAttendee`.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use meshi_partner_core::Error;
use meshi_partner_core::error::Result;
use meshi_partner_core::matches::{Choice, Scan};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::runner::{Moved, Pace, Runner};
use super::watch::Watch;
use crate::client::{Client, named};
use crate::convert::{self, json_or_empty, text};
use crate::drive::promise;
use crate::error::Failure;
use crate::options::{CallOptions, function};

/// People that cross the boundary at once.
const BATCH: usize = 256;

struct State {
    scan: Scan,
    runner: Runner,
}

/// One reading of an event's scores.
#[wasm_bindgen]
pub struct MatchScan {
    operation: &'static str,
    state: Rc<RefCell<Option<Result<State>>>>,
}

impl std::fmt::Debug for MatchScan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MatchScan").finish_non_exhaustive()
    }
}

#[wasm_bindgen]
impl MatchScan {
    /// Goes on until an answer came: how many scores were read so far, or undefined when all is read.
    #[wasm_bindgen(unchecked_return_type = "Promise<number | undefined>")]
    pub fn next(&self) -> Promise {
        let (operation, slot, taken) = (self.operation, Rc::clone(&self.state), self.state.take());
        promise(async move {
            let taken =
                taken.unwrap_or_else(|| Err(Error::internal("a scan of matches has failed or is busy")));
            let mut state = taken.map_err(|error| named(error, operation))?;
            let moved = state.runner.advance(&mut state.scan, Pace::Full).await?;
            let scanned = match moved {
                Moved::Done => JsValue::UNDEFINED,
                #[allow(clippy::cast_precision_loss, reason = "scores are far fewer than 2^53")]
                Moved::Told | Moved::Later => JsValue::from_f64(state.scan.scanned() as f64),
            };
            slot.replace(Some(Ok(state)));
            Ok(scanned)
        })
    }

    /// The result of `top`, when all is read.
    #[allow(
        clippy::missing_errors_doc,
        reason = "it throws what went wrong while it read"
    )]
    #[wasm_bindgen(unchecked_return_type = "object")]
    pub fn result(&self) -> core::result::Result<JsValue, JsValue> {
        self.take(Scan::finish)
    }

    /// The next people of `byAttendee`, when all is read; none after the last.
    #[allow(
        clippy::missing_errors_doc,
        reason = "it throws what went wrong while it read"
    )]
    #[wasm_bindgen(js_name = takePeople, unchecked_return_type = "object[]")]
    pub fn take_people(&self) -> core::result::Result<JsValue, JsValue> {
        self.take(|scan| scan.take_people(BATCH))
    }
}

impl MatchScan {
    fn take(&self, take: impl FnOnce(&mut Scan) -> Result<String>) -> core::result::Result<JsValue, JsValue> {
        // An error reads the answer, which may run the caller's code: the state is taken out, so that it is not borrowed here.
        let mut taken = self.state.take();
        let result = match &mut taken {
            Some(Ok(state)) => take(&mut state.scan)
                .map(|result| convert::value(&result))
                .map_err(|error| state.runner.answered_failure(error)),
            _ => Err(named(
                Error::internal("a scan of matches is not at its end"),
                self.operation,
            )),
        };
        self.state.replace(taken);
        result.map_err(Failure::into_js)
    }
}

impl Client {
    fn match_scan(
        &self,
        operation: &'static str,
        event_id: &JsValue,
        query: &JsValue,
        options: &JsValue,
        choice: fn(&str) -> Result<Choice>,
    ) -> MatchScan {
        let state = || {
            let event_id = text("event_id", event_id)?;
            let choice = choice(&json_or_empty("query", query)?)?;
            // The facade calls it, page by page.
            let call = CallOptions::read_with(options, self.host.config.policy, &mut |name, value| {
                let known = name == "onProgress";
                if known {
                    function(name, value)?;
                }
                Ok(known)
            })?;
            call.refuse_key(operation)?;
            Ok(State {
                scan: Scan::new(self.host.config.routes.clone(), &event_id, choice)?,
                runner: Runner::new(Rc::clone(&self.host), call, None, Watch::default()),
            })
        };
        MatchScan {
            operation,
            state: Rc::new(RefCell::new(Some(state()))),
        }
    }
}

#[wasm_bindgen]
impl Client {
    /// The best matches of an event.
    #[wasm_bindgen(js_name = matchesTop)]
    pub fn matches_top(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] event_id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "object | undefined")] query: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> MatchScan {
        self.match_scan("matches.top", event_id, query, options, Choice::top)
    }

    /// The best matches of everybody.
    #[wasm_bindgen(js_name = matchesByAttendee)]
    pub fn matches_by_attendee(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] event_id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "object | undefined")] query: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> MatchScan {
        self.match_scan(
            "matches.byAttendee",
            event_id,
            query,
            options,
            Choice::by_attendee,
        )
    }
}
