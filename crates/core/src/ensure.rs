//! `events.ensure`: the event is there in the end, once, and is the one that was asked for; or the fields that differ are named.

use crate::check::Body;
use crate::error::{Error, Result};
use crate::job::{Answer, Job, Ticket, Want};
use crate::request::Request;
use crate::resource::events;
use crate::route::Routes;
use crate::time::Instant;
use crate::value::Value;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Create,
    Fetch,
    Nothing,
}

/// Why the event is looked for.
#[derive(Debug)]
enum Why {
    /// The server said that it is there.
    There,
    /// The answer to the create was lost, all its attempts included: what is there may be ours.
    Lost(Box<Error>),
    /// The same, before the flow was resumed: where nothing is there, the create's turn comes again.
    LostBefore,
}

/// Creates an event, or confirms the one that is there.
#[derive(Debug)]
pub struct Ensure {
    routes: Routes,
    wanted: Body,
    event_id: String,
    next: Next,
    in_flight: bool,
    why: Why,
    ended: Option<Result<(String, bool)>>,
}

impl Ensure {
    /// Ensures `wanted`, the body of `POST /events`.
    ///
    /// # Errors
    /// A validation error with the server's own codes.
    pub fn new(routes: Routes, wanted: Body) -> Result<Self> {
        events::create(&routes, &wanted)?;
        let event_id = wanted.checked_text("event_id")?.to_owned();
        Ok(Self {
            routes,
            wanted,
            event_id,
            next: Next::Create,
            in_flight: false,
            why: Why::There,
            ended: None,
        })
    }

    /// The event's id.
    pub fn event_id(&self) -> &str {
        &self.event_id
    }

    /// What another isolate needs to go on, where the create is behind it: whether its answer was lost.
    pub fn save(&self) -> Option<bool> {
        (self.next == Next::Fetch).then_some(!matches!(self.why, Why::There))
    }

    /// Goes on from what [`save`](Self::save) gave.
    pub fn restore(&mut self, lost: bool) {
        self.next = Next::Fetch;
        self.why = if lost { Why::LostBefore } else { Why::There };
    }

    /// The request that is under way failed in an outage that the job rides out, and is made again. Where a create took effect
    /// all the same, the next one meets a conflict, and is confirmed.
    pub(crate) const fn ask_again(&mut self) {
        self.in_flight = false;
    }

    /// Whether it is over.
    pub fn is_done(&self) -> bool {
        self.next == Next::Nothing
    }

    /// The event as the server gave it, JSON text, and whether it was created now.
    ///
    /// # Errors
    /// A conflict that names the fields that differ, or what else went wrong.
    pub fn finish(&mut self) -> Result<(String, bool)> {
        self.ended
            .take()
            .unwrap_or_else(|| Err(Error::internal("an ensure was asked for its end too early")))
    }

    fn request(&self) -> Result<Request> {
        match self.next {
            Next::Fetch => events::get(&self.routes, &self.event_id),
            _ => events::create(&self.routes, &self.wanted),
        }
    }

    fn end(&mut self, result: Result<(String, bool)>) {
        self.next = Next::Nothing;
        self.ended = Some(result);
    }

    fn look(&mut self, why: Why) {
        self.why = why;
        self.next = Next::Fetch;
    }

    fn created(&mut self, result: Result<Answer>) {
        match result {
            Ok(answer) => match readable(&answer) {
                Ok(()) => self.end(Ok((answer.body, true))),
                // It was created, and what the server said of it was lost on the way.
                Err(error) => self.look(Why::Lost(error)),
            },
            Err(error) if is_conflict(&error) => self.look(Why::There),
            Err(error) if error.may_have_taken_effect() => self.look(Why::Lost(error)),
            Err(error) => self.end(Err(error)),
        }
    }

