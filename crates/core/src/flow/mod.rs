//! The canonical flow: auth, event, context, import, enrich, match, results. One step at a time, and again from a token.

mod keys;
mod plan;
mod resume;
mod ride;
mod stage;
mod step;

pub use step::{Name, Progress, Status, Step};

use core::time::Duration;
use std::collections::VecDeque;

use crate::attempt::Attempt;
use crate::attendee::Sink;
use crate::ensure::Ensure;
use crate::error::{Error, Result};
use crate::import::{Import, ImportOptions};
use crate::job::{Answer, Job, Ticket, Want};
use crate::outage::Outage;
use crate::poll::PollOptions;
use crate::request::Request;
use crate::resource::{auth, events};
use crate::route::Routes;
use crate::time::Instant;
use keys::{ENRICH, MATCH, enrich_key, enrich_request, match_key, match_request};
use plan::Plan;
use stage::Work;

/// The look at the first rows, before anything is sent: a file that cannot be read should leave no event behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Due,
    UnderWay,
    Taken,
}

/// A flow.
#[derive(Debug)]
pub struct Flow {
    routes: Routes,
    plan: Plan,
    plan_digest: String,
    name: Name,
    ensure: Ensure,
    event_json: Option<String>,
    import: Import,
    /// The digest of all rows, once the whole source was imported.
    rows_digest: Option<String>,
    import_report: Option<String>,
    enrich: Work,
    matching: Work,
    in_flight: bool,
    outage: Outage,
    look: Look,
    /// When there was something to do last, or will be next.
    back: Instant,
    steps: VecDeque<Step>,
    error: Option<Box<Error>>,
    done: bool,
}

impl Flow {
    /// A flow of `plan`, JSON text `{ event, context?, enrich?, match?, runKey? }`; `attendees`: whether rows will be fed.
    ///
    /// # Errors
    /// A validation error with every issue of the plan.
    pub fn new(
        routes: Routes,
        plan: &str,
        attendees: bool,
        mut import: ImportOptions,
        wait: PollOptions,
    ) -> Result<Self> {
        let plan = Plan::parse(plan, attendees, wait, import.allow_unknown_fields)?;
        import.wait = Some(wait);
        import.run_key.clone_from(&plan.run_key);
        let plan_digest = plan.digest(&import);
        let new_attempts = import.new_attempts;
        let outage = Outage::new(import.outage);
        let look = if plan.attendees { Look::Due } else { Look::Taken };
        Ok(Self {
            enrich: Work::new(plan.enrich.clone(), ENRICH, import.begun, new_attempts),
            matching: Work::new(plan.matching.clone(), MATCH, import.begun, new_attempts),
            ensure: Ensure::new(routes.clone(), plan.event.clone())?,
            import: Import::new(routes.clone(), &plan.event_id, import)?,
            routes,
            plan,
            plan_digest,
            name: Name::Auth,
            event_json: None,
            rows_digest: None,
            import_report: None,
            in_flight: false,
            outage,
            look,
            back: Instant::default(),
            steps: VecDeque::new(),
            error: None,
            done: false,
        })
    }

    /// The next thing that happened, in order.
    pub fn take_step(&mut self) -> Option<Step> {
        self.steps.pop_front()
    }

    /// The next thing that happened, if it is of this part.
    pub fn take_step_of(&mut self, name: Name) -> Option<Step> {
        self.steps.pop_front_if(|step| step.name == name)
    }

    /// Where it stands, for when nothing new has happened.
    pub fn standing(&self) -> Step {
        let status = if self.done { Status::Done } else { Status::Running };
        Step {
            name: self.name,
            status,
            progress: self.progress(),
            done: self.done,
        }
    }

    /// Ends it now, whatever is under way.
    pub fn abandon(&mut self, error: Box<Error>) {
        if self.name == Name::Import {
            self.import.abandon(error);
            self.error = self.import.finish().err();
        } else {
            self.error.get_or_insert(error);
        }
    }

