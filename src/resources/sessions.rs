//! `sessions`.

use js_sys::Promise;
use meshi_partner_core::resource::sessions;
use meshi_partner_core::route::Operation;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::client::{Client, body_of};
use crate::convert::text;

#[wasm_bindgen]
impl Client {
    /// `POST /events/:event_id/sessions` (I).
    #[wasm_bindgen(js_name = sessionsCreate, unchecked_return_type = "Promise<Outcome<Session>>")]
    pub fn sessions_create(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] event_id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "SessionCreate")] body: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.call(Operation::SessionsCreate, options, &|routes, _, allow| {
            sessions::create(routes, &text("event_id", event_id)?, &body_of(body, allow)?)
        })
    }

    /// `GET /events/:event_id/sessions/:session_id` (I).
    #[wasm_bindgen(js_name = sessionsGet, unchecked_return_type = "Promise<Outcome<Session>>")]
    pub fn sessions_get(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] event_id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] session_id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.call(Operation::SessionsGet, options, &|routes, _, _| {
            sessions::get(
                routes,
                &text("event_id", event_id)?,
                &text("session_id", session_id)?,
            )
        })
    }

    /// `PUT /events/:event_id/sessions/:session_id` (I).
    #[wasm_bindgen(js_name = sessionsUpdate, unchecked_return_type = "Promise<Outcome<Session>>")]
    pub fn sessions_update(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] event_id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] session_id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "SessionUpdate")] body: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.call(Operation::SessionsUpdate, options, &|routes, _, allow| {
            let (event_id, session_id) = (text("event_id", event_id)?, text("session_id", session_id)?);
            sessions::update(routes, &event_id, &session_id, &body_of(body, allow)?)
        })
    }
}
