//! What a flow reports.

use serde::{Deserialize, Serialize};

use super::Flow;
use crate::fields::{Fit, Unfit, members, number, optional, required, small};
use crate::value::{Object, Value};

/// The steps of a flow, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Name {
    /// The key is there and may write.
    Auth,
    /// The event is created or confirmed.
    Event,
    /// Its context is set.
    Context,
    /// The attendees are imported.
    Import,
    /// They are enriched.
    Enrich,
    /// They are matched.
    Match,
    /// What came of it is at hand.
    Results,
}

impl Name {
    const ALL: [Self; 7] = [
        Self::Auth,
        Self::Event,
        Self::Context,
        Self::Import,
        Self::Enrich,
        Self::Match,
        Self::Results,
    ];

    pub(crate) fn to_value(self) -> Value {
        Value::from(self as u64)
    }

    pub(crate) fn read(value: &Value) -> Fit<Self> {
        one_of(&Self::ALL, value)
    }

    pub(crate) const fn next(self) -> Self {
        match self {
            Self::Auth => Self::Event,
            Self::Event => Self::Context,
            Self::Context => Self::Import,
            Self::Import => Self::Enrich,
            Self::Enrich => Self::Match,
            Self::Match | Self::Results => Self::Results,
        }
    }
}

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Status {
    /// It goes on.
    Running,
    /// It is over.
    Done,
    /// The plan does not ask for it.
    Skipped,
}

/// How far a step is, in attendees where it is about them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Done so far.
    pub completed: f64,
    /// In all; none while that is not known.
    pub total: Option<f64>,
}

/// One report.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Which step.
    pub name: Name,
    /// How it stands.
    pub status: Status,
    /// How far it is.
    pub progress: Progress,
    /// Whether the flow is over.
    pub done: bool,
}

impl Status {
    const ALL: [Self; 3] = [Self::Running, Self::Done, Self::Skipped];
}

fn one_of<T: Copy>(all: &[T], value: &Value) -> Fit<T> {
    all.get(small(value)? as usize).copied().ok_or(Unfit)
}

impl Step {
    /// For a token, of a flow that goes on. Of attendees there are whole numbers.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counts are whole and not negative"
    )]
    pub(crate) fn to_value(self) -> Value {
        let mut step = Object::default();
        step.insert("n", self.name.to_value());
        step.insert("s", Value::from(self.status as u64));
        step.insert("c", Value::from(self.progress.completed as u64));
        if let Some(total) = self.progress.total {
            step.insert("t", Value::from(total as u64));
        }
        Value::Object(step)
    }

    pub(crate) fn read(step: &Value) -> Fit<Self> {
        let step = members(step)?;
        Ok(Self {
            name: required(step, "n", Name::read)?,
            status: required(step, "s", |status| one_of(&Status::ALL, status))?,
            progress: Progress {
                completed: required(step, "c", number)?,
                total: optional(step, "t", number)?,
            },
            done: false,
        })
    }
}

impl Flow {
    #[allow(clippy::cast_precision_loss, reason = "rows and steps are far below 2^53")]
    pub(super) fn progress(&self) -> Progress {
        let (completed, total) = match self.name {
            Name::Import => {
                let progress = self.import.progress();
                let total = self.import.source_ended().then_some(progress.read as f64);
                ((progress.imported + progress.rejected) as f64, total)
            }
            Name::Enrich => self.enrich.counts(),
            Name::Match => self.matching.counts(),
            _ => (f64::from(u8::from(self.done)), Some(1.0)),
        };
        Progress { completed, total }
    }

    pub(super) fn note(&mut self, status: Status) {
        let mut progress = self.progress();
        if status == Status::Done && !matches!(self.name, Name::Import) {
            // A run that does not count is done all the same.
            progress.completed = progress.total.unwrap_or(progress.completed);
        }
        self.steps.push_back(Step {
            name: self.name,
            status,
            progress,
            done: self.done,
        });
    }
}
