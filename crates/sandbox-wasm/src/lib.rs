//! The emulator for JavaScript: plain values in and out, nothing decided here, no I/O.
//!
//! The facade around it is `pkg/src/sandbox`: it makes a real `fetch` of [`Emulator::handle`] and owns the clock.

use meshi_partner_sandbox::{Config, DEMO_KEYS, Fault, Request, Response, Sandbox};
use serde_json::{Value, json};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// One sandbox.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Emulator(Sandbox);

/// What the emulator answered.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Answer(Response);

#[wasm_bindgen]
impl Emulator {
    /// A sandbox with settings as JSON text; `{}` for the defaults.
    ///
    /// # Errors
    ///
    /// Where a setting is unknown or of the wrong type; the message names it.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: &str) -> Result<Emulator, JsError> {
        // A value that is read from a tree is refused without a line and a column, which say nothing about an object.
        let settings = serde_json::from_str::<Value>(settings)?;
        let config: Config = serde_json::from_value(settings)?;
        Ok(Self(Sandbox::new(config)))
    }

    /// Answers a request. `headers` holds names and values by turns, `now_ms` is the time since 1970.
    pub fn handle(
        &mut self,
        method: String,
        target: String,
        headers: Vec<String>,
        body: Vec<u8>,
        now_ms: f64,
    ) -> Answer {
        let mut pairs = Vec::with_capacity(headers.len() / 2);
        let mut texts = headers.into_iter();
        while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
            pairs.push((name, value));
        }
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a float cast saturates, which is what a clock out of range should do"
        )]
        let now_ms = now_ms as u64;
        Answer(self.0.handle(
            Request {
                method,
                target,
                headers: pairs,
                body,
            },
            now_ms,
        ))
    }

    /// Adds a fault, given as JSON text.
    ///
    /// # Errors
    ///
    /// Where the text is not a fault, or the fault could never strike: the message names the field.
    #[wasm_bindgen(js_name = pushFault)]
    pub fn push_fault(&mut self, fault: &str) -> Result<(), JsError> {
        Fault::parse(fault)
            .and_then(|fault| self.0.faults.push(fault))
            .map_err(|message| JsError::new(&message))
    }

    /// Forgets the faults that are still to come.
    #[wasm_bindgen(js_name = clearFaults)]
    pub fn clear_faults(&mut self) {
        self.0.faults.clear();
    }

    /// How many requests will still be struck by a fault.
    #[wasm_bindgen(js_name = pendingFaults)]
    pub fn pending_faults(&self) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "nobody plans 2^53 faults")]
        let pending = self.0.faults.pending() as f64;
        pending
    }

    /// Forgets everything but the settings.
    pub fn reset(&mut self) {
        self.0.reset();
    }

    /// The counts of requests and effects, as JSON text.
    pub fn stats(&self) -> String {
        json!(self.0.stats()).to_string()
    }

    /// The demo keys, as JSON text.
    pub fn keys() -> String {
        let keys = DEMO_KEYS.iter().map(
            |key| json!({ "key": key.key, "org_id": key.org_id, "scopes": key.scopes, "description": key.description }),
        );
        serde_json::Value::Array(keys.collect()).to_string()
    }
}

#[wasm_bindgen]
impl Answer {
    /// The HTTP status.
    #[wasm_bindgen(getter)]
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// Header names and values by turns.
    #[wasm_bindgen(getter)]
    pub fn headers(&self) -> Vec<String> {
        self.0
            .headers
            .iter()
            .flat_map(|(name, value)| [name.clone(), value.clone()])
            .collect()
    }

    /// Gives the body away; a second time it is empty.
    #[wasm_bindgen(js_name = takeBody)]
    pub fn take_body(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0.body)
    }

    /// Whether a fault asks for a broken connection instead of this answer.
    #[wasm_bindgen(getter)]
    pub fn disconnect(&self) -> bool {
        self.0.disconnect
    }

    /// How long a fault lets the answer wait, in milliseconds.
    #[wasm_bindgen(getter, js_name = delayMs)]
    pub fn delay_ms(&self) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "nobody waits 2^53 milliseconds")]
        let delay = self.0.delay_ms as f64;
        delay
    }
}
