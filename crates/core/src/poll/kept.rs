//! What a token keeps of a run that is followed, so that another isolate asks for it as this one would have: four numbers,
//! and nothing of what the run says but a mark. Times are in milliseconds.

use core::slice::Iter;

use super::LEAST_INTERVAL;
use crate::ids::id_hash;
use crate::resource::runs::Run;
use crate::time::{Instant, millis};
use crate::value::{Object, Value};

/// Where the numbers of runs stand in what is saved of them, those of one behind those of another.
pub(crate) const ASKED: &str = "w";

/// How a run was asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Polls since it last showed something new.
    pub(crate) polls: u64,
    /// How long it will have been waited for when the next poll is due.
    pub(crate) waited: u64,
    /// When that is. In a token, from the moment on that the engine was told to come back at.
    pub(crate) due: Instant,
    /// The [`mark`] of what it last showed; 0 where it was not seen yet.
    pub(crate) mark: u64,
    /// Unreadable answers in a row.
    pub(crate) unreadable: u64,
    /// The run was just started, and no poll has found it yet.
    pub(crate) fresh: bool,
    /// An error answer said when the next poll may come: `due` is not cut short.
    pub(crate) firm: bool,
    /// Where it was taken from a token: no poll may come before. It is not written.
    pub(crate) earliest: Instant,
    /// It was taken from a token: the end of the wait was looked to when `due` was written, and what was overdue there is not
    /// put off again. It is not written.
    pub(crate) placed: bool,
}

/// Where the last three stand in the number of the mark, which has 32 bits of its own.
const FRESH: u64 = 1 << 32;
const FIRM: u64 = 1 << 33;
const UNREADABLE_AT: u32 = 34;

impl Kept {
    /// As it goes into a token, with which the engine is told to come back at `back`. A poll that could have gone out before
    /// has been waited for.
    pub(crate) fn leave(&mut self, back: Instant) {
        let (due, back) = (self.due.as_millis(), back.as_millis());
        self.waited = self.waited.saturating_add(back.saturating_sub(due));
        self.due = Instant::from_millis(due.saturating_sub(back));
    }

    /// As it is for an isolate that takes it from a token at `now`. However late that is, it was waited for as long as the
    /// engine was told; where that is too `early`, for less. An engine that is early is taken at its word, as clocks differ,
    /// but for the interval that polls keep in any case.
    pub(crate) fn take_up(&mut self, now: Instant, early: u64) {
        let interval = early.min(millis(LEAST_INTERVAL));
        let due = self.due.as_millis().saturating_add(now.as_millis());
        self.due = Instant::from_millis(due.saturating_add(interval));
        self.earliest = Instant::from_millis(now.as_millis().saturating_add(interval));
        self.waited = self.waited.saturating_sub(early - interval);
        self.placed = true;
    }

    /// What a new wait for the same run starts with.
    pub(crate) fn without_wait(&self) -> Self {
        Self {
            polls: self.polls,
            mark: self.mark,
            fresh: self.fresh,
            ..Self::default()
        }
    }

    /// Puts its numbers behind those of others.
    pub(crate) fn push(&self, numbers: &mut Vec<Value>) {
        let flag = |set: bool, bit: u64| if set { bit } else { 0 };
        let flags = flag(self.fresh, FRESH) | flag(self.firm, FIRM) | self.unreadable << UNREADABLE_AT;
        for number in [self.polls, self.waited, self.due.as_millis(), self.mark | flags] {
            numbers.push(number.into());
        }
    }

    pub(crate) fn write(&self, saved: &mut Object) {
        let mut numbers = Vec::new();
        self.push(&mut numbers);
        saved.insert(ASKED, Value::Array(numbers));
    }

    /// What [`take`](Self::take) takes from.
    pub(crate) fn numbers(saved: &Object) -> Iter<'_, Value> {
        saved
            .get(ASKED)
            .and_then(Value::as_array)
            .unwrap_or_default()
            .iter()
    }

    /// The next of those that were written. What is not there, as in a token of before, or is no number counts as nothing: it
    /// begins anew.
    pub(crate) fn take(numbers: &mut Iter<'_, Value>) -> Self {
        let mut next = || numbers.next().and_then(Value::as_u64).unwrap_or(0);
        let (polls, waited, due, last) = (next(), next(), next(), next());
        Self {
            polls,
            waited,
            due: Instant::from_millis(due),
            mark: last & (FRESH - 1),
            unreadable: last >> UNREADABLE_AT,
            fresh: last & FRESH != 0,
            firm: last & FIRM != 0,
            earliest: Instant::default(),
            placed: false,
        }
    }
}

