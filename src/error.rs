//! An error on its way to JavaScript: the core's, with the JavaScript values that belong to it kept as they are.

use meshi_partner_core::Error;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

use crate::js::Exchange;
use crate::{convert, js};

/// What a promise rejects with; the facade makes its class of it. Boxed, since every result of a call is moved about.
#[derive(Debug)]
pub(crate) struct Failure(Box<Parts>);

#[derive(Debug)]
struct Parts {
    /// Made before, and given as it is.
    given: Option<JsValue>,
    error: Box<Error>,
    cause: Option<JsValue>,
    /// The answer that the error tells of.
    answer: Option<Exchange>,
}

impl Failure {
    pub(crate) fn new(error: Box<Error>) -> Self {
        Self(Box::new(Parts {
            given: None,
            error,
            cause: None,
            answer: None,
        }))
    }

    /// One that was made into its plain object before.
    pub(crate) fn given(object: JsValue) -> Self {
        let mut failure = Self::new(Error::internal("given"));
        failure.0.given = Some(object);
        failure
    }

    /// Code of the caller's failed: `object` stands for its error.
    pub(crate) fn thrown(object: JsValue) -> Self {
        let mut failure = Self::new(Error::aborted());
        failure.0.given = Some(object);
        failure
    }

    /// Keeps what was thrown, or the signal's reason.
    pub(crate) fn caused_by(mut self, cause: JsValue) -> Self {
        self.0.cause = Some(cause);
        self
    }

    /// Keeps the answer, for its headers.
    pub(crate) fn answered(mut self, answer: Exchange) -> Self {
        self.0.answer = Some(answer);
        self
    }

    /// The core's part.
    pub(crate) fn error(&self) -> &Error {
        &self.0.error
    }

    /// Changes the core's part, and keeps the rest.
    pub(crate) fn map(mut self, change: impl FnOnce(Box<Error>) -> Box<Error>) -> Self {
        let parts = *self.0;
        self.0 = Box::new(Parts {
            error: change(parts.error),
            ..parts
        });
        self
    }

    /// The answer that the error tells of.
    pub(crate) fn answer(&self) -> Option<Exchange> {
        self.0.answer.clone()
    }

    /// The plain object.
    pub(crate) fn into_js(self) -> JsValue {
        let parts = *self.0;
        if let Some(given) = parts.given {
            return given;
        }
        let serializer = serde_wasm_bindgen::Serializer::json_compatible();
        let object: js::Draft = match parts.error.serialize(&serializer) {
            Ok(object) => object.unchecked_into(),
            Err(_) => js::draft(),
        };
        if let Some(cause) = &parts.cause {
            object.set_cause(cause);
        } else if let Some(fault) = parts.error.fault.clone() {
            object.set_fault(&Self::new(fault).into_js());
        }
        if let Some(answer) = &parts.answer {
            object.set_headers(&answer.headers());
        }
        if let Some(run) = &parts.error.run {
            object.set_run(&convert::value(run));
        }
        if let Some(report) = &parts.error.report {
            object.set_report(&convert::value(report));
        }
        object.into()
    }
}

impl From<Box<Error>> for Failure {
    fn from(error: Box<Error>) -> Self {
        Self::new(error)
    }
}