    /// `{ event, importReport, runs: { import, enrich?, match? } }`, JSON text.
    ///
    /// # Errors
    /// What made it end early; with the report of the import, if that is where it ended.
    pub fn finish(&mut self) -> Result<String> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        let mut result = String::from("{\"event\":");
        result.push_str(self.event_json.as_deref().unwrap_or("null"));
        result.push_str(",\"importReport\":");
        result.push_str(self.import_report.as_deref().unwrap_or("null"));
        result.push_str(",\"runs\":{\"import\":");
        result.push_str(&self.import.runs_json());
        for (name, work) in [(",\"enrich\":", &self.enrich), (",\"match\":", &self.matching)] {
            if let Some(run) = work.run_json() {
                result.push_str(name);
                result.push_str(&run);
            }
        }
        result.push_str("}}");
        Ok(result)
    }

    fn advance(&mut self, status: Status) {
        self.done = self.name == Name::Results;
        self.note(status);
        self.name = self.name.next();
    }

    /// What the present stage wants; `Done` when it is over, and how it ended.
    fn stage(&mut self, now: Instant) -> Result<(Want, Status)> {
        let once = |in_flight: &mut bool, request: Request| {
            *in_flight = true;
            (Want::Send(Ticket(0), request), Status::Done)
        };
        if self.in_flight {
            return Ok((Want::Wait, Status::Running));
        }
        Ok(match self.name {
            Name::Auth => once(&mut self.in_flight, auth::check(&self.routes)?),
            Name::Event => (self.ensure.want(now), Status::Done),
            Name::Context => match &self.plan.context {
                None => (Want::Done, Status::Skipped),
                Some(body) => once(
                    &mut self.in_flight,
                    events::set_context(&self.routes, &self.plan.event_id, body)?,
                ),
            },
            Name::Import if !self.plan.attendees => (Want::Done, Status::Skipped),
            Name::Import => (self.import.want(now), Status::Done),
            Name::Enrich if self.enrich.body.is_none() => (Want::Done, Status::Skipped),
            Name::Match if self.matching.body.is_none() => (Want::Done, Status::Skipped),
            Name::Enrich => {
                let (routes, plan, rows) = (&self.routes, &self.plan, self.rows_digest.as_deref());
                let start = |attempt: &Attempt| enrich_request(routes, plan, rows, attempt);
                (self.enrich.want(routes, start, now)?, Status::Done)
            }
            Name::Match => {
                let (routes, plan, rows) = (&self.routes, &self.plan, self.rows_digest.as_deref());
                let start = |attempt: &Attempt| match_request(routes, plan, rows, attempt);
                (self.matching.want(routes, start, now)?, Status::Done)
            }
            Name::Results => (self.collect(now)?, Status::Done),
        })
    }

    /// The stage is over: takes what it came to.
    fn ended(&mut self) -> Result<()> {
        match self.name {
            Name::Event => self.event_json = Some(self.ensure.finish()?.0),
            Name::Import if self.plan.attendees => {
                self.import_report = Some(self.import.finish()?);
                // To enrich and match what was there before, as if this list had arrived, would hide that none of it did.
                if let Some(error) = self.import.came_to_nothing() {
                    return Err(error);
                }
                self.import.settle_failed();
                self.rows_digest = Some(self.import.digest());
            }
            _ => {}
        }
        Ok(())
    }
}

impl Job for Flow {
    fn want(&mut self, now: Instant) -> Want {
        let want = self.next_want(now);
        self.back = if let Want::Sleep(until) = want { until } else { now };
        want
    }

    fn time_left(&self, ticket: Ticket, now: Instant) -> Option<Duration> {
        match self.name {
            Name::Import => self.import.time_left(ticket, now),
            Name::Enrich => self.enrich.time_left(now),
            Name::Match => self.matching.time_left(now),
            _ => None,
        }
    }

