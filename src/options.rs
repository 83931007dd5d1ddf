//! Options objects, read key by key, so that an unknown one is named instead of ignored.

use std::time::Duration;

use js_sys::Reflect;
use meshi_partner_core::Error;
use meshi_partner_core::check::is_near;
use meshi_partner_core::error::Result;
use meshi_partner_core::retry::Policy;
use wasm_bindgen::{JsCast, JsValue};

use crate::convert::a;
use crate::host::check_correlation_id;
use crate::js::{self, Signal};

/// What a call may be given as its last argument.
#[derive(Clone, Default)]
pub(crate) struct CallOptions {
    pub(crate) signal: Option<Signal>,
    pub(crate) policy: Policy,
    pub(crate) correlation_id: Option<String>,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) allow_unknown_fields: Option<bool>,
}

impl CallOptions {
    /// Reads `options` over `policy`.
    pub(crate) fn read(options: &JsValue, policy: Policy) -> Result<Self> {
        Self::read_with(options, policy, &mut |_, _| Ok(false))
    }

    /// The same; `more` takes the options of its own and says of each whether it knew it.
    pub(crate) fn read_with(
        options: &JsValue,
        policy: Policy,
        more: &mut dyn FnMut(&str, &JsValue) -> Result<bool>,
    ) -> Result<Self> {
        let mut read = Self {
            policy,
            ..Self::default()
        };
        each(options, &mut |name, value| {
            if read.take(name, value)? || more(name, value)? {
                return Ok(());
            }
            // An undefined value asks whether the name is known, without an option that could be wrong.
            let mut knows = |known: &str| {
                let mut other = Self::default();
                !matches!(other.take(known, &JsValue::UNDEFINED), Ok(false))
                    || !matches!(more(known, &JsValue::UNDEFINED), Ok(false))
            };
            Err(Error::config(name, unknown_option(name, &mut knows)))
        })?;
        Ok(read)
    }

    /// For what takes no idempotency key.
    pub(crate) fn refuse_key(&self, what: &str) -> Result<()> {
        if self.idempotency_key.is_none() {
            return Ok(());
        }
        let message = format!("{what} takes no idempotency key: only calls that start a run do");
        Err(Error::config("idempotencyKey", message))
    }

    fn take(&mut self, name: &str, value: &JsValue) -> Result<bool> {
        match name {
            "signal" => self.signal = Some(signal(value)?),
            "correlationId" => {
                let id = string(name, value)?;
                check_correlation_id(&id)?;
                self.correlation_id = Some(id);
            }
            "idempotencyKey" => self.idempotency_key = Some(string(name, value)?),
            "headers" => self.headers = headers(value)?,
            "allowUnknownFields" => self.allow_unknown_fields = Some(flag(name, value)?),
            _ => return policy_option(&mut self.policy, name, value),
        }
        Ok(true)
    }
}

/// Every option of a call or of a job. `idempotencyKey` is only for calls that start a run, and so stands last.
const OPTIONS: [&str; 20] = [
    "signal",
    "timeoutMs",
    "deadlineMs",
    "maxRetries",
    "maxRetryAfterMs",
    "correlationId",
    "headers",
    "allowUnknownFields",
    "pollIntervalMs",
    "maxWaitMs",
    "wait",
    "maxRows",
    "maxBytes",
    "concurrency",
    "maxOutageMs",
    "webhook_url",
    "runKey",
    "newAttempts",
    "onProgress",
    "idempotencyKey",
];

/// What is wrong with the option `name`, which a call does not know: the option that is meant, or all that it `knows`.
fn unknown_option(name: &str, knows: &mut dyn FnMut(&str) -> bool) -> String {
    let meant = OPTIONS.into_iter().find(|known| {
        let without_unit = known.strip_suffix("Ms").unwrap_or(known);
        (is_near(name, known) || is_near(name, without_unit)) && knows(known)
    });
    if let Some(meant) = meant {
        return ["is not an option of this call; did you mean ", meant, "?"].concat();
    }
    let names: Vec<_> = OPTIONS.into_iter().filter(|known| knows(known)).collect();
    [
        "is not an option of this call; the options are ",
        &names.join(", "),
    ]
    .concat()
}

/// Takes the options that a client and a call share.
pub(crate) fn policy_option(policy: &mut Policy, name: &str, value: &JsValue) -> Result<bool> {
    match name {
        "timeoutMs" => policy.timeout = duration(name, value, 1)?,
        "deadlineMs" => policy.deadline = duration(name, value, 1)?,
        "maxRetryAfterMs" => policy.max_retry_after = duration(name, value, 0)?,
        "maxRetries" => policy.max_retries = count(name, value, 0, 100)?,
        _ => return Ok(false),
    }
    Ok(true)
}

