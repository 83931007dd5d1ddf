//! `attendees`, and the runs over them: `enrichment` and `matching`.

use js_sys::Promise;
use meshi_partner_core::resource::attendees::{self, Payload};
use meshi_partner_core::resource::work;
use meshi_partner_core::route::Operation;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::client::{Client, body_or_empty};
use crate::convert::{json, no_json, text, text_of};
use crate::js;

#[wasm_bindgen]
impl Client {
    /// `PUT /events/:event_id/attendees:import` (D): one payload, one run.
    ///
    /// Where `attendees` is given, the body's list is no member of `body`: it comes from there, in the JSON text of one list
    /// after another, until there is none.
    #[wasm_bindgen(js_name = attendeesImport, unchecked_return_type = "Promise<Outcome<Run>>")]
    pub fn attendees_import(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] event_id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "object")] body: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "() => Uint8Array | undefined")] attendees: &JsValue,
    ) -> Promise {
        self.call_for_run(Operation::AttendeesImport, options, &|routes, key, allow| {
            let (event_id, key) = (text("event_id", event_id)?, key()?);
            let body = json("body", body)?;
            let Some(pull) = js::function(attendees) else {
                return attendees::import(routes, &event_id, &body, &key, allow);
            };
            let payload = Payload::new(routes, &event_id, &body, &key)?;
            let mut payload = payload.allowing_unknown(allow);
            loop {
                let list = pull.call0(&JsValue::UNDEFINED);
                let list = list.map_err(|_| no_json("body"))?;
                if list.is_undefined() {
                    return payload.finish();
                }
                payload.push(&text_of(&list)?);
            }
        })
    }

    /// `GET /events/:event_id/attendees/:attendee_id` (I).
    #[wasm_bindgen(js_name = attendeesGet, unchecked_return_type = "Promise<Outcome<Attendee>>")]
    pub fn attendees_get(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] event_id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] attendee_id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.call(Operation::AttendeesGet, options, &|routes, _, _| {
            attendees::get(
                routes,
                &text("event_id", event_id)?,
                &text("attendee_id", attendee_id)?,
            )
        })
    }

    /// `POST /events/:event_id/attendees:enrich` (D that it exists, I in path and body).
    #[wasm_bindgen(js_name = enrichmentStart, unchecked_return_type = "Promise<Outcome<Run>>")]
    pub fn enrichment_start(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] event_id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "EnrichmentStart | undefined")] body: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.call_for_run(Operation::EnrichmentStart, options, &|routes, key, allow| {
            work::enrich(
                routes,
                &text("event_id", event_id)?,
                body_or_empty(body, allow)?,
                &key()?,
            )
        })
    }

    /// `POST /events/:event_id/attendees:match` (D that it exists, I in path and body).
    #[wasm_bindgen(js_name = matchingStart, unchecked_return_type = "Promise<Outcome<Run>>")]
    pub fn matching_start(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] event_id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "MatchingStart | undefined")] body: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.call_for_run(Operation::MatchingStart, options, &|routes, key, allow| {
            work::start_matching(
                routes,
                &text("event_id", event_id)?,
                body_or_empty(body, allow)?,
                &key()?,
            )
        })
    }
}
