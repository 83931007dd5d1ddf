//! From evidence to a decision: which column is which field, how sure that is, and what is suggested instead.
//!
//! Ids are decided by headers alone: what rows hold must change nobody's id. Whatever is in doubt stays in `raw`.

mod likeness;
mod suggest;
mod weigh;

use likeness::{is_against, is_for, is_half_linkedin, is_proof};

use super::claim::{Certainty, Reading};
use super::content::Content;
use super::names;
use super::steps::step;
use super::words::Meaning;
use crate::options::Field;

/// How sure a suggestion is of the one column that holds nothing but people, in percent.
pub(crate) const SURE: u8 = 60;

/// What speaks for a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// The header.
    Name,
    /// The cells.
    Content,
    /// Header and cells.
    Both,
    /// The caller.
    Mapping,
}

/// A field that a column could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suggestion {
    /// The field.
    pub field: Field,
    /// In percent.
    pub confidence: u8,
}

/// What was decided on a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Decision {
    pub(crate) field: Option<Field>,
    pub(crate) evidence: Option<Evidence>,
    /// In percent.
    pub(crate) confidence: u8,
    pub(crate) suggestion: Option<Suggestion>,
}

/// Two columns that can both be a field that must not be guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ambiguous {
    pub(crate) field: Field,
    pub(crate) first: usize,
    pub(crate) second: usize,
}

/// What is known of the columns.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    pub(crate) readings: &'a [Reading],
    pub(crate) contents: &'a [Content],
    /// Whether the caller decided on a column.
    pub(crate) taken: &'a [bool],
    /// The fields that the caller decided on.
    pub(crate) settled: &'a [Field],
    pub(crate) rows: &'a [Vec<&'a str>],
}

/// What was decided on all columns.
#[derive(Debug, Default)]
pub(crate) struct Decisions {
    pub(crate) columns: Vec<Decision>,
    /// The column of an order's number, where no column is each person's own id.
    pub(crate) order: Option<usize>,
}

impl Table<'_> {
    fn content(&self, column: usize) -> Option<&Content> {
        self.contents.get(column)
    }

    fn reading(&self, column: usize) -> Option<&Reading> {
        self.readings.get(column)
    }

    fn is_free(&self, column: usize) -> bool {
        !self.taken.get(column).copied().unwrap_or(true)
    }

    fn are_equal(&self, columns: &[usize]) -> bool {
        let equal = |row: &Vec<&str>| {
            columns.windows(2).all(|pair| {
                let [one, two] = pair else { return false };
                cell(row, *one) == cell(row, *two)
            })
        };
        !self.rows.is_empty() && self.rows.iter().all(equal)
    }
}

fn cell(row: &[&str], column: usize) -> String {
    step(1);
    row.get(column)
        .map_or_else(String::new, |cell| cell.trim().to_lowercase())
}

/// Decides on every column.
pub(crate) fn decide(table: &Table<'_>) -> Result<Decisions, Ambiguous> {
    let count = table.readings.len();
    let mut work = Work {
        table,
        by_field: vec![Vec::new(); Field::ALL.len()],
        columns: vec![Decision::default(); count],
    };
    let mut orders = Vec::new();
    let is_form = is_form(table.readings);
    let is_first = |reading: &Reading| {
        reading
            .claim
            .is_some_and(|it| it.meaning == Meaning::Field(Field::FirstName))
    };
    let has_first = table.readings.iter().any(is_first);
    for (column, reading) in table.readings.iter().enumerate() {
        let Some(claim) = reading.claim.filter(|_| table.is_free(column)) else {
            continue;
        };
        if is_form && (reading.compact == "id" || (reading.compact == "name" && has_first)) {
            continue;
        }
        if matches!(claim.certainty, Certainty::Other | Certainty::Hint) {
            continue;
        }
        match claim.meaning {
            Meaning::Field(field) => {
                if let Some(list) = work.by_field.get_mut(field as usize) {
                    list.push(column);
                }
            }
            Meaning::Order => orders.push((claim.rank, column)),
        }
    }
    let settled = |field: Field| table.settled.contains(&field);
    let id = if settled(Field::AttendeeId) {
        None
    } else {
        work.best_id()
    };
    let has_id = id.is_some() || settled(Field::AttendeeId);
    let order = orders
        .into_iter()
        .min()
        .map(|(_, column)| column)
        .filter(|_| !has_id);
    for field in [Field::Email, Field::LinkedinUrl, Field::Title, Field::Company] {
        if !settled(field) {
            work.field(field, field == Field::Email && !has_id)?;
        }
    }
    let mut chosen = [None; 3];
    for (place, field) in chosen
        .iter_mut()
        .zip([Field::Name, Field::FirstName, Field::LastName])
    {
        if !settled(field) {
            *place = work.field(field, true)?;
        }
    }
    work.leave_asked(&mut chosen);
    names::settle(table, chosen, &mut work.columns);
    work.suggest();
    Ok(Decisions {
        columns: work.columns,
        order,
    })
}

/// Whether this is the list of a form's responses: its `ID` counts responses, and `Name` and `Email` are of the account that
/// filled it in.
fn is_form(readings: &[Reading]) -> bool {
    step(readings.len());
    let has = |header: &str| readings.iter().any(|reading| reading.compact == header);
    has("starttime") && has("completiontime")
}

struct Work<'t> {
    table: &'t Table<'t>,
    /// By field, the columns whose headers claim it.
    by_field: Vec<Vec<usize>>,
    columns: Vec<Decision>,
}