/// Calls `take` with each option that is there; undefined counts as left out.
pub(crate) fn each(options: &JsValue, take: &mut dyn FnMut(&str, &JsValue) -> Result<()>) -> Result<()> {
    if options.is_undefined() {
        return Ok(());
    }
    if !options.is_object() || js::is_list(options) {
        return Err(Error::config(
            "options",
            format!("must be an object, not {}", a(options)),
        ));
    }
    let threw = |_| Error::config("options", "a getter of the options threw");
    for name in js::keys(options).map_err(threw)?.iter() {
        let value = Reflect::get(options, &name).map_err(threw)?;
        if !value.is_undefined() {
            take(&name.as_string().unwrap_or_default(), &value)?;
        }
    }
    Ok(())
}

/// Text.
pub(crate) fn string(name: &str, value: &JsValue) -> Result<String> {
    value
        .as_string()
        .ok_or_else(|| Error::config(name, format!("must be a string, not {}", a(value))))
}

/// True or false.
pub(crate) fn flag(name: &str, value: &JsValue) -> Result<bool> {
    value
        .as_bool()
        .ok_or_else(|| Error::config(name, format!("must be true or false, not {}", a(value))))
}

/// A function.
pub(crate) fn function(name: &str, value: &JsValue) -> Result<js_sys::Function> {
    js::function(value).ok_or_else(|| Error::config(name, format!("must be a function, not {}", a(value))))
}

/// Milliseconds, from `least` up.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be finite and not negative"
)]
pub(crate) fn duration(name: &str, value: &JsValue, least: u32) -> Result<Duration> {
    match value.as_f64() {
        Some(f64::INFINITY) => Ok(Duration::from_millis(u64::MAX / 4)),
        Some(ms) if ms.is_finite() && ms >= f64::from(least) => {
            Ok(Duration::from_millis(ms.ceil().min(1e15) as u64))
        }
        _ => Err(Error::config(
            name,
            format!(
                "must be a number of milliseconds from {least}, not {}",
                shown(value)
            ),
        )),
    }
}

/// A whole number.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole and within the bounds"
)]
pub(crate) fn count(name: &str, value: &JsValue, least: u32, most: u32) -> Result<u32> {
    match value.as_f64() {
        Some(n) if n.fract() == 0.0 && n >= f64::from(least) && n <= f64::from(most) => Ok(n as u32),
        _ => Err(Error::config(
            name,
            format!(
                "must be a whole number from {least} to {most}, not {}",
                shown(value)
            ),
        )),
    }
}

/// So many a second: a number above zero, whole or not.
pub(crate) fn rate(name: &str, value: &JsValue) -> Result<f64> {
    match value.as_f64() {
        Some(n) if n.is_finite() && n > 0.0 => Ok(n),
        _ => {
            let message = format!("must be a number above 0, not {}", shown(value));
            Err(Error::config(name, message))
        }
    }
}

/// A number as it is, anything else by its kind: a wrong option may hold what nobody should see.
fn shown(value: &JsValue) -> String {
    value.as_f64().map_or_else(|| a(value).to_owned(), js::written)
}

fn signal(value: &JsValue) -> Result<Signal> {
    if js::property(value, "addEventListener").is_function()
        && js::property(value, "aborted").as_bool().is_some()
    {
        Ok(value.clone().unchecked_into())
    } else {
        Err(Error::config(
            "signal",
            format!("must be an AbortSignal, not {}", a(value)),
        ))
    }
}

/// Headers that the client or the connection sets, and that nobody else may.
const OURS: [&str; 11] = [
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "keep-alive",
    "te",
    "transfer-encoding",
    "upgrade",
    "x-correlation-id",
];

/// The caller's headers, their names in lower case, so that none stands beside one of ours under other letters.
fn headers(value: &JsValue) -> Result<Vec<(String, String)>> {
    let fail = |problem: &str| Err(Error::config("headers", problem));
    if !value.is_object() || js::is_list(value) {
        return fail(&["must be an object or Headers, not ", a(value)].concat());
    }
    let Ok(pairs) = js::pairs(value) else {
        return fail("could not be read: it threw");
    };
    let mut headers: Vec<(String, String)> = Vec::new();
    let mut texts = pairs.iter().map(|text| text.as_string());
    while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
        let (Some(name), Some(value)) = (name, value) else {
            return fail("every name and value must be a string");
        };
        let name = name.to_ascii_lowercase();
        let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
        if name.is_empty() || !name.bytes().all(token) {
            return fail("a name holds a character that no header name can have");
        }
        if OURS.contains(&&*name) {
            return fail(&[&name, " is set by the client"].concat());
        }
        if !value.bytes().all(|b| b == b'\t' || (b' '..0x7f).contains(&b)) {
            return fail(
                &[
                    "the value of ",
                    &name,
                    " holds a line break or another character that no header can carry",
                ]
                .concat(),
            );
        }
        headers.push((name, value));
    }
    Ok(headers)
}
