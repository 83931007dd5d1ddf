//! Reads attendee files as people have them, CSV, TSV, JSON and NDJSON, into checked attendees in wire shape.
//!
//! Bytes go in, in chunks of any size; rows and rejections come out at a [`Sink`], each data row once, the same
//! whatever the chunks. No more than one record is held. There is no I/O here.

mod csv;
mod quick;
mod table;

pub use meshi_partner_core::attendee::{BatchError, IdSource, Rejection, Row, Sink, Warning};
pub use meshi_partner_reader_parts::error::{OptionsError, ReadError, codes};
pub use meshi_partner_reader_parts::id::{derive_id, derive_number_id, derive_text_id};
pub use meshi_partner_reader_parts::options::{Encoding, Field, Format, Mapping, Options};
pub use meshi_partner_reader_parts::plan::{Column, Evidence, Suggestion, Use};
pub use meshi_partner_reader_parts::recognise::VERSION as RECOGNISER_VERSION;
pub use meshi_partner_reader_parts::recorded::Recorded;

use meshi_partner_reader_parts::decode::Decoder;
use meshi_partner_reader_parts::json::JsonReader;
use table::Table;

/// Reads one file.
///
/// ```
/// use meshi_partner_reader::{Options, Reader, Rejection, Row, Sink, Warning};
///
/// #[derive(Default)]
/// struct Names(Vec<String>);
/// impl Sink for Names {
///     fn row(&mut self, row: Row<'_>) {
///         self.0.push(row.json.to_owned());
///     }
///     fn reject(&mut self, rejection: Rejection) {
///         self.0.push(rejection.message);
///     }
///     fn warn(&mut self, warning: Warning) {
///         self.0.push(warning.message);
///     }
/// }
///
/// let mut sink = Names::default();
/// let mut reader = Reader::new(Options::default())?;
/// reader.push(b"Ticket ID,Full name\nt1,Ada Lov", &mut sink)?;
/// reader.push(b"elace\nt2,\n", &mut sink)?;
/// reader.finish(&mut sink)?;
/// assert_eq!(
///     sink.0,
///     [
///         r#"{"attendee_id":"t1","name":"Ada Lovelace"}"#,
///         r#"line 3: column "Full name": name is required and must not be blank"#,
///     ]
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Reader {
    options: Options,
    decoder: Decoder,
    stage: Stage,
    failed: Option<ReadError>,
}

#[derive(Debug)]
enum Stage {
    /// Nothing but white space has come, which may yet be the beginning of a table.
    Start(Vec<u8>),
    Table(Box<Table>),
    Json(Box<JsonReader>),
}

impl Reader {
    /// A reader at the start of a file.
    ///
    /// # Errors
    /// When an option has a value that it cannot have.
    pub fn new(options: Options) -> Result<Self, OptionsError> {
        options.check()?;
        let decoder = Decoder::new(options.encoding);
        Ok(Self {
            options,
            decoder,
            stage: Stage::Start(Vec::new()),
            failed: None,
        })
    }

    /// Reads the next bytes of the file; rows go to `sink` as they are complete.
    ///
    /// # Errors
    /// When the file as a whole cannot be read, or not on from here. Every later call gives the same error.
    pub fn push(&mut self, chunk: &[u8], sink: &mut dyn Sink) -> Result<(), ReadError> {
        self.guarded(|reader| {
            let (text, encoding) = reader.decoder.decode(chunk)?;
            reader.stage.push(text, &reader.options, encoding, sink)
        })
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When the file is empty or breaks off.
    pub fn finish(&mut self, sink: &mut dyn Sink) -> Result<(), ReadError> {
        self.guarded(|reader| {
            let (rest, encoding) = reader.decoder.finish()?;
            reader.stage.push(rest, &reader.options, encoding, sink)?;
            reader.stage.finish(&reader.options, encoding, sink)
        })
    }

    fn guarded(&mut self, work: impl FnOnce(&mut Self) -> Result<(), ReadError>) -> Result<(), ReadError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let result = work(self);
        self.failed = result.clone().err();
        result
    }

    /// The columns and what each is used for: empty until the header has been read.
    pub fn columns(&self) -> &[Column] {
        match &self.stage {
            Stage::Table(table) => table.plan().map_or(&[], |plan| &plan.columns),
            Stage::Json(json) => json.columns(),
            Stage::Start(_) => &[],
        }
    }

    /// The decision on the columns, once it is taken, for a resume token: no header text, no data.
    pub fn recorded(&self) -> Option<&Recorded> {
        match &self.stage {
            Stage::Table(table) => table.plan()?.recorded.as_ref(),
            Stage::Json(json) => json.recorded(),
            Stage::Start(_) => None,
        }
    }

    /// Takes over the decision of an earlier reading of the same file. To be called before anything is read.
    pub fn resume(&mut self, recorded: Recorded) {
        self.options.recorded = Some(recorded);
    }

    /// Shows each row to [`Sink::keep`] before it is counted. To be called before anything is read.
    pub fn filter(&mut self) {
        self.options.filters = true;
    }

    /// The data rows met so far, rejected ones too.
    pub fn rows(&self) -> u64 {
        match &self.stage {
            Stage::Table(table) => table.rows(),
            Stage::Json(json) => json.rows(),
            Stage::Start(_) => 0,
        }
    }
}

impl Stage {
    fn push(
        &mut self,
        text: &[u8],
        options: &Options,
        encoding: Encoding,
        sink: &mut dyn Sink,
    ) -> Result<(), ReadError> {
        if let Self::Start(held) = self {
            let table = matches!(options.format, Format::Csv | Format::Tsv) || options.delimiter.is_some();
            let blank = text.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let first = text.get(blank);
            let table = table || held.len() + blank > options.max_record_bytes;
            let stage = match (options.format, first) {
                (Format::Json | Format::Ndjson, _) => Self::json(),
                (_, Some(b'[' | b'{')) if !table => Self::json(),
                (_, None) if !table => {
                    held.extend_from_slice(text);
                    return Ok(());
                }
                _ => Self::Table(Box::new(Table::new())),
            };
            let held = std::mem::take(held);
            *self = stage;
            self.push(&held, options, encoding, sink)?;
        }
        match self {
            Self::Table(table) => table.push(text, options, encoding, sink),
            Self::Json(json) => json.push(text, options, encoding, sink),
            Self::Start(_) => Ok(()),
        }
    }

    fn json() -> Self {
        Self::Json(Box::default())
    }

    fn finish(
        &mut self,
        options: &Options,
        encoding: Encoding,
        sink: &mut dyn Sink,
    ) -> Result<(), ReadError> {
        match self {
            Self::Table(table) => table.finish(options, encoding, sink),
            Self::Json(json) => json.finish(options, sink),
            Self::Start(_) => Err(ReadError::new(
                codes::EMPTY_FILE,
                "the file is empty: it needs attendees",
            )),
        }
    }
}
