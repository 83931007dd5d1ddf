//! What a client has from its surroundings: the clock, randomness, the way out and the caller's log.

use std::cell::RefCell;
use std::collections::VecDeque;

use js_sys::Function;
use meshi_partner_core::Error;
use meshi_partner_core::config::Config;
use meshi_partner_core::error::Result;
use meshi_partner_core::poll::NOT_FOUND_YET;
use meshi_partner_core::retry::Pace;
use meshi_partner_core::time::Instant;
use wasm_bindgen::JsValue;

use crate::js::{self, Wire};
use crate::options::string;
use crate::task;

/// Shared by the calls of one client.
pub(crate) struct Host {
    pub(crate) config: Config,
    pub(crate) pace: RefCell<Pace>,
    pub(crate) wire: Wire,
    /// Whether requests go by way of the caller's middleware.
    pub(crate) passed: bool,
    pub(crate) log: Option<Function>,
    pub(crate) correlation_id: CorrelationId,
    pub(crate) random: RefCell<Random>,
    pub(crate) started: RefCell<StartedRuns>,
}

/// The runs that a client's own calls have just started.
#[derive(Default)]
pub(crate) struct StartedRuns(VecDeque<(String, Instant)>);

impl StartedRuns {
    const MOST: usize = 64;

    pub(crate) fn push(&mut self, run_id: String, now: Instant) {
        if self.0.len() >= Self::MOST {
            self.0.pop_front();
        }
        self.0.push_back((run_id, now));
    }

    /// Whether a run was started so lately that a server may not find it yet.
    pub(crate) fn is_fresh(&self, run_id: &str, now: Instant) -> bool {
        let fresh = |at: Instant| at.until(now) < NOT_FOUND_YET;
        self.0.iter().any(|(id, at)| id == run_id && fresh(*at))
    }
}

/// Where the correlation ids of a client's calls come from.
#[derive(Default)]
pub(crate) enum CorrelationId {
    /// From chance.
    #[default]
    Random,
    /// It is always the same.
    Fixed(String),
    /// From the caller's function.
    Made(Function),
}

impl CorrelationId {
    /// As the option says.
    pub(crate) fn read(name: &str, value: &JsValue) -> Result<Self> {
        if let Some(make) = js::function(value) {
            return Ok(Self::Made(make));
        }
        let id = string(name, value)?;
        check_correlation_id(&id)?;
        Ok(Self::Fixed(id))
    }
}

/// Random bytes, fetched many at a time: one crossing of the boundary serves many ids. Nothing is drawn before the first.
#[derive(Default)]
pub(crate) struct Random {
    bytes: Vec<u8>,
    /// So many of them have not been taken.
    left: usize,
}

impl Random {
    /// For 128 ids: a host asks its own source each time, which takes as long as it takes to make dozens.
    const FETCH: usize = 2048;

    fn take(&mut self) -> Result<[u8; 16]> {
        if self.left == 0 {
            self.fetch()?;
        }
        let taken = self.bytes.get(..self.left).and_then(<[u8]>::last_chunk);
        let taken = *taken.ok_or_else(|| Error::internal("random bytes ran out"))?;
        self.left -= taken.len();
        Ok(taken)
    }

    fn fetch(&mut self) -> Result<()> {
        self.bytes.resize(Self::FETCH, 0);
        js::random_values(&mut self.bytes).map_err(|thrown| {
            let lacking =
                "this runtime has no crypto to make ids with: give correlationId and idempotencyKey yourself";
            Error::config(
                "correlationId",
                refusal(&thrown, lacking, "random ids cannot be made here"),
            )
        })?;
        self.left = Self::FETCH;
        Ok(())
    }
}

impl Host {
    /// A random UUID, version 4.
    pub(crate) fn uuid(&self) -> Result<String> {
        meshi_partner_core::ids::uuid(self.random.borrow_mut().take()?)
    }

    /// The correlation id of a call that brings none of its own.
    pub(crate) fn fresh_correlation_id(&self) -> Result<String> {
        let make = match &self.correlation_id {
            CorrelationId::Random => return self.uuid(),
            CorrelationId::Fixed(id) => return Ok(id.clone()),
            CorrelationId::Made(make) => make,
        };
        let given = make
            .call0(&JsValue::UNDEFINED)
            .map_err(|_| Error::config("correlationId", "the function threw"))?;
        if given.is_undefined() {
            return self.uuid();
        }
        let id = given.as_string().ok_or_else(|| {
            Error::config("correlationId", "must be a string, or a function that gives one")
        })?;
        check_correlation_id(&id)?;
        Ok(id)
    }
}

/// What a host said when it refused something: that it lacks it, or why it does not give it here, such as workerd outside
/// of a request.
pub(crate) fn refusal(thrown: &JsValue, lacking: &str, refused: &str) -> String {
    let text = |name| js::property(thrown, name).as_string();
    match (text("name").as_deref(), text("message")) {
        (Some("ReferenceError" | "TypeError"), _) | (_, None) => lacking.to_owned(),
        (_, Some(message)) => [refused, ": ", &message].concat(),
    }
}

/// The monotonic clock where the host has one, else the wall clock.
pub(crate) fn now() -> Instant {
    // What was told with the poll is past by now.
    let _ = task::told_time();
    Instant::from_millis(whole(js::now()))
}

/// The same, as it was told when the present poll began, for who asks first and has done nothing yet.
pub(crate) fn told_now() -> Instant {
    Instant::from_millis(whole(task::told_time().unwrap_or_else(js::now)))
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
