//! What keeps a file's columns from being decided on.

use crate::column::{Column, Use};
use crate::error::{ReadError, codes, suggestion};
use crate::options::Field;
use crate::recognise::decide::{Ambiguous, SURE};

/// The error of a column that the caller names in `option` and that is not among `headers`.
pub(crate) fn unknown_column(option: &str, header: &str, headers: &[String]) -> ReadError {
    let hint = suggestion(header, headers.iter().take(1_000).map(String::as_str));
    ReadError::new(
        codes::UNKNOWN_COLUMN,
        format!(
            "{option} names the column {header:?}, which the file does not have.{hint} Its columns are {}",
            list(headers)
        ),
    )
}

/// Headers for a message; the first 40 of them.
fn list(headers: &[String]) -> String {
    let mut text = headers
        .iter()
        .take(40)
        .map(|header| format!("{header:?}"))
        .collect::<Vec<_>>()
        .join(", ");
    if headers.len() > 40 {
        text.push_str(", …");
    }
    text
}

/// The error of two columns that can both be one field.
pub(crate) fn ambiguous(found: Ambiguous, headers: &[String]) -> ReadError {
    let header = |index: usize| headers.get(index).map_or("", String::as_str);
    let (one, other, name) = (header(found.first), header(found.second), found.field.name());
    ReadError::new(
        codes::AMBIGUOUS_COLUMNS,
        format!(
            "the columns {one:?} and {other:?} can both be {name}: say which one is, with mapping: {{ {name}: {one:?} }}"
        ),
    )
}

/// The error of a table without a name.
pub(crate) fn no_name(columns: &[Column]) -> ReadError {
    let headers: Vec<String> = columns.iter().map(|column| column.header.clone()).collect();
    let could_be: Vec<String> = columns
        .iter()
        .filter(|column| {
            let field = column.suggestion.map(|suggestion| suggestion.field);
            matches!(field, Some(Field::Name | Field::FirstName | Field::LastName))
        })
        .map(|column| column.header.clone())
        .collect();
    // The one column that holds nothing but people.
    let likely = columns
        .iter()
        .filter(|column| !matches!(column.used, Use::Field(_)))
        .find(|column| {
            column
                .suggestion
                .is_some_and(|it| it.field == Field::Name && it.confidence >= SURE)
        });
    if let Some(column) = likely {
        let header = &column.header;
        return ReadError::new(
            codes::NO_NAME_COLUMN,
            format!(
                "No header says that it is the attendee's name, but the column {header:?} holds names of people: if they are the \
                 attendees, say so with mapping: {{ name: {header:?} }}. The columns are {}.",
                list(&headers)
            ),
        );
    }
    let hint = if could_be.is_empty() {
        String::new()
    } else {
        format!(" {} could be of another person, or is in doubt.", list(&could_be))
    };
    ReadError::new(
        codes::NO_NAME_COLUMN,
        format!(
            "no column is the attendee's name. The columns are {}.{hint} Say which one is, with \
             mapping: {{ name: \"…\" }} or mapping: {{ first_name: \"…\", last_name: \"…\" }}",
            list(&headers)
        ),
    )
}