    fn fetched(&mut self, result: Result<Answer>) {
        let why = core::mem::replace(&mut self.why, Why::There);
        match (result, why) {
            (Ok(answer), _) => {
                let confirmed = events::confirm(&self.wanted, &answer.body);
                self.end(confirmed.map(|()| (answer.body, false)));
            }
            (Err(error), Why::Lost(lost)) if error.status == Some(404) => self.end(Err(lost)),
            (Err(error), Why::LostBefore) if error.status == Some(404) => self.next = Next::Create,
            (Err(error), _) => self.end(Err(error)),
        }
    }
}

/// An event comes as an object.
pub(crate) fn readable(answer: &Answer) -> Result<()> {
    if matches!(Value::parse(&answer.body), Ok(Value::Object(_))) {
        return Ok(());
    }
    let message = "the event that the server returned is not an object";
    Err(Error::decode(answer.status, message, &answer.body))
}

/// Whether the event seems to be there. A 409 whose body did not arrive in whole says as much: what is fetched is compared.
fn is_conflict(error: &Error) -> bool {
    matches!(error.code.as_str(), "PARTNER_ID_CONFLICT" | "HTTP_409")
}

impl Job for Ensure {
    fn want(&mut self, _: Instant) -> Want {
        if self.in_flight {
            return Want::Wait;
        }
        if self.next == Next::Nothing {
            return Want::Done;
        }
        match self.request() {
            Ok(request) => {
                self.in_flight = true;
                Want::Send(Ticket(0), request)
            }
            Err(error) => {
                self.end(Err(error));
                Want::Done
            }
        }
    }

    fn source_failed(&mut self, error: Box<Error>) {
        self.end(Err(error));
    }

    fn told(&mut self, _: Ticket, result: Result<Answer>, _: Instant) {
        self.in_flight = false;
        match self.next {
            Next::Create => self.created(result),
            Next::Fetch => self.fetched(result),
            Next::Nothing => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::*;
    use crate::error::{Kind, Scope};
    use crate::retry::{Effect, Phase, classify};

    const EVENT: &str = r#"{"event_id":"e","title":"t"}"#;

    #[allow(
        clippy::unnecessary_wraps,
        reason = "it stands beside answers that are errors"
    )]
    fn ok(body: &str) -> Result<Answer> {
        Ok(Answer {
            status: 200,
            body: body.into(),
            retry_after: None,
        })
    }

    /// What an ensure sends, and how it ends.
    fn run(answers: Vec<Result<Answer>>) -> (Vec<&'static str>, Result<(String, bool)>) {
        let mut ensure = Ensure::new(Routes::default(), Body::parse(EVENT).unwrap()).unwrap();
        let mut answers = answers.into_iter();
        let mut sent = Vec::new();
        while let Want::Send(ticket, request) = ensure.want(Instant::default()) {
            sent.push(request.operation);
            assert_eq!(ensure.want(Instant::default()), Want::Wait);
            ensure.told(
                ticket,
                answers.next().expect("sent once more than expected"),
                Instant::default(),
            );
        }
        (sent, ensure.finish())
    }

    #[test]
    fn it_is_created_or_confirmed() {
        let (sent, end) = run(vec![ok(EVENT)]);
        assert_eq!((sent, end.unwrap().1), (vec!["events.create"], true));
        let conflict = || Err(Error::api(409, "PARTNER_ID_CONFLICT", "m"));
        let (sent, end) = run(vec![conflict(), ok(EVENT)]);
        assert_eq!(
            (sent, end.unwrap().1),
            (vec!["events.create", "events.get"], false)
        );
        let unreadable = Err(Error::api(409, "HTTP_409", "m"));
        let (sent, end) = run(vec![unreadable, ok(EVENT)]);
        assert_eq!(
            (sent, end.unwrap().1),
            (vec!["events.create", "events.get"], false)
        );
        let other = r#"{"event_id":"e","title":"other","correlation_id":"c9"}"#;
        let (_, end) = run(vec![conflict(), ok(other)]);
        let error = end.unwrap_err();
        assert_eq!(
            (error.issues[0].path.as_str(), error.correlation_id.as_deref()),
            ("title", Some("c9"))
        );
        let (_, end) = run(vec![conflict(), Err(Error::api(404, "EVENT_NOT_FOUND", "m"))]);
        assert_eq!(end.unwrap_err().code, "EVENT_NOT_FOUND");
    }

