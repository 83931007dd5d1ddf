//! What a client has from its surroundings: the clock, randomness, the caller's fetch, middleware and log.

use std::cell::RefCell;

use js_sys::{Function, Uint8Array};
use meshi_partner_core::Error;
use meshi_partner_core::config::Config;
use meshi_partner_core::error::Result;
use meshi_partner_core::retry::Pace;
use meshi_partner_core::time::Instant;
use wasm_bindgen::JsValue;

use crate::js;

/// Shared by the calls of one client.
pub(crate) struct Host {
    pub(crate) config: Config,
    pub(crate) pace: RefCell<Pace>,
    pub(crate) fetch: Function,
    pub(crate) middleware: Option<Function>,
    pub(crate) log: Option<Function>,
    pub(crate) correlation_id: JsValue,
}

impl Host {
    /// The correlation id of a call that brings none of its own.
    pub(crate) fn fresh_correlation_id(&self) -> Result<String> {
        let given = match js::function(&self.correlation_id) {
            Some(make) => make
                .call0(&JsValue::UNDEFINED)
                .map_err(|_| Error::config("correlationId", "the function threw"))?,
            None => self.correlation_id.clone(),
        };
        if given.is_undefined() {
            return uuid();
        }
        let id = given.as_string().ok_or_else(|| {
            Error::config("correlationId", "must be a string, or a function that gives one")
        })?;
        check_correlation_id(&id)?;
        Ok(id)
    }
}

/// The monotonic clock where the host has one, else the wall clock.
pub(crate) fn now() -> Instant {
    Instant::from_millis(whole(js::monotonic_now().unwrap_or_else(|_| js_sys::Date::now())))
}

/// Milliseconds since 1970.
pub(crate) fn wall_ms() -> u64 {
    whole(js_sys::Date::now())
}

/// A correlation id goes into a header.
pub(crate) fn check_correlation_id(id: &str) -> Result<()> {
    if id.is_empty() || id.len() > 256 || !id.bytes().all(|b| b.is_ascii_graphic()) {
        let message = "must have 1 to 256 visible ASCII characters: it goes into a header";
        return Err(Error::config("correlationId", message));
    }
    Ok(())
}

/// A random UUID, version 4.
pub(crate) fn uuid() -> Result<String> {
    // Outside a secure context a browser has getRandomValues alone.
    if let Ok(uuid) = js::random_uuid() {
        return Ok(uuid);
    }
    let array = Uint8Array::new_with_length(16);
    js::random_values(&array).map_err(|_| {
        Error::config(
            "correlationId",
            "this runtime has no crypto to make ids with: give correlationId and idempotencyKey yourself",
        )
    })?;
    let mut bytes = [0; 16];
    array.copy_to(&mut bytes);
    Ok(meshi_partner_core::ids::uuid(bytes))
}

/// Where the jitter starts. It is drawn when a client is made, never at import.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "any bits will do"
)]
pub(crate) fn seed() -> u64 {
    (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a clock is positive and far below 2^53"
)]
fn whole(ms: f64) -> u64 {
    ms.max(0.0) as u64
}
