//! `events.ensure`.

use std::rc::Rc;

use js_sys::Promise;
use meshi_partner_core::ensure::Ensure;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::runner::{Moved, Pace, Runner};
use super::watch::Watch;
use crate::client::{Client, body_of, named};
use crate::convert;
use crate::drive::promise;
use crate::options::CallOptions;

const OPERATION: &str = "events.ensure";

#[wasm_bindgen]
impl Client {
    /// `POST /events`, and on 409 `GET /events/:event_id`: the event that was asked for is there in the end, or the fields
    /// that differ are named.
    #[wasm_bindgen(js_name = eventsEnsure, unchecked_return_type = "Promise<Outcome<{ event: Event; created: boolean }>>")]
    pub fn events_ensure(
        &self,
        #[wasm_bindgen(unchecked_param_type = "EventCreate")] body: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        let prepared = || {
            let call = CallOptions::read(options, self.host.config.policy)?;
            call.refuse_key(OPERATION)?;
            let allow = call
                .allow_unknown_fields
                .unwrap_or(self.host.config.allow_unknown_fields);
            let job = Ensure::new(self.host.config.routes.clone(), body_of(body, allow)?)?;
            Ok((
                job,
                Runner::new(Rc::clone(&self.host), call, None, Watch::default()),
            ))
        };
        let prepared = prepared();
        promise(async move {
            let (mut job, mut runner) = prepared.map_err(|error| named(error, OPERATION))?;
            while !matches!(runner.advance(&mut job, Pace::Full).await?, Moved::Done) {}
            let ended = job.finish();
            let (event, created) = ended.map_err(|error| runner.named_failure(error, OPERATION))?;
            let created = if created { "true" } else { "false" };
            let data = convert::value(&["{\"event\":", &event, ",\"created\":", created, "}"].concat());
            Ok(runner.outcome(data))
        })
    }
}
