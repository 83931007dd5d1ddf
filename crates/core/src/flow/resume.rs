//! A flow as a token, and from a token again. The token holds ids of runs, counts and digests: no key, URL or attendee data.

use super::Flow;
use super::step::{Name, Step};
use crate::ensure::readable;
use crate::error::{Error, Result};
use crate::fields::{Fit, flag, list, members, optional, or_default, required, text};
use crate::import::Saved;
use crate::job::{Answer, Job, Ticket, Want};
use crate::resource::{events, runs};
use crate::time::Instant;
use crate::token;
use crate::value::{Object, Value};

const TOKEN: &str = "mf1";

/// The tickets of what is fetched again at the end.
const EVENT: Ticket = Ticket(u32::MAX);

struct State {
    plan: String,
    name: Name,
    /// Whether the answer to the create was lost, where the event is looked for.
    confirm: Option<bool>,
    import: Saved,
    /// Steps that happened and were not reported yet.
    steps: Vec<Step>,
    rows: Option<String>,
    enrich: Option<String>,
    matching: Option<String>,
}

impl State {
    fn read(state: &Value) -> Fit<Self> {
        let state = members(state)?;
        Ok(Self {
            plan: required(state, "p", text)?,
            name: required(state, "n", Name::read)?,
            confirm: optional(state, "c", flag)?,
            import: required(state, "i", Saved::read)?,
            steps: or_default(state, "s", |steps| list(steps, Step::read))?,
            rows: optional(state, "r", text)?,
            enrich: optional(state, "e", text)?,
            matching: optional(state, "m", text)?,
        })
    }
}

impl Flow {
    /// What another isolate needs to go on, together with the same plan.
    pub fn serialize(&self) -> String {
        let mut state = Object::default();
        state.insert("p", self.plan_digest.as_str().into());
        state.insert("n", self.name.to_value());
        if let Some(lost) = self.ensure.save() {
            state.insert("c", Value::Bool(lost));
        }
        state.insert("i", self.import.save().to_value());
        // The end is come to again, and told of then.
        let steps = self.steps.iter().filter(|step| !step.done);
        state.insert("s", steps.map(|step| step.to_value()).collect());
        for (name, text) in [
            ("r", self.rows_digest.as_deref()),
            ("e", self.enrich.run_id()),
            ("m", self.matching.run_id()),
        ] {
            if let Some(text) = text {
                state.insert(name, text.into());
            }
        }
        token::write(TOKEN, &Value::Object(state))
    }

    /// Puts a fresh flow of the same plan where the token says.
    ///
    /// # Errors
    /// A validation error for what is no token, or one of another plan.
    pub fn resume(&mut self, token: &str) -> Result<()> {
        let state = token::read(TOKEN, "a flow", token, State::read)?;
        if state.plan != self.plan_digest {
            let message =
                "was made with another plan: resume with the plan that it was made with, or start a new flow";
            return Err(Error::invalid("token", "OTHER_PLAN", message));
        }
        if !self.can_have_come(&state) {
            return Err(token::unfit("a flow"));
        }
        self.name = state.name;
        self.steps = state.steps.into();
        if let Some(lost) = state.confirm {
            self.ensure.restore(lost);
        }
        self.import.restore(state.import);
        self.rows_digest = state.rows;
        for (work, run_id) in [
            (&mut self.enrich, state.enrich),
            (&mut self.matching, state.matching),
        ] {
            if let Some(run_id) = run_id {
                work.resume(&run_id, self.plan.wait)?;
            }
        }
        Ok(())
    }

    /// Whether a flow of this plan can stand where the token says: what it has behind it left something there. Anybody can
    /// write a token, and one that left out a run would have it started under another key.
    fn can_have_come(&self, state: &State) -> bool {
        let behind = |name: Name, planned: bool, left: &Option<String>| {
            !planned || left.is_some() || state.name <= name
        };
        behind(Name::Import, self.plan.attendees, &state.rows)
            && behind(Name::Enrich, self.plan.enrich.is_some(), &state.enrich)
            && behind(Name::Match, self.plan.matching.is_some(), &state.matching)
            && state.steps.iter().all(|step| step.name <= state.name)
    }

    /// What the result needs and an earlier isolate had: the event, the runs, and the report, for which the source is read
    /// again. Nothing is written.
    pub(super) fn collect(&mut self, now: Instant) -> Result<Want> {
        if self.event_json.is_none() {
            self.in_flight = true;
            return Ok(Want::Send(EVENT, events::get(&self.routes, &self.plan.event_id)?));
        }
        if self.plan.attendees && self.import_report.is_none() {
            match self.import.want(now) {
                Want::Done => self.import_report = Some(self.import.finish()?),
                Want::Send(..) => return Err(Error::internal("an import that was over wants to send")),
                want => return Ok(want),
            }
        }
        for (ticket, work) in [(Ticket(0), &self.enrich), (Ticket(1), &self.matching)] {
            if let (Some(run_id), None) = (work.run_id(), work.run_json()) {
                self.in_flight = true;
                return Ok(Want::Send(ticket, runs::get(&self.routes, run_id)?));
            }
        }
        Ok(Want::Done)
    }

    pub(super) fn collected(&mut self, ticket: Ticket, result: Result<Answer>, now: Instant) -> Result<()> {
        match ticket {
            EVENT => {
                let answer = result?;
                readable(&answer)?;
                self.event_json = Some(answer.body);
            }
            Ticket(0) => self.enrich.told(result, self.plan.wait, now)?,
            _ => self.matching.told(result, self.plan.wait, now)?,
        }
        Ok(())
    }
}
