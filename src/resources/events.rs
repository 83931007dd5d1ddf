//! `events`.

use js_sys::Promise;
use meshi_partner_core::resource::events;
use meshi_partner_core::route::Operation;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::client::{Client, body_of, value_or_empty};
use crate::convert::text;

#[wasm_bindgen]
impl Client {
    /// `POST /events` (D).
    #[wasm_bindgen(js_name = eventsCreate, unchecked_return_type = "Promise<Outcome<Event>>")]
    pub fn events_create(
        &self,
        #[wasm_bindgen(unchecked_param_type = "EventCreate")] body: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.call(Operation::EventsCreate, options, &|routes, _, allow| {
            events::create(routes, &body_of(body, allow)?)
        })
    }

    /// `GET /events/:event_id` (D as a call, I as a path).
    #[wasm_bindgen(js_name = eventsGet, unchecked_return_type = "Promise<Outcome<Event>>")]
    pub fn events_get(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] event_id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.call(Operation::EventsGet, options, &|routes, _, _| {
            events::get(routes, &text("event_id", event_id)?)
        })
    }

    /// `PUT /events/:event_id` (I).
    #[wasm_bindgen(js_name = eventsUpdate, unchecked_return_type = "Promise<Outcome<Event>>")]
    pub fn events_update(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] event_id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "EventUpdate")] body: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.call(Operation::EventsUpdate, options, &|routes, _, allow| {
            events::update(routes, &text("event_id", event_id)?, &body_of(body, allow)?)
        })
    }

    /// `POST /events/:event_id/context` (D).
    #[wasm_bindgen(js_name = eventsSetContext, unchecked_return_type = "Promise<Outcome<unknown>>")]
    pub fn events_set_context(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] event_id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "EventContext")] body: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.then(
            Operation::EventsSetContext.name(),
            options,
            &|routes, _, allow| {
                events::set_context(routes, &text("event_id", event_id)?, &body_of(body, allow)?)
            },
            // What its success looks like is not documented, so an empty body is no fault here.
            value_or_empty,
        )
    }
}
