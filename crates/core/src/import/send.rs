//! Parts go out, and what the server says of them is acted on.

use super::outcome::Outcome;
use super::part::Part;
use super::refusal::{is_of_rows, is_too_large};
use super::saved::Left;
use super::{FailedPart, Import, Open};
use crate::attempt::exhausted;
use crate::attendee::{INVALID_ATTENDEES, Rejection};
use crate::check::Body;
use crate::error::{Error, Kind, Result};
use crate::job::{Answer, Want};
use crate::outage::Traffic;
use crate::poll::{Action, Poll, PollOptions, unreadable_wait};
use crate::request::Request;
use crate::resource::runs::{Run, Standing, standing};
use crate::route::Operation;
use crate::time::Instant;

impl Import {
    /// The next part that is ready. What is as large as something that was refused is halved first.
    pub(super) fn send_next(&mut self) -> Option<Want> {
        let mut part = self.next_ready()?;
        while part.divisible() && self.refusals.forbid(&part) {
            match part.halves() {
                Ok((first, second)) => {
                    self.opened(first.place.base);
                    self.ready.push_front(second);
                    part = first;
                }
                Err((part, error)) => {
                    self.ready.push_front(*part);
                    self.error.get_or_insert(error);
                    return Some(Want::Done);
                }
            }
        }
        let request = match self.request(&mut part) {
            Ok(request) => request,
            Err(error) => {
                self.ready.push_front(part);
                self.error.get_or_insert(error);
                return Some(Want::Done);
            }
        };
        let place = part.place;
        let ticket = self.ticket(place);
        let request = self.outage.send(Traffic::Call, request);
        self.open.insert(place, Open::Sending { part });
        Some(Want::Send(ticket, request))
    }

    /// The first part, or the largest while nothing but refusals comes.
    fn next_ready(&mut self) -> Option<Part> {
        let largest = || {
            self.ready
                .iter()
                .enumerate()
                .max_by_key(|(_, part)| part.rows.len())
        };
        let index = if self.refusals.probing() { largest()?.0 } else { 0 };
        self.ready.remove(index)
    }

    fn request(&self, part: &mut Part) -> Result<Request> {
        let key = part.attempt.key(part.key(&self.scope())?).to_owned();
        let mut envelope = Body::default();
        envelope.set("idempotency_key", key.as_str());
        if let Some(url) = &self.options.webhook_url {
            envelope.set("webhook_url", url.as_str());
        }
        let operation = Operation::AttendeesImport;
        let path = self.routes.path(operation, &[("event_id", &self.event_id)])?;
        let request = Request::write(
            operation.name(),
            operation.route().method,
            path,
            part.body(&envelope)?,
        );
        Ok(request.keyed(&key))
    }

    /// A poll that is due, if a request may go out for it.
    pub(super) fn due_poll(&mut self, now: Instant) -> Option<Want> {
        if self.tickets.len() >= self.concurrency() {
            return None;
        }
        if !self.outage.admits(Traffic::Poll, now) {
            // A probe that is under way is waited for: it may end the outage.
            self.outage.opens(Traffic::Poll)?;
            let error = self.overdue(now)?;
            self.error.get_or_insert(error);
            return Some(self.ends());
        }
        // In an outage, where one alone goes out, each has its turn.
        let in_turn = self.outage.strikes(Traffic::Poll);
        let due = self.open.iter().filter_map(|(place, open)| match open {
            Open::Following {
                poll,
                in_flight: false,
                ..
            } if poll.due().is_some_and(|due| due <= now) => {
                Some((if in_turn { poll.kept().polls } else { 0 }, *place))
            }
            _ => None,
        });
        let (_, place) = due.min()?;
        let Some(Open::Following { poll, in_flight, .. }) = self.open.get_mut(&place) else {
            return None;
        };
        let request = match poll.action(now) {
            Action::Send => poll.attempt(&self.routes),
            Action::Expired(error) => Err(error),
            Action::Sleep(_) | Action::Done => return None,
        };
        match request {
            Ok(request) => {
                *in_flight = true;
                let request = self.outage.send(Traffic::Poll, request);
                Some(Want::Send(self.ticket(place), request))
            }
            Err(error) => {
                self.error.get_or_insert(error);
                Some(self.ends())
            }
        }
    }

