//! What a flow's token keeps of an import: what is settled, which parts are left of what was halved,
//! and which runs are under way. No attendee data.

use super::key::WORD;
use super::outcome::Outcome;
use super::part::{Part, WHOLE};
use super::{Base, Import, Open};
use crate::attempt::Attempt;
use crate::error::Error;
use crate::fields::{Fit, Unfit, list, members, or_default, required, small, text, whole};
use crate::outage::Traffic;
use crate::poll::{ASKED, Kept, Poll};
use crate::time::Instant;
use crate::value::{Object, Value};

/// The state of an import, but for its rows: the source is read again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saved {
    /// The base parts that are settled, from the first on.
    settled: Vec<Outcome>,
    /// Of the later ones, what those came to so far that were halved or are settled. What is not left of them is settled.
    begun: Vec<(u32, Outcome)>,
    /// What is left of the later ones: started, or a part of what was halved.
    left: Vec<Left>,
    /// How the reader of the source decided, where it told: see [`Import::remember_source`].
    source: Option<Value>,
    /// Unreadable answers in a row, and when the next part may go out after them.
    unreadable: Unreadable,
}

/// Answers to parts that could not be read, in a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Unreadable {
    pub(super) answers: u64,
    /// When the next part may go out. In a token, from the moment on that the engine was told to come back at.
    pub(super) send_at: Instant,
}

/// Under which they stand.
const UNREADABLE: &str = "u";

impl Unreadable {
    fn to_value(self) -> Value {
        Value::Array(vec![self.answers.into(), self.send_at.as_millis().into()])
    }

    /// A missing value, or one that is not a pair of numbers, counts as none.
    fn read(saved: &Object) -> Self {
        match saved.get(UNREADABLE).and_then(Value::as_array) {
            Some([answers, send_at]) => Self {
                answers: answers.as_u64().unwrap_or(0),
                send_at: Instant::from_millis(send_at.as_u64().unwrap_or(0)),
            },
            _ => Self::default(),
        }
    }
}

/// Under which the decision of the source's reader stands.
const SOURCE: &str = "rc";

/// A part that is not settled: its base part, the way down, and its run where it was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Left {
    pub(super) base: u32,
    pub(super) path: u64,
    pub(super) run: Option<String>,
    /// How the run was asked for.
    pub(super) kept: Kept,
    /// Which attempt it is, or, without a run, is to be.
    pub(super) attempt: Attempt,
}

impl Left {
    fn to_value(&self) -> Value {
        let mut left = vec![u64::from(self.base).into(), self.path.into()];
        let run = self.run.as_deref().map(Value::from);
        match self.attempt.to_values() {
            None => left.extend(run),
            Some(attempt) => {
                left.push(run.unwrap_or(Value::Null));
                left.extend(attempt);
            }
        }
        Value::Array(left)
    }

    fn read(left: &Value) -> Fit<Self> {
        let (base, path, run, attempt) = match left.as_array() {
            Some([base, path]) => (base, path, None, Attempt::default()),
            Some([base, path, run]) => (base, path, Some(text(run)?), Attempt::default()),
            Some([base, path, run, links, key]) => {
                let run = if run.is_null() { None } else { Some(text(run)?) };
                (base, path, run, Attempt::read(WORD, links, key)?)
            }
            _ => return Err(Unfit),
        };
        Ok(Self {
            base: small(base)?,
            path: whole(path)?,
            run,
            kept: Kept::default(),
            attempt,
        })
    }
}

impl Saved {
    /// As JSON text.
    pub fn to_json(&self) -> String {
        self.to_value().to_json()
    }

    /// Reads what [`to_json`](Self::to_json) gave; none for anything else.
    pub fn from_json(text: &str) -> Option<Self> {
        Self::read(&Value::parse(text).ok()?).ok()
    }

