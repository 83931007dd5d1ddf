//! Any header row is planned in time that grows no faster than the row: what is done is counted, and no clock is asked.
#![allow(clippy::unwrap_used, reason = "a test ends where its premise fails")]

use std::borrow::Cow;

use super::head;
use super::steps::taken;
use crate::options::Options;
use crate::plan::Plan;

/// What a header row of this many bytes may take. Each word is looked up in lists of some kilobytes.
const STEPS_A_BYTE: usize = 4_000;

/// What a head takes: found, split, and planned.
fn steps(head: &[u8]) -> (usize, bool) {
    let options = Options::default();
    taken();
    let Ok(Some(found)) = head::find(head, true, &options) else {
        return (taken(), false);
    };
    let line = std::str::from_utf8(head.get(found.header.start..found.header.end).unwrap()).unwrap();
    let headers: Vec<Cow<'_, str>> = line
        .split(char::from(found.header.delimiter))
        .map(Cow::Borrowed)
        .collect();
    let is_planned = Plan::of_table(headers, found.rows(), &options).is_ok();
    (taken(), is_planned)
}

fn rows(count: usize, header: impl Fn(usize) -> String) -> Vec<u8> {
    let headers: Vec<String> = (0..count).map(header).collect();
    let cells: Vec<String> = (0..count).map(|at| format!("c{at}")).collect();
    format!("{}\n{}\n,\n", headers.join(","), cells.join(",")).into_bytes()
}

type Header = fn(usize) -> String;

const SHAPES: &[(&str, Header)] = &[
    ("equal and unknown", |_| "Shoe size".to_owned()),
    ("equal names", |_| "Name".to_owned()),
    ("equal titles", |_| "Job title".to_owned()),
    ("equal ids", |_| "Ticket ID".to_owned()),
    ("equal orders", |_| "Order ID".to_owned()),
    ("empty", |_| String::new()),
    ("different", |at| format!("Question {at}")),
    ("numbered", |at| {
        if at % 2 == 0 {
            "a".to_owned()
        } else {
            format!("a ({})", at / 2 + 1)
        }
    }),
    ("numbered twice", |at| {
        ["a", "a (2)", "a (2) (2)", "a (3)"]
            .get(at % 4)
            .unwrap()
            .to_string()
    }),
    ("every field in turn", |at| {
        let known = [
            "Name",
            "First name",
            "Last name",
            "Title",
            "Company",
            "LinkedIn",
            "Ticket ID",
            "Order ID",
        ];
        known.get(at % 8).unwrap().to_string()
    }),
    ("of others", |at| format!("Buyer {at} manager guest of name")),
    ("long", |at| {
        "which company do you most like to meet ".repeat(1 + at % 3)
    }),
    ("alternatives", |_| {
        "Company/Firma/Name/Titel/E-Mail/(/(x".repeat(4)
    }),
    ("full-width", |_| "ＮＡＭＥ（必須）参加者 Größe".to_owned()),
    ("brackets", |_| "((((((((((((".to_owned()),
    ("letters", |_| "aAaAaAaAaAaAaAaA".to_owned()),
];

#[test]
fn any_header_row_is_planned_in_linear_time() {
    for (name, header) in SHAPES {
        let mut before: Option<(usize, usize)> = None;
        for count in [1, 10, 100, 1_000, 10_000] {
            let head = rows(count, header);
            let (steps, _) = steps(&head);
            let bytes = head.len();
            assert!(steps > 0, "{name}: nothing was counted");
            assert!(
                steps <= STEPS_A_BYTE * (bytes + 64),
                "{name}: {steps} steps for {count} columns of {bytes} bytes"
            );
            // Ten times the bytes are at most about ten times the work.
            if let Some((less, fewer)) = before.filter(|_| count > 100) {
                let most = fewer * bytes / less * 3 / 2 + 200_000;
                assert!(
                    steps <= most,
                    "{name}: {steps} steps for {count} columns, after {fewer} for a tenth"
                );
            }
            before = Some((bytes, steps));
        }
    }
}

#[test]
fn one_long_header_is_read_in_linear_time() {
    let shapes: &[(&str, &str)] = &[
        ("commas", ","),
        ("one word", "a"),
        ("words", "name "),
        ("slashes", "name/"),
        ("brackets", "("),
        ("quotes", "\"\""),
        ("polite", "please enter your "),
        ("the of", "attendee of "),
        ("questions", "?"),
        ("others", "guest of "),
    ];
    for (name, piece) in shapes {
        let mut before: Option<usize> = None;
        for times in [100, 1_000, 10_000] {
            let head = format!("Name;{}\nAda;x\n", piece.repeat(times));
            let (steps, _) = steps(head.as_bytes());
            assert!(
                steps <= STEPS_A_BYTE * (head.len() + 64),
                "{name}: {steps} steps for {times}"
            );
            if let Some(fewer) = before {
                assert!(
                    steps <= fewer * 15 + 200_000,
                    "{name}: {steps} steps for {times}, after {fewer}"
                );
            }
            before = Some(steps);
        }
    }
}

#[test]
fn too_many_columns_are_refused_at_once() {
    let head = rows(100_000, |at| format!("Column of a kind {at}"));
    taken();
    let (steps, is_planned) = steps(&head);
    assert!(!is_planned);
    // Splitting for each delimiter, and the headers of one record.
    assert!(steps < 40 * head.len(), "{steps} steps for {} bytes", head.len());
}
