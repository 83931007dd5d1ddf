//! The end of an import, early or not: every row that was read is accounted for.

use super::{Import, Open};
use crate::error::{Error, Kind, Result};
use crate::ids::Seen;

/// The code of a row that the server has not seen: the import ended early.
pub const NOT_SENT: &str = "NOT_SENT";
/// The code of a row that was sent and is not known to be imported: the import ended early, or a run ended `partial` and told
/// nothing of its rows.
pub const UNCONFIRMED: &str = "UNCONFIRMED";
/// The code of a warning: a run says that more of its rows failed than it names. They are counted as `unidentified`.
pub const UNIDENTIFIED: &str = "UNIDENTIFIED";

/// What to do after an end that nobody has to mend.
const AS_IT_IS: &str = "run it again as it is";

impl Import {
    /// The report, as JSON text.
    ///
    /// # Errors
    /// What made it end early, with the report of what was done until then: rows on their way are [`UNCONFIRMED`] in it,
    /// those still to be sent [`NOT_SENT`]. The failure of a run, where no row was imported.
    pub fn finish(&mut self) -> Result<String> {
        // They take most of what the import does, and make room for the report.
        self.seen = Seen::default();
        let error = self.error.take().inspect(|error| self.write_off(error));
        let failure = self.failure.take().filter(|_| self.ledger.is_nothing_imported());
        let Some(mut error) = error.or_else(|| self.exhausted.take()).or(failure) else {
            return Ok(self.ledger.report());
        };
        error.report = Some(self.ledger.report());
        Err(error)
    }

    /// What made it end early, with the report of what was done until then, once nothing is under way any more.
    pub(crate) fn failure(&mut self) -> Option<Box<Error>> {
        (self.error.is_some() && self.tickets.is_empty()).then(|| self.finish().err())?
    }

    /// The error of an import of which every row was rejected, and no run failed; none where there was nothing to import. Asked for at its end.
    pub fn came_to_nothing(&mut self) -> Option<Box<Error>> {
        if !self.ledger.is_nothing_imported() {
            return None;
        }
        let read = self.ledger.progress.read;
        let message = format!("are all rejected, {read} of {read}: see the report for the reason of each");
        let mut error = Error::invalid("attendees", "NOTHING_IMPORTED", message);
        error.report = Some(self.ledger.report());
        Some(error)
    }

    /// Ends it now, whatever is under way.
    pub fn abandon(&mut self, error: Box<Error>) {
        self.error.get_or_insert(error);
        self.tickets.clear();
    }

    /// Settles the parts whose run failed: what follows on the import goes on without their rows, and no resume sends them
    /// again.
    pub(crate) fn settle_failed(&mut self) {
        for failed in core::mem::take(&mut self.failed) {
            if let Some(base) = self.bases.get_mut(failed.left.base as usize) {
                base.outcome.merge(failed.outcome);
                base.unsettled = base.unsettled.saturating_sub(1);
            }
        }
    }

    fn write_off(&mut self, error: &Error) {
        self.stopped = Some(self.saved());
        let again = match error.kind {
            _ if error.retryable => AS_IT_IS,
            Kind::Abort | Kind::Timeout => AS_IT_IS,
            _ => "mend what the error says, then run it again",
        };
        let why = [
            "the import ended early (",
            &error.code,
            "); ",
            again,
            ", nothing is done twice",
        ]
        .concat();
        let not_sent = ["not sent: ", &why].concat();
        let unknown = ["sent, and not known to be imported: ", &why].concat();
        self.ledger
            .reject_rows(&self.splitter.waiting().rows, NOT_SENT, &not_sent);
        for part in &self.ready {
            let (code, message) = if part.seen {
                (UNCONFIRMED, &unknown)
            } else {
                (NOT_SENT, &not_sent)
            };
            self.ledger.reject_rows(&part.rows, code, message);
        }
        for open in self.open.values() {
            match open {
                Open::Sending { part } => self.ledger.reject_rows(&part.rows, UNCONFIRMED, &unknown),
                Open::Following { part, poll, .. } => {
                    self.ledger.reject_rows(&part.rows, UNCONFIRMED, &unknown);
                    self.ledger.run_goes_on(poll.run_id(), poll.run_json());
                }
            }
        }
        self.ready.clear();
        self.open.clear();
    }
}
