//! Rust's futures as JavaScript's promises, each a task of its own; see `tasks.js` for why and how they are woken.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::Failure;
use crate::js;

type Work = Pin<Box<dyn Future<Output = Result<JsValue, Failure>>>>;

/// One task; its work is out while it is polled.
struct Task {
    work: Option<Work>,
    waker: Waker,
}

thread_local! {
    static TASKS: Tasks = Tasks::new();
}

struct Tasks {
    slots: RefCell<Vec<Option<Task>>>,
    free: RefCell<Vec<u32>>,
    current: Cell<u32>,
    /// What JavaScript moves a task on with.
    poll: JsValue,
}

impl Tasks {
    fn new() -> Self {
        Self {
            slots: RefCell::default(),
            free: RefCell::default(),
            current: Cell::new(0),
            poll: Closure::<dyn Fn(u32)>::new(poll).into_js_value(),
        }
    }

    fn add(&self, work: Work) -> u32 {
        let mut slots = self.slots.borrow_mut();
        let free = self.free.borrow_mut().pop();
        // More tasks than a u32 counts do not fit into the memory of a module.
        let number = free.unwrap_or_else(|| u32::try_from(slots.len()).unwrap_or(u32::MAX));
        let task = Some(Task {
            work: Some(work),
            waker: Waker::from(Arc::new(Woken(number))),
        });
        match slots.get_mut(number as usize) {
            Some(slot) => *slot = task,
            None => slots.push(task),
        }
        number
    }

    fn take(&self, number: u32) -> Option<(Work, Waker)> {
        let mut slots = self.slots.borrow_mut();
        let task = slots.get_mut(number as usize)?.as_mut()?;
        Some((task.work.take()?, task.waker.clone()))
    }

    fn put_back(&self, number: u32, work: Work) {
        if let Some(Some(task)) = self.slots.borrow_mut().get_mut(number as usize) {
            task.work = Some(work);
        }
    }

    fn remove(&self, number: u32) {
        if let Some(slot) = self.slots.borrow_mut().get_mut(number as usize) {
            *slot = None;
            self.free.borrow_mut().push(number);
        }
    }
}

/// Wakes the task that has the number by then. A future is told of no task but its own: what outlives its task is
/// dropped with it, and one woken too often only looks again.
struct Woken(u32);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        js::wake(self.0);
    }
}

/// A promise of what `work` comes to. It begins at once.
pub(crate) fn promise(work: Work) -> Promise {
    TASKS.with(|tasks| js::begin(tasks.add(work), &tasks.poll))
}

/// The number of the task that is being polled, for what it will wait for.
pub(crate) fn current() -> u32 {
    TASKS.with(|tasks| tasks.current.get())
}

fn poll(number: u32) {
    let Some((mut work, waker)) = TASKS.with(|tasks| tasks.take(number)) else {
        return;
    };
    let before = TASKS.with(|tasks| tasks.current.replace(number));
    let polled = work.as_mut().poll(&mut Context::from_waker(&waker));
    TASKS.with(|tasks| tasks.current.set(before));
    match polled {
        Poll::Pending => TASKS.with(|tasks| tasks.put_back(number, work)),
        Poll::Ready(result) => {
            // What it holds is let go before its number is another's.
            drop(work);
            TASKS.with(|tasks| tasks.remove(number));
            match result {
                Ok(value) => js::settle(number, true, &value),
                Err(failure) => js::settle(number, false, &failure.into_js()),
            }
        }
    }
}

/// Says whom to tell when a call into this instance traps: all that was under way has ended with the trap's error by
/// then, and no call into this instance can be trusted any more. Gives the function to tell of a trap outside of any
/// promise.
#[wasm_bindgen(js_name = onTrap, unchecked_return_type = "(error: unknown) => void")]
#[allow(clippy::missing_errors_doc, reason = "it does not throw")]
pub fn on_trap(report: &Function) -> Result<Function, JsValue> {
    js::watch(report)
}
