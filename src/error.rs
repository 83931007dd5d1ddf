//! An error on its way to JavaScript: the core's, with the JavaScript values that belong to it kept as they are.

use meshi_partner_core::Error;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

use crate::{convert, js};

/// What a promise rejects with; the facade makes its class of it.
#[derive(Debug)]
pub(crate) struct Failure {
    /// Made before, and given as it is.
    given: Option<JsValue>,
    error: Box<Error>,
    cause: Option<JsValue>,
    headers: Option<JsValue>,
}

impl Failure {
    pub(crate) fn new(error: Box<Error>) -> Self {
        Self {
            given: None,
            error,
            cause: None,
            headers: None,
        }
    }

    /// One that was made into its plain object before.
    pub(crate) fn given(object: JsValue) -> Self {
        Self {
            given: Some(object),
            ..Self::new(Error::internal("given"))
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

    /// An answer of the server that is no success, given as an outcome all the same.
    #[allow(
        clippy::cast_precision_loss,
        reason = "milliseconds of a call are far below 2^53"
    )]
    pub(crate) fn as_outcome(&self, data: &JsValue) -> JsValue {
        let outcome = js::draft();
        outcome.set_data(data);
        outcome.set_status(self.error.status.unwrap_or_default());
        outcome.set_headers(self.headers.as_ref().unwrap_or(&JsValue::UNDEFINED));
        outcome.set_correlation_id(&JsValue::from_str(
            self.error.correlation_id.as_deref().unwrap_or_default(),
        ));
        outcome.set_attempts(self.error.attempts.unwrap_or_default());
        outcome.set_elapsed_ms(self.error.elapsed_ms.unwrap_or_default() as f64);
        outcome.into()
    }

    /// The plain object.
    pub(crate) fn into_js(self) -> JsValue {
        if let Some(given) = self.given {
            return given;
        }
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
