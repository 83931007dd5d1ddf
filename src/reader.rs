//! Attendee files, read by hand: bytes in, attendees and rejected rows out.

use std::borrow::Cow;

use js_sys::{Function, Uint8Array};
use meshi_partner_core::Error;
use meshi_partner_core::attendee::{IdSource, Rejection, Row, Sink, Warning, write_rejections};
use meshi_partner_core::error::{Issue, Result};
use meshi_partner_reader::{Options, ReadError, Reader};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::client::named;
use crate::convert;
use crate::error::Failure;
use crate::js;

const OPERATION: &str = "readAttendees";

/// A reader of one file.
#[wasm_bindgen]
#[derive(Debug)]
pub struct AttendeeReader {
    reader: Reader,
    filter: Option<Function>,
}

/// Rows of one piece, as the text of JSON lists, so that they cross the boundary at once.
#[derive(Default)]
struct Batch {
    attendees: String,
    rows: String,
    rejected: Vec<Rejection>,
    warnings: Vec<Warning>,
    skipped: u32,
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

    fn warn(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }

    fn skip(&mut self) {
        self.skipped += 1;
    }
}

/// A sink behind the caller's `where`, which decides on every row before it is counted.
pub(crate) struct Filtered<'s> {
    inner: &'s mut dyn Sink,
    filter: Option<&'s Function>,
    thrown: Option<JsValue>,
}

impl<'s> Filtered<'s> {
    pub(crate) fn new(inner: &'s mut dyn Sink, filter: Option<&'s Function>) -> Self {
        Self {
            inner,
            filter,
            thrown: None,
        }
    }

    /// What the filter threw, if it did: that matters more than what became of the file.
    pub(crate) fn end(self, read: core::result::Result<(), ReadError>) -> core::result::Result<(), Failure> {
        let Some(cause) = self.thrown else {
            return read.map_err(|error| Failure::from(unreadable(&error)));
        };
        let said = js::property(&cause, "message").as_string();
        let said = said.unwrap_or_else(|| "it threw".to_owned());
        let error = Error::invalid("where", "WHERE_FAILED", format!("failed on a row: {said}"));
        Err(Failure::from(error).caused_by(cause))
    }
}

impl Sink for Filtered<'_> {
    fn row(&mut self, row: Row<'_>) {
        self.inner.row(row);
    }

    fn reject(&mut self, rejection: Rejection) {
        self.inner.reject(rejection);
    }

    fn warn(&mut self, warning: Warning) {
        self.inner.warn(warning);
    }

    fn unknown(&mut self, number: u64, names: &[Cow<'_, str>], absent: &[&'static str]) {
        self.inner.unknown(number, names, absent);
    }

    fn id_source(&mut self, source: IdSource<'_>) {
        self.inner.id_source(source);
    }

    fn decided(&mut self, decision: &str) {
        self.inner.decided(decision);
    }

    #[allow(clippy::cast_precision_loss, reason = "no file has 2^53 rows")]
    fn keep(&mut self, number: u64, record: &str) -> bool {
        let Some(filter) = self.filter else { return true };
        if self.thrown.is_some() {
            return false;
        }
        let number = JsValue::from_f64(number as f64);
        match filter.call2(&JsValue::UNDEFINED, &convert::value(record), &number) {
            Ok(kept) => kept.is_truthy(),
            Err(cause) => {
                self.thrown = Some(cause);
                false
            }
        }
    }

    fn skip(&mut self) {
        if self.thrown.is_none() {
            self.inner.skip();
        }
    }
}

impl Batch {
    fn to_js(&self) -> JsValue {
        let mut rejected = String::new();
        write_rejections(&self.rejected, &mut rejected);
        let mut warnings = String::new();
        write_rejections(&self.warnings, &mut warnings);
        let parts = [
            "{\"attendees\":[",
            &self.attendees,
            "],\"rows\":[",
            &self.rows,
            "],\"rejected\":",
            &rejected,
            ",\"warnings\":",
            &warnings,
            ",\"skipped\":",
            &self.skipped.to_string(),
            "}",
        ];
        convert::value(&parts.concat())
    }
}

#[wasm_bindgen]
impl AttendeeReader {
    /// A reader with the options of `readAttendees`, and its `where`. Throws a `Failure` of kind `config`.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::missing_errors_doc, reason = "said above, in JavaScript's words")]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "object | undefined")] options: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "(row: any, number: number) => boolean")]
        filter: &JsValue,
    ) -> core::result::Result<AttendeeReader, JsValue> {
        let read =
            filter_from(filter).and_then(|filter| Ok((reader_from(options, filter.as_ref())?, filter)));
        let (reader, filter) = read.map_err(|error| named(error, OPERATION).into_js())?;
        Ok(Self { reader, filter })
    }

    /// Reads the next bytes. Throws a `Failure` of kind `validation` when the file cannot be read on.
    #[allow(clippy::missing_errors_doc, reason = "said above, in JavaScript's words")]
    #[wasm_bindgen(unchecked_return_type = "ReadBatch")]
    pub fn push(&mut self, chunk: &Uint8Array) -> core::result::Result<JsValue, JsValue> {
        let mut batch = Batch::default();
        let mut sink = Filtered::new(&mut batch, self.filter.as_ref());
        let read = self.reader.push(&chunk.to_vec(), &mut sink);
        sink.end(read).map_err(of_reading)?;
        Ok(batch.to_js())
    }

    /// Ends the file. Throws like `push`.
    #[allow(clippy::missing_errors_doc, reason = "said above, in JavaScript's words")]
    #[wasm_bindgen(unchecked_return_type = "ReadBatch")]
    pub fn finish(&mut self) -> core::result::Result<JsValue, JsValue> {
        let mut batch = Batch::default();
        let mut sink = Filtered::new(&mut batch, self.filter.as_ref());
        let read = self.reader.finish(&mut sink);
        sink.end(read).map_err(of_reading)?;
        Ok(batch.to_js())
    }

    /// What each column is used for, and why; empty until the columns are decided on.
    #[wasm_bindgen(getter, unchecked_return_type = "object[]")]
    pub fn columns(&self) -> JsValue {
        let serializer = serde_wasm_bindgen::Serializer::json_compatible();
        self.reader
            .columns()
            .serialize(&serializer)
            .unwrap_or(JsValue::UNDEFINED)
    }
}

/// A failure of reading a file, as JavaScript gets it.
fn of_reading(failure: Failure) -> JsValue {
    let named = failure.map(|mut error| {
        error.operation = Some(OPERATION);
        error
    });
    named.into_js()
}

/// The `where` of `readAttendees`.
pub(crate) fn filter_from(filter: &JsValue) -> Result<Option<Function>> {
    if filter.is_undefined() || filter.is_null() {
        return Ok(None);
    }
    let filter = js::function(filter).ok_or_else(|| {
        Error::config(
            "where",
            "must be a function that is given a row and returns whether it is kept",
        )
    });
    filter.map(Some)
}

/// A reader with the options of `readAttendees`.
pub(crate) fn reader_from(options: &JsValue, filter: Option<&Function>) -> Result<Reader> {
    let options = Options::from_json(&convert::json_or_empty("options", options)?);
    let reader = options.and_then(Reader::new);
    let mut reader = reader.map_err(|error| Error::config(&error.option, error.message))?;
    if filter.is_some() {
        reader.filter();
    }
    Ok(reader)
}

/// A file that cannot be read, or not on from here. Message and issue name the line.
fn unreadable(error: &ReadError) -> Box<Error> {
    let message = error.to_string();
    Error::validation(vec![Issue::new("source", error.code, message)])
}
