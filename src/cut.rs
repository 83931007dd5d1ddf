//! Cuts a wait short: by a timer, or by the caller's signal. What is cut need not cooperate.

use std::cell::OnceCell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use meshi_partner_core::Error;
use meshi_partner_core::time::millis;
use wasm_bindgen::JsValue;

use crate::error::Failure;
use crate::host;
use crate::js::{self, Signal};
use crate::task;

/// What JavaScript says of a scope in which code of the caller's failed.
const FAILED: u32 = 3;

/// The caller gave up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Aborted;

/// Why a wait was cut.
#[derive(Debug)]
pub(crate) enum Why {
    TimedOut,
    Aborted,
    /// This host gives no timer here.
    Unbounded(Failure),
}

/// One for each logical call. Dropping it clears its timer and removes its listener.
pub(crate) struct Cut {
    /// Made with the signal, or with the first timer: most calls have neither.
    cut: OnceCell<js::Cut>,
}

impl Cut {
    pub(crate) fn new(signal: Option<Signal>) -> Self {
        let cut = signal.map(|signal| js::Cut::new(Some(&signal)));
        Self {
            cut: cut.map_or_else(OnceCell::new, OnceCell::from),
        }
    }

    /// Follows what a callback of the caller's returned: where that is a promise that rejects, every wait is cut.
    pub(crate) fn follow(&self, returned: &JsValue) {
        self.cut.get_or_init(|| js::Cut::new(None)).follow(returned);
    }

    /// A promise that settles once everything that is followed has; undefined where there is nothing.
    pub(crate) fn followed(&self) -> JsValue {
        self.cut.get().map_or(JsValue::UNDEFINED, js::Cut::followed)
    }

    /// The error of code of the caller's that failed: of the signal itself, or of a callback.
    pub(crate) fn failure(&self) -> Option<Failure> {
        let failed = self.cut.get()?.poll(task::current()) == FAILED;
        failed.then(|| Failure::thrown(self.reason()))
    }

    /// The signal's reason.
    pub(crate) fn reason(&self) -> JsValue {
        let reason = self.cut.get().and_then(|cut| cut.reason().ok());
        reason.unwrap_or(JsValue::UNDEFINED)
    }

    /// Whether the caller has given up, or code of theirs has failed.
    pub(crate) fn aborted(&self) -> bool {
        matches!(self.why(), Some(Why::Aborted))
    }

    /// Runs `future` to its end, but no longer than `limit`, where there is one, and no longer than the caller wants.
    pub(crate) async fn within<F: Future>(
        &self,
        limit: Option<Duration>,
        future: F,
    ) -> Result<F::Output, Why> {
        let armed = limit.map(|limit| self.arm(limit)).transpose().map_err(no_timer)?;
        let result = self.race(future).await;
        if let Some(cut) = armed {
            cut.disarm();
        }
        result
    }

    /// Runs `future` to its end, but no longer than the caller wants.
    pub(crate) async fn unless_aborted<F: Future>(&self, future: F) -> Result<F::Output, Aborted> {
        self.race(future).await.map_err(|_| Aborted)
    }

    /// Sleeps for `wait`.
    ///
    /// # Errors
    /// When the caller gives up meanwhile.
    pub(crate) async fn sleep(&self, wait: Duration) -> Result<(), Why> {
        match self.within(Some(wait), std::future::pending::<()>()).await {
            Ok(()) | Err(Why::TimedOut) => Ok(()),
            cut => cut,
        }
    }

    async fn race<F: Future>(&self, future: F) -> Result<F::Output, Why> {
        let mut future = pin!(future);
        poll_fn(|context| match self.why() {
            Some(why) => Poll::Ready(Err(why)),
            None => future.as_mut().poll(context).map(Ok),
        })
        .await
    }

    /// What cut it; else the task that is being polled will be woken by what does.
    fn why(&self) -> Option<Why> {
        match self.cut.get()?.poll(task::current()) {
            0 => None,
            1 => Some(Why::TimedOut),
            _ => Some(Why::Aborted),
        }
    }

    #[allow(
        clippy::cast_precision_loss,
        reason = "the longest timer is far below where a double loses a millisecond"
    )]
    fn arm(&self, limit: Duration) -> Result<&js::Cut, JsValue> {
        let cut = if let Some(cut) = self.cut.get() {
            cut
        } else {
            self.cut.get_or_init(|| js::Cut::new(None))
        };
        cut.arm(millis(limit) as f64)?;
        Ok(cut)
    }
}

fn no_timer(thrown: JsValue) -> Why {
    let why = host::refusal(&thrown, "this runtime has none", "none can be set here");
    Why::Unbounded(Failure::new(Error::config("setTimeout", why)).caused_by(thrown))
}

impl Drop for Cut {
    fn drop(&mut self) {
        if let Some(cut) = self.cut.get() {
            cut.close();
        }
    }
}
