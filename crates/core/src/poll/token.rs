//! A wait as a token, and from a token again.

use super::{Kept, Poll, PollOptions};
use crate::error::Result;
use crate::token;
use crate::value::{Object, Value};

const TOKEN: &str = "mp2";
const TOKEN_OF: &str = "a poller";

impl Poll {
    /// Goes on from a token: as seldom as before while the run shows nothing new, and waited for from now on.
    ///
    /// # Errors
    /// A validation error for what is no token of a poller.
    pub fn resume(token: &str, options: PollOptions) -> Result<Self> {
        let saved = token::read(TOKEN, TOKEN_OF, token)?;
        let saved = saved.as_object();
        let run_id = saved.and_then(|saved| saved.get("run_id")?.as_str());
        let (Some(saved), Some(run_id)) = (saved, run_id) else {
            return Err(token::invalid(TOKEN_OF));
        };
        let mut poll = Self::new(run_id, options)?;
        let kept = Kept::take(&mut Kept::numbers(saved));
        poll.kept = kept.without_wait();
        Ok(poll)
    }

    /// Goes on within a wait that began in another isolate.
    pub(crate) fn go_on(&mut self, kept: Kept) {
        (self.kept, self.started, self.earliest) = (kept, kept.due, kept.earliest);
    }

    /// What another isolate needs to go on as this one would.
    pub(crate) fn kept(&self) -> Kept {
        let due = self.next_poll();
        Kept {
            waited: self.waited(due),
            due,
            // There too, the wait ends before that.
            firm: self.kept.firm || self.expires(),
            ..self.kept
        }
    }

    /// A small token without key, URL or attendee data.
    pub fn serialize(&self) -> String {
        let mut saved = Object::default();
        saved.insert("run_id", self.run_id.as_str().into());
        let kept = self.kept.without_wait();
        if kept != Kept::default() {
            kept.write(&mut saved);
        }
        token::write(TOKEN, &Value::Object(saved))
    }
}
