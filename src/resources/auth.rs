//! `auth`.

use js_sys::Promise;
use meshi_partner_core::resource::auth;
use meshi_partner_core::route::Operation;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::client::{Client, completed, object};
use crate::options;

#[wasm_bindgen]
impl Client {
    /// `GET /auth` (D); with `require`, fails as the server would when the key lacks that scope.
    #[wasm_bindgen(js_name = authCheck, unchecked_return_type = "Promise<Outcome<AuthInfo>>")]
    pub fn auth_check(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string | undefined")] require: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        let scope = if require.is_undefined() {
            Ok(None)
        } else {
            options::string("require", require)
                .and_then(|scope| auth::parse_scope(&scope))
                .map(Some)
        };
        let (scope, refused) = match scope {
            Ok(scope) => (scope, Ok(())),
            Err(error) => (None, Err(error)),
        };
        self.then(
            Operation::AuthCheck.name(),
            options,
            &|routes, _, _| refused.clone().and_then(|()| auth::check(routes)),
            move |reply| {
                object(&reply)?;
                if let Some(scope) = scope {
                    auth::require_scope(&reply.text(), scope).map_err(|error| completed(&reply, error))?;
                }
                Ok(reply.into())
            },
        )
    }
}