    fn told(&mut self, ticket: Ticket, result: Result<Answer>, now: Instant) {
        self.in_flight = false;
        self.back = now;
        let name = self.name;
        let Some(result) = self.ride(result, now) else {
            return;
        };
        let told = match name {
            Name::Auth => result.and_then(|answer| auth::require_scope(&answer.body, "partner:write")),
            Name::Context => result.map(drop),
            Name::Event => {
                self.ensure.told(ticket, result, now);
                Ok(())
            }
            Name::Import => {
                self.import.told(ticket, result, now);
                self.import.failure().map_or(Ok(()), Err)
            }
            Name::Enrich => self.told_of_enrichment(result, now),
            Name::Match => self.told_of_matching(result, now),
            Name::Results => self.collected(result),
        };
        match told {
            Err(error) => self.error = Some(error),
            Ok(()) if self.is_stage_over(name) => self.finish_stage(Status::Done),
            // What was collected is in no token: a step that ended in between would begin again in the next isolate, for good.
            Ok(()) if name == Name::Results => {}
            Ok(()) => self.note(Status::Running),
        }
    }

    fn sink(&mut self) -> Option<&mut dyn Sink> {
        self.import.sink()
    }

    fn pulled(&mut self, more: bool) {
        self.import.pulled(more);
        if self.look == Look::UnderWay {
            self.look = if more && self.import.progress().read == 0 {
                Look::Due
            } else {
                Look::Taken
            };
        }
    }

    fn source_failed(&mut self, error: Box<Error>) {
        if self.look == Look::UnderWay {
            // Rows that came with the fault are the import's.
            self.import.pulled(true);
            self.error = Some(error);
        } else {
            self.import.source_failed(error);
        }
    }
}

impl Flow {
    fn next_want(&mut self, now: Instant) -> Want {
        loop {
            if self.error.is_some() || self.done {
                return Want::Done;
            }
            match self.look {
                Look::Due if self.name == Name::Auth => {
                    self.look = Look::UnderWay;
                    return Want::Pull;
                }
                Look::UnderWay => return Want::Wait,
                Look::Due | Look::Taken => {}
            }
            if let Some(due) = self.held_back(now) {
                return Want::Sleep(due);
            }
            match self.stage(now) {
                Ok((Want::Done, status)) => self.finish_stage(status),
                Ok((want, _)) => return self.noted(want),
                Err(error) => self.error = Some(error),
            }
        }
    }

    /// Whether an answer was the stage's last, so that the next step is the next stage's.
    fn is_stage_over(&self, name: Name) -> bool {
        match name {
            Name::Auth | Name::Context => true,
            Name::Event => self.ensure.is_done(),
            Name::Enrich => self.enrich.is_done(),
            Name::Match => self.matching.is_done(),
            // It may have more to pull or to fetch: it says so itself.
            Name::Import | Name::Results => false,
        }
    }

    fn told_of_enrichment(&mut self, result: Result<Answer>, now: Instant) -> Result<()> {
        let (plan, rows) = (&self.plan, self.rows_digest.as_deref());
        let most = self.outage.max_retry_after();
        self.enrich
            .told(result, (plan.wait, most), || enrich_key(plan, rows), now)
    }

    fn told_of_matching(&mut self, result: Result<Answer>, now: Instant) -> Result<()> {
        let (plan, rows) = (&self.plan, self.rows_digest.as_deref());
        let most = self.outage.max_retry_after();
        self.matching
            .told(result, (plan.wait, most), || match_key(plan, rows), now)
    }

    fn finish_stage(&mut self, status: Status) {
        match self.ended() {
            Ok(()) => self.advance(status),
            Err(error) => self.error = Some(error),
        }
    }
}

#[cfg(test)]
mod attempt_tests;
#[cfg(test)]
mod durable_tests;
#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod outage_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod token_tests;
