//! Performs a job with answers that were made before, so that no server is counted with it.

use std::hint::black_box;

use meshi_partner_core::attendee::Sink;
use meshi_partner_core::job::{Answer, Job, Want};
use meshi_partner_core::time::Instant;

/// Answers, to be given one after the other.
pub(crate) struct Answers {
    left: std::vec::IntoIter<Answer>,
    given: u64,
}

impl Answers {
    pub(crate) fn of(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self {
            left: answers.into_iter().collect::<Vec<Answer>>().into_iter(),
            given: 0,
        }
    }

    pub(crate) fn next(&mut self) -> Option<Answer> {
        self.given += 1;
        self.left.next()
    }

    /// How many were asked for.
    pub(crate) const fn given(&self) -> u64 {
        self.given
    }
}

/// Performs `job` to its end. `pull` feeds a piece of the source and says whether there is more.
pub(crate) fn perform(
    job: &mut dyn Job,
    answers: &mut Answers,
    mut pull: impl FnMut(&mut dyn Sink) -> Option<bool>,
) -> Option<()> {
    let mut now = Instant::from_millis(1);
    loop {
        match job.want(now) {
            Want::Send(ticket, request) => {
                black_box(&request);
                drop(request);
                job.told(ticket, Ok(answers.next()?), now);
            }
            Want::Pull => {
                let more = pull(job.sink()?)?;
                job.pulled(more);
            }
            Want::Sleep(until) => now = until,
            Want::Wait => return None,
            Want::Done => return Some(()),
        }
    }
}
