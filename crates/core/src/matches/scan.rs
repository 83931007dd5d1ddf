//! Reads every score of an event once, and then as few attendees as name the people in the result.

use std::rc::Rc;

use super::by_attendee::ByAttendee;
use super::names::Names;
use super::page;
use super::query::Choice;
use super::score::{Offer, ids};
use super::top::Top;
use crate::error::{Error, Kind, Result};
use crate::job::{Answer, Job, Ticket, Want};
use crate::page::Pages;
use crate::request::Request;
use crate::resource::attendees;
use crate::route::{Operation, Routes};
use crate::time::Instant;
use crate::value::Value;

/// Attendees that are asked for at once.
const AT_ONCE: usize = 4;
/// The call that reads a page. Attendees have the tickets after it.
const PAGE: Ticket = Ticket(0);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Pages of scores.
    Scores,
    /// Pages of attendees.
    List {
        /// Whether the list is read on whatever it costs: single attendees were asked for in vain.
        to_the_end: bool,
    },
    /// Single attendees.
    Gets,
    Done,
}

#[derive(Debug)]
enum Ranking {
    Top(Top),
    ByAttendee(ByAttendee),
}

/// Finds the best matches of an event, or of everybody in it.
///
/// Names come from the list of attendees, page by page. As soon as asking for the rest one by one costs no more requests
/// than the pages read so far, a result that needs some people only does that: at most twice the requests of the
/// cheaper way, whatever the size of the event. Where the server lists nobody (the path is inferred), ids stand alone.
#[derive(Debug)]
pub struct Scan {
    routes: Routes,
    event_id: String,
    choice: Choice,
    ranking: Ranking,
    names: Names,
    scores: Pages,
    people: Pages,
    stage: Stage,
    /// Whether a page was asked for and has not come.
    page_in_flight: bool,
    people_pages: usize,
    to_get: Vec<Rc<str>>,
    getting: Vec<(Ticket, Rc<str>)>,
    next_ticket: u32,
    /// Attendees that were asked for and not found.
    not_found: bool,
    scanned: u64,
    unranked: u64,
    error: Option<Box<Error>>,
}

impl Scan {
    /// Nothing is sent before the first [`want`](Job::want).
    ///
    /// # Errors
    /// A validation error that names `event_id`.
    pub fn new(routes: Routes, event_id: &str, choice: Choice) -> Result<Self> {
        let ranking = if choice.by_attendee {
            Ranking::ByAttendee(ByAttendee::new(&choice))
        } else {
            Ranking::Top(Top::new(&choice))
        };
        Ok(Self {
            routes,
            event_id: event_id.to_owned(),
            ranking,
            names: Names::new(choice.by_attendee),
            scores: Pages::new(Operation::MatchesList, Some(event_id), &choice.list_query())?,
            people: Pages::new(Operation::AttendeesList, Some(event_id), "")?,
            choice,
            stage: Stage::Scores,
            page_in_flight: false,
            people_pages: 0,
            to_get: Vec::new(),
            getting: Vec::new(),
            next_ticket: 1,
            not_found: false,
            scanned: 0,
            unranked: 0,
            error: None,
        })
    }

    /// Scores read so far, each direction and each duplicate counted.
    pub fn scanned(&self) -> u64 {
        self.scanned
    }

    /// The result of `top`, JSON text: `{ items, scanned, unranked, named }`.
    ///
    /// # Errors
    /// The first call that failed.
    pub fn finish(&mut self) -> Result<String> {
        self.check()?;
        let Ranking::Top(top) = &self.ranking else {
            return Err(Error::internal(
                "the best matches of everybody have no single result",
            ));
        };
        let mut out = String::from("{\"items\":");
        top.write(&self.names, &mut out);
        let named = if self.names.named() { "true" } else { "false" };
        for part in [
            ",\"scanned\":",
            &self.scanned.to_string(),
            ",\"unranked\":",
            &self.unranked.to_string(),
            ",\"named\":",
            named,
            "}",
        ] {
            out.push_str(part);
        }
        Ok(out)
    }

