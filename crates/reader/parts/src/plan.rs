//! Which column is read as which field: what the recogniser says, and what the caller says over it.

use std::borrow::Cow;

use meshi_partner_core::attendee::json::write_string;
use meshi_partner_core::attendee::{IdSource, rules};

use crate::error::{ReadError, codes};
use crate::headers::{distinct, said};
use crate::options::{Field, Options};
use crate::plan_error::{ambiguous, no_name};
use crate::recognise::MOST_COLUMNS;
use crate::recognise::claim::{self, Reading};
use crate::recognise::content::Content;
use crate::recognise::decide::{self, Decision, Decisions};
use crate::recognise::groups;
use crate::recognise::normalise::compact;
use crate::recorded::{Recorded, fingerprint};

pub use crate::column::{Column, Evidence, Suggestion, Use};

/// Where an attendee's id comes from. The file's columns decide on it, never what its rows hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IdRule {
    /// From a column of ids.
    Column,
    /// Derived from the number of an order or a booking, and the e-mail address or else the name.
    Number,
    /// Derived from the e-mail address.
    Email,
    /// From nothing.
    #[default]
    Nothing,
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
    /// Where ids come from.
    pub ids: IdRule,
    /// The column of an order's number, where ids are derived from it.
    pub order: Option<usize>,
    /// The decision in a form that a token can hold.
    pub recorded: Option<Recorded>,
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

    /// Where ids come from, for the messages of an import.
    pub fn id_source(&self) -> IdSource<'_> {
        match self.ids {
            IdRule::Column => self
                .header(Field::AttendeeId)
                .map_or(IdSource::Given, IdSource::Column),
            IdRule::Number => IdSource::NumberAndEmail,
            IdRule::Email => IdSource::Email,
            IdRule::Nothing => IdSource::Given,
        }
    }

    /// Whether some column is a name or a half of one.
    fn has_name(&self) -> bool {
        [Field::Name, Field::FirstName, Field::LastName]
            .into_iter()
            .any(|field| self.source(field).is_some())
    }

    /// Decides on every column of a table with these header cells and first rows.
    ///
    /// # Errors
    /// As [`Self::new`], and when no column is a name.
    #[cold]
    #[inline(never)]
    pub fn of_table(
        mut headers: Vec<Cow<'_, str>>,
        rows: &[Vec<String>],
        options: &Options,
    ) -> Result<Self, ReadError> {
        for header in &mut headers {
            rules::tidy_in_place(header);
        }
        // Columns at the end without a header are columns if they hold something.
        let last = |row: &Vec<String>| {
            row.iter()
                .take(headers.len())
                .rposition(|cell| !cell.trim().is_empty())
        };
        let in_rows = rows.iter().filter_map(last).max();
        let last = headers.iter().rposition(|header| !header.is_empty()).max(in_rows);
        let filled = last.map_or(0, |last| last + 1);
        if filled > MOST_COLUMNS {
            return Err(ReadError::new(
                codes::TOO_MANY_COLUMNS,
                format!(
                    "The file has {filled} columns, and at most {MOST_COLUMNS} are read: leave out those that are not about attendees."
                ),
            ));
        }
        let given: Vec<&str> = headers.iter().take(filled).map(AsRef::as_ref).collect();
        let rows: Vec<Vec<&str>> = rows
            .iter()
            .map(|row| row.iter().take(filled).map(String::as_str).collect())
            .collect();
        let plan = Self::new(&given, &rows, options, true)?;
        if plan.has_name() {
            Ok(plan)
        } else {
            Err(no_name(&plan.columns))
        }
    }

    /// Decides on every column.
    ///
    /// # Errors
    /// When two columns claim one field that must not be guessed, or, if `strict`, when the caller names a column that is
    /// not there.
    #[cold]
    #[inline(never)]
    pub fn new(
        given: &[&str],
        rows: &[Vec<&str>],
        options: &Options,
        strict: bool,
    ) -> Result<Self, ReadError> {
        let headers = distinct(given);
        let fingerprint = fingerprint(given.iter().copied());
        let mut contents = vec![Content::default(); headers.len()];
        for row in rows {
            for (content, cell) in contents.iter_mut().zip(row) {
                content.see(cell);
            }
        }
        let (said, settled) = said(&headers, options, strict)?;
        let recorded = options.recorded.as_ref();
        let decisions = match recorded {
            Some(recorded) if recorded.fingerprint != fingerprint => {
                return Err(ReadError::new(
                    codes::OTHER_ATTENDEES,
                    "The columns of the file are not those of the file that the token was made with: resume with the same file, or start anew.",
                ));
            }
            Some(recorded) => as_recorded(recorded, headers.len()),
            None => {
                let mut readings: Vec<Reading> = given.iter().map(|header| claim::read(header)).collect();
                groups::leave_to_attendee(given, &contents, &mut readings);
                let taken: Vec<bool> = said.iter().map(Option::is_some).collect();
                let table = decide::Table {
                    readings: &readings,
                    contents: &contents,
                    taken: &taken,
                    settled: &settled,
                    rows,
                };
                decide::decide(&table).map_err(|found| ambiguous(found, &headers))?
            }
        };
        let other = if options.raw { Use::Raw } else { Use::Ignored };
        let mut columns = Vec::with_capacity(headers.len());
        for (((header, said), decision), content) in headers
            .into_iter()
            .zip(said)
            .zip(&decisions.columns)
            .zip(contents)
        {
            columns.push(match said {
                Some(used) => Column {
                    header,
                    used,
                    evidence: matches!(used, Use::Field(_)).then_some(Evidence::Mapping),
                    confidence: 100,
                    suggestion: None,
                    samples: content.shown,
                },
                None => column(header, *decision, other, content.shown),
            });
        }
        let mut fields: Vec<Option<Field>> =
            decisions.columns.iter().map(|decision| decision.field).collect();
        while fields.last() == Some(&None) {
            fields.pop();
        }
        let mut plan = Self::of_columns(columns);
        plan.decide_ids(decisions.order);
        plan.recorded = Some(Recorded {
            place: None,
            fingerprint,
            fields,
            order: plan.order,
        });
        Ok(plan)
    }

    /// The plan of columns that are decided on.
    pub fn of_columns(columns: Vec<Column>) -> Self {
        let mut plan = Self::default();
        for (index, column) in columns.iter().enumerate() {
            match column.used {
                Use::Field(field) => {
                    if let Some(source) = plan.sources.get_mut(field as usize) {
                        *source = Some(index);
                    }
                }
                Use::Raw => {
                    let mut key = String::new();
                    write_string(&column.header, &mut key);
                    key.push(':');
                    plan.raw.push((index, key));
                }
                Use::Ignored => {}
            }
        }
        plan.columns = columns;
        plan
    }

    /// The plan with the ids of the file that it is a part of.
    #[must_use]
    pub(crate) fn with_ids(mut self, ids: IdRule, order: Option<usize>) -> Self {
        (self.ids, self.order) = (ids, order);
        self
    }

    fn decide_ids(&mut self, order: Option<usize>) {
        self.order = None;
        self.ids = if self.source(Field::AttendeeId).is_some() {
            IdRule::Column
        } else if order.is_some() {
            self.order = order;
            IdRule::Number
        } else if self.source(Field::Email).is_some() {
            IdRule::Email
        } else {
            IdRule::Nothing
        };
    }
}

