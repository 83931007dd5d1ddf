//! Suggests fields for columns that are kept in `raw`.

use meshi_partner_core::check::is_near;

use super::Work;
use crate::options::Field;
use crate::recognise::claim::Certainty;
use crate::recognise::content::Content;
use crate::recognise::steps::step;
use crate::recognise::words::Meaning;

impl Work<'_> {
    /// Suggests what headers hint at where nothing was found for it.
    pub(super) fn suggest(&mut self) {
        let mut has = [false; 8];
        step(self.columns.len());
        for decision in &self.columns {
            if let Some(place) = decision.field.and_then(|field| has.get_mut(field as usize)) {
                *place = true;
            }
        }
        for field in self.table.settled {
            if let Some(place) = has.get_mut(*field as usize) {
                *place = true;
            }
        }
        let is_taken = |field: Field| {
            let has = |field: Field| has.get(field as usize).copied().unwrap_or(false);
            match field {
                Field::Name => has(Field::Name) || has(Field::FirstName) || has(Field::LastName),
                Field::FirstName | Field::LastName => has(field) || has(Field::Name),
                _ => has(field),
            }
        };
        if !is_taken(Field::Name) {
            self.suggest_people();
        }
        for (column, reading) in self.table.readings.iter().enumerate() {
            let Some(claim) = reading.claim.filter(|_| self.table.is_free(column)) else {
                continue;
            };
            let Meaning::Field(field) = claim.meaning else {
                continue;
            };
            if is_taken(field) || self.columns.get(column).is_none_or(|it| it.field.is_some()) {
                continue;
            }
            match claim.certainty {
                Certainty::Other => self.hint(column, field, 30),
                Certainty::Hint => self.hint(column, field, if reading.is_question { 10 } else { 25 }),
                Certainty::Known | Certainty::Doubtful | Certainty::Weak => {}
            }
        }
        for (column, reading) in self.table.readings.iter().enumerate() {
            if reading.claim.is_some() || reading.is_other || !self.table.is_free(column) {
                continue;
            }
            // "Emial", "compnay": a slip is no field, and is not lost in silence either.
            let near = |field: &Field| !is_taken(*field) && is_near(&reading.compact, field.name());
            if let Some(field) = Field::ALL.into_iter().find(near) {
                self.hint(column, field, 25);
            }
        }
        for (field, count) in [
            (Field::Company, (|it| it.companies) as fn(&Content) -> u32),
            (Field::Title, |it| it.jobs),
        ] {
            if !is_taken(field) {
                self.suggest_by_content(field, count);
            }
        }
    }

    /// Suggests the column most of whose cells look like the field's, where that is at least a few.
    fn suggest_by_content(&mut self, field: Field, count: fn(&Content) -> u32) {
        step(self.columns.len());
        let tables = self.table.readings.iter().zip(self.table.contents).enumerate();
        let free = tables.filter(|(column, (reading, _))| {
            let is_used = self.columns.get(*column).is_none_or(|it| it.field.is_some());
            !reading.is_other && !is_used && self.table.is_free(*column)
        });
        let share = |content: &Content| count(content) * 100 / content.filled.max(1);
        let best = free
            .map(|(column, (_, content))| (share(content), column))
            .filter(|(share, _)| *share >= 12)
            .max_by_key(|(share, column)| (*share, usize::MAX - column));
        if let Some((_, column)) = best {
            self.hint(column, field, 20);
        }
    }
}
