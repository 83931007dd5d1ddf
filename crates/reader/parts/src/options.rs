//! What a caller may say about a file, as Rust values or as the JSON of a JavaScript options object.

mod check;

use meshi_partner_core::value::Value;
use serde::Serialize;

use crate::error::{OptionsError, suggestion};
use crate::recognise::head::Place;
use crate::recorded::Recorded;

/// How the file is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Found out from the content.
    #[default]
    Auto,
    /// A table with a delimiter, which is found out from the header unless it is given.
    Csv,
    /// A table with tabs.
    Tsv,
    /// One JSON array, or an object that holds one under `attendees`, `items`, `data`, `guests`, `entries`,
    /// `results` or `registrations`.
    Json,
    /// One JSON object a line.
    Ndjson,
}

/// How the file's characters are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Found out: a byte order mark, else UTF-16 by its zero bytes, else UTF-8; and Windows-1252 for a table
    /// whose first row that is not ASCII cannot be UTF-8.
    #[default]
    Auto,
    /// UTF-8; a row that is not is rejected.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252, what Excel's plain "CSV" is in western Europe and America.
    Windows1252,
}

/// What a column can be read as. All but the two halves of a name are fields of the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The partner's own id of the attendee.
    AttendeeId,
    /// The full name.
    Name,
    /// The first name; used with the last name where a row has no full name.
    FirstName,
    /// The last name.
    LastName,
    /// The e-mail address.
    Email,
    /// The `LinkedIn` address.
    LinkedinUrl,
    /// The job title.
    Title,
    /// The company or organisation.
    Company,
}

impl Field {
    /// Every field, in the order of the wire.
    pub const ALL: [Self; 8] = [
        Self::AttendeeId,
        Self::Name,
        Self::FirstName,
        Self::LastName,
        Self::Email,
        Self::LinkedinUrl,
        Self::Title,
        Self::Company,
    ];

    /// The field's name, as on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::AttendeeId => "attendee_id",
            Self::Name => "name",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Email => "email",
            Self::LinkedinUrl => "linkedin_url",
            Self::Title => "title",
            Self::Company => "company",
        }
    }

    /// The field of that name, if there is one.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// One entry of [`Options::mapping`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The field.
    pub field: Field,
    /// The header of the column that the field is read from; `None` for "from no column".
    pub header: Option<String>,
}

/// How to read a file. The default finds everything out by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The layout.
    pub format: Format,
    /// The characters.
    pub encoding: Encoding,
    /// Which column is which field, over what the headers say. Headers are compared as written first, then
    /// without regard to case, spaces, punctuation and accents.
    pub mapping: Vec<Mapping>,
    /// Columns that are left out altogether, also from `raw`.
    pub ignore: Vec<String>,
    /// Whether columns that are no field go into `raw`.
    pub raw: bool,
    /// The delimiter of a table, in ASCII.
    pub delimiter: Option<u8>,
    /// The longest record that is held, in bytes of UTF-8: a row of a table or an element of a JSON file. A bound
    /// of this reader, not of the API. A longer row is rejected, without being held.
    pub max_record_bytes: usize,
    /// Rows before the header row that are not looked at: titles and the like.
    pub skip_rows: usize,
    /// The row of headers, counted from 1 with every row before it. Found by itself where it is not given.
    pub header_row: Option<usize>,
    /// Whether each row is shown to [`Sink::keep`](meshi_partner_core::attendee::Sink::keep) before it is counted.
    pub filters: bool,
    /// What an earlier reading of the same file decided; it is taken over.
    pub recorded: Option<Recorded>,
}

impl Options {
    /// The default of [`Options::max_record_bytes`].
    pub const DEFAULT_MAX_RECORD_BYTES: usize = 1 << 20;
    /// The bounds of [`Options::max_record_bytes`].
    pub const MAX_RECORD_BYTES_RANGE: (usize, usize) = (1 << 10, 64 << 20);

    const KEYS: [&'static str; 9] = [
        "format",
        "encoding",
        "mapping",
        "ignore",
        "raw",
        "delimiter",
        "maxRecordBytes",
        "skipRows",
        "headerRow",
    ];

    /// Where an earlier reading found the header row.
    pub(crate) fn recorded_place(&self) -> Option<Place> {
        self.recorded.as_ref().and_then(|recorded| recorded.place)
    }

    /// The first record that can be the header row.
    pub(crate) fn first_record(&self) -> usize {
        self.header_row
            .map_or(self.skip_rows, |row| row.saturating_sub(1))
    }

    /// Reads options from the JSON of a JavaScript object:
    /// `{ format?, encoding?, mapping?: { name: "Guest", email: null }, ignore?: ["Phone"], raw?, delimiter?,
    /// maxRecordBytes?, skipRows?, headerRow? }`. A key whose value is `null` counts as not given.
    ///
    /// # Errors
    /// When a key or field is unknown, or a value is of the wrong kind.
    pub fn from_json(text: &str) -> Result<Self, OptionsError> {
        let given = Value::parse(text).map_err(|error| {
            let (expected, at) = (error.expected, error.at);
            wrong(
                "options",
                format!("must be an object: expected {expected} at byte {at}"),
            )
        })?;
        let Value::Object(given) = given else {
            return Err(wrong("options", "must be an object"));
        };
        let mut options = Self::default();
        for (key, value) in given.iter() {
            if value.is_null() && Self::KEYS.contains(&key) {
                continue;
            }
            options.set(key, value)?;
        }
        options.check()?;
        Ok(options)
    }

