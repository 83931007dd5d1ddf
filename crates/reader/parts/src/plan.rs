//! Which column is read as which field: the headers, what they mean, and what the caller says over them.

use std::borrow::Cow;

use meshi_partner_core::attendee::json::write_string;
use meshi_partner_core::attendee::rules;
use serde::{Serialize, Serializer};

use crate::error::{ReadError, codes, suggestion};
use crate::headers::{self, Claim, Half, fold};
use crate::options::{Field, Options};

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

impl Serialize for Use {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Field(field) => field.name(),
            Self::Raw => "raw",
            Self::Ignored => "ignored",
        })
    }
}

/// A column of the file and what it is used for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// The header as written; a second one of the same text has ` (2)` after it, an empty one is `Column 5`.
    pub header: String,
    /// What it is used for: a field's name, `raw` or `ignored`.
    #[serde(rename = "field")]
    pub used: Use,
}

/// The columns of a table, or the keys of a JSON element.
#[derive(Debug, Default)]
pub struct Plan {
    /// All columns, in their order.
    pub columns: Vec<Column>,
    /// By [`Field`], the column that it is read from.
    sources: [Option<usize>; 8],
    /// The columns that go into `raw`, each with its key as JSON text, colon included.
    pub raw: Vec<(usize, String)>,
}

impl Plan {
    /// The column that `field` is read from.
    #[inline]
    pub fn source(&self, field: Field) -> Option<usize> {
        self.sources.get(field as usize).copied().flatten()
    }

    /// The header of the column that `field` is read from.
    pub fn header(&self, field: Field) -> Option<&str> {
        self.source(field)
            .and_then(|index| self.columns.get(index))
            .map(|column| column.header.as_str())
    }

    /// Whether some column is a name or a half of one.
    fn has_name(&self) -> bool {
        [Field::Name, Field::FirstName, Field::LastName]
            .into_iter()
            .any(|field| self.source(field).is_some())
    }

    /// Decides on every column of a table with these header cells.
    ///
    /// # Errors
    /// As [`Self::new`], and when no column is a name.
    #[cold]
    #[inline(never)]
    pub fn of_table(mut headers: Vec<Cow<'_, str>>, options: &Options) -> Result<Self, ReadError> {
        for header in &mut headers {
            rules::tidy_in_place(header);
        }
        let filled = headers
            .iter()
            .rposition(|header| !header.is_empty())
            .map_or(0, |last| last + 1);
        let plan = Self::new(headers.iter().take(filled).map(AsRef::as_ref), options, true)?;
        if plan.has_name() {
            Ok(plan)
        } else {
            Err(no_name(&plan.columns))
        }
    }

    /// Decides on every column.
    ///
    /// # Errors
    /// When two columns claim one field, or, if `strict`, when the caller names a column that is not there.
    #[cold]
    #[inline(never)]
    pub fn new<'a>(
        given: impl IntoIterator<Item = &'a str>,
        options: &Options,
        strict: bool,
    ) -> Result<Self, ReadError> {
        let given: Vec<&str> = given.into_iter().collect();
        let headers = distinct(&given);
        let mut decided = vec![None; headers.len()];
        for header in &options.ignore {
            set(
                &mut decided,
                find_or(strict, "ignore", header, &headers)?,
                Use::Ignored,
            );
        }
        let mut settled = Vec::new();
        for entry in &options.mapping {
            settled.push(entry.field);
            if let Some(header) = &entry.header {
                let option = ["mapping.", entry.field.name()].concat();
                set(
                    &mut decided,
                    find_or(strict, &option, header, &headers)?,
                    Use::Field(entry.field),
                );
            }
        }
        claim_columns(&given, &headers, &mut decided, &settled)?;

        let other = if options.raw { Use::Raw } else { Use::Ignored };
        let mut plan = Self::default();
        for (index, (header, used)) in headers.into_iter().zip(decided).enumerate() {
            let used = used.unwrap_or(other);
            match used {
                Use::Field(field) => {
                    if let Some(source) = plan.sources.get_mut(field as usize) {
                        *source = Some(index);
                    }
                }
                Use::Raw => {
                    let mut key = String::new();
                    write_string(&header, &mut key);
                    key.push(':');
                    plan.raw.push((index, key));
                }
                Use::Ignored => {}
            }
            plan.columns.push(Column { header, used });
        }
        Ok(plan)
    }
}

fn set(decided: &mut [Option<Use>], index: Option<usize>, used: Use) {
    if let Some(place) = index.and_then(|index| decided.get_mut(index)) {
        *place = Some(used);
    }
}