    /// The next people with their matches, at most `most`, JSON text: a list of `{ attendee, matches, named }`, which is
    /// empty after the last.
    ///
    /// # Errors
    /// The first call that failed.
    pub fn take_people(&mut self, most: usize) -> Result<String> {
        self.check()?;
        let Ranking::ByAttendee(people) = &mut self.ranking else {
            return Err(Error::internal(
                "the best matches of an event are not by attendee",
            ));
        };
        let mut out = String::new();
        people.write(&self.names, most, &mut out);
        Ok(out)
    }

    fn check(&self) -> Result<()> {
        match &self.error {
            Some(error) => Err(error.clone()),
            None if self.stage == Stage::Done => Ok(()),
            None => Err(Error::internal(
                "a scan of matches was asked for its result too early",
            )),
        }
    }

    fn fail(&mut self, error: Box<Error>) {
        self.error.get_or_insert(error);
        self.done();
    }

    fn done(&mut self) {
        self.stage = Stage::Done;
        if let Ranking::ByAttendee(people) = &mut self.ranking {
            people.begin(&self.names);
        }
    }

    /// The scores are over.
    fn rank(&mut self) {
        if let Ranking::Top(top) = &mut self.ranking {
            top.rank(&mut self.names);
        }
        self.stage = Stage::List { to_the_end: false };
        self.after_people();
    }

    /// Somebody was named, or nobody yet: decides how the rest is.
    fn after_people(&mut self) {
        let missing = self.names.missing();
        if matches!(self.ranking, Ranking::ByAttendee(_)) {
            return;
        }
        if missing == 0 {
            self.done();
        } else if self.stage == (Stage::List { to_the_end: false }) && self.people_pages >= missing {
            self.to_get = self.names.unknown();
            self.stage = Stage::Gets;
        }
    }

    /// The next request; `None` when there is none at the moment.
    fn send(&mut self) -> Result<Option<(Ticket, Request)>> {
        loop {
            let request = match self.stage {
                Stage::Done => return Ok(None),
                Stage::Gets => match self.get()? {
                    Some(sent) => return Ok(Some(sent)),
                    None if self.stage == Stage::Gets => return Ok(None),
                    None => continue,
                },
                _ if self.page_in_flight => return Ok(None),
                Stage::Scores => self.scores.next(&self.routes)?,
                Stage::List { .. } => self.people.next(&self.routes)?,
            };
            if let Some(request) = request {
                self.page_in_flight = true;
                return Ok(Some((PAGE, request)));
            }
            if self.stage == Stage::Scores {
                self.rank();
            } else {
                self.done();
            }
        }
    }

    /// The request of the next attendee; moves on when there are no more.
    fn get(&mut self) -> Result<Option<(Ticket, Request)>> {
        if self.getting.len() >= AT_ONCE {
            return Ok(None);
        }
        while let Some(id) = self.to_get.pop() {
            // An id that stands in a score and cannot stand in a path is only in the list, if anywhere.
            let Ok(request) = attendees::get(&self.routes, &self.event_id, &id) else {
                self.not_found = true;
                continue;
            };
            let ticket = Ticket(self.next_ticket);
            self.next_ticket = self.next_ticket.checked_add(1).ok_or_else(|| {
                Error::internal("a scan of matches asked for more attendees than it can count")
            })?;
            self.getting.push((ticket, id));
            return Ok(Some((ticket, request)));
        }
        if self.getting.is_empty() {
            if self.not_found && self.names.missing() > 0 {
                self.stage = Stage::List { to_the_end: true };
            } else {
                self.done();
            }
        }
        Ok(None)
    }

    fn scores_came(&mut self, result: Result<Answer>) -> Result<()> {
        let (items, cursor) = page::read(&result?, self.scores.resource())?;
        for item in &items {
            self.score(item);
        }
        self.scores.came(cursor.as_deref(), items.is_empty())
    }