impl Work<'_> {
    fn claimants(&self, field: Field) -> Vec<(u8, Certainty, usize)> {
        let columns = self.by_field.get(field as usize).map_or(&[][..], Vec::as_slice);
        step(columns.len());
        let is_form = is_form(self.table.readings);
        let claim = |column: &usize| {
            let reading = self.table.reading(*column)?;
            let claim = reading.claim?;
            let of_account = is_form && matches!(reading.compact.as_str(), "email" | "name");
            Some((
                claim.rank + if of_account { 30 } else { 0 },
                claim.certainty,
                *column,
            ))
        };
        columns.iter().filter_map(claim).collect()
    }

    fn set(&mut self, column: usize, field: Field, evidence: Evidence, confidence: u8) {
        if let Some(place) = self.columns.get_mut(column) {
            *place = Decision {
                field: Some(field),
                evidence: Some(evidence),
                confidence,
                suggestion: None,
            };
        }
    }

    fn hint(&mut self, column: usize, field: Field, confidence: u8) {
        step(1);
        if let Some(place) = self.columns.get_mut(column)
            && place.field.is_none()
            && place.suggestion.is_none_or(|known| known.confidence < confidence)
        {
            place.suggestion = Some(Suggestion { field, confidence });
        }
    }

    /// Headers alone decide on ids. Of two that are alike the first serves.
    fn best_id(&mut self) -> Option<usize> {
        let known = self.claimants(Field::AttendeeId);
        let best = known
            .iter()
            .filter(|(_, certainty, _)| *certainty == Certainty::Known)
            .min_by_key(|it| (it.0, it.2));
        let (_, _, column) = *best?;
        self.set(column, Field::AttendeeId, Evidence::Name, 95);
        Some(column)
    }

    /// Decides on one field. `needed`: two columns that are alike are an error, since a wrong one would be another person.
    fn field(&mut self, field: Field, needed: bool) -> Result<Option<usize>, Ambiguous> {
        let (mut able, mut is_vetoed) = (Vec::new(), false);
        for (rank, certainty, column) in self.claimants(field) {
            let Some(content) = self.table.content(column) else {
                continue;
            };
            if is_against(field, content) {
                is_vetoed = true;
                let is_salutation = field == Field::Title && content.mostly(content.salutations, 50);
                if !is_salutation {
                    self.hint(column, field, 15);
                }
            } else if (certainty == Certainty::Known && !self.is_loose(field, rank, column))
                || (certainty != Certainty::Known && self.agree(field, column))
                || is_proof(field, content)
                || is_half_linkedin(field, content)
            {
                able.push((rank, column));
            } else {
                self.hint(column, field, 50);
            }
        }
        if field == Field::Email {
            self.prefer_filled(&mut able);
        }
        let Some(rank) = able.iter().map(|(rank, _)| *rank).min() else {
            return Ok(if is_vetoed && needed {
                None
            } else {
                self.by_content(field)
            });
        };
        let mut best: Vec<usize> = able.iter().filter(|it| it.0 == rank).map(|it| it.1).collect();
        if best.len() > 1 && !(needed && field == Field::Email) {
            let filled = |column: &usize| {
                self.table
                    .content(*column)
                    .is_some_and(|content| content.filled > 0)
            };
            if best.iter().any(filled) {
                best.retain(filled);
            }
            let beside = |column: &usize| !self.is_beside_others(*column);
            if best.len() > 1 && !needed && best.iter().any(beside) {
                best.retain(beside);
            }
        }
        let (Some(&first), second) = (best.first(), best.get(1)) else {
            return Ok(None);
        };
        if let Some(&second) = second
            && !self.table.are_equal(&best)
        {
            if needed {
                return Err(Ambiguous { field, first, second });
            }
            for column in best {
                self.hint(column, field, 50);
            }
            return Ok(None);
        }
        let confirmed = self
            .table
            .content(first)
            .is_some_and(|content| is_for(field, content));
        let (evidence, sure) = if confirmed {
            (Evidence::Both, 99)
        } else {
            (Evidence::Name, 95)
        };
        self.set(first, field, evidence, if rank >= 20 { sure - 10 } else { sure });
        Ok(Some(first))
    }

    /// Whether a column stands beside one that is about somebody else, and may be about them as well.
    fn is_beside_others(&self, column: usize) -> bool {
        step(1);
        let is_other = |at: usize| self.table.reading(at).is_some_and(|reading| reading.is_other);
        column.checked_sub(1).is_some_and(is_other) || is_other(column + 1)
    }

    /// The one column that nobody knows by its header and whose cells are those of the field.
    fn by_content(&mut self, field: Field) -> Option<usize> {
        let count = |content: &Content| match field {
            Field::Email => content.emails,
            Field::LinkedinUrl => content.profiles,
            _ => 0,
        };
        if !matches!(field, Field::Email | Field::LinkedinUrl) {
            return None;
        }
        let (mut found, mut others) = (None, false);
        step(self.columns.len());
        for (column, (reading, content)) in self.table.readings.iter().zip(self.table.contents).enumerate() {
            let is_free =
                self.table.is_free(column) && self.columns.get(column).is_some_and(|it| it.field.is_none());
            if reading.is_other || !is_free || !content.mostly(count(content), 20) || count(content) == 0 {
                continue;
            }
            if reading.is_website {
                self.hint(column, field, 50);
                continue;
            }
            if found.is_none() && content.mostly(count(content), 80) {
                found = Some(column);
            } else {
                others = true;
            }
            self.hint(column, field, 60);
        }
        let column = found.filter(|_| !others)?;
        self.set(column, field, Evidence::Content, 85);
        Some(column)
    }
}
