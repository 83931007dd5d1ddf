//! An import of any size.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use meshi_partner_core::Error;
use meshi_partner_core::error::Result;
use meshi_partner_core::import::{Import, Progress};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::feed::Feed;
use super::options::RowOptions;
use super::runner::{Moved, Pace, Runner};
use super::watch::{Watch, tell};
use crate::client::{Client, named};
use crate::convert::{self, text};
use crate::drive::promise;
use crate::error::Failure;

struct State {
    import: Import,
    runner: Runner,
    on_progress: Option<js_sys::Function>,
}

/// One import; `run` performs it, once.
#[wasm_bindgen]
pub struct Importer {
    state: Rc<RefCell<Option<Result<State>>>>,
}

impl std::fmt::Debug for Importer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Importer").finish_non_exhaustive()
    }
}

const OPERATION: &str = "attendees.importAll";

#[wasm_bindgen]
impl Importer {
    /// Performs the import, and gives its report.
    #[wasm_bindgen(unchecked_return_type = "Promise<ImportReport>")]
    pub fn run(&self) -> Promise {
        let state = self.state.take();
        promise(async move {
            let state =
                state.unwrap_or_else(|| Err(Error::config("source", "is used up: an import runs once")));
            let mut state = state.map_err(|error| named(error, OPERATION))?;
            let failure = state.perform().await.err();
            match (failure, state.import.finish()) {
                (None, Ok(report)) => Ok(convert::value(&report)),
                (failure, report) => {
                    let (error, failure) = match (failure, report) {
                        (Some(failure), Err(error)) => (error, Some(failure)),
                        (_, Err(error)) => (error, None),
                        (_, Ok(_)) => (Error::internal("an import failed without an error"), None),
                    };
                    let failure = match failure {
                        Some(failure) => failure.map(|_| error),
                        None => state.runner.failure(error),
                    };
                    let failure = failure.map(|mut error| {
                        error.operation = Some(OPERATION);
                        error
                    });
                    state.runner.stop(&JsValue::from_str(&failure.error().code));
                    Err(failure)
                }
            }
        })
    }
}

impl State {
    async fn perform(&mut self) -> core::result::Result<(), Failure> {
        let mut last = Progress::default();
        loop {
            let moved = self.runner.advance(&mut self.import, Pace::Full).await;
            let mut told = moved.and_then(|moved| {
                self.tell(&mut last)?;
                Ok(moved)
            });
            if let Ok(Moved::Done) = told {
                told = self.runner.callbacks_settled().await.map(|()| Moved::Done);
            }
            match told {
                Ok(Moved::Done) => return Ok(()),
                Ok(_) => {}
                Err(failure) => {
                    self.import.abandon(Box::new(failure.error().clone()));
                    return Err(failure);
                }
            }
        }
    }

    fn tell(&self, last: &mut Progress) -> core::result::Result<(), Failure> {
        let (Some(on_progress), progress) = (&self.on_progress, self.import.progress()) else {
            return Ok(());
        };
        if *last == progress {
            return Ok(());
        }
        *last = progress;
        let serializer = serde_wasm_bindgen::Serializer::json_compatible();
        tell(
            on_progress,
            &progress.serialize(&serializer).unwrap_or(JsValue::UNDEFINED),
            self.runner.cut(),
        )
    }
}

#[wasm_bindgen]
impl Client {
    /// An import of any number of rows into an event.
    pub fn importer(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] event_id: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Feed")] feed: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Importer {
        let state = || {
            let RowOptions {
                call,
                import,
                on_run,
                on_progress,
            } = RowOptions::read(options, &self.host.config)?;
            let feed = Feed::read(feed)?;
            let import = Import::new(
                self.host.config.routes.clone(),
                &text("event_id", event_id)?,
                import,
            )?;
            let runner = Runner::new(Rc::clone(&self.host), call, Some(feed), Watch::new(on_run));
            Ok(State {
                import,
                runner,
                on_progress,
            })
        };
        Importer {
            state: Rc::new(RefCell::new(Some(state()))),
        }
    }
}
