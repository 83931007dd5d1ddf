//! Attendees, from what a caller has to what goes out, and what is booked of it.

use std::fmt::Write as _;
use std::hint::black_box;

use meshi_partner_core::attendee::{Row, Sink, read_batch};
use meshi_partner_core::import::{Import, ImportOptions};
use meshi_partner_core::job::{Answer, Job as _, Ticket, Want};
use meshi_partner_core::resource::attendees;
use meshi_partner_core::route::Routes;
use meshi_partner_core::time::Instant;
use meshi_partner_reader::{Options, Reader};

use crate::Ready;
use crate::fixtures::{Cells, csv, object, objects};
use crate::work::{Answers, perform};

/// Attendees that a program made.
pub(crate) const OBJECTS: u64 = 5_000;
/// Rows of a file.
pub(crate) const ROWS: u64 = 10_000;
/// What is read of a file at once.
const CHUNK: usize = 1 << 16;
const PART: u64 = 1_000;

/// A run that ended as soon as it was started.
fn run(number: u64, status: &str, errors: &str, total: u64) -> Answer {
    Answer {
        status: 202,
        body: format!(
            r#"{{"run_id":"run_{number}","kind":"import","event_id":"summit-2026","status":"{status}","counts":{{"total":{total},"processed":{total},"succeeded":{total},"failed":0}},"errors":[{errors}],"webhook_url":null,"created_at":"2026-06-01T09:00:00.000Z","correlation_id":"6f1c1b52-4c55-4c8e-9a0e-2f4b9d4f7a10"}}"#
        ),
        retry_after: None,
    }
}

fn runs(rows: u64) -> Answers {
    Answers::of((0..rows.div_ceil(PART)).map(|number| run(number, "succeeded", "", PART)))
}

fn import(concurrency: usize) -> Option<Import> {
    let options = ImportOptions {
        concurrency,
        ..ImportOptions::default()
    };
    Import::new(Routes::default(), "summit-2026", options).ok()
}

/// The imported rows, if the report is there and no row was refused.
fn imported(import: &mut Import) -> Option<u64> {
    black_box(import.finish().ok()?);
    let progress = import.progress();
    (progress.rejected == 0).then_some(progress.imported)
}

pub(crate) fn payload() -> Option<Ready> {
    let body = format!(r#"{{"attendees":{}}}"#, objects(OBJECTS));
    let routes = Routes::default();
    Some(Box::new(move || {
        let request = attendees::import(&routes, "summit-2026", black_box(&body), "bench", false).ok()?;
        black_box(&request);
        (request.body?.len() > body.len()).then_some(OBJECTS)
    }))
}

pub(crate) fn parts() -> Option<Ready> {
    let list = objects(OBJECTS);
    let (mut import, mut answers) = (import(4)?, runs(OBJECTS));
    Some(Box::new(move || {
        perform(&mut import, &mut answers, |sink| {
            read_batch(black_box(&list), 1, sink).ok().map(|_| false)
        })?;
        imported(&mut import)
    }))
}

/// The attendees as a file that is one list, a line each.
pub(crate) fn json() -> Option<Ready> {
    file(objects(ROWS).replace("},{", "},\n  {"))
}

/// The attendees as a file of lines.
pub(crate) fn ndjson() -> Option<Ready> {
    let mut lines = String::new();
    for index in 0..ROWS {
        object(index, &mut lines);
        lines.push('\n');
    }
    file(lines)
}

fn file(file: String) -> Option<Ready> {
    let (mut import, mut answers) = (import(4)?, runs(ROWS));
    let mut reader = Reader::new(Options::default()).ok()?;
    Some(Box::new(move || {
        let mut chunks = file.as_bytes().chunks(CHUNK);
        perform(&mut import, &mut answers, |sink| {
            let Some(chunk) = chunks.next() else {
                return reader.finish(sink).ok().map(|()| false);
            };
            reader.push(black_box(chunk), sink).ok().map(|()| true)
        })?;
        imported(&mut import)
    }))
}

pub(crate) fn csv_plain() -> Option<Ready> {
    file(csv(ROWS, Cells::Plain, 0))
}

pub(crate) fn csv_quoted() -> Option<Ready> {
    file(csv(ROWS, Cells::Quoted, 0))
}

pub(crate) fn csv_odd() -> Option<Ready> {
    file(csv(ROWS, Cells::Odd, 0))
}

pub(crate) fn csv_wide() -> Option<Ready> {
    file(csv(ROWS, Cells::Plain, 24))
}

/// The outcome of runs that name few of their rows.
pub(crate) fn ledger() -> Option<Ready> {
    ledger_of(100)
}

/// The outcome of runs that name all of their rows: the cost of a row does not depend on how many others are named.
pub(crate) fn ledger_named() -> Option<Ready> {
    ledger_of(1)
}

/// The outcome of runs that name one row in `named`. All parts are sent before it is counted, and their answers come while
/// it is.
fn ledger_of(named: u64) -> Option<Ready> {
    let now = Instant::from_millis(1);
    let mut import = import(usize::try_from(ROWS / PART).ok()?)?;
    let mut sent: Vec<Ticket> = Vec::new();
    loop {
        match import.want(now) {
            Want::Pull => {
                feed(&mut import);
                import.pulled(false);
            }
            Want::Send(ticket, _) => sent.push(ticket),
            Want::Wait => break,
            Want::Sleep(_) | Want::Done => return None,
        }
    }
    let mut answers = Answers::of((0..ROWS / PART).map(|part| {
        let mut errors = String::new();
        for row in (part * PART..(part + 1) * PART).filter(|row| row % named == 0) {
            let comma = if errors.is_empty() { "" } else { "," };
            let _ = write!(
                errors,
                r#"{comma}{{"attendee_id":"reg-{row:07}","code":"ENRICHMENT_FAILED","message":"The profile cannot be read"}}"#
            );
        }
        run(part, "partial", &errors, PART)
    }));
    Some(Box::new(move || {
        for ticket in sent {
            import.told(ticket, Ok(answers.next()?), now);
        }
        if import.want(now) != Want::Done {
            return None;
        }
        black_box(import.finish().ok()?);
        let progress = import.progress();
        (progress.rejected == ROWS / named).then_some(progress.imported + progress.rejected)
    }))
}

fn feed(sink: &mut dyn Sink) {
    let mut json = String::new();
    for index in 0..ROWS {
        json.clear();
        object(index, &mut json);
        sink.row(Row {
            number: index + 1,
            attendee_id: &format!("reg-{index:07}"),
            json: &json,
        });
    }
}
