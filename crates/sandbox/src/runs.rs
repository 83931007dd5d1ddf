//! Runs: queued, running and ended on the injected clock, one at a time for each event.

use std::collections::VecDeque;

use serde_json::{Value, json};

use crate::config::Config;
use crate::enrich;
use crate::ids::Rng;
use crate::matcher;
use crate::store::{Attendee, Event, Org};
use crate::time::rfc3339;

/// What a run has to do, with what the request said about it.
#[derive(Debug)]
pub(crate) enum Work {
    /// The rows that are good, and those that are not.
    Import {
        rows: Vec<Attendee>,
        failures: Vec<Failure>,
    },
    Enrich {
        attendee_ids: Option<Vec<String>>,
    },
    Match {
        attendee_ids: Option<Vec<String>>,
        session_id: Option<String>,
    },
}

/// A row that could not be processed.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    /// Its place among the run's rows, from 0.
    pub(crate) index: usize,
    pub(crate) attendee_id: String,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Queued,
    Running { since: u64, until: u64 },
    Ended { at: u64 },
}

#[derive(Debug)]
pub(crate) struct Run {
    run_id: String,
    kind: &'static str,
    event_id: String,
    webhook_url: Option<String>,
    work: Option<Work>,
    total: usize,
    failures: Vec<Failure>,
    phase: Phase,
    ready_at: u64,
    created_at: u64,
    /// A fault's list of statuses: it takes the place of the clock, one status a poll.
    script: Option<VecDeque<String>>,
}

impl Work {
    fn kind(&self) -> &'static str {
        match self {
            Self::Import { .. } => "import",
            Self::Enrich { .. } => "enrich",
            Self::Match { .. } => "match",
        }
    }
}

/// What a new run is made of.
#[derive(Debug)]
pub(crate) struct NewRun {
    pub(crate) event_id: String,
    pub(crate) work: Work,
    pub(crate) webhook_url: Option<String>,
    pub(crate) script: Option<Vec<String>>,
}

impl Org {
    /// Puts a run in the queue of its event and gives its id.
    pub(crate) fn start_run(&mut self, new: NewRun, rng: &mut Rng, config: &Config, now: u64) -> String {
        let run_id = rng.id("run");
        let scripted = new.script.is_some();
        let mut run = Run {
            run_id: run_id.clone(),
            kind: new.work.kind(),
            event_id: new.event_id,
            webhook_url: new.webhook_url,
            work: Some(new.work),
            total: 0,
            failures: Vec::new(),
            phase: Phase::Queued,
            ready_at: now.saturating_add(config.queue_ms),
            created_at: now,
            script: new.script.map(VecDeque::from),
        };
        if let Some(event) = self.events.get_mut(&run.event_id) {
            run.plan(event);
            if !scripted {
                event.pending.push_back(run_id.clone());
                if event.pending.len() == 1 {
                    self.schedule(run.ready_at, &run_id);
                }
            }
        }
        self.runs.insert(run_id.clone(), run);
        run_id
    }

    fn schedule(&mut self, at: u64, run_id: &str) {
        self.arrivals += 1;
        self.timeline.insert((at, self.arrivals), run_id.to_owned());
    }

    /// Lets everything happen that was due up to `now`, in the order in which it was due.
    pub(crate) fn settle(&mut self, config: &Config, rng: &mut Rng, now: u64) {
        while let Some(entry) = self.timeline.first_entry() {
            let (due, _) = *entry.key();
            if due > now {
                return;
            }
            let run_id = entry.remove();
            self.advance(&run_id, config, rng, due);
        }
    }

    fn advance(&mut self, run_id: &str, config: &Config, rng: &mut Rng, due: u64) {
        let Some(run) = self.runs.get_mut(run_id) else {
            return;
        };
        let Some(event) = self.events.get_mut(&run.event_id) else {
            return;
        };
        if run.phase == Phase::Queued {
            run.plan(event);
            let until = due.saturating_add(config.run_ms(run.total));
            run.phase = Phase::Running { since: due, until };
            self.schedule(until, run_id);
            return;
        }
        run.apply(event, &mut self.reviews, config, rng, due);
        run.phase = Phase::Ended { at: due };
        event.pending.pop_front();
        let next = event.pending.front().cloned();
        if let Some(next) = next {
            let ready = self.runs.get(&next).map_or(due, |run| run.ready_at.max(due));
            self.schedule(ready, &next);
        }
    }

    /// The run as it reads now; for a scripted run this is the poll that moves it on.
    pub(crate) fn poll(&mut self, run_id: &str, config: &Config, rng: &mut Rng, now: u64) -> Option<Value> {
        let run = self.runs.get_mut(run_id)?;
        let status = run.scripted_status();
        if let Some(status @ ("succeeded" | "partial" | "failed")) = status.as_deref()
            && !matches!(run.phase, Phase::Ended { .. })
        {
            if status != "failed"
                && let Some(event) = self.events.get_mut(&run.event_id)
            {
                run.apply(event, &mut self.reviews, config, rng, now);
            }
            run.phase = Phase::Ended { at: now };
        }
        Some(run.view(status.as_deref(), now))
    }

