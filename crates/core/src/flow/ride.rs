//! A flow rides out an outage: what failed in it is asked again when the next probe is due. The import does so by itself.

use super::Flow;
use super::step::{Name, Status};
use crate::error::Result;
use crate::job::{Answer, Want};
use crate::outage::Traffic;
use crate::time::Instant;
use crate::value::Value;

impl Flow {
    /// What the present step's requests are.
    fn traffic(&self) -> Traffic {
        let follows = match self.name {
            Name::Enrich => self.enrich.poll.is_some(),
            Name::Match => self.matching.poll.is_some(),
            _ => false,
        };
        if follows { Traffic::Poll } else { Traffic::Call }
    }

    /// When the present step's next request may go out, where an outage holds it back. A poll keeps its own pauses.
    pub(super) fn held_back(&self, now: Instant) -> Option<Instant> {
        let due = self.outage.opens(Traffic::Call)?;
        let waits = self.name != Name::Import && self.traffic() == Traffic::Call && !self.in_flight;
        (waits && due > now).then_some(due)
    }

    /// Takes note of what goes out.
    pub(super) fn noted(&mut self, want: Want) -> Want {
        match want {
            Want::Send(ticket, request) if self.name != Name::Import => {
                Want::Send(ticket, self.outage.send(self.traffic(), request))
            }
            want => want,
        }
    }

    /// Takes note of how a request ended, and returns what the present step is to be told of it: nothing where the request
    /// is sent again.
    pub(super) fn ride(&mut self, result: Result<Answer>, now: Instant) -> Option<Result<Answer>> {
        if self.name == Name::Import {
            return Some(result);
        }
        let traffic = self.traffic();
        let error = match result {
            Ok(answer) => {
                self.outage.answered(traffic);
                return Some(Ok(answer));
            }
            Err(error) => error,
        };
        let fault = (traffic == Traffic::Poll).then(|| error.clone());
        match (self.outage.failed(traffic, error, now), fault) {
            // The poll keeps its own wait as well.
            (Ok(()), Some(fault)) => Some(Err(fault)),
            (Ok(()), None) => {
                self.ask_again();
                None
            }
            // What outlasted the outage is not looked into by the step, which would begin anew.
            (Err(error), _) if error.retryable && self.outage.is_on() => {
                self.error = Some(error);
                None
            }
            (Err(error), _) => Some(Err(error)),
        }
    }

    fn ask_again(&mut self) {
        match self.name {
            Name::Event => self.ensure.ask_again(),
            Name::Enrich => self.enrich.ask_again(),
            Name::Match => self.matching.ask_again(),
            _ => {}
        }
        // What was collected is in no token: a step that ended in between would begin again in the next isolate, for good.
        if self.name != Name::Results {
            self.note(Status::Running);
        }
    }

    /// What a token keeps of the outage that the flow is in.
    pub(super) fn save_outage(&self, back: Instant) -> Option<Value> {
        if self.name == Name::Import {
            self.import.save_outage(back)
        } else {
            self.outage.save(back)
        }
    }

    /// Goes on in an outage from [`save_outage`](Self::save_outage).
    pub(super) fn restore_outage(&mut self, saved: &Value, now: Instant, early: u64) {
        if self.name == Name::Import {
            self.import.restore_outage(saved, now, early);
        } else {
            self.outage.restore(saved, now, early);
        }
    }
}
