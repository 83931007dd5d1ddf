//! Where attendee rows come from: a JavaScript object that is pulled, and a reader for what it gives.

use js_sys::{Function, Uint8Array};
use meshi_partner_core::Error;
use meshi_partner_core::attendee::{Sink, read_batch};
use meshi_partner_core::error::Result;
use meshi_partner_core::value::Value;
use meshi_partner_reader::{Reader, Recorded};
use wasm_bindgen::{JsCast, JsValue};

use crate::convert::text_of;
use crate::error::Failure;
use crate::js;
use crate::reader::{Filtered, filter_from, reader_from};
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
    /// The bytes of a file, and the caller's `where`.
    File(Box<Reader>, Option<Function>),
}

impl Feed {
    pub(crate) fn read(object: &JsValue) -> Result<Self> {
        let Some(pull) = js::function(&js::property(object, "pull")) else {
            return Err(Error::config("feed", "must have a function pull"));
        };
        let kind = match js::property(object, "format").as_string().as_deref() {
            Some("batch") => Kind::Batch(1),
            Some("file") => {
                let filter = filter_from(&js::property(object, "where"))?;
                let reader = reader_from(&js::property(object, "options"), filter.as_ref())?;
                Kind::File(Box::new(reader), filter)
            }
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

    /// Takes over what an earlier reading of the same file decided, as a token holds it.
    pub(crate) fn resume(&mut self, decision: &Value) -> Result<()> {
        let Kind::File(reader, _) = &mut self.kind else {
            return Ok(());
        };
        let message = "holds a decision on the attendee file of another version of this package: resume with that \
                       version, or start anew";
        let recorded = Recorded::from_value(decision);
        reader.resume(recorded.ok_or_else(|| Error::invalid("token", "TOKEN_VERSION", message))?);
        Ok(())
    }

    /// Reads a piece; false: it was the end.
    pub(crate) fn take(
        &mut self,
        piece: &JsValue,
        sink: &mut dyn Sink,
    ) -> core::result::Result<bool, Failure> {
        let is_end = piece.is_undefined() || piece.is_null();
        match &mut self.kind {
            Kind::Batch(_) if is_end => {}
            Kind::Batch(next) => {
                let text = text_of(piece)?;
                *next +=
                    read_batch(&text, *next, sink).map_err(|error| Error::internal(error.to_string()))?;
            }
            Kind::File(reader, filter) => {
                let mut sink = Filtered::new(sink, filter.as_ref());
                let read = if is_end {
                    reader.finish(&mut sink)
                } else {
                    reader.push(&piece.unchecked_ref::<Uint8Array>().to_vec(), &mut sink)
                };
                sink.end(read)?;
            }
        }
        Ok(!is_end)
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