    /// The error of the first wait for a run that is over, although an outage holds its last poll back.
    fn overdue(&self, now: Instant) -> Option<Box<Error>> {
        self.open.values().find_map(|open| match open {
            Open::Following {
                poll,
                in_flight: false,
                ..
            } => poll.overdue(now),
            _ => None,
        })
    }

    /// When the next request may go out that waits for nothing but time: a poll, or a part that is held back.
    pub(super) fn next_due(&self, now: Instant) -> Option<Instant> {
        if self.tickets.len() >= self.concurrency() {
            return None;
        }
        let poll = self
            .outage
            .opens(Traffic::Poll)
            .and_then(|opens| self.next_poll(opens));
        let part = self
            .outage
            .opens(Traffic::Call)
            .map(|at| at.max(self.unreadable.send_at))
            .filter(|at| *at > now && !self.ready.is_empty() && self.may_open());
        poll.into_iter().chain(part).min()
    }

    /// When the next poll is due, or the wait for a run is over, where no poll goes out before `opens`.
    fn next_poll(&self, opens: Instant) -> Option<Instant> {
        let due = |open: &Open| match open {
            Open::Following {
                poll,
                in_flight: false,
                ..
            } => poll.due_from(opens),
            _ => None,
        };
        self.open.values().filter_map(due).min()
    }

    pub(super) fn sent(&mut self, mut part: Part, result: Result<Answer>, now: Instant) {
        match result {
            Ok(answer) => {
                self.outage.answered(Traffic::Call);
                self.accepted(part, &answer, now);
            }
            Err(error) if is_too_large(&error) => {
                self.outage.answered(Traffic::Call);
                self.refusals.too_large(&part);
                self.refused(part, error);
            }
            Err(error) if is_of_rows(&error) => {
                self.outage.answered(Traffic::Call);
                self.refusals.invalid(&part, error.code == INVALID_ATTENDEES);
                self.refused(part, error);
            }
            Err(error) => {
                // Of a call that code of the caller's ended, or a bug of ours, nothing is known.
                part.seen |=
                    error.may_have_taken_effect() || matches!(error.kind, Kind::Internal | Kind::Abort);
                self.ready.push_front(part);
                if let Err(error) = self.outage.failed(Traffic::Call, error, now) {
                    self.error.get_or_insert(error);
                }
            }
        }
    }

    fn accepted(&mut self, mut part: Part, answer: &Answer, now: Instant) {
        let poll = Poll::of_run(answer, self.poll_options(), now);
        match poll.and_then(|poll| self.owned(&part, poll, answer)) {
            Ok(poll) => {
                self.unreadable.answers = 0;
                self.refusals.accepted(&part);
                self.ledger.progress.sent += part.rows.len() as u64;
                self.ledger.progress.parts += 1;
                part.attempt
                    .answered(poll.run(), poll.is_done(), self.options.begun, now);
                if poll.is_done() {
                    // Only a run of before can have ended when it is answered with (I).
                    if self.sent_again(&mut part, &poll) {
                        self.ready.push_front(part);
                        return;
                    }
                    part.replayed = poll.failure().is_none();
                }
                self.splitter.reuse(part.take_body());
                self.follow(part, Box::new(poll));
            }
            Err(error) => {
                let longest = self.outage.max_retry_after();
                match unreadable_wait(error, answer, self.unreadable.answers, longest) {
                    // Under its key it is the same part: the server gives the same run, and perhaps in whole.
                    Ok(wait) => {
                        self.unreadable.send_at = now + wait;
                        self.unreadable.answers += 1;
                        part.seen = true;
                        self.ready.push_front(part);
                    }
                    Err(error) => {
                        self.open.insert(part.place, Open::Sending { part });
                        self.error.get_or_insert(error);
                    }
                }
            }
        }
    }

    /// Makes `part` the next attempt, where its run has failed and this start or resume has had none of its own. False: what
    /// the run came to is the end of it.
    fn sent_again(&mut self, part: &mut Part, poll: &Poll) -> bool {
        if poll.failure().is_none() || part.attempt.is_made() || !self.options.new_attempts {
            return false;
        }
        let is_next = part.advance(&self.scope(), poll.run_id());
        match is_next {
            Ok(true) => {
                // The server knows these rows from the attempt before, and does not have this one yet.
                part.seen = true;
                self.ledger.progress.sent -= part.rows.len() as u64;
                self.ledger.progress.parts -= 1;
                true
            }
            Ok(false) => false,
            Err(error) => {
                self.error.get_or_insert(error);
                false
            }
        }
    }