    /// The run as the answer to the request that started it, or that asked for the same again.
    pub(crate) fn show(&self, run_id: &str, now: u64) -> Option<Value> {
        let run = self.runs.get(run_id)?;
        let status = run.script.as_ref().and_then(|script| script.front().cloned());
        Some(run.view(status.as_deref(), now))
    }
}

impl Run {
    /// Counts the rows and finds those that cannot succeed, against the event as it is now.
    fn plan(&mut self, event: &Event) {
        let unknown = |ids: &[String]| {
            ids.iter()
                .enumerate()
                .filter(|(_, id)| event.roster.position(id).is_none())
                .map(|(index, id)| Failure {
                    index,
                    attendee_id: id.clone(),
                    code: crate::error::code::ATTENDEE_NOT_FOUND.name,
                    message: format!("the event has no attendee {id}"),
                })
                .collect::<Vec<_>>()
        };
        match self.work.as_mut() {
            Some(Work::Import { rows, failures }) => {
                if !failures.is_empty() {
                    self.failures = std::mem::take(failures);
                }
                self.total = rows.len() + self.failures.len();
            }
            Some(
                Work::Enrich {
                    attendee_ids: Some(ids),
                }
                | Work::Match {
                    attendee_ids: Some(ids),
                    ..
                },
            ) => {
                self.failures = unknown(ids);
                self.total = ids.len();
            }
            Some(Work::Enrich { .. } | Work::Match { .. }) => self.total = event.roster.rows.len(),
            None => {}
        }
    }

    /// Lets the run take effect; a second time does nothing.
    fn apply(
        &mut self,
        event: &mut Event,
        reviews: &mut Vec<crate::store::Review>,
        config: &Config,
        rng: &mut Rng,
        now: u64,
    ) {
        match self.work.take() {
            Some(Work::Import { rows, .. }) => {
                for row in rows {
                    event.roster.upsert(row, now);
                }
                event.updated_at = now;
            }
            Some(Work::Enrich { attendee_ids }) => {
                enrich::enrich(event, reviews, attendee_ids.as_deref(), rng, now);
            }
            Some(Work::Match {
                attendee_ids,
                session_id,
            }) => {
                let set = matcher::matches(event, &self.run_id, session_id, attendee_ids.as_deref(), config);
                event.matches.push(set);
            }
            None => {}
        }
    }

    fn scripted_status(&mut self) -> Option<String> {
        let script = self.script.as_mut()?;
        if script.len() > 1 {
            script.pop_front()
        } else {
            script.front().cloned()
        }
    }

    fn processed(&self, now: u64) -> usize {
        match self.phase {
            Phase::Queued => 0,
            Phase::Ended { .. } => self.total,
            Phase::Running { since, until } => {
                let span = u128::from(until.saturating_sub(since)).max(1);
                let done = u128::from(now.saturating_sub(since)).min(span);
                usize::try_from(self.total as u128 * done / span).unwrap_or(self.total)
            }
        }
    }

    fn status(&self) -> &'static str {
        match self.phase {
            Phase::Queued => "queued",
            Phase::Running { .. } => "running",
            Phase::Ended { .. } if self.failures.is_empty() => "succeeded",
            Phase::Ended { .. } if self.failures.len() < self.total => "partial",
            Phase::Ended { .. } => "failed",
        }
    }

    fn view(&self, scripted: Option<&str>, now: u64) -> Value {
        let processed = self.processed(now);
        let reached = self.failures.partition_point(|failure| failure.index < processed);
        let errors: Vec<Value> = self.failures.iter().take(reached).map(Failure::view).collect();
        let (updated_at, completed_at) = match self.phase {
            Phase::Queued => (self.created_at, None),
            Phase::Running { .. } => (now, None),
            Phase::Ended { at } => (at, Some(rfc3339(at))),
        };
        let mut view = json!({
            "run_id": self.run_id,
            "status": scripted.unwrap_or(self.status()),
            "kind": self.kind,
            "event_id": self.event_id,
            "counts": {
                "total": self.total,
                "processed": processed,
                "succeeded": processed - reached,
                "failed": reached,
            },
            "errors": errors,
            "created_at": rfc3339(self.created_at),
            "updated_at": rfc3339(updated_at),
            "completed_at": completed_at,
        });
        if let (Some(url), Some(map)) = (&self.webhook_url, view.as_object_mut()) {
            map.insert("webhook_url".to_owned(), json!(url));
        }
        view
    }
}

impl Failure {
    fn view(&self) -> Value {
        json!({ "attendee_id": self.attendee_id, "code": self.code, "message": self.message })
    }
}
