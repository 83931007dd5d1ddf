//! `runs`.

use js_sys::Promise;
use meshi_partner_core::resource::runs;
use meshi_partner_core::route::Operation;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::client::{Client, completed, run};
use crate::convert::text;
use crate::js;

#[wasm_bindgen]
impl Client {
    /// `GET /runs/:run_id` (D).
    #[wasm_bindgen(js_name = runsGet, unchecked_return_type = "Promise<Outcome<Run>>")]
    pub fn runs_get(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] run_id: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        let asked = run_id.as_string();
        self.then(
            Operation::RunsGet.name(),
            options,
            &|routes, _, _| runs::get(routes, &text("run_id", run_id)?),
            move |reply| {
                run(&reply)?;
                let found = js::property(&reply.data(), "run_id").as_string();
                if let (Some(asked), Some(found)) = (asked, found) {
                    runs::same(reply.news.status(), &reply.text(), &asked, &found)
                        .map_err(|error| completed(&reply, error))?;
                }
                Ok(reply.into())
            },
        )
    }
}