    pub(super) fn poll_options(&self) -> PollOptions {
        self.options.wait.unwrap_or_default()
    }

    /// Goes on following a run, or books it when it has ended or is not waited for.
    fn follow(&mut self, part: Part, poll: Box<Poll>) {
        if self.options.wait.is_some() && !poll.is_done() {
            let open = |part| Open::Following {
                part,
                poll,
                in_flight: false,
            };
            self.open.insert(part.place, open(part));
        } else if let (Some(run), Some(json)) = (poll.run(), poll.run_json()) {
            self.ledger.progress.ended += u64::from(standing(&run.status) != Standing::GoesOn);
            match poll.failure() {
                Some(failure) => self.settle_failure(part, &poll, failure),
                None => self.settle(&part, run, json),
            }
        }
    }

    /// Books a part whose run failed, and keeps it for the attempt of the next start or resume.
    fn settle_failure(&mut self, mut part: Part, poll: &Poll, failure: Box<Error>) {
        let (Some(run), Some(json)) = (poll.run(), poll.run_json()) else {
            return;
        };
        self.failure.get_or_insert_with(|| failure.clone());
        let mut outcome = Outcome::default();
        self.ledger.settle(&part, run, json, true, &mut outcome);
        let has_next = part
            .advance(&self.scope(), poll.run_id())
            .unwrap_or_else(|error| {
                self.error.get_or_insert(error);
                false
            });
        if !has_next {
            self.exhausted.get_or_insert_with(|| exhausted(failure));
        }
        let left = Left {
            base: part.place.base,
            path: part.place.path,
            // Where there is no further attempt, whoever resumes learns of the last one's failure.
            run: (!has_next).then(|| poll.run_id().to_owned()),
            kept: poll.kept(),
            attempt: part.attempt,
        };
        self.failed.push(FailedPart { left, outcome });
    }

    fn settle(&mut self, part: &Part, run: &Run, json: &str) {
        if let Some(base) = self.bases.get_mut(part.place.base as usize) {
            self.ledger.settle(part, run, json, false, &mut base.outcome);
            base.unsettled = base.unsettled.saturating_sub(1);
        }
    }
    pub(super) fn polled(
        &mut self,
        mut part: Part,
        mut poll: Box<Poll>,
        result: Result<Answer>,
        now: Instant,
    ) {
        let in_outage = match &result {
            Ok(_) => {
                self.outage.answered(Traffic::Poll);
                Ok(())
            }
            Err(error) => match self.outage.failed(Traffic::Poll, error.clone(), now) {
                Err(error) if error.retryable => Err(error),
                // The poll says for itself what is final.
                _ => Ok(()),
            },
        };
        match in_outage.and_then(|()| poll.told(result, now)) {
            // An earlier isolate's run has failed.
            Ok(()) if self.sent_again(&mut part, &poll) => self.ready.push_front(part),
            Ok(()) => self.follow(part, poll),
            Err(error) => {
                let open = |part| Open::Following {
                    part,
                    poll,
                    in_flight: false,
                };
                self.open.insert(part.place, open(part));
                self.error.get_or_insert(error);
            }
        }
    }

    /// Halves it, until the row at fault stands alone.
    fn refused(&mut self, part: Part, error: Box<Error>) {
        if part.divisible() {
            self.halve(part);
        } else {
            self.refuse_row(&part, &error);
        }
        if self.refusals.of_everything() {
            self.error.get_or_insert(error);
        }
    }

    fn halve(&mut self, part: Part) {
        match part.halves() {
            Ok((first, second)) => {
                self.opened(first.place.base);
                self.ready.push_front(second);
                self.ready.push_front(first);
            }
            Err((part, error)) => {
                self.ready.push_front(*part);
                self.error.get_or_insert(error);
            }
        }
    }

    fn refuse_row(&mut self, part: &Part, error: &Error) {
        let base = self.bases.get_mut(part.place.base as usize);
        for row in &part.rows {
            self.ledger.reject(Rejection {
                row: row.number,
                attendee_id: None,
                field: None,
                code: error.code.clone().into(),
                message: error.message.clone(),
            });
        }
        if let Some(base) = base {
            for row in &part.rows {
                base.outcome.refuse(row.number, &error.code);
            }
            base.unsettled = base.unsettled.saturating_sub(1);
        }
    }
}
