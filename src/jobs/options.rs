//! The options of jobs, beside those of a call.

use js_sys::Function;
use meshi_partner_core::Error;
use meshi_partner_core::attempt::Begun;
use meshi_partner_core::config::Config;
use meshi_partner_core::error::Result;
use meshi_partner_core::import::{ImportOptions, check_run_key};
use meshi_partner_core::poll::{LEAST_INTERVAL, PollOptions};
use meshi_partner_core::retry::Policy;
use wasm_bindgen::JsValue;

use crate::host;
use crate::options::{CallOptions, count, duration, each, flag, function, string};

#[allow(clippy::cast_possible_truncation, reason = "it is a quarter of a second")]
const LEAST_INTERVAL_MS: u32 = LEAST_INTERVAL.as_millis() as u32;

/// Those of waiting for a run.
pub(crate) struct WaitOptions {
    pub(crate) poll: PollOptions,
    pub(crate) on_progress: Option<Function>,
}

impl WaitOptions {
    fn new() -> Self {
        Self {
            poll: PollOptions::default(),
            on_progress: None,
        }
    }

    fn take(&mut self, name: &str, value: &JsValue) -> Result<bool> {
        match name {
            "pollIntervalMs" => self.poll.interval = Some(duration(name, value, LEAST_INTERVAL_MS)?),
            "maxWaitMs" => self.poll.max_wait = duration(name, value, 0)?,
            "onProgress" => self.on_progress = Some(function(name, value)?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Those of `runs.wait` and of a poller.
    pub(crate) fn read(options: &JsValue, policy: Policy) -> Result<(CallOptions, Self)> {
        let mut wait = Self::new();
        let call = CallOptions::read_with(options, policy, &mut |name, value| wait.take(name, value))?;
        call.refuse_key("looking at a run")?;
        Ok((call, wait))
    }

    /// The option `wait` of an import or a flow; none: it does not wait.
    fn nested(value: &JsValue) -> Result<Option<Self>> {
        let mut wait = Self::new();
        match value.as_bool() {
            Some(true) => return Ok(Some(wait)),
            Some(false) => return Ok(None),
            None => {}
        }
        each(value, &mut |name, value| {
            if wait.take(name, value)? {
                return Ok(());
            }
            let message =
                "is not an option of wait; the options are pollIntervalMs, maxWaitMs and onProgress";
            Err(Error::config(&format!("wait.{name}"), message))
        })?;
        Ok(Some(wait))
    }
}

/// Those of an import, alone or in a flow.
pub(crate) struct RowOptions {
    pub(crate) call: CallOptions,
    pub(crate) import: ImportOptions,
    /// Of the runs.
    pub(crate) on_run: Option<Function>,
    /// Of the import.
    pub(crate) on_progress: Option<Function>,
}

impl RowOptions {
    /// Reads those of `importAll`.
    pub(crate) fn read(options: &JsValue, config: &Config) -> Result<Self> {
        let (mut on_progress, mut run_key) = (None, None);
        let (call, import, on_run) = rows(options, config, &mut |name, value| {
            match name {
                "onProgress" => on_progress = Some(function(name, value)?),
                "runKey" => run_key = Some(string(name, value)?),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        let mut read = Self {
            call,
            import,
            on_run,
            on_progress,
        };
        if read.call.idempotency_key.take().is_some() {
            let message = "is called runKey here: every part has a key of its own, which runKey is a part of";
            return Err(Error::config("idempotencyKey", message));
        }
        if let Some(key) = run_key {
            check_run_key(&key).map_err(|message| Error::config("runKey", message))?;
            read.import.run_key = key;
        }
        Ok(read)
    }

    /// Reads those of a flow.
    pub(crate) fn read_flow(options: &JsValue, config: &Config) -> Result<Self> {
        let mut new_attempts = true;
        let (call, mut import, on_run) = rows(options, config, &mut |name, value| {
            if name == "runKey" && !value.is_undefined() {
                return Err(Error::config(name, "is a part of a flow's plan, not an option"));
            }
            if name != "newAttempts" {
                return Ok(false);
            }
            new_attempts = flag(name, value)?;
            Ok(true)
        })?;
        import.new_attempts = new_attempts;
        if call.idempotency_key.is_some() {
            let message = "a flow's keys derive from its plan: give plan.runKey to do everything again";
            return Err(Error::config("idempotencyKey", message));
        }
        if import.wait.is_none() {
            return Err(Error::config(
                "wait",
                "a flow waits for its runs: give the options of the waiting, or leave it out",
            ));
        }
        Ok(Self {
            call,
            import,
            on_run,
            on_progress: None,
        })
    }
}

fn rows(
    options: &JsValue,
    config: &Config,
    more: &mut dyn FnMut(&str, &JsValue) -> Result<bool>,
) -> Result<(CallOptions, ImportOptions, Option<Function>)> {
    let mut import = ImportOptions {
        outage: config.outage,
        begun: Some(Begun {
            wall_ms: host::wall_ms(),
            at: host::now(),
        }),
        ..ImportOptions::default()
    };
    let mut on_run = None;
    let call = CallOptions::read_with(options, config.policy, &mut |name, value| {
        match name {
            "maxRows" => import.max_rows = count(name, value, 1, 1_000_000)? as usize,
            "maxBytes" => import.max_bytes = count(name, value, 1, 1 << 30)? as usize,
            "concurrency" => import.concurrency = count(name, value, 1, 64)? as usize,
            "maxOutageMs" => import.outage.max = duration(name, value, 0)?,
            "webhook_url" => import.webhook_url = Some(string(name, value)?),
            "wait" => {
                let wait = WaitOptions::nested(value)?;
                import.wait = wait.as_ref().map(|wait| wait.poll);
                on_run = wait.and_then(|wait| wait.on_progress);
            }
            _ => return more(name, value),
        }
        Ok(true)
    })?;
    import.outage.max_retry_after = call.policy.max_retry_after;
    import.allow_unknown_fields = call.allow_unknown_fields.unwrap_or(config.allow_unknown_fields);
    Ok((call, import, on_run))
}