/// The headers, made distinct.
fn distinct(given: &[&str]) -> Vec<String> {
    let mut headers: Vec<String> = Vec::new();
    for (index, header) in given.iter().enumerate() {
        let base = if header.is_empty() {
            format!("Column {}", index + 1)
        } else {
            (*header).to_owned()
        };
        let mut header = base.clone();
        let mut count = 1;
        while headers.contains(&header) {
            count += 1;
            header = format!("{base} ({count})");
        }
        headers.push(header);
    }
    headers
}

/// The column that the caller means by `header`: of that text, else of that folded text.
pub fn find(header: &str, headers: &[String]) -> Option<usize> {
    let folded = fold(header);
    let alike = |known: &String| !folded.is_empty() && fold(known) == folded;
    headers
        .iter()
        .position(|known| known == header)
        .or_else(|| headers.iter().position(alike))
}

/// [`find`], where a column that is not there is an error if `strict`.
fn find_or(strict: bool, option: &str, header: &str, headers: &[String]) -> Result<Option<usize>, ReadError> {
    match find(header, headers) {
        None if strict => Err(unknown_column(option, header, headers)),
        found => Ok(found),
    }
}

/// The error of a column that the caller names in `option` and that is not among `headers`.
pub fn unknown_column(option: &str, header: &str, headers: &[String]) -> ReadError {
    let hint = suggestion(header, headers.iter().map(String::as_str));
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

/// Gives each field that is not settled the column with the best claim to it.
///
/// `given` are the headers as written, `headers` the same made distinct.
fn claim_columns(
    given: &[&str],
    headers: &[String],
    decided: &mut [Option<Use>],
    settled: &[Field],
) -> Result<(), ReadError> {
    let folded: Vec<String> = given.iter().map(|header| fold(header)).collect();
    let mut claims: Vec<Option<Claim>> = given
        .iter()
        .zip(decided.iter())
        .map(|(header, used)| {
            if used.is_none() {
                headers::recognise(header)
            } else {
                None
            }
        })
        .collect();
    settle_halves(&folded, decided, &mut claims);

    for field in Field::ALL {
        if settled.contains(&field) {
            continue;
        }
        let claimants = || {
            claims
                .iter()
                .enumerate()
                .filter_map(|(index, claim)| Some((index, (*claim)?)))
        };
        let mut best = claimants().filter(|(_, claim)| claim.field == field);
        let Some(rank) = best.by_ref().map(|(_, claim)| claim.rank).min() else {
            continue;
        };
        let mut winners = claimants()
            .filter(|(_, claim)| claim.field == field && claim.rank == rank)
            .map(|(index, _)| index);
        let winner = winners.next();
        // Ids but `attendee_id` itself, and answers to free questions: the first one serves.
        let first_serves = rank >= 20 || (field == Field::AttendeeId && rank > 0);
        if let (Some(first), Some(second), false) = (winner, winners.next(), first_serves) {
            return Err(ambiguous(field, headers, first, second));
        }
        set(decided, winner, Use::Field(field));
    }
    Ok(())
}

/// `Nom` is a last name beside `Prénom`, and `Nombre` a first name beside `Apellidos`.
fn settle_halves(folded: &[String], decided: &[Option<Use>], claims: &mut [Option<Claim>]) {
    let has = |claims: &[Option<Claim>], field| {
        decided.contains(&Some(Use::Field(field)))
            || claims.iter().flatten().any(|claim| claim.field == field)
    };
    let (has_first, has_last) = (has(claims, Field::FirstName), has(claims, Field::LastName));
    let beside_first = folded
        .iter()
        .any(|header| headers::is_first_name_beside_name(header));
    for (header, claim) in folded.iter().zip(claims.iter_mut()) {
        let Some(claim) = claim else { continue };
        match headers::half(header) {
            Some(Half::LastIfFirst) if !has_last && has_first && (beside_first || header == "nom") => {
                claim.field = Field::LastName;
            }
            Some(Half::FirstIfLast) if has_last && !has_first => claim.field = Field::FirstName,
            _ => {}
        }
    }
}

fn ambiguous(field: Field, headers: &[String], first: usize, second: usize) -> ReadError {
    let header = |index: usize| headers.get(index).map_or("", String::as_str);
    let (one, other, name) = (header(first), header(second), field.name());
    ReadError::new(
        codes::AMBIGUOUS_COLUMNS,
        format!(
            "the columns {one:?} and {other:?} can both be {name}: say which one is, with mapping: {{ {name}: {one:?} }}"
        ),
    )
}

/// The error of a table without a name.
fn no_name(columns: &[Column]) -> ReadError {
    let headers: Vec<String> = columns.iter().map(|column| column.header.clone()).collect();
    ReadError::new(
        codes::NO_NAME_COLUMN,
        format!(
            "no column is the attendee's name. The columns are {}. Say which one is, with \
             mapping: {{ name: \"…\" }} or mapping: {{ first_name: \"…\", last_name: \"…\" }}",
            list(&headers)
        ),
    )
}