    #[test]
    fn it_ends_when_it_is_told_to() {
        let mut ensure = Ensure::new(Routes::default(), Body::parse(EVENT).unwrap()).unwrap();
        assert_eq!((ensure.event_id(), ensure.is_done()), ("e", false));
        ensure.source_failed(Error::aborted());
        assert_eq!(ensure.want(Instant::default()), Want::Done);
        assert_eq!(ensure.finish().unwrap_err(), Error::aborted());
    }

    #[test]
    fn an_event_that_cannot_be_read_is_no_end() {
        for broken in ["", "{\"event_id\":\"e\",", "<html>", "[]"] {
            let (sent, end) = run(vec![ok(broken), ok(EVENT)]);
            assert_eq!((sent.len(), end.unwrap().0.as_str()), (2, EVENT), "{broken}");
            let (sent, end) = run(vec![ok(broken), ok(broken)]);
            assert_eq!((sent.len(), end.unwrap_err().kind), (2, Kind::Decode), "{broken}");
        }
    }

    #[test]
    fn a_look_that_is_refused_is_no_sign_that_nothing_is_there() {
        let lost = || Err(Error::connection("reset", true));
        for refusal in [
            Error::api(403, "INSUFFICIENT_SCOPE", "m"),
            Error::api(500, "X", "m"),
        ] {
            let (sent, end) = run(vec![lost(), Err(refusal.clone())]);
            assert_eq!((sent.len(), end.unwrap_err()), (2, refusal));
        }
    }

    #[test]
    fn a_create_that_was_held_back_is_not_looked_for() {
        let mut held = Error::held_back(crate::retry::Pause::Hold, core::time::Duration::from_secs(1));
        held.attempts = Some(0);
        let (sent, end) = run(vec![Err(held.clone())]);
        assert_eq!((sent.len(), end.unwrap_err()), (1, held.clone()));
        // An attempt before it was lost.
        (held.attempts, held.effect) = (Some(1), Effect::Unknown);
        let (sent, _) = run(vec![Err(held), ok(EVENT)]);
        assert_eq!(sent, ["events.create", "events.get"]);
    }

    #[test]
    fn a_lost_answer_is_resolved_by_looking() {
        let not_found = || Err(Error::api(404, "EVENT_NOT_FOUND", "m"));
        for status in (300..600).filter(|status| *status != 409) {
            let may_be_there = classify(status, "X", Phase::Answered).effect != Effect::None;
            let answers = vec![Err(Error::api(status, "X", "m")), ok(EVENT)];
            let (sent, end) = run(answers);
            assert_eq!(
                (sent.len() == 2, end.is_ok()),
                (may_be_there, may_be_there),
                "{status}"
            );
        }
        for lost in [
            Error::connection("reset", true),
            Error::api(503, "X", "m"),
            Error::api(408, "X", "m"),
            Error::timeout(Scope::Deadline, Duration::from_mins(2)),
        ] {
            let (sent, end) = run(vec![Err(lost.clone()), ok(EVENT)]);
            assert_eq!((sent.len(), end.is_ok()), (2, true));
            // The create had its own attempts: none is added to them.
            let (sent, end) = run(vec![Err(lost.clone()), not_found()]);
            assert_eq!((sent.len(), end.unwrap_err()), (2, lost));
        }
        for certain in [
            Error::api(400, "INVALID_TITLE", "m"),
            Error::api(499, "X", "m"),
            Error::connection("refused", false),
            Error::aborted(),
        ] {
            let (sent, end) = run(vec![Err(certain.clone())]);
            assert_eq!((sent.len(), end.unwrap_err()), (1, certain));
        }
    }
}
