//! What ends a reading, as against a rejected row, which does not.

use std::fmt;

use serde::Serialize;

/// The file cannot be read, or not on from here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadError {
    /// A word for programs; see the constants of [`codes`].
    pub code: &'static str,
    /// What is wrong and what to do. Holds headers of the file, but no value of a row.
    pub message: String,
    /// The line of the file at fault, counted from 1, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
}

/// The codes of a [`ReadError`].
pub mod codes {
    /// No text but a workbook, an archive, an image and the like.
    pub const BINARY_FILE: &str = "BINARY_FILE";
    /// A web page or XML, where a table was expected.
    pub const MARKUP_FILE: &str = "MARKUP_FILE";
    /// Nothing in the file.
    pub const EMPTY_FILE: &str = "EMPTY_FILE";
    /// No column can be the attendee's name.
    pub const NO_NAME_COLUMN: &str = "NO_NAME_COLUMN";
    /// Two columns claim one field.
    pub const AMBIGUOUS_COLUMNS: &str = "AMBIGUOUS_COLUMNS";
    /// More columns than are read.
    pub const TOO_MANY_COLUMNS: &str = "TOO_MANY_COLUMNS";
    /// `headerRow` names a row that the file does not have.
    pub const NO_HEADER_ROW: &str = "NO_HEADER_ROW";
    /// The file is not the one that was read before.
    pub const OTHER_ATTENDEES: &str = "OTHER_ATTENDEES";
    /// `mapping` or `ignore` names a column that the file does not have.
    pub const UNKNOWN_COLUMN: &str = "UNKNOWN_COLUMN";
    /// A quote is never closed.
    pub const UNTERMINATED_QUOTE: &str = "UNTERMINATED_QUOTE";
    /// The first line is longer than a record may be.
    pub const HEADER_TOO_LONG: &str = "HEADER_TOO_LONG";
    /// The text of a JSON file breaks off or cannot be cut into elements.
    pub const INVALID_JSON: &str = "INVALID_JSON";
}

impl ReadError {
    /// An error without a line.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            line: None,
        }
    }

    /// The error with its line.
    #[must_use]
    pub fn at(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for ReadError {}

/// An option is unknown or has a value that it cannot have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OptionsError {
    /// The option, such as `delimiter` or `mapping.email`.
    pub option: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for OptionsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.option, self.message)
    }
}

impl std::error::Error for OptionsError {}

/// ` Did you mean "x"?`, for the closest of `known` if one is close, else nothing.
pub(crate) fn suggestion<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let folded = crate::recognise::normalise::compact(given);
    known
        .into_iter()
        .map(|name| {
            (
                distance(&folded, &crate::recognise::normalise::compact(name)),
                name,
            )
        })
        .filter(|(distance, name)| *distance <= 1 + name.chars().count() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map_or_else(String::new, |(_, name)| format!(" Did you mean {name:?}?"))
}

/// Edits between two short texts; long ones count as far apart.
fn distance(a: &str, b: &str) -> usize {
    if a.len() > 100 || b.len() > 100 {
        return usize::MAX;
    }
    let b: Vec<char> = b.chars().collect();
    let mut costs: Vec<usize> = (0..=b.len()).collect();
    for (row, x) in a.chars().enumerate() {
        let mut diagonal = row;
        let mut left = row + 1;
        if let Some(first) = costs.first_mut() {
            *first = left;
        }
        for (cost, y) in costs.iter_mut().skip(1).zip(&b) {
            let here = (diagonal + usize::from(x != *y)).min(left + 1).min(*cost + 1);
            diagonal = *cost;
            left = here;
            *cost = here;
        }
    }
    costs.last().copied().unwrap_or(usize::MAX)
}
