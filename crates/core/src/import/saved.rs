//! What a flow's token keeps of an import: what is settled, and which runs are under way. No attendee data.

use super::outcome::Outcome;
use super::{Import, Open};
use crate::error::Error;
use crate::fields::{Fit, Unfit, list, members, or_default, required, small, text, whole};
use crate::value::{Object, Value};

/// The state of an import, but for its rows: the source is read again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saved {
    /// The base parts that are settled, from the first on.
    settled: Vec<Outcome>,
    /// Of the later ones: base part, way down, run.
    open: Vec<(u32, u64, String)>,
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
        if !self.open.is_empty() {
            let open = |(base, path, run): &(u32, u64, String)| {
                Value::Array(vec![u64::from(*base).into(), (*path).into(), run.as_str().into()])
            };
            saved.insert("o", self.open.iter().map(open).collect());
        }
        Value::Object(saved)
    }

    pub(crate) fn read(saved: &Value) -> Fit<Self> {
        let saved = members(saved)?;
        Ok(Self {
            settled: required(saved, "b", |settled| list(settled, Outcome::read))?,
            open: or_default(saved, "o", |open| {
                list(open, |open| match open.as_array() {
                    Some([base, path, run]) => Ok((small(base)?, whole(path)?, text(run)?)),
                    _ => Err(Unfit),
                })
            })?,
        })
    }

    pub(super) fn outcome(&self, base: usize) -> Option<&Outcome> {
        self.settled.get(base)
    }

    /// Which parts of a base part were started, and their runs.
    pub(super) fn take_open(&mut self, base: usize) -> Vec<(u64, String)> {
        let mine = |(index, _, _): &(u32, u64, String)| *index as usize == base;
        let taken = self
            .open
            .iter()
            .filter(|open| mine(open))
            .map(|(_, path, run)| (*path, run.clone()))
            .collect();
        self.open.retain(|open| !mine(open));
        taken
    }

    /// Whether a source of so many base parts had everything that was saved.
    pub(super) fn is_used_up(&self, bases: usize) -> bool {
        self.settled.len() <= bases && self.open.is_empty()
    }
}

impl Import {
    /// What is needed to go on in another isolate with the same source.
    pub fn save(&self) -> Saved {
        if let Some(saved) = self
            .resumed
            .as_ref()
            .filter(|saved| saved.settled.len() > self.bases.len())
        {
            // Not read that far again yet: what was saved is still the whole truth.
            return saved.clone();
        }
        let settled: Vec<Outcome> = self
            .bases
            .iter()
            .take_while(|base| base.unsettled == 0)
            .map(|base| base.outcome.clone())
            .collect();
        let mut open: Vec<(u32, u64, String)> = self
            .open
            .iter()
            .filter_map(|(place, open)| match open {
                Open::Following { poll, .. } => Some((place.base, place.path, poll.run_id().to_owned())),
                Open::Sending { .. } => None,
            })
            .collect();
        open.extend(self.resumed.iter().flat_map(|saved| saved.open.iter().cloned()));
        Saved { settled, open }
    }

    /// Goes on from `saved`.
    pub fn restore(&mut self, saved: Saved) {
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