    fn score(&mut self, item: &Value) {
        self.scanned += 1;
        if let Some(item) = item.as_object() {
            if !self.choice.covers(item) {
                return;
            }
            if let Ranking::ByAttendee(people) = &mut self.ranking {
                ids(item).into_iter().flatten().for_each(|id| people.meet(id));
            }
        }
        let Some(offer) = Offer::read(item) else {
            self.unranked += 1;
            return;
        };
        let enough = self
            .choice
            .min_score
            .as_ref()
            .is_none_or(|least| offer.score >= *least);
        match &mut self.ranking {
            _ if !enough => {}
            Ranking::Top(top) => top.offer(offer),
            Ranking::ByAttendee(people) => people.offer(offer),
        }
    }

    fn people_came(&mut self, result: Result<Answer>) -> Result<()> {
        let page = result.and_then(|answer| page::read(&answer, self.people.resource()));
        let (items, cursor) = match page {
            Ok(page) => page,
            Err(error) if is_missing(&error) || self.goes_without(&error) => {
                self.names.forget();
                self.done();
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        self.people_pages += 1;
        for attendee in &items {
            self.names.list(attendee);
        }
        self.people.came(cursor.as_deref(), items.is_empty())?;
        // After the last page there is nobody left to ask for.
        if cursor.is_some_and(|cursor| !cursor.is_empty()) {
            self.after_people();
        } else {
            self.done();
        }
        Ok(())
    }

    fn attendee_came(&mut self, ticket: Ticket, result: Result<Answer>) -> Result<()> {
        let Some(place) = self.getting.iter().position(|(got, _)| *got == ticket) else {
            return Ok(());
        };
        let (_, id) = self.getting.swap_remove(place);
        let found = match result {
            Ok(answer) => {
                Value::parse_lossy(&answer.body).is_ok_and(|attendee| self.names.found(&id, &attendee))
            }
            Err(error) if is_missing(&error) => false,
            Err(error) if self.goes_without(&error) => {
                self.names.forget();
                self.done();
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        self.not_found |= !found;
        Ok(())
    }

    /// Whether the result is worth having without names: the best pairs of an event are, where the server fails on people
    /// after every retry. A list of everybody needs the people themselves.
    fn goes_without(&self, error: &Error) -> bool {
        matches!(self.ranking, Ranking::Top(_)) && error.status.is_some_and(|status| status >= 500)
    }
}

/// Whether the server does not offer what was asked for, since its path is inferred: it refuses it, or answers with
/// something else. Any other failure is a failure of the scan.
fn is_missing(error: &Error) -> bool {
    match error.kind {
        Kind::Api => matches!(error.status, Some(403 | 404 | 405 | 410 | 501)),
        Kind::Decode => true,
        _ => false,
    }
}

impl Job for Scan {
    fn want(&mut self, _: Instant) -> Want {
        match self.send() {
            Ok(Some((ticket, request))) => Want::Send(ticket, request),
            Ok(None) if self.stage == Stage::Done => Want::Done,
            Ok(None) => Want::Wait,
            Err(error) => {
                self.fail(error);
                Want::Done
            }
        }
    }

    fn told(&mut self, ticket: Ticket, result: Result<Answer>, _: Instant) {
        let taken = match self.stage {
            Stage::Done => return,
            Stage::Gets => self.attendee_came(ticket, result),
            stage => {
                self.page_in_flight = false;
                if stage == Stage::Scores {
                    self.scores_came(result)
                } else {
                    self.people_came(result)
                }
            }
        };
        if let Err(error) = taken {
            self.fail(error);
        }
    }

    fn source_failed(&mut self, error: Box<Error>) {
        self.fail(error);
    }
}

#[cfg(test)]
impl Scan {
    /// Pairs held at the moment.
    pub(super) fn held(&self) -> usize {
        match &self.ranking {
            Ranking::Top(top) => top.held(),
            Ranking::ByAttendee(people) => people.held(),
        }
    }
}
