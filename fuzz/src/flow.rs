//! The whole flow against a server whose answers, and a clock whose steps, are chosen by bytes; killed and gone on with
//! at any point. Nothing is done twice, every row is accounted for once, and it comes to an end.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use meshi_partner_core::attendee::{Rejection, Row};
use meshi_partner_core::error::{Error, Result, Scope};
use meshi_partner_core::flow::Flow;
use meshi_partner_core::import::ImportOptions;
use meshi_partner_core::job::{Answer, Job, Ticket, Want};
use meshi_partner_core::poll::PollOptions;
use meshi_partner_core::request::Request;
use meshi_partner_core::route::Routes;
use meshi_partner_core::time::Instant;
use serde_json::Value;

use crate::input::Input;
use crate::server::Server;

/// A row of the source: an attendee, or one that the reader refused.
#[derive(Clone)]
pub(crate) enum Source {
    Row(String),
    Bad,
}

/// How one life of a flow ended.
#[derive(Debug)]
pub(crate) enum End {
    /// With the token that it has at its end.
    Done(Result<String>, String),
    Died,
}

/// The flow's surroundings, which outlive it.
pub(crate) struct World {
    pub(crate) server: Server,
    pub(crate) source: Vec<Source>,
    plan: String,
    options: ImportOptions,
    attendees: bool,
    pub(crate) now: Instant,
    sent: usize,
    turns: usize,
}

/// A life of a flow: it and what is on its way to it.
struct Life {
    flow: Flow,
    fed: usize,
    on_its_way: VecDeque<(Ticket, Request)>,
}

