//! What cells and the columns beside it say against a header that says little.

use super::super::claim::{Certainty, Reading};
use super::super::looks::Looks;
use super::{Decision, SURE, Work};
use crate::options::Field;

impl Work<'_> {
    /// A name that a question or a loose word claims is nobody's where other columns name the person.
    pub(super) fn leave_asked(&mut self, chosen: &mut [Option<usize>; 3]) {
        let [Some(name), Some(_), Some(_)] = *chosen else {
            return;
        };
        let reading = self.table.reading(name);
        let is_weak = |it: &Reading| it.claim.is_some_and(|claim| claim.certainty == Certainty::Weak);
        if reading.is_some_and(|it| it.is_question || is_weak(it)) {
            if let Some(place) = self.columns.get_mut(name) {
                *place = Decision::default();
            }
            self.hint(name, Field::Name, 30);
            chosen[0] = None;
        }
    }

    /// Of several addresses of an attendee the header decides: a plain one before one for work, and that before a private one.
    /// One that fewer than half of the rows have leaves its place to one that nearly all have.
    pub(super) fn prefer_filled(&self, able: &mut Vec<(u8, usize)>) {
        let rows = self.table.rows.len();
        let filled = |column: usize| self.table.content(column).map_or(0, |it| it.filled as usize);
        let is_sparse = |it: &(u8, usize)| filled(it.1) * 2 < rows;
        if able.iter().any(|it| filled(it.1) * 10 >= rows * 9) {
            able.retain(|it| !is_sparse(it));
        }
    }

    /// Whether the cells look like the field, where the header says too little by itself.
    pub(super) fn agree(&self, field: Field, column: usize) -> bool {
        let looks = Looks::of(self.table.rows, column);
        let mixed = self.table.reading(column).is_some_and(Reading::is_mixed);
        looks.agree(field) || (field == Field::Name && mixed && looks.agree(Field::FirstName))
    }

    /// A name that a question or a loose word claims in a column that is mostly empty: it is of somebody whom only some know.
    /// An employer or a job title that a question claims over sentences: the question was another one.
    pub(super) fn is_loose(&self, field: Field, rank: u8, column: usize) -> bool {
        let is_name = matches!(field, Field::Name | Field::FirstName | Field::LastName);
        let asks = self
            .table
            .reading(column)
            .is_some_and(|reading| reading.is_question);
        let filled = self.table.content(column).map_or(0, |content| content.filled);
        let is_work = matches!(field, Field::Company | Field::Title);
        (is_name && (asks || rank >= 7) && (filled as usize) * 2 < self.table.rows.len())
            || (is_work && asks && Looks::of(self.table.rows, column).is_prose())
    }

    /// Suggests the one column that holds nothing but people, where none is the attendee's name.
    pub(super) fn suggest_people(&mut self) {
        let is_free = |(column, reading): &(usize, &Reading)| {
            !reading.is_other
                && self.table.is_free(*column)
                && self.columns.get(*column).is_some_and(|it| it.field.is_none())
        };
        let free = self.table.readings.iter().enumerate().filter(is_free);
        let mut people = free.filter(|(column, _)| Looks::of(self.table.rows, *column).is_people());
        let (Some((column, _)), None) = (people.next(), people.next()) else {
            return;
        };
        drop(people);
        self.hint(column, Field::Name, SURE);
    }
}
