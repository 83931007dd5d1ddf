//! `idMap`.

use js_sys::Promise;
use meshi_partner_core::error::Result;
use meshi_partner_core::resource::id_map;
use meshi_partner_core::route::{Operation, Routes};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::client::{Client, object};
use crate::convert::text;
use crate::drive::Outcome;
use crate::js;

#[wasm_bindgen]
impl Client {
    /// `GET /id-map/:kind/:partner_id` (D).
    #[wasm_bindgen(js_name = idMapGet, unchecked_return_type = "Promise<Outcome<IdMapEntry>>")]
    pub fn id_map_get(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] kind: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] partner_id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        self.call(Operation::IdMapGet, options, &|routes, _, _| {
            id_map::get(routes, &text("kind", kind)?, &text("partner_id", partner_id)?)
        })
    }

    /// Whether an id is known: false for 404 `PARTNER_ID_NOT_FOUND`.
    #[wasm_bindgen(js_name = idMapHas, unchecked_return_type = "Promise<Outcome<boolean>>")]
    pub fn id_map_has(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] kind: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] partner_id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        let request = |routes: &Routes, _: &dyn Fn() -> Result<String>, _: bool| {
            id_map::get(routes, &text("kind", kind)?, &text("partner_id", partner_id)?)
        };
        self.settle(
            Operation::IdMapGet.name(),
            options,
            &request,
            Box::new(|ended| match ended {
                Ok(reply) => object(&reply).map(|()| {
                    // An entry that says so is believed, although the contract has none with false.
                    let mapped = js::property(&reply.data(), "mapped").as_bool() != Some(false);
                    reply.with_data(mapped.into())
                }),
                Err(failure) => match failure.answer() {
                    Some(answer) if failure.error().code == "PARTNER_ID_NOT_FOUND" => {
                        Ok(Outcome::of_error(answer, failure.error(), JsValue::FALSE))
                    }
                    _ => Err(failure),
                },
            }),
        )
    }
}