    pub(crate) fn to_value(&self) -> Value {
        let mut saved = Object::default();
        saved.insert("b", self.settled.iter().map(Outcome::to_value).collect());
        if !self.begun.is_empty() {
            let begun = |(base, outcome): &(u32, Outcome)| {
                Value::Array(vec![u64::from(*base).into(), outcome.to_value()])
            };
            saved.insert("h", self.begun.iter().map(begun).collect());
        }
        if !self.left.is_empty() {
            saved.insert("o", self.left.iter().map(Left::to_value).collect());
            // Beside it, run by run: who knows nothing of this reads the rest all the same.
            let mut asked = Vec::new();
            for left in &self.left {
                if left.run.is_some() {
                    left.kept.push(&mut asked);
                }
            }
            saved.insert(ASKED, Value::Array(asked));
        }
        if let Some(source) = &self.source {
            saved.insert(SOURCE, source.clone());
        }
        if self.unreadable.answers > 0 {
            saved.insert(UNREADABLE, self.unreadable.to_value());
        }
        Value::Object(saved)
    }

    pub(crate) fn read(saved: &Value) -> Fit<Self> {
        let saved = members(saved)?;
        let mut left = or_default(saved, "o", |left| list(left, Left::read))?;
        let mut asked = Kept::numbers(saved);
        for left in &mut left {
            if left.run.is_some() {
                left.kept = Kept::take(&mut asked);
            }
        }
        Ok(Self {
            settled: required(saved, "b", |settled| list(settled, Outcome::read))?,
            begun: or_default(saved, "h", |begun| {
                list(begun, |begun| match begun.as_array() {
                    Some([base, outcome]) => Ok((small(base)?, Outcome::read(outcome)?)),
                    _ => Err(Unfit),
                })
            })?,
            left,
            source: saved.get(SOURCE).cloned(),
            unreadable: Unreadable::read(saved),
        })
    }

    /// What a base part came to so far, where that is known, and what is left of it.
    pub(super) fn take(&mut self, base: usize) -> (Option<Outcome>, Vec<Left>) {
        if let Some(outcome) = self.settled.get(base) {
            return (Some(outcome.clone()), Vec::new());
        }
        let begun = self.begun.iter().position(|(index, _)| *index as usize == base);
        let outcome = begun.map(|begun| self.begun.remove(begun).1);
        let (mine, others) = self.left.drain(..).partition(|left| left.base as usize == base);
        self.left = others;
        (outcome, mine)
    }

    /// Whether a source of so many base parts had everything that was saved.
    pub(super) fn is_used_up(&self, bases: usize) -> bool {
        self.settled.len() <= bases && self.begun.is_empty() && self.left.is_empty()
    }
}

impl Import {
    /// What is needed to go on in another isolate with the same source, at `back`.
    pub fn save(&self, back: Instant) -> Saved {
        let mut saved = self.saved();
        for left in &mut saved.left {
            left.kept.leave(back);
        }
        let due = saved.unreadable.send_at.as_millis();
        saved.unreadable.send_at = Instant::from_millis(due.saturating_sub(back.as_millis()));
        saved
    }

    pub(super) fn saved(&self) -> Saved {
        if let Some(stopped) = &self.stopped {
            return stopped.clone();
        }
        if let Some(saved) = self
            .resumed
            .as_ref()
            .filter(|saved| saved.settled.len() > self.bases.len())
        {
            // Not read that far again yet: what was saved is still the whole truth.
            return Saved {
                source: self.source.clone(),
                unreadable: self.unreadable,
                ..saved.clone()
            };
        }
        let mut left = self.left();
        let settled = self.bases.iter().take_while(|base| base.unsettled == 0);
        let settled: Vec<Outcome> = settled.map(|base| base.outcome.clone()).collect();
        // A key after the first says nothing of the attendees: the digest that goes with it does.
        let is_partial = |left: &Left| left.path > WHOLE || left.attempt.is_chained();
        let is_begun = |(index, base): &(u32, &Base)| {
            base.unsettled == 0 || left.iter().any(|left| left.base == *index && is_partial(left))
        };
        let mut begun: Vec<(u32, Outcome)> = (0..)
            .zip(&self.bases)
            .skip(settled.len())
            .filter(is_begun)
            .map(|(index, base)| (index, base.outcome.clone()))
            .collect();
        if let Some(saved) = &self.resumed {
            begun.extend(saved.begun.iter().cloned());
            left.extend(saved.left.iter().cloned());
        }
        Saved {
            settled,
            begun,
            left,
            source: self.source.clone(),
            unreadable: self.unreadable,
        }
    }

