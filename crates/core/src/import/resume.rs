//! Where a part begins: as a new one, or as an earlier isolate left it.

use super::outcome::Outcome;
use super::part::{Part, Place};
use super::{Base, Import, Open, saved};
use crate::poll::Poll;

impl Import {
    /// Takes a full base part: sends it, or books it as an earlier isolate left it.
    pub(super) fn began(&mut self, part: Part) {
        if self.error.is_some() {
            self.ready.push_back(part);
            return;
        }
        let digest = part.key(&self.event_id, &self.options.salt);
        let digest = digest.get(4..16).unwrap_or_default().to_owned();
        let index = part.place.base as usize;
        let restored = self
            .resumed
            .as_ref()
            .and_then(|saved| saved.outcome(index).cloned());
        if let Some(outcome) = restored {
            if outcome.digest != digest {
                self.error.get_or_insert_with(saved::other_source);
            } else if !self.ledger.restore(&outcome, &part.rows) {
                self.error.get_or_insert_with(saved::damaged);
            }
            if self.error.is_some() {
                self.ready.push_back(part);
                return;
            }
            self.bases.push(Base {
                unsettled: 0,
                outcome,
            });
            return;
        }
        self.bases.push(Base {
            unsettled: 0,
            outcome: Outcome {
                digest,
                ..Outcome::default()
            },
        });
        let started = self
            .resumed
            .as_mut()
            .map(|saved| saved.take_open(index))
            .unwrap_or_default();
        self.place(part, &started);
    }

    /// Puts a part, or those of its halves that were started before, where they belong.
    fn place(&mut self, part: Part, started: &[(u64, String)]) {
        let Place { base, path } = part.place;
        if let Some((_, run_id)) = started.iter().find(|(started, _)| *started == path) {
            let options = self.options.wait.unwrap_or_default();
            match Poll::new(run_id, options) {
                Ok(poll) => {
                    self.ledger.progress.sent += part.rows.len() as u64;
                    self.ledger.progress.parts += 1;
                    let open = Open::Following {
                        rows: part.rows,
                        poll: Box::new(poll),
                        in_flight: false,
                    };
                    self.open.insert(part.place, open);
                    self.opened(base);
                }
                Err(error) => {
                    self.open.insert(part.place, Open::Sending { part });
                    self.error.get_or_insert(error);
                }
            }
        } else if part.divisible() && started.iter().any(|(started, _)| saved::is_below(*started, path)) {
            let (first, second) = part.halves();
            self.place(first, started);
            self.place(second, started);
        } else {
            self.ready.push_back(part);
            self.opened(base);
        }
    }
}
