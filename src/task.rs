//! Rust's futures as JavaScript's promises, each a task of its own; see `tasks.js` for why and how they are woken.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::drive::Outcome;
use crate::error::Failure;
use crate::js;

type Work = Pin<Box<dyn Future<Output = Result<Outcome, Failure>>>>;

thread_local! {
    static TASKS: Tasks = Tasks::new();
}

struct Tasks {
    /// What each task is to do; while it is polled, it is out.
    works: RefCell<Slab<Option<Work>>>,
    errands: RefCell<Slab<Sent>>,
    current: Cell<u32>,
    /// The time that JavaScript told with the present poll, until it is asked for.
    told: Cell<Option<f64>>,
}

/// Who waits for an errand, and what is said of it; 0 while it is under way.
struct Sent {
    task: u32,
    news: u32,
}

impl Tasks {
    fn new() -> Self {
        // It only keeps them.
        let _ = js::attach(&wasm_bindgen::exports());
        Self {
            works: RefCell::default(),
            errands: RefCell::default(),
            current: Cell::new(0),
            told: Cell::new(None),
        }
    }

    fn take(&self, number: u32) -> Option<Work> {
        self.works.borrow_mut().get(number)?.take()
    }

    fn put_back(&self, number: u32, work: Work) {
        if let Some(place) = self.works.borrow_mut().get(number) {
            *place = Some(work);
        }
    }

    /// Keeps what is said of an errand, and gives the task that waits for it.
    fn keep(&self, errand: u32, news: u32) -> Option<u32> {
        let mut errands = self.errands.borrow_mut();
        let sent = errands.get(errand)?;
        sent.news = news;
        Some(sent.task)
    }
}

/// Things under numbers, which are given again once they are free.
struct Slab<T> {
    places: Vec<Option<T>>,
    free: Vec<u32>,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            free: Vec::new(),
        }
    }
}

impl<T> Slab<T> {
    fn add(&mut self, thing: T) -> u32 {
        // More of them than a u32 counts do not fit into the memory of a module.
        let number = self
            .free
            .pop()
            .unwrap_or_else(|| u32::try_from(self.places.len()).unwrap_or(u32::MAX));
        match self.places.get_mut(number as usize) {
            Some(place) => *place = Some(thing),
            None => self.places.push(Some(thing)),
        }
        number
    }

    fn get(&mut self, number: u32) -> Option<&mut T> {
        self.places.get_mut(number as usize)?.as_mut()
    }

    fn remove(&mut self, number: u32) {
        if let Some(place) = self.places.get_mut(number as usize) {
            *place = None;
            self.free.push(number);
        }
    }
}

/// A promise of what `work` comes to. It begins at once.
pub(crate) fn promise(work: Work) -> Promise {
    js::begin(TASKS.with(|tasks| tasks.works.borrow_mut().add(Some(work))))
}

/// The number of the task that is being polled, for what it will wait for.
pub(crate) fn current() -> u32 {
    TASKS.with(|tasks| tasks.current.get())
}

/// The time that came with the present poll. Once: it is past when it is asked for again.
pub(crate) fn told_time() -> Option<f64> {
    TASKS.with(|tasks| tasks.told.take())
}

/// Something under way in JavaScript. What is closed says nothing any more, and so its number can be another's.
pub(crate) struct Errand(u32);

impl Errand {
    pub(crate) fn new() -> Self {
        let sent = Sent {
            task: current(),
            news: 0,
        };
        Self(TASKS.with(|tasks| tasks.errands.borrow_mut().add(sent)))
    }

    pub(crate) fn number(&self) -> u32 {
        self.0
    }

    /// What is said of it; else the task that is being polled will be moved on by that.
    pub(crate) fn news(&self) -> Poll<u32> {
        TASKS.with(|tasks| match tasks.errands.borrow_mut().get(self.0) {
            Some(sent) if sent.news == 0 => {
                sent.task = tasks.current.get();
                Poll::Pending
            }
            sent => Poll::Ready(sent.map_or(0, |sent| sent.news)),
        })
    }
}

impl Drop for Errand {
    fn drop(&mut self) {
        TASKS.with(|tasks| tasks.errands.borrow_mut().remove(self.0));
    }
}

/// What a promise comes to, of whatever realm it is, or a value that is none.
pub(crate) async fn awaited(promise: &JsValue) -> Result<JsValue, JsValue> {
    let errand = Errand::new();
    let awaited = Closing(js::Awaited::new(promise, errand.number()));
    let news = poll_fn(|_| errand.news()).await;
    let value = awaited.0.value();
    if news == KEPT { Ok(value) } else { Err(value) }
}

/// The promise was kept; else it was broken.
const KEPT: u32 = 1;

/// Nobody listens any more when it is dropped.
struct Closing(js::Awaited);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Moves a task on: that of the number or, with `news` above 0, the one whose errand has the number. For `tasks.js` alone.
#[wasm_bindgen(skip_typescript)]
pub fn poll(number: u32, news: u32, now: f64) {
    let task = match news {
        0 => Some(number),
        news => TASKS.with(|tasks| tasks.keep(number, news)),
    };
    if let Some(task) = task {
        advance(task, now);
    }
}

fn advance(number: u32, now: f64) {
    let Some(mut work) = TASKS.with(|tasks| tasks.take(number)) else {
        return;
    };
    let before = TASKS.with(|tasks| {
        tasks.told.set(Some(now));
        tasks.current.replace(number)
    });
    // Whatever a task waits for wakes it by way of JavaScript.
    let polled = work.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    TASKS.with(|tasks| tasks.current.set(before));
    match polled {
        Poll::Pending => TASKS.with(|tasks| tasks.put_back(number, work)),
        Poll::Ready(result) => {
            // What it holds is let go before its number is another's.
            drop(work);
            TASKS.with(|tasks| tasks.works.borrow_mut().remove(number));
            match result {
                Ok(outcome) => outcome.settle(number),
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
