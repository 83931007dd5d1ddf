//! A full name beside its halves: `Nom` is the last name beside `Prénom`, `Nombre` the first beside `Apellidos`.

use super::claim::Reading;
use super::decide::{Decision, Suggestion, Table};
use super::normalise::compact;
use super::steps::step;
use crate::options::Field;

/// Decides what the columns of a name are to each other.
pub(super) fn settle(table: &Table<'_>, chosen: [Option<usize>; 3], columns: &mut [Decision]) {
    let [Some(name), first, last] = chosen else { return };
    let reading = |column: usize| table.readings.get(column);
    let mixed = reading(name).is_some_and(Reading::is_mixed);
    let rank = |column: usize| {
        reading(column)
            .and_then(|it: &Reading| it.claim)
            .map_or(0, |claim| claim.rank)
    };
    match (first, last) {
        // They are of different people, or the name is of another thing: the better claim stays.
        (Some(first), Some(last)) if holds(table, name, &[first, last]) == Some(false) => {
            if rank(name) < rank(first) {
                doubt(columns, first);
                doubt(columns, last);
            } else {
                doubt(columns, name);
            }
        }
        (Some(first), None) if mixed => {
            let is_english =
                |it: &Reading| it.compact.starts_with("first") || it.compact.starts_with("given");
            let english = reading(first).is_some_and(is_english);
            if !holds(table, name, &[first]).unwrap_or(english) {
                become_field(columns, name, Field::LastName);
            }
        }
        (None, Some(last)) if mixed && !holds(table, name, &[last]).unwrap_or(false) => {
            become_field(columns, name, Field::FirstName);
        }
        _ => {}
    }
}

/// Whether the name of most rows holds one of the halves; none where no row tells.
fn holds(table: &Table<'_>, name: usize, halves: &[usize]) -> Option<bool> {
    let (mut seen, mut held) = (0_u32, 0_u32);
    for row in table.rows {
        let cell = |column: usize| row.get(column).map_or("", |cell| cell.trim());
        step(1);
        let full = compact(cell(name));
        let parts: Vec<String> = halves
            .iter()
            .map(|half| compact(cell(*half)))
            .filter(|half| !half.is_empty())
            .collect();
        if full.is_empty() || parts.is_empty() {
            continue;
        }
        seen += 1;
        held += u32::from(parts.iter().any(|half| full.contains(half.as_str())));
    }
    (seen > 0).then_some(held * 2 >= seen)
}

fn become_field(columns: &mut [Decision], column: usize, field: Field) {
    if let Some(decision) = columns.get_mut(column) {
        decision.field = Some(field);
        decision.confidence = decision.confidence.min(90);
    }
}

fn doubt(columns: &mut [Decision], column: usize) {
    if let Some(decision) = columns.get_mut(column)
        && let Some(field) = decision.field
    {
        *decision = Decision {
            suggestion: Some(Suggestion {
                field,
                confidence: 40,
            }),
            ..Decision::default()
        };
    }
}
