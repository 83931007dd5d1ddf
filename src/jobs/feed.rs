//! Where attendee rows come from: a JavaScript object that is pulled, and a reader for what it gives.

use js_sys::{Function, Uint8Array};
use meshi_partner_core::Error;
use meshi_partner_core::attendee::{Sink, read_batch};
use meshi_partner_core::error::Result;
use meshi_partner_reader::Reader;
use wasm_bindgen::{JsCast, JsValue};

use crate::convert::text_of;
use crate::error::Failure;
use crate::js;
use crate::reader::{reader_from, unreadable};
use crate::task;

/// Rows in pieces; see `Feed` in the generated declarations.
pub(crate) struct Feed {
    object: JsValue,
    pull: Function,
    kind: Kind,
}

enum Kind {
    /// JSON arrays of attendees; the number of the next row.
    Batch(u64),
    /// The bytes of a file.
    File(Box<Reader>),
}

impl Feed {
    pub(crate) fn read(object: &JsValue) -> Result<Self> {
        let Some(pull) = js::function(&js::property(object, "pull")) else {
            return Err(Error::config("feed", "must have a function pull"));
        };
        let kind = match js::property(object, "format").as_string().as_deref() {
            Some("batch") => Kind::Batch(1),
            Some("file") => Kind::File(Box::new(reader_from(&js::property(object, "options"))?)),
            _ => {
                return Err(Error::config(
                    "feed",
                    "must have the format \"batch\" or \"file\"",
                ));
            }
        };
        Ok(Self {
            object: object.clone(),
            pull,
            kind,
        })
    }

    /// Asks for the next piece.
    pub(crate) fn pull(&self) -> impl Future<Output = core::result::Result<JsValue, JsValue>> + 'static {
        let pulled = self.pull.call0(&self.object);
        async move { task::awaited(&pulled?).await }
    }

    /// Reads a piece; false: it was the end.
    pub(crate) fn take(&mut self, piece: &JsValue, sink: &mut dyn Sink) -> Result<bool> {
        match &mut self.kind {
            _ if piece.is_undefined() || piece.is_null() => {
                if let Kind::File(reader) = &mut self.kind {
                    reader.finish(sink).map_err(unreadable)?;
                }
                return Ok(false);
            }
            Kind::Batch(next) => {
                let text = text_of(piece)?;
                *next +=
                    read_batch(&text, *next, sink).map_err(|error| Error::internal(error.to_string()))?;
            }
            Kind::File(reader) => {
                let bytes = piece.unchecked_ref::<Uint8Array>().to_vec();
                reader.push(&bytes, sink).map_err(unreadable)?;
            }
        }
        Ok(true)
    }

    /// Nobody will pull any more.
    pub(crate) fn cancel(&self, reason: &JsValue) {
        if let Some(cancel) = js::function(&js::property(&self.object, "cancel")) {
            // The source is told as a courtesy: what it makes of it changes nothing here.
            let _ = cancel.call1(&self.object, reason);
        }
    }
}

/// The source threw: kept as the cause.
pub(crate) fn source_failed(cause: JsValue) -> Failure {
    let said = js::property(&cause, "message")
        .as_string()
        .unwrap_or_else(|| "it threw".to_owned());
    let error = Error::invalid(
        "attendees",
        "SOURCE_FAILED",
        format!("the source of the attendees failed: {said}"),
    );
    Failure::from(error).caused_by(cause)
}
