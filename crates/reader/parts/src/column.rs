//! A column: what it is used for, and why.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::options::Field;
pub use crate::recognise::decide::{Evidence, Suggestion};

/// What a column is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It is read as this field.
    Field(Field),
    /// It goes into `raw` under its header.
    Raw,
    /// It is left out.
    Ignored,
}

impl Use {
    fn name(self) -> &'static str {
        match self {
            Self::Field(field) => field.name(),
            Self::Raw => "raw",
            Self::Ignored => "ignored",
        }
    }
}

impl Serialize for Use {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A column of the file, what it is used for, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The header as written; a second one of the same text has ` (2)` after it, an empty one is `Column 5`.
    pub header: String,
    /// What it is used for.
    pub used: Use,
    /// What speaks for the field.
    pub evidence: Option<Evidence>,
    /// How sure the decision is, in percent.
    pub confidence: u8,
    /// A field that it could be, where that was too doubtful to use it.
    pub suggestion: Option<Suggestion>,
    /// The first different values, shortened; at most three.
    pub samples: Vec<String>,
}

impl Serialize for Evidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Name => "name",
            Self::Content => "content",
            Self::Both => "both",
            Self::Mapping => "mapping",
        })
    }
}

impl Serialize for Suggestion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut suggestion = serializer.serialize_struct("Suggestion", 2)?;
        suggestion.serialize_field("field", self.field.name())?;
        suggestion.serialize_field("confidence", &(f64::from(self.confidence) / 100.0))?;
        suggestion.end()
    }
}

impl Serialize for Column {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = 5 + usize::from(self.suggestion.is_some());
        let mut column = serializer.serialize_struct("Column", fields)?;
        column.serialize_field("header", &self.header)?;
        column.serialize_field("field", &self.used)?;
        column.serialize_field("evidence", &self.evidence)?;
        column.serialize_field("confidence", &(f64::from(self.confidence) / 100.0))?;
        if let Some(suggestion) = &self.suggestion {
            column.serialize_field("suggestion", suggestion)?;
        }
        column.serialize_field("samples", &self.samples)?;
        column.end()
    }
}
