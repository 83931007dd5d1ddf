//! An import of any size: rows in, parts out, runs followed, every row accounted for.
//!
//! The source is pulled no faster than the wire takes it. A part that is refused is halved until the row at fault stands
//! alone. Running an import again sends the same parts under the same keys, so nothing is done twice.

mod end;
mod id_column;
mod key;
mod ledger;
mod outcome;
mod owners;
mod part;
mod refusal;
mod resume;
mod saved;
mod send;
mod split;
mod table;

pub use end::{NOT_SENT, UNCONFIRMED, UNIDENTIFIED};
pub use key::check_run_key;
pub(crate) use key::content_key;
pub use ledger::Progress;
pub use saved::Saved;

use core::time::Duration;
use std::borrow::Cow;
use std::collections::VecDeque;

use crate::attempt::Begun;
use crate::attendee::{IdSource, Rejection, Row, Sink, Warning};
use crate::check::{Body, Issues, near};
use crate::error::{Error, Result};
use crate::ids::{Seen, id_hash};
use crate::job::{Answer, Job, Ticket, Want};
use crate::outage::{Outage, OutageOptions, Traffic};
use crate::poll::{Poll, PollOptions};
use crate::resource::attendees::WEBHOOK_URL;
use crate::route::Routes;
use crate::time::Instant;
use crate::value::Value;
use id_column::IdColumn;
use key::KeyScope;
use ledger::Ledger;
use outcome::Outcome;
use owners::Owners;
use part::{Part, Place};
use refusal::Refusals;
use saved::{Left, Unreadable};
use split::{Caps, Pushed, Splitter};
use table::Table;

/// How rows are imported.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// Rows of a payload, at most. The server's own cap is not published; this is the client's.
    pub max_rows: usize,
    /// Bytes of a payload's list, at most; likewise.
    pub max_bytes: usize,
    /// Requests under way at once.
    pub concurrency: usize,
    /// How the runs are waited for; none: they are not.
    pub wait: Option<PollOptions>,
    /// Echoed on the runs.
    pub webhook_url: Option<String>,
    /// Any text, part of every idempotency key: another one means to do everything again.
    pub run_key: String,
    /// Whether names that nearly are the name of a known field are sent as they are.
    pub allow_unknown_fields: bool,
    /// How long an outage is ridden out.
    pub outage: OutageOptions,
    /// Whether a run that had failed before is tried again by this start or resume.
    pub new_attempts: bool,
    /// When this start or resume began. Without it, a run that the server answers as already failed counts as one of before.
    pub begun: Option<Begun>,
}

impl Default for ImportOptions {
    fn default() -> Self {
        Self {
            max_rows: 1_000,
            max_bytes: 1 << 20,
            concurrency: 4,
            wait: Some(PollOptions::default()),
            webhook_url: None,
            run_key: String::new(),
            allow_unknown_fields: false,
            outage: OutageOptions::default(),
            new_attempts: true,
            begun: None,
        }
    }
}

/// Runs that may be open for each request under way: rows are kept until their run has ended.
const OPEN_FOR_EACH: usize = 4;
const DUPLICATE_ATTENDEE_ID: &str = "DUPLICATE_ATTENDEE_ID";
const PAYLOAD_TOO_LARGE: &str = "PAYLOAD_TOO_LARGE";

/// A part on its way.
#[derive(Debug)]
enum Open {
    Sending {
        part: Part,
    },
    Following {
        /// Without its body, but where the run is one of an earlier isolate: a failed one is sent again, under another key.
        part: Part,
        poll: Box<Poll>,
        in_flight: bool,
    },
}

/// A part whose run failed, with what it came to. It counts as settled at the end of the import; until then, a token keeps
/// it for the next attempt.
#[derive(Debug)]
struct FailedPart {
    left: Left,
    outcome: Outcome,
}

/// A base part of which something is not settled yet, or everything is.
#[derive(Debug)]
struct Base {
    unsettled: u32,
    outcome: Outcome,
}

