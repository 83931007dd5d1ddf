//! Attendee files, read by hand: bytes in, attendees and rejected rows out.

use js_sys::Uint8Array;
use meshi_partner_core::Error;
use meshi_partner_core::attendee::{Rejection, Row, Sink, write_rejections};
use meshi_partner_core::error::{Issue, Result};
use meshi_partner_reader::{Options, ReadError, Reader};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::client::named;
use crate::convert;

const OPERATION: &str = "readAttendees";

/// A reader of one file.
#[wasm_bindgen]
#[derive(Debug)]
pub struct AttendeeReader {
    reader: Reader,
}

/// Rows of one piece, as the text of JSON lists, so that they cross the boundary at once.
#[derive(Default)]
struct Batch {
    attendees: String,
    rows: String,
    rejected: Vec<Rejection>,
}

impl Sink for Batch {
    fn row(&mut self, row: Row<'_>) {
        if !self.rows.is_empty() {
            self.attendees.push(',');
            self.rows.push(',');
        }
        self.attendees.push_str(row.json);
        self.rows.push_str(&row.number.to_string());
    }

    fn reject(&mut self, rejection: Rejection) {
        self.rejected.push(rejection);
    }
}

impl Batch {
    fn to_js(&self) -> JsValue {
        let mut rejected = String::new();
        write_rejections(&self.rejected, &mut rejected);
        let parts = [
            "{\"attendees\":[",
            &self.attendees,
            "],\"rows\":[",
            &self.rows,
            "],\"rejected\":",
            &rejected,
            "}",
        ];
        convert::value(&parts.concat())
    }
}

#[wasm_bindgen]
impl AttendeeReader {
    /// A reader with the options of `readAttendees`. Throws a `Failure` of kind `config`.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::missing_errors_doc, reason = "said above, in JavaScript's words")]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "object | undefined")] options: &JsValue,
    ) -> core::result::Result<AttendeeReader, JsValue> {
        let reader = reader_from(options).map_err(|error| named(error, OPERATION).into_js())?;
        Ok(Self { reader })
    }

    /// Reads the next bytes. Throws a `Failure` of kind `validation` when the file cannot be read on.
    #[allow(clippy::missing_errors_doc, reason = "said above, in JavaScript's words")]
    #[wasm_bindgen(unchecked_return_type = "ReadBatch")]
    pub fn push(&mut self, chunk: &Uint8Array) -> core::result::Result<JsValue, JsValue> {
        let mut batch = Batch::default();
        let read = self.reader.push(&chunk.to_vec(), &mut batch);
        read.map_err(|error| named(unreadable(error), OPERATION).into_js())?;
        Ok(batch.to_js())
    }

    /// Ends the file. Throws like `push`.
    #[allow(clippy::missing_errors_doc, reason = "said above, in JavaScript's words")]
    #[wasm_bindgen(unchecked_return_type = "ReadBatch")]
    pub fn finish(&mut self) -> core::result::Result<JsValue, JsValue> {
        let mut batch = Batch::default();
        self.reader
            .finish(&mut batch)
            .map_err(|error| named(unreadable(error), OPERATION).into_js())?;
        Ok(batch.to_js())
    }

    /// What each column is used for; empty until the header has been read.
    #[wasm_bindgen(getter, unchecked_return_type = "{ header: string; field: string }[]")]
    pub fn columns(&self) -> JsValue {
        let serializer = serde_wasm_bindgen::Serializer::json_compatible();
        self.reader
            .columns()
            .serialize(&serializer)
            .unwrap_or(JsValue::UNDEFINED)
    }
}

/// A reader with the options of `readAttendees`.
pub(crate) fn reader_from(options: &JsValue) -> Result<Reader> {
    let options = Options::from_json(&convert::json_or_empty("options", options)?);
    let reader = options.and_then(Reader::new);
    reader.map_err(|error| Error::config(&error.option, error.message))
}

/// A file that cannot be read, or not on from here.
pub(crate) fn unreadable(error: ReadError) -> Box<Error> {
    Error::validation(vec![Issue::new("source", error.code, error.message)])
}
