//! What a flow reports.

use serde::{Deserialize, Serialize};

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