/// An import.
#[derive(Debug)]
pub struct Import {
    routes: Routes,
    event_id: String,
    options: ImportOptions,
    splitter: Splitter,
    seen: Seen,
    /// A full part that waits for the next one; none but while rows come.
    held: Option<Part>,
    ready: VecDeque<Part>,
    open: Table<Place, Open>,
    tickets: Table<Ticket, Place>,
    next_ticket: u32,
    owners: Owners,
    bases: Vec<Base>,
    failed: Vec<FailedPart>,
    /// The failure of the last attempt that a part can have: the end of the import, once all other parts are settled.
    exhausted: Option<Box<Error>>,
    /// The first failure of a run: the end of an import that imported nothing.
    failure: Option<Box<Error>>,
    /// What an earlier isolate had settled, and which runs it had started.
    resumed: Option<Saved>,
    /// How the reader of the source decided.
    source: Option<Value>,
    refusals: Refusals,
    unreadable: Unreadable,
    outage: Outage,
    /// The first parts of an import that was resumed in an outage: an earlier isolate may have sent so many of them.
    maybe_sent: usize,
    pulling: bool,
    ended: bool,
    error: Option<Box<Error>>,
    id_source: IdColumn,
    /// How it stood when it ended early: what a token made later holds.
    stopped: Option<Saved>,
    ledger: Ledger,
}

impl Import {
    /// An import into `event_id`.
    ///
    /// # Errors
    /// A validation error that names the option.
    pub fn new(routes: Routes, event_id: &str, options: ImportOptions) -> Result<Self> {
        let mut issues = Issues::default();
        issues.id("event_id", event_id);
        let mut envelope = Body::default();
        if let Some(url) = &options.webhook_url {
            envelope.set("webhook_url", url.as_str());
            envelope.check(&[WEBHOOK_URL], &mut issues);
        }
        issues.into_result()?;
        let caps = Caps {
            rows: options.max_rows.max(1),
            bytes: options.max_bytes.max(1),
        };
        Ok(Self {
            routes,
            event_id: event_id.to_owned(),
            splitter: Splitter::new(caps),
            seen: Seen::default(),
            held: None,
            ready: VecDeque::new(),
            open: Table::default(),
            tickets: Table::default(),
            next_ticket: 0,
            owners: Owners::default(),
            bases: Vec::new(),
            failed: Vec::new(),
            exhausted: None,
            failure: None,
            resumed: None,
            source: None,
            refusals: Refusals::default(),
            pulling: false,
            ended: false,
            unreadable: Unreadable::default(),
            outage: Outage::new(options.outage),
            maybe_sent: 0,
            error: None,
            stopped: None,
            id_source: IdColumn::default(),
            ledger: Ledger::default(),
            options,
        })
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        self.ledger.progress
    }

    /// Whether the whole source was read.
    pub fn source_ended(&self) -> bool {
        self.ended
    }

    /// The runs, as the text of a JSON list.
    pub fn runs_json(&self) -> String {
        let mut runs = String::new();
        self.ledger.write_runs(&mut runs);
        runs
    }

    /// A digest of all parts: the same for the same attendees in the same order, imported by the same attempts. What follows
    /// on an import has to be done again where rows arrived by a later attempt.
    pub fn digest(&self) -> String {
        let outcomes = || self.bases.iter().map(|base| &base.outcome);
        let mut pieces: Vec<&str> = outcomes().map(|outcome| outcome.digest.as_str()).collect();
        let runs = outcomes().flat_map(|outcome| &outcome.runs);
        let chained = runs.filter(|run| run.chained && run.status != "failed");
        let mut chained: Vec<&str> = chained.map(|run| run.id.as_str()).collect();
        if !chained.is_empty() {
            // They ended in any order.
            chained.sort_unstable();
            pieces.push("attempts");
            pieces.extend(chained);
        }
        content_key("rows", &pieces)
    }

    fn scope(&self) -> KeyScope<'_> {
        KeyScope {
            event_id: &self.event_id,
            run_key: &self.options.run_key,
            webhook_url: self.options.webhook_url.as_deref(),
        }
    }

    fn opened(&mut self, base: u32) {
        if let Some(base) = self.bases.get_mut(base as usize) {
            base.unsettled += 1;
        }
    }

    fn concurrency(&self) -> usize {
        self.options.concurrency.max(1)
    }

    fn may_open(&self) -> bool {
        self.open.len() < self.concurrency() * OPEN_FOR_EACH && self.tickets.len() < self.concurrency()
    }

    /// It ends early. Requests that are out are waited for, so that what they did is known.
    fn ends(&self) -> Want {
        if self.tickets.is_empty() {
            Want::Done
        } else {
            Want::Wait
        }
    }

    fn ticket(&mut self, place: Place) -> Ticket {
        let ticket = Ticket(self.next_ticket);
        self.next_ticket = self.next_ticket.wrapping_add(1);
        self.tickets.insert(ticket, place);
        ticket
    }
}