    /// Keeps the decision of the reader of the source for the token, such as which column holds which field, so that a
    /// resumed import reads the same attendees. The decision must not hold attendee data or header text.
    pub fn remember_source(&mut self, decision: Value) {
        self.source = Some(decision);
    }

    /// The reader's decision that was kept here, or in the token that this import was resumed from.
    pub fn remembered_source(&self) -> Option<&Value> {
        self.source.as_ref()
    }

    /// The parts that are not settled. Base parts that were not started need no mention: the source gives them again.
    fn left(&self) -> Vec<Left> {
        let mut all = Vec::new();
        let mut leave = |part: &Part, poll: Option<&Poll>| {
            let place = part.place;
            if poll.is_some() || place.path > WHOLE || part.attempt.is_chained() {
                all.push(Left {
                    base: place.base,
                    path: place.path,
                    run: poll.map(|poll| poll.run_id().to_owned()),
                    kept: poll.map_or(Kept::default(), Poll::kept),
                    attempt: part.attempt.clone(),
                });
            }
        };
        for part in &self.ready {
            leave(part, None);
        }
        for open in self.open.values() {
            match open {
                Open::Following { part, poll, .. } => leave(part, Some(poll)),
                Open::Sending { part } => leave(part, None),
            }
        }
        all.extend(self.failed.iter().map(|failed| failed.left.clone()));
        all
    }

    /// What a token keeps of the outage that the import is in.
    pub(crate) fn save_outage(&self, back: Instant) -> Option<Value> {
        self.outage.save(back)
    }

    /// Goes on in an outage from [`save_outage`](Self::save_outage).
    pub(crate) fn restore_outage(&mut self, saved: &Value, now: Instant, early: u64) {
        self.outage.restore(saved, now, early);
        if self.outage.strikes(Traffic::Call) {
            self.maybe_sent = self.concurrency();
        }
    }

    /// Goes on from `saved` at `now`, which is so many milliseconds earlier than it was to be.
    pub fn restore(&mut self, mut saved: Saved, now: Instant, early: u64) {
        for left in &mut saved.left {
            left.kept.take_up(now, early);
        }
        self.unreadable = saved.unreadable;
        if self.unreadable.answers > 0 {
            let due = saved
                .unreadable
                .send_at
                .as_millis()
                .saturating_add(now.as_millis());
            self.unreadable.send_at = Instant::from_millis(due);
            // Those that were answered so may have taken effect.
            self.maybe_sent = self.concurrency();
        }
        self.source.clone_from(&saved.source);
        self.resumed = Some(saved);
    }
}

/// Whether the part at `path` is below the one at `ancestor`.
pub(super) fn is_below(mut path: u64, ancestor: u64) -> bool {
    while path > ancestor {
        path /= 2;
    }
    path == ancestor
}

pub(super) fn damaged() -> Box<Error> {
    let message = "does not account for the attendees as they were imported: start again without it, nothing is done twice";
    Error::invalid("token", "INVALID_TOKEN", message)
}

pub(super) fn other_source() -> Box<Error> {
    Error::invalid(
        "attendees",
        "OTHER_ATTENDEES",
        "are not those that the token was made with: resume with the same attendees, or start a new flow",
    )
}