impl World {
    /// A world out of the first bytes.
    pub(crate) fn new(input: &mut Input<'_>) -> Self {
        let shape = input.byte();
        let yes = |bit: u8, text: &'static str| if shape >> bit & 1 == 1 { text } else { "" };
        let plan = [
            r#"{"event":{"event_id":"e","title":"t"}"#,
            yes(0, r#","context":{"objectives":"meet"}"#),
            yes(1, r#","enrich":true"#),
            yes(2, r#","match":{"session_id":"s"}"#),
            "}",
        ]
        .concat();
        let options = ImportOptions {
            max_rows: 1 + input.below(9),
            max_bytes: 60 + 4 * usize::from(input.byte()),
            concurrency: 1 + input.below(3),
            ..ImportOptions::default()
        };
        let mut server = Server {
            max_rows: 1 + input.below(9),
            max_bytes: 200 + 8 * usize::from(input.byte()),
            polls: u32::from(input.byte() % 4),
            ..Server::default()
        };
        // From none to more than a chain of attempts has.
        server.fails = u32::from(shape >> 4);
        if shape >> 4 > 12 {
            server.failing_work.insert("matching.start");
        }
        let mut source = Vec::new();
        for n in 0..input.below(40) {
            // A twin has the id of the row before it.
            let kind = input.byte();
            let id = format!("a{}", if kind == 1 { n.saturating_sub(1) } else { n });
            let fate: Option<&mut BTreeSet<String>> = match kind {
                2 => {
                    source.push(Source::Bad);
                    continue;
                }
                3 => Some(&mut server.failing),
                4 => Some(&mut server.nameless),
                5 => Some(&mut server.doomed),
                // More of them in a row count as no fault of theirs.
                6 if server.poison.len() < 15 => Some(&mut server.poison),
                _ => None,
            };
            if let Some(fate) = fate {
                fate.insert(id.clone());
            }
            source.push(Source::Row(id));
        }
        Self {
            server,
            source,
            plan,
            options,
            attendees: shape >> 3 & 1 == 0,
            now: Instant::from_millis(1_000_000),
            sent: 0,
            turns: 0,
        }
    }

    /// The other clock, which is set right from time to time.
    pub(crate) fn wall_ms(&self) -> u64 {
        self.now.as_millis() ^ 1 << (self.sent % 20)
    }

    pub(crate) fn fresh(&self) -> Flow {
        let wait = PollOptions::default();
        Flow::new(
            Routes::default(),
            &self.plan,
            self.attendees,
            self.options.clone(),
            wait,
        )
        .unwrap()
    }

    /// Lives one life of `flow`, to its end or until the bytes say that it dies.
    pub(crate) fn live(&mut self, flow: Flow, input: &mut Input<'_>) -> End {
        let mut life = Life {
            flow,
            fed: 0,
            on_its_way: VecDeque::new(),
        };
        loop {
            self.turns += 1;
            assert!(self.turns < 100_000, "it does not end");
            match input.byte() {
                250 => self.now = Instant::from_millis(self.now.as_millis().saturating_sub(60_000)),
                251 => self.now = self.now + Duration::from_mins(20),
                252..=253 => {
                    let token = life.flow.serialize(self.now, self.wall_ms());
                    self.drop_answers(&mut life, input);
                    life.flow = self.fresh();
                    life.flow.resume(&token, self.now, self.wall_ms()).unwrap();
                    life.fed = 0;
                }
                254 => {
                    self.drop_answers(&mut life, input);
                    return End::Died;
                }
                255 => {
                    life.flow.abandon(Error::aborted());
                    self.drop_answers(&mut life, input);
                }
                n => self.now = self.now + Duration::from_millis(u64::from(n)),
            }
            while life.flow.take_step().is_some() {}
            match life.flow.want(self.now) {
                Want::Send(ticket, request) => {
                    self.sent += 1;
                    life.on_its_way.push_back((ticket, request));
                }
                Want::Pull => self.feed(&mut life, input),
                Want::Sleep(until) if life.on_its_way.is_empty() => {
                    assert!(until > self.now, "a sleep that is over");
                    self.now = until;
                }
                Want::Sleep(_) | Want::Wait => {
                    assert!(!life.on_its_way.is_empty(), "waits for nothing");
                    let at = input.below(life.on_its_way.len());
                    let (ticket, request) = life.on_its_way.remove(at).unwrap();
                    let result = self.reply(&request, input);
                    life.flow.told(ticket, result, self.now);
                }
                Want::Done => {
                    assert!(life.on_its_way.is_empty(), "ended with requests under way");
                    let token = life.flow.serialize(self.now, self.wall_ms());
                    let result = life.flow.finish();
                    self.check_report(&result, life.fed);
                    return End::Done(result, token);
                }
            }
        }
    }

    /// The process dies: what was on its way may have arrived.
    fn drop_answers(&mut self, life: &mut Life, input: &mut Input<'_>) {
        for (_, request) in life.on_its_way.drain(..) {
            if input.flag() {
                let _ = self.server.answer(&request);
            }
        }
    }

    fn feed(&self, life: &mut Life, input: &mut Input<'_>) {
        let most = 1 + input.below(5);
        let sink = life.flow.sink().unwrap();
        for source in self.source.iter().skip(life.fed).take(most) {
            life.fed += 1;
            let number = life.fed as u64;
            match source {
                Source::Row(id) => sink.row(Row {
                    number,
                    attendee_id: id,
                    json: &format!(
                        r#"{{"attendee_id":"{id}","name":"{}"}}"#,
                        "N".repeat(1 + life.fed % 30)
                    ),
                }),
                Source::Bad => sink.reject(Rejection {
                    row: number,
                    attendee_id: None,
                    field: None,
                    code: "INVALID_ATTENDEES".into(),
                    message: "bad".into(),
                }),
            }
        }
        if input.byte() == 255 {
            life.flow
                .source_failed(Error::invalid("attendees", "UNREADABLE", "broke off"));
        } else {
            life.flow.pulled(life.fed < self.source.len());
        }
    }

    /// What comes of a logical call: mostly what the server says, else a fault before or after it did what was asked.
    fn reply(&mut self, request: &Request, input: &mut Input<'_>) -> Result<Answer> {
        let happened = input.flag();
        let fault = input.byte();
        if (1..=9).contains(&fault) && !happened {
            return Err(fault_of(fault));
        }
        let answer = self.server.answer(request);
        match fault {
            // Where the server says that it did nothing, it did nothing.
            3 | 5 | 9 => answer,
            1..=9 => Err(fault_of(fault)),
            10 => answer.map(|answer| Answer {
                body: String::from_utf8_lossy(&[input.byte(), input.byte()]).into_owned(),
                ..answer
            }),
            11 => answer.map(|answer| Answer {
                body: answer.body.replace("\"succeeded\"", "\"resting\""),
                ..answer
            }),
            12 => answer.map(|answer| Answer {
                retry_after: Some(Duration::from_secs(u64::from(input.byte()))),
                ..answer
            }),
            _ => answer,
        }
    }

    /// Every row that was read stands in the report once.
    fn check_report(&self, result: &Result<String>, fed: usize) {
        let report = match result {
            Ok(result) => serde_json::from_str::<Value>(result).unwrap()["importReport"].take(),
            Err(error) => match &error.report {
                Some(report) => serde_json::from_str(report).unwrap(),
                None => return,
            },
        };
        if report.is_null() {
            assert!(!self.attendees);
            return;
        }
        let count = |name: &str| report[name].as_u64().unwrap_or_default();
        let rejected = report["rejected"].as_array().unwrap();
        let rows: Vec<u64> = rejected.iter().map(|row| row["row"].as_u64().unwrap()).collect();
        let distinct: BTreeSet<u64> = rows.iter().copied().collect();
        assert_eq!(distinct.len(), rows.len(), "a row is rejected twice: {report}");
        assert!(rows.iter().all(|row| (1..=fed as u64).contains(row)), "{report}");
        assert_eq!(count("total"), fed as u64, "{report}");
        assert_eq!(
            count("imported") + count("unidentified") + rows.len() as u64,
            fed as u64,
            "{report}"
        );
    }

    /// Nothing was done twice.
    fn check_server(&self) {
        assert!(
            self.server.taken.values().all(|times| *times == 1),
            "{:?}",
            self.server.taken
        );
        assert!(
            // Where a part arrived by a later attempt, what follows on it is done again.
            self.server
                .work
                .values()
                .all(|times| *times <= 1 + self.server.failed_imports),
            "{:?}",
            self.server.work
        );
    }
}

/// An answer that is none. Of the even ones nothing is known, of the others the server did nothing.
fn fault_of(n: u8) -> Box<Error> {
    match n {
        1 | 2 => Error::connection("reset", true),
        3 => Error::connection("refused", false),
        4 => Error::api(503, "UNAVAILABLE", "m"),
        5 => {
            let mut error = Error::api(429, "PARTNER_RATE_LIMIT_EXCEEDED", "m");
            error.retry_after_ms = Some(60_000);
            error
        }
        6 => Error::timeout(Scope::Deadline, Duration::from_mins(2)),
        7 => Error::api(500, "INTERNAL", "m"),
        8 => Error::decode(200, "no JSON", "<html>"),
        _ => Error::api(401, "UNAUTHORIZED", "m"),
    }
}

/// A flow, again from the beginning or from a token whenever the bytes say so, until it comes to its end.
pub fn flow(data: &[u8]) {
    let mut input = Input::new(data.get(..2048).unwrap_or(data));
    let mut world = World::new(&mut input);
    loop {
        let honest = input.is_empty();
        let flow = world.fresh();
        let end = world.live(flow, &mut input);
        world.check_server();
        // A request for each byte, and for each row its payload, the halvings above it and the polls of its run; each life anew.
        assert!(world.sent <= (data.len() + 2) * 400, "{} requests", world.sent);
        match end {
            End::Done(Ok(result), _) => {
                let result: Value = serde_json::from_str(&result).unwrap();
                let report = &result["importReport"];
                assert!(
                    report.is_null() || report["imported"].as_u64() == Some(world.server.imported),
                    "{report}: the server imported {}",
                    world.server.imported
                );
                return;
            }
            End::Done(Err(error), _) if honest => {
                assert!(
                    matches!(error.code.as_str(), "NOTHING_IMPORTED" | "RUN_FAILED"),
                    "a flow without a fault failed: {error}"
                );
                // Another start has another attempt, until there is none.
                if error.code != "RUN_FAILED" || error.message.contains("runKey") {
                    return;
                }
            }
            End::Done(Err(_), _) | End::Died => {}
        }
    }
}
