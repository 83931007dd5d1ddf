//! `idMap`.

use js_sys::Promise;
use meshi_partner_core::resource::id_map;
use meshi_partner_core::route::Operation;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::client::Client;
use crate::convert::text;

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
        self.call(Operation::IdMapGet, options, |routes, _| {
            id_map::get(routes, &text("kind", kind)?, &text("partner_id", partner_id)?)
        })
    }
}
