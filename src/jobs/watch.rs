//! Tells the caller of every change of a run.

use js_sys::Function;
use meshi_partner_core::resource::runs::{Run, RunCounts};
use wasm_bindgen::JsValue;

use crate::convert;
use crate::cut::Cut;
use crate::error::Failure;
use crate::js;

/// Calls `onProgress(run)` when a run is not as it was.
#[derive(Default)]
pub(crate) struct Watch {
    on_progress: Option<Function>,
    /// The one run that is followed; none: any.
    only: Option<String>,
    /// Id, status and counts of each run.
    last: Vec<(String, String, Option<RunCounts>)>,
}

impl Watch {
    pub(crate) fn new(on_progress: Option<Function>) -> Self {
        Self {
            on_progress,
            only: None,
            last: Vec::new(),
        }
    }

    /// Tells of one run alone: an answer may be another's by mistake.
    pub(crate) fn of_run(on_progress: Option<Function>, run_id: &str) -> Self {
        Self {
            only: Some(run_id.to_owned()),
            ..Self::new(on_progress)
        }
    }

    /// Looks at the body of an answer.
    ///
    /// # Errors
    /// When the callback throws.
    pub(crate) fn saw(&mut self, operation: &str, body: &str, cut: &Cut) -> Result<(), Failure> {
        let (Some(on_progress), "runs.get") = (&self.on_progress, operation) else {
            return Ok(());
        };
        // A body that is no run is told of where the run is read.
        let Some(run) = Run::from_json(body) else {
            return Ok(());
        };
        if self.only.as_ref().is_some_and(|only| *only != run.run_id) {
            return Ok(());
        }
        let seen = (run.run_id, run.status, run.counts);
        match self.last.iter_mut().find(|last| last.0 == seen.0) {
            Some(last) if *last == seen => return Ok(()),
            Some(last) => *last = seen,
            None => self.last.push(seen),
        }
        tell(on_progress, &convert::value(body), cut)
    }
}

/// Calls a callback of the caller's. A promise that it returns is followed by `cut`.
///
/// # Errors
/// When it throws: the call rejects with what it threw.
pub(crate) fn tell(callback: &Function, value: &JsValue, cut: &Cut) -> Result<(), Failure> {
    match callback.call1(&JsValue::UNDEFINED, value) {
        Ok(returned) => {
            if returned.is_object() || returned.is_function() {
                cut.follow(&returned);
            }
            Ok(())
        }
        Err(cause) => {
            let object = js::draft();
            object.set(&"kind".into(), &"thrown".into());
            object.set(&"code".into(), &"CALLBACK".into());
            object.set_cause(&cause);
            Err(Failure::thrown(object.into()))
        }
    }
}