fn column(header: String, decision: Decision, other: Use, samples: Vec<String>) -> Column {
    let Decision {
        field,
        evidence,
        confidence,
        suggestion,
    } = decision;
    Column {
        header,
        used: field.map_or(other, Use::Field),
        evidence,
        confidence: match (field, suggestion) {
            (Some(_), _) => confidence,
            (None, Some(suggestion)) => 100 - suggestion.confidence,
            (None, None) => 95,
        },
        suggestion,
        samples,
    }
}

/// The column of a key that was met after the decision: its header alone tells, and only what is missing is taken.
pub(crate) fn late_column(header: &str, known: &[Column], options: &Options) -> Column {
    let other = if options.raw { Use::Raw } else { Use::Ignored };
    let means = |said: &str| said == header || compact(said) == compact(header);
    let is_used = |field: Field| known.iter().any(|column| column.used == Use::Field(field));
    let mapped = options
        .mapping
        .iter()
        .find(|entry| entry.header.as_deref().is_some_and(means));
    let used = if options.ignore.iter().any(|said| means(said)) {
        Use::Ignored
    } else {
        mapped
            .filter(|entry| !is_used(entry.field))
            .map_or(other, |entry| Use::Field(entry.field))
    };
    let evidence = matches!(used, Use::Field(_)).then_some(Evidence::Mapping);
    Column {
        header: header.to_owned(),
        used,
        evidence,
        confidence: 95,
        suggestion: None,
        samples: Vec::new(),
    }
}

/// What an earlier reading decided.
fn as_recorded(recorded: &Recorded, count: usize) -> Decisions {
    let field = |index: usize| recorded.fields.get(index).copied().flatten();
    let columns = (0..count).map(|index| Decision {
        field: field(index),
        evidence: field(index).map(|_| Evidence::Name),
        confidence: 95,
        suggestion: None,
    });
    Decisions {
        columns: columns.collect(),
        order: recorded.order.filter(|order| *order < count),
    }
}
