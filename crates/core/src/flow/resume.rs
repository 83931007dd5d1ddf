//! A flow as a token, and from a token again. The token holds ids of runs, counts and digests: no key, URL or attendee data.

use super::Flow;
use super::keys::{ENRICH, MATCH};
use super::stage::Work;
use super::step::{Name, Step};
use crate::attempt::Attempt;
use crate::ensure::readable;
use crate::error::{Error, Result};
use crate::fields::{Fit, Unfit, flag, list, members, optional, or_default, required, text};
use crate::import::Saved;
use crate::job::{Answer, Job, Ticket, Want};
use crate::poll::Kept;
use crate::resource::events;
use crate::resource::runs::Run;
use crate::time::{Instant, millis};
use crate::token;
use crate::value::{Object, Value};

const TOKEN: &str = "mf2";
const TOKEN_OF: &str = "a flow";

/// Where what is kept of the runs that have ended stands.
const ENDED: &str = "f";

struct State {
    plan: String,
    name: Name,
    /// Whether the answer to the create was lost, where the event is looked for.
    confirm: Option<bool>,
    import: Saved,
    /// Steps that happened and were not reported yet.
    steps: Vec<Step>,
    rows: Option<String>,
    enrich: SavedRun,
    matching: SavedRun,
    /// The two runs as they ended, where they did.
    ended: [Option<Run>; 2],
    /// How the run of the present stage was asked for.
    asked: Kept,
    /// The outage that the flow is in.
    outage: Option<Value>,
    /// When the engine was to come back, in milliseconds since 1970.
    back: u64,
}

/// The names under which a token keeps a run: its id, its attempt, and whether it was replayed.
struct Members {
    word: &'static str,
    run: &'static str,
    attempt: &'static str,
    replayed: &'static str,
}

const ENRICH_MEMBERS: Members = Members {
    word: ENRICH,
    run: "e",
    attempt: "ea",
    replayed: "er",
};
const MATCH_MEMBERS: Members = Members {
    word: MATCH,
    run: "m",
    attempt: "ma",
    replayed: "mr",
};

/// What a token keeps of a run that the flow starts.
struct SavedRun {
    run: Option<String>,
    attempt: Attempt,
    replayed: bool,
}

impl SavedRun {
    fn of(work: &Work) -> Self {
        Self {
            run: work.run_id().map(str::to_owned),
            attempt: work.attempt.clone(),
            replayed: work.replayed,
        }
    }

    fn write(self, members: &Members, state: &mut Object) {
        if let Some(run) = self.run {
            state.insert(members.run, run.into());
        }
        if let Some(attempt) = self.attempt.to_values() {
            state.insert(members.attempt, attempt.into_iter().collect());
        }
        if self.replayed {
            state.insert(members.replayed, Value::Bool(true));
        }
    }

    fn read(state: &Object, members: &Members) -> Fit<Self> {
        let attempt = match state.get(members.attempt).map(Value::as_array) {
            None => Attempt::default(),
            Some(Some([links, key])) => Attempt::read(members.word, links, key)?,
            Some(_) => return Err(Unfit),
        };
        Ok(Self {
            run: optional(state, members.run, text)?,
            attempt,
            replayed: or_default(state, members.replayed, flag)?,
        })
    }
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
            enrich: SavedRun::read(state, &ENRICH_MEMBERS)?,
            matching: SavedRun::read(state, &MATCH_MEMBERS)?,
            ended: [read_ended(state, RUNS[0])?, read_ended(state, RUNS[1])?],
            asked: Kept::take(&mut Kept::numbers(state)),
            outage: state.get("u").cloned(),
            // Unknown, it is now.
            back: state.get("t").and_then(Value::as_u64).unwrap_or(0),
        })
    }
}

/// The kinds of the two runs, and the names of their members.
const RUNS: [(&str, &str); 2] = [("e", "enrich"), ("m", "match")];

/// The run whose id stands under `name`, as far as it was kept when it ended; none where it had not.
fn read_ended(state: &Object, (name, kind): (&str, &str)) -> Fit<Option<Run>> {
    let (run_id, ended) = (optional(state, name, text)?, state.get(ENDED));
    let ended = ended.and_then(Value::as_object).and_then(|ended| ended.get(name));
    match (run_id, ended) {
        (Some(run_id), Some(ended)) => Run::from_kept(&run_id, kind, ended).map(Some),
        _ => Ok(None),
    }
}

