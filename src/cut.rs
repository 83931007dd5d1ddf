//! Cuts a wait short: by a timer, or by the caller's signal. What is cut need not cooperate.

use std::cell::{Cell, OnceCell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::Duration;

use meshi_partner_core::time::millis;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use crate::js::{self, Signal};

/// The caller gave up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Aborted;

/// Why a wait was cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    TimedOut,
    Aborted,
}

#[derive(Default)]
struct State {
    timed_out: Cell<bool>,
    aborted: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl State {
    fn fire(&self, flag: &Cell<bool>) {
        flag.set(true);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    fn why(&self) -> Option<Why> {
        // The caller's word goes first, when both came.
        if self.aborted.get() {
            Some(Why::Aborted)
        } else if self.timed_out.get() {
            Some(Why::TimedOut)
        } else {
            None
        }
    }
}

/// One for each logical call. Dropping it clears its timer and removes its listener.
pub(crate) struct Cut {
    state: Rc<State>,
    /// Made with the first timer: most calls need none.
    on_timeout: OnceCell<Closure<dyn FnMut()>>,
    timer: RefCell<Option<JsValue>>,
    signal: Option<(Signal, Closure<dyn FnMut()>)>,
}

/// The longest that a timer of JavaScript can run.
const LONGEST: f64 = 2_147_483_647.0;

impl Cut {
    pub(crate) fn new(signal: Option<Signal>) -> Self {
        let state = Rc::new(State::default());
        let signal = signal.map(|signal| {
            let state = Rc::clone(&state);
            let listener = Closure::<dyn FnMut()>::new({
                let state = Rc::clone(&state);
                move || state.fire(&state.aborted)
            });
            if signal.aborted().is_ok_and(|aborted| aborted.is_truthy()) {
                state.aborted.set(true);
            } else {
                // A signal that takes no listener is still looked at before each step.
                let _ = signal.add_event_listener("abort", listener.as_ref());
            }
            (signal, listener)
        });
        Self {
            state,
            on_timeout: OnceCell::new(),
            timer: RefCell::new(None),
            signal,
        }
    }

    /// The signal's reason.
    pub(crate) fn reason(&self) -> JsValue {
        self.signal
            .as_ref()
            .and_then(|(signal, _)| signal.reason().ok())
            .unwrap_or(JsValue::UNDEFINED)
    }

    /// Whether the caller has given up.
    pub(crate) fn aborted(&self) -> bool {
        self.state.aborted.get()
    }

    /// Runs `future` to its end, but no longer than `limit` and no longer than the caller wants.
    pub(crate) async fn within<F: Future>(&self, limit: Duration, future: F) -> Result<F::Output, Why> {
        self.arm(limit)?;
        let result = self.race(future).await;
        self.disarm();
        result
    }

    /// Runs `future` to its end, but no longer than the caller wants.
    pub(crate) async fn unless_aborted<F: Future>(&self, future: F) -> Result<F::Output, Aborted> {
        if self.signal.is_none() {
            return Ok(future.await);
        }
        self.race(future).await.map_err(|_| Aborted)
    }

    async fn race<F: Future>(&self, future: F) -> Result<F::Output, Why> {
        let mut future = pin!(future);
        poll_fn(|context| {
            if let Some(why) = self.state.why() {
                return Poll::Ready(Err(why));
            }
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(Ok(output));
            }
            self.state.waker.replace(Some(context.waker().clone()));
            Poll::Pending
        })
        .await
    }

    /// Sleeps for `wait`.
    ///
    /// # Errors
    /// When the caller gives up meanwhile.
    pub(crate) async fn sleep(&self, wait: Duration) -> Result<(), Why> {
        match self.within(wait, std::future::pending::<()>()).await {
            Err(Why::Aborted) => Err(Why::Aborted),
            _ => Ok(()),
        }
    }

    #[allow(
        clippy::cast_precision_loss,
        reason = "the longest timer is far below where a double loses a millisecond"
    )]
    fn arm(&self, limit: Duration) -> Result<(), Why> {
        self.disarm();
        if let Some(why) = self.state.why() {
            return Err(why);
        }
        let ms = (millis(limit) as f64).min(LONGEST);
        // A host without timers could not bound a wait: it counts as one that ran out at once.
        let timer = js::set_timeout(self.on_timeout().as_ref(), ms).map_err(|_| Why::TimedOut)?;
        self.timer.replace(Some(timer));
        Ok(())
    }

    fn on_timeout(&self) -> &Closure<dyn FnMut()> {
        self.on_timeout.get_or_init(|| {
            let state = Rc::clone(&self.state);
            Closure::new(move || state.fire(&state.timed_out))
        })
    }

    fn disarm(&self) {
        if let Some(timer) = self.timer.take() {
            // Clearing fails only where there was nothing to set either.
            let _ = js::clear_timeout(&timer);
        }
        self.state.timed_out.set(false);
    }
}

impl Drop for Cut {
    fn drop(&mut self) {
        self.disarm();
        if let Some((signal, listener)) = &self.signal {
            // The signal took the listener, so it gives it back.
            let _ = signal.remove_event_listener("abort", listener.as_ref());
        }
    }
}