/// Tells apart what a run shows from one poll to the next: its status and its counts, in 32 bits of which one is set. Where
/// two of them are the same by chance, a change is not seen.
pub(crate) fn mark(run: &Run) -> u64 {
    // No count is less than nothing; and none stands where another stood.
    let and = |sum: f64, count: Option<f64>| sum * 0.7 + count.unwrap_or(-1.0);
    let sum = run.counts.as_ref().map_or(-2.0, |counts| {
        let sum = and(and(0.0, counts.total), counts.processed);
        and(and(sum, counts.succeeded), counts.failed)
    });
    let mark = (id_hash(&run.status) ^ sum.to_bits()).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mark >> 32 | 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn run(status: &str, counts: &str) -> Run {
        let text = format!(r#"{{"run_id":"r","status":"{status}"{counts}}}"#);
        Run::from_json(&text).unwrap()
    }

    #[test]
    fn what_a_run_shows_has_a_mark_of_its_own() {
        let shown = [
            ("queued", ""),
            ("running", ""),
            ("running", r#","counts":{"total":0}"#),
            ("running", r#","counts":{"processed":0}"#),
            ("running", r#","counts":{"total":9,"processed":1}"#),
            ("running", r#","counts":{"total":9,"processed":2}"#),
            ("running", r#","counts":{"total":1,"processed":9}"#),
        ];
        let marks = shown.map(|(status, counts)| mark(&run(status, counts)));
        let distinct: std::collections::BTreeSet<u64> = marks.into_iter().collect();
        assert_eq!(distinct.len(), shown.len());
    }

    #[test]
    fn what_else_a_run_says_is_no_change() {
        let plain = mark(&run("running", r#","counts":{"failed":0}"#));
        for same in [
            r#","counts":{"failed":0.0,"total":null}"#,
            r#","counts":{"failed":0},"updated_at":"x","errors":[{"code":"X"}]"#,
        ] {
            assert_eq!(mark(&run("running", same)), plain, "{same}");
        }
    }

    proptest! {
        #[test]
        fn they_are_read_as_they_were_written(all: Vec<([u64; 3], u32, bool, bool, u8)>) {
            let kept = |([polls, waited, due], mark, fresh, firm, unreadable): ([u64; 3], u32, bool, bool, u8)| Kept {
                polls,
                waited,
                due: Instant::from_millis(due),
                mark: mark.into(),
                unreadable: unreadable.into(),
                fresh,
                firm,
                ..Kept::default()
            };
            let all: Vec<Kept> = all.into_iter().map(kept).collect();
            let mut numbers = Vec::new();
            for kept in &all {
                kept.push(&mut numbers);
            }
            let mut saved = Object::default();
            saved.insert(ASKED, Value::Array(numbers));
            let mut numbers = Kept::numbers(&saved);
            for kept in all {
                prop_assert_eq!(Kept::take(&mut numbers), kept);
            }
            prop_assert_eq!(Kept::take(&mut numbers), Kept::default());
        }

        /// On time, late or early: the next poll is as far off as it was, and what was waited is never more than was told.
        #[test]
        fn it_is_taken_up_where_it_was_left(waited in 0_u64..1 << 40, due in 0_u64..1 << 40, back in 0_u64..1 << 40, now in 0_u64..1 << 40, early in 0_u64..1 << 40) {
            let at = Instant::from_millis;
            let mut kept = Kept { waited, due: at(due), ..Kept::default() };
            kept.leave(at(back));
            kept.take_up(at(now), early);
            let interval = early.min(250);
            prop_assert_eq!(kept.due.as_millis(), now + interval + due.saturating_sub(back));
            prop_assert_eq!(kept.waited, (waited + back.saturating_sub(due)).saturating_sub(early - interval));
        }
    }
}