impl Flow {
    /// What another isolate needs to go on, together with the same plan; made at `now`, which is `wall_ms` after 1970 began.
    pub fn serialize(&self, now: Instant, wall_ms: u64) -> String {
        let back = self.back.max(now);
        let mut state = Object::default();
        state.insert("p", self.plan_digest.as_str().into());
        state.insert("n", self.name.to_value());
        if let Some(lost) = self.ensure.save() {
            state.insert("c", Value::Bool(lost));
        }
        state.insert("i", self.import.save(back).to_value());
        if (Name::Import..=Name::Match).contains(&self.name) {
            let present = if self.name == Name::Enrich {
                &self.enrich
            } else {
                &self.matching
            };
            let mut kept = present.kept();
            if kept != Kept::default() {
                kept.leave(back);
                kept.write(&mut state);
            }
            state.insert("t", wall_ms.saturating_add(millis(back - now)).into());
        }
        if let Some(outage) = self.save_outage(back) {
            state.insert("u", outage);
            // As often as it is told below: what was waited for is measured by it.
            state.insert("t", wall_ms.saturating_add(millis(back - now)).into());
        }
        // The end is come to again, and told of then.
        let steps = self.steps.iter().filter(|step| !step.done);
        state.insert("s", steps.map(|step| step.to_value()).collect());
        if let Some(rows) = &self.rows_digest {
            state.insert("r", rows.as_str().into());
        }
        SavedRun::of(&self.enrich).write(&ENRICH_MEMBERS, &mut state);
        SavedRun::of(&self.matching).write(&MATCH_MEMBERS, &mut state);
        let mut ended = Object::default();
        for ((name, kind), work) in RUNS.into_iter().zip([&self.enrich, &self.matching]) {
            if let Some(run) = work.ended() {
                ended.insert(name, run.kept(kind));
            }
        }
        if ended.iter().next().is_some() {
            state.insert(ENDED, Value::Object(ended));
        }
        token::write(TOKEN, &Value::Object(state))
    }

    /// Keeps the decision of the reader of the attendees for the token, such as which column holds which field, so that a
    /// resumed flow reads the same attendees. The decision must not hold attendee data or header text.
    pub fn remember_source(&mut self, decision: Value) {
        self.import.remember_source(decision);
    }

    /// The reader's decision that was kept here, or in the token that this flow was resumed from.
    pub fn remembered_source(&self) -> Option<&Value> {
        self.import.remembered_source()
    }

    /// Puts a fresh flow of the same plan where the token says, at `now`, which is `wall_ms` after 1970 began. Clocks that
    /// differ do no harm: what was waited counts for less at most.
    ///
    /// # Errors
    /// A validation error for what is no token, or one of another plan.
    pub fn resume(&mut self, token: &str, now: Instant, wall_ms: u64) -> Result<()> {
        let state = token::read(TOKEN, TOKEN_OF, token)?;
        let state = State::read(&state).map_err(|_| token::invalid(TOKEN_OF))?;
        if state.plan != self.plan_digest {
            let message = "was made with another plan, or with another maxRows, maxBytes or webhook_url, which are part of it here: resume with the plan and the options that it was made with, or start a new flow";
            return Err(Error::invalid("token", "OTHER_PLAN", message));
        }
        if !self.can_have_come(&state) {
            return Err(token::invalid(TOKEN_OF));
        }
        self.name = state.name;
        self.steps = state.steps.into();
        if let Some(lost) = state.confirm {
            self.ensure.restore(lost);
        }
        let early = state.back.saturating_sub(wall_ms);
        self.import.restore(state.import, now, early);
        self.back = now;
        if let Some(outage) = &state.outage {
            self.restore_outage(outage, now, early);
        }
        self.rows_digest = state.rows;
        let [enriched, matched] = state.ended;
        for (name, work, saved, ended) in [
            (Name::Match, &mut self.matching, state.matching, matched),
            (Name::Enrich, &mut self.enrich, state.enrich, enriched),
        ] {
            work.attempt = saved.attempt;
            work.replayed = saved.replayed;
            if let Some(run_id) = saved.run {
                work.resume(&run_id, ended, self.plan.wait)?;
                if !work.is_done() {
                    // Its stage follows it to its end first.
                    self.name = self.name.min(name);
                }
            }
        }
        let present = if self.name == Name::Enrich {
            &mut self.enrich
        } else {
            &mut self.matching
        };
        if !present.is_done() && state.asked != Kept::default() {
            let mut kept = state.asked;
            kept.take_up(now, early);
            present.go_on(kept);
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
            && behind(Name::Enrich, self.plan.enrich.is_some(), &state.enrich.run)
            && behind(Name::Match, self.plan.matching.is_some(), &state.matching.run)
            && state.steps.iter().all(|step| step.name <= state.name)
    }

    /// What the result needs and an earlier isolate had: the event, and the report, for which the source is read again. That
    /// is one request, and no write. The runs are in the token, as far as it keeps them.
    pub(super) fn collect(&mut self, now: Instant) -> Result<Want> {
        if self.event_json.is_none() {
            self.in_flight = true;
            return Ok(Want::Send(
                Ticket(0),
                events::get(&self.routes, &self.plan.event_id)?,
            ));
        }
        if self.plan.attendees && self.import_report.is_none() {
            match self.import.want(now) {
                Want::Done => self.import_report = Some(self.import.finish()?),
                Want::Send(..) => return Err(Error::internal("an import that was over wants to send")),
                want => return Ok(want),
            }
        }
        Ok(Want::Done)
    }

    pub(super) fn collected(&mut self, result: Result<Answer>) -> Result<()> {
        let answer = result?;
        readable(&answer)?;
        self.event_json = Some(answer.body);
        Ok(())
    }
}