    fn set(&mut self, key: &str, value: &Value) -> Result<(), OptionsError> {
        match key {
            "format" => {
                self.format = pick(
                    key,
                    value,
                    &[
                        ("auto", Format::Auto),
                        ("csv", Format::Csv),
                        ("tsv", Format::Tsv),
                        ("json", Format::Json),
                        ("ndjson", Format::Ndjson),
                    ],
                )?;
            }
            "encoding" => {
                self.encoding = pick(
                    key,
                    value,
                    &[
                        ("auto", Encoding::Auto),
                        ("utf-8", Encoding::Utf8),
                        ("utf-16le", Encoding::Utf16Le),
                        ("utf-16be", Encoding::Utf16Be),
                        ("windows-1252", Encoding::Windows1252),
                    ],
                )?;
            }
            "mapping" => self.mapping = mapping(value)?,
            "ignore" => {
                let headers = value.as_array().and_then(|list| list.iter().map(text).collect());
                self.ignore = headers.ok_or_else(|| wrong(key, "must be an array of headers"))?;
            }
            "raw" => {
                self.raw = value
                    .as_bool()
                    .ok_or_else(|| wrong(key, "must be true or false"))?;
            }
            "delimiter" => {
                let given = value.as_str().unwrap_or_default();
                let [byte] = given.as_bytes() else {
                    return Err(wrong(key, "must be one ASCII character, such as \";\""));
                };
                self.delimiter = Some(*byte);
            }
            "maxRecordBytes" => {
                let bytes = value.as_u64().and_then(|bytes| usize::try_from(bytes).ok());
                self.max_record_bytes = bytes.ok_or_else(|| wrong(key, "must be a whole number of bytes"))?;
            }
            "skipRows" => self.skip_rows = rows(key, value, 0)?,
            "headerRow" => self.header_row = Some(rows(key, value, 1)?),
            _ => {
                let hint = suggestion(key, Self::KEYS);
                return Err(wrong(
                    key,
                    format!("no such option: there are {}.{hint}", Self::KEYS.join(", ")),
                ));
            }
        }
        Ok(())
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            format: Format::Auto,
            encoding: Encoding::Auto,
            mapping: Vec::new(),
            ignore: Vec::new(),
            raw: true,
            delimiter: None,
            max_record_bytes: Self::DEFAULT_MAX_RECORD_BYTES,
            skip_rows: 0,
            header_row: None,
            filters: false,
            recorded: None,
        }
    }
}

fn wrong(option: impl Into<String>, message: impl Into<String>) -> OptionsError {
    OptionsError {
        option: option.into(),
        message: message.into(),
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// The header row is among so many rows.
const MOST_ROWS_ABOVE: u64 = 1_000;

fn rows(option: &str, value: &Value, least: u64) -> Result<usize, OptionsError> {
    let rows = value
        .as_u64()
        .filter(|rows| (least..=MOST_ROWS_ABOVE).contains(rows));
    rows.and_then(|rows| usize::try_from(rows).ok()).ok_or_else(|| {
        wrong(
            option,
            format!("must be a whole number from {least} to {MOST_ROWS_ABOVE}."),
        )
    })
}

fn pick<T: Copy>(option: &str, value: &Value, choices: &[(&str, T)]) -> Result<T, OptionsError> {
    let found = choices
        .iter()
        .find(|(name, _)| value.as_str() == Some(*name))
        .map(|(_, choice)| *choice);
    found.ok_or_else(|| {
        let names: Vec<_> = choices.iter().map(|(name, _)| format!("{name:?}")).collect();
        wrong(option, format!("must be one of {}", names.join(", ")))
    })
}

fn mapping(value: &Value) -> Result<Vec<Mapping>, OptionsError> {
    let shape = "must be an object of field to header, such as { \"name\": \"Guest\", \"title\": null }";
    let entries = value.as_object().ok_or_else(|| wrong("mapping", shape))?;
    let mut mapping = Vec::new();
    for (name, header) in entries.iter() {
        let option = || ["mapping.", name].concat();
        let field = Field::parse(name).ok_or_else(|| {
            let names = Field::ALL.map(Field::name);
            wrong(
                option(),
                format!(
                    "no such field: there are {}.{}",
                    names.join(", "),
                    suggestion(name, names)
                ),
            )
        })?;
        let header = match header {
            Value::Null => None,
            Value::String(header) => Some(header.clone()),
            _ => {
                return Err(wrong(
                    option(),
                    "must be a header of the file, or null for no column",
                ));
            }
        };
        mapping.push(Mapping { field, header });
    }
    Ok(mapping)
}
