//! An error on its way to JavaScript: the core's, with the JavaScript values that belong to it kept as they are.

use meshi_partner_core::Error;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

use crate::{convert, js};

/// What a promise rejects with; the facade makes its class of it.
#[derive(Debug)]
pub(crate) struct Failure {
    error: Box<Error>,
    cause: Option<JsValue>,
    headers: Option<JsValue>,
}

impl Failure {
    pub(crate) fn new(error: Box<Error>) -> Self {
        Self {
            error,
            cause: None,
            headers: None,
        }
    }

    /// Keeps what was thrown, or the signal's reason.
    pub(crate) fn caused_by(mut self, cause: JsValue) -> Self {
        self.cause = Some(cause);
        self
    }

    /// Keeps the headers of the answer.
    pub(crate) fn with_headers(mut self, headers: Option<JsValue>) -> Self {
        self.headers = headers;
        self
    }

    /// The core's part.
    pub(crate) fn error(&self) -> &Error {
        &self.error
    }

    /// Changes the core's part, and keeps the rest.
    pub(crate) fn map(mut self, change: impl FnOnce(Box<Error>) -> Box<Error>) -> Self {
        self.error = change(self.error);
        self
    }

    /// The plain object.
    pub(crate) fn into_js(self) -> JsValue {
        let serializer = serde_wasm_bindgen::Serializer::json_compatible();
        let object: js::Draft = match self.error.serialize(&serializer) {
            Ok(object) => object.unchecked_into(),
            Err(_) => js::draft(),
        };
        if let Some(cause) = &self.cause {
            object.set_cause(cause);
        }
        if let Some(headers) = &self.headers {
            object.set_headers(headers);
        }
        if let Some(run) = &self.error.run {
            object.set_run(&convert::value(run));
        }
        if let Some(report) = &self.error.report {
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