impl Sink for Import {
    fn row(&mut self, row: Row<'_>) {
        self.ledger.progress.read += 1;
        let id = id_hash(row.attendee_id);
        let refuse = |code: &'static str, field: Option<&str>, message: String| Rejection {
            row: row.number,
            attendee_id: Some(row.attendee_id.to_owned()),
            field: field.map(str::to_owned),
            code: code.into(),
            message,
        };
        if !self.seen.insert_hash(id) {
            let message = self.id_source.duplicate();
            self.ledger
                .reject(refuse(DUPLICATE_ATTENDEE_ID, Some("attendee_id"), message));
            return;
        }
        match self.splitter.push(row.number, id, row.json) {
            Pushed::Kept => {}
            Pushed::Full(part) => self.full(part),
            Pushed::TooLarge => {
                let (size, most) = (row.json.len(), self.options.max_bytes);
                let message = format!(
                    "the row has {size} bytes and a payload at most {most}: shorten it, or raise maxBytes"
                );
                self.ledger.reject(refuse(PAYLOAD_TOO_LARGE, None, message));
            }
        }
    }

    fn reject(&mut self, rejection: Rejection) {
        self.ledger.progress.read += 1;
        self.ledger.reject(rejection);
    }

    fn warn(&mut self, warning: Warning) {
        self.ledger.warn(warning);
    }

    /// A row is imported all the same: what its owner meant to say is a guess.
    fn unknown(&mut self, number: u64, names: &[Cow<'_, str>], absent: &[&'static str]) {
        if self.options.allow_unknown_fields {
            return;
        }
        for name in names {
            if let Some(message) = near::meant(name, &absent.iter().copied(), |_| false) {
                self.ledger.warn(Warning {
                    row: number,
                    attendee_id: None,
                    field: Some(name.clone().into_owned()),
                    code: near::UNKNOWN_FIELD.into(),
                    message: [name, " ", &message].concat(),
                });
            }
        }
    }

    fn id_source(&mut self, source: IdSource<'_>) {
        self.id_source = IdColumn::from(source);
    }

    fn decided(&mut self, decision: &str) {
        if let Ok(decision) = Value::parse(decision) {
            self.remember_source(decision);
        }
    }

    fn skip(&mut self) {
        self.ledger.skip();
    }
}

impl Job for Import {
    fn want(&mut self, now: Instant) -> Want {
        if self.error.is_some() {
            return self.ends();
        }
        if let Some(want) = self.due_poll(now) {
            return want;
        }
        if self.may_open()
            && self.unreadable.send_at <= now
            && self.outage.admits(Traffic::Call, now)
            && let Some(want) = self.send_next()
        {
            return want;
        }
        if !self.pulling && !self.ended && self.ready.is_empty() && self.may_open() {
            self.pulling = true;
            return Want::Pull;
        }
        let next = self.next_due(now);
        if !self.tickets.is_empty() || self.pulling {
            return next.map_or(Want::Wait, Want::Sleep);
        }
        match next {
            Some(due) => Want::Sleep(due),
            None if self.ended && self.ready.is_empty() && self.open.is_empty() => Want::Done,
            None => Want::Wait,
        }
    }

    fn time_left(&self, ticket: Ticket, now: Instant) -> Option<Duration> {
        match self.open.get(self.tickets.get(&ticket)?)? {
            Open::Following { poll, .. } => Some(poll.time_left(now)),
            Open::Sending { .. } => None,
        }
    }

    fn told(&mut self, ticket: Ticket, result: Result<Answer>, now: Instant) {
        let Some(place) = self.tickets.remove(&ticket) else {
            return;
        };
        match self.open.remove(&place) {
            Some(Open::Sending { part }) => self.sent(part, result, now),
            Some(Open::Following { part, poll, .. }) => self.polled(part, poll, result, now),
            None => {}
        }
    }

    fn sink(&mut self) -> Option<&mut dyn Sink> {
        Some(self)
    }

    fn pulled(&mut self, more: bool) {
        self.pulling = false;
        if !more {
            self.ended = true;
            if let Some(part) = self.splitter.flush() {
                self.full(part);
            }
        }
        self.begin_held();
        let saved = self.resumed.as_ref();
        if !more && saved.is_some_and(|saved| !saved.is_used_up(self.bases.len())) {
            self.error.get_or_insert_with(saved::other_source);
        }
    }

    fn source_failed(&mut self, error: Box<Error>) {
        self.pulling = false;
        self.begin_held();
        self.error.get_or_insert(error);
    }
}

#[cfg(test)]
mod tests;
