//! The wrong person is worse than no person: ids that hold, what is not a name, and rows that are kept or counted.
#![allow(
    clippy::format_collect,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test ends where its premise fails"
)]

mod common;

use common::{Collected, Out, field_of, fields, options, read, read_with};
use meshi_partner_reader::{IdSource, Options, Reader, Recorded, Rejection, Row, Sink, Warning};
use proptest::prelude::*;
use serde_json::Value;

#[test]
fn somebody_elses_data_is_never_the_attendees() {
    for whose in [
        "Buyer",
        "Purchaser",
        "Order contact",
        "Account owner",
        "Plus one",
        "Guest of",
        "Manager",
        "Emergency contact",
        "Referred by",
        "Assistant's",
        "Billing",
        "Invited by",
        "Begleitung",
        "Käufer",
        "Acheteur",
        "Comprador",
    ] {
        let text = format!(
            "Name,{whose} name,{whose} email,{whose} company\nAda King,Bob Roe,bob@example.com,Acme\n"
        );
        let (out, reader, end) = read_with(&text, Options::default());
        end.unwrap();
        for column in &reader.columns()[1..] {
            let json = serde_json::to_value(column).unwrap();
            assert_eq!(json["field"], "raw", "{json}");
        }
        let email = serde_json::to_value(&reader.columns()[2]).unwrap();
        assert_eq!(email["suggestion"]["field"], "email", "{email}");
        assert!(out.rows().is_empty(), "no id can be derived");
    }
}

#[test]
fn a_question_is_not_a_field() {
    for question in [
        "Is your company hiring?",
        "Which company would you most like to meet?",
        "Do you follow us on LinkedIn?",
        "Full name of your plus one",
        "What is the full name of your manager?",
        "Name of your emergency contact",
        "How many people work at your company?",
        "What is the size of your company?",
        "Would you like your name on the list?",
        "May we share your email with sponsors?",
        "Who invited you?",
    ] {
        for answer in ["Yes", "Acme", "Bob Roe"] {
            let text = format!("Name,Email,\"{question}\"\nAda,ada@example.com,{answer}\n");
            assert_eq!(field_of(&fields(&text), question), "raw", "{question}");
        }
    }
}

#[test]
fn a_salutation_is_not_a_job() {
    assert_eq!(
        field_of(
            &fields("Title,Name,Email\nDr.,Ada,a@example.com\nMs,Bo,b@example.com\n"),
            "Title"
        ),
        "raw"
    );
    let both = fields("Title,Name,Job Title,Email\nDr.,Ada,Head,a@example.com\n");
    assert_eq!(
        (field_of(&both, "Title"), field_of(&both, "Job Title")),
        ("raw".into(), "title".into())
    );
    assert_eq!(
        field_of(&fields("Title,Name,Email\nHead,Ada,a@example.com\n"), "Title"),
        "title"
    );
}

#[test]
fn what_spreadsheets_put_around_a_cell_is_taken_off() {
    let out = read(
        "id,name,email,Note\n=\"00123\",Ada,ada@example.com,'=1+1\n\"=\"\"00124\"\"\",'-Bob,b@example.com,'t Hooft\n",
    );
    assert_eq!(out.rows()[0]["attendee_id"], "00123");
    assert_eq!(out.rows()[0]["raw"]["Note"], "=1+1");
    assert_eq!(out.rows()[1]["attendee_id"], "00124");
    assert_eq!(out.rows()[1]["name"], "-Bob");
    assert_eq!(out.rows()[1]["raw"]["Note"], "'t Hooft");
}

#[test]
fn a_total_is_told_and_not_imported() {
    for total in [
        "Total,,2",
        "Total: 2,,",
        "Grand total,,2",
        "Summe,,2",
        ",Total,2",
        "合計,,2",
    ] {
        let out = read(format!(
            "Name,Email,Seats\nAda,ada@example.com,1\nTotals Tom,tom@example.com,1\n{total}\n"
        ));
        assert_eq!((out.rows().len(), out.rejected().len()), (2, 1), "{total}");
        if !total.starts_with(',') {
            assert!(
                out.rejected()[0].message.contains("total"),
                "{:?}",
                out.rejected()
            );
        }
    }
    let out = read("Ticket ID,Name,Company\nt1,Ada,x\nTotal,42,\n");
    assert_eq!((out.rows().len(), out.rejected().len()), (1, 1));
}

#[test]
fn a_table_begins_behind_titles_and_reports() {
    for above in [
        "",
        "\n\n",
        "Attendee Report\nGenerated:,2026-03-01\n\n",
        "Spring Summit, 2026\n",
        "Topic,Webinar ID,Host\nSummit,123,Zed\n\nPanelist Details\nUser Name,Email\nZed,zed@example.com\nAttendee Details\n",
        "Notes:\n\"When exporting your data, some addresses are missing, see help\"\n\n",
    ] {
        let text = format!("{above}First Name,Last Name,Email\nAda,King,ada@example.com\n");
        let out = read(&text);
        assert_eq!(out.rows().len(), 1, "{above}");
        assert_eq!(out.rows()[0]["name"], "Ada King", "{above}");
    }
    let consent = "Name;E-Mail;\"Ja, ich stimme zu, dass Name, Firma, und Bild, wie besprochen, verwendet werden\";Ich will, kann, und darf\nAda;ada@example.com;Ja;Nein\n";
    assert_eq!(read(consent).rows().len(), 1);
}

#[derive(Default)]
struct Filter {
    out: Collected,
    skipped: usize,
    decision: String,
    source: String,
}

impl Sink for Filter {
    fn row(&mut self, row: Row<'_>) {
        self.out.row(row);
    }
    fn reject(&mut self, rejection: Rejection) {
        self.out.reject(rejection);
    }
    fn warn(&mut self, warning: Warning) {
        self.out.warn(warning);
    }
    fn id_source(&mut self, source: IdSource<'_>) {
        self.source = format!("{source:?}");
    }
    fn decided(&mut self, decision: &str) {
        decision.clone_into(&mut self.decision);
    }
    fn keep(&mut self, _number: u64, record: &str) -> bool {
        serde_json::from_str::<Value>(record).unwrap()["Status"] != "no"
    }
    fn skip(&mut self) {
        self.skipped += 1;
    }
}

#[test]
fn a_resumed_reading_goes_on_under_its_decision() {
    let text = "Name,Contact,Status\nAda,ada@example.com,no\n";
    let mut first = Filter::default();
    let mut reader = Reader::new(Options::default()).unwrap();
    reader.push(text.as_bytes(), &mut first).unwrap();
    reader.finish(&mut first).unwrap();
    assert_eq!(first.source, "Email");
    for secret in ["Contact", "Name", "ada", "Ada"] {
        assert!(!first.decision.contains(secret), "{}", first.decision);
    }
    let recorded = reader.recorded().unwrap().clone();
    let value = recorded.to_value();
    assert_eq!(value.to_json(), first.decision);
    assert_eq!(Recorded::from_value(&value), Some(recorded.clone()));

    // By its cells alone nobody would know the column now.
    let other = "Name,Contact,Status\nAda,see below,no\nBob,bob@example.com,no\n";
    let (mut reader, mut second) = (Reader::new(Options::default()).unwrap(), Collected::default());
    reader.resume(recorded.clone());
    reader.push(other.as_bytes(), &mut second).unwrap();
    reader.finish(&mut second).unwrap();
    assert_eq!((second.rows().len(), second.rejected().len()), (1, 1));

    let (mut reader, mut third) = (Reader::new(Options::default()).unwrap(), Collected::default());
    reader.resume(recorded);
    reader
        .push(b"Name,Mail,Status\nAda,ada@example.com,no\n", &mut third)
        .unwrap();
    assert_eq!(reader.finish(&mut third).unwrap_err().code, "OTHER_ATTENDEES");
}

#[test]
fn columns_have_a_bound() {
    let headers = |count: usize| (0..count).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",");
    let (_, _, end) = read_with(format!("Name,{}\nAda\n", headers(10_000)), Options::default());
    let error = end.unwrap_err();
    assert_eq!((error.code, error.line), ("TOO_MANY_COLUMNS", Some(1)));
    let (out, _, end) = read_with(format!("id,Name,{}\n1,Ada\n", headers(9_998)), Options::default());
    end.unwrap();
    assert_eq!(out.rows().len(), 1);
}

#[test]
fn equal_headers_are_told_apart_each_once() {
    let text = format!("id,Name{}\n1,Ada\n", ",x".repeat(5_000));
    let (_, reader, end) = read_with(text, Options::default());
    end.unwrap();
    assert_eq!(reader.columns().last().unwrap().header, "x (5000)");
    let mut headers: Vec<&str> = reader
        .columns()
        .iter()
        .map(|column| column.header.as_str())
        .collect();
    headers.sort_unstable();
    headers.dedup();
    assert_eq!(headers.len(), 5_002);
}

#[test]
fn every_read_error_has_its_line() {
    for (text, options_json, line) in [
        ("\n\nemail,company\na@example.com,x\n", "{}", 3),
        (
            "title line\nname,Email,Email\nA,a@example.com,b@example.com\n",
            "{}",
            2,
        ),
        ("id,name\n1,\"Ada\n", "{}", 2),
        (
            "[{\"id\":1,\"name\":\"A\"},\n{\"id\":2,\"name\":\"B\"}\n{}]",
            "{}",
            3,
        ),
        ("[\n{\"id\":1,\"name\":\"A\"}\n", "{}", 3),
    ] {
        for length in [1, 7, 1000] {
            let (_, _, end) = common::read_chunks(text.as_bytes(), options(options_json), &[length]);
            let error = end.unwrap_err();
            assert_eq!(error.line, Some(line), "{text} {error}");
            assert!(
                error.to_string().starts_with(&format!("line {line}: ")),
                "{error}"
            );
        }
    }
}

fn guest() -> impl Strategy<Value = [String; 4]> {
    let name = "[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8})?";
    let email = prop_oneof![6 => "[a-z]{3,9}@[a-z]{3,9}\\.com", 1 => Just(String::new()), 1 => "[a-z]{3,9}"];
    let number = prop_oneof![4 => "[A-Z0-9]{4,8}", 2 => Just("B1".to_owned()), 1 => Just(String::new())];
    let other = prop_oneof![
        Just("yes".to_owned()),
        Just("7".to_owned()),
        "[A-Z][a-z]{2,9}",
        "[a-z]{3,9}@[a-z]{3,9}\\.com"
    ];
    (number, name, email, other).prop_map(|(number, name, email, other)| [number, name, email, other])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_more_guest_changes_nobodys_id(
        guests in proptest::collection::vec(guest(), 1..12),
        more in guest(),
        header in prop_oneof![
            Just("Order #,Name,Email,Note"),
            Just("Confirmation Number,Full name,E-mail,Company"),
            Just("Ticket ID,Name,Email,Job Title"),
            Just("Seat,Name,Email,Email 2"),
        ],
    ) {
        let text = |guests: &[[String; 4]]| {
            let rows: String = guests.iter().map(|guest| guest.join(",") + "\n").collect();
            format!("{header}\n{rows}")
        };
        let before = read_with(text(&guests), Options::default());
        let after = read_with(text(&[guests.as_slice(), &[more]].concat()), Options::default());
        if before.2.is_ok() && after.2.is_ok() {
            for out in &before.0.0 {
                let Out::Row(number, id, _) = out else { continue };
                let same = after.0.0.iter().find_map(|it| match it {
                    Out::Row(other, id, _) if other == number => Some(id),
                    _ => None,
                });
                prop_assert_eq!(same, Some(id));
            }
        }
    }

    #[test]
    fn content_never_makes_a_name_of_numbers_addresses_or_answers(
        header in prop_oneof![Just("Name"), Just("Full name"), Just("Teilnehmer"), Just("Participant"), Just("Guest")],
        cells in prop_oneof![
            proptest::collection::vec("[0-9]{1,8}", 1..30),
            proptest::collection::vec(prop_oneof![Just("yes"), Just("No"), Just("TRUE"), Just("ja")].prop_map(str::to_owned), 1..30),
            proptest::collection::vec("[a-z]{3,9}@[a-z]{3,9}\\.com", 1..30),
        ],
    ) {
        let rows: String = cells.iter().enumerate().map(|(n, cell)| format!("{cell},Ada,King,a{n}@example.org\n")).collect();
        let (out, reader, end) = read_with(format!("{header},First name,Last name,Email\n{rows}"), Options::default());
        prop_assert_eq!(end, Ok(()));
        prop_assert!(reader.columns().first().is_some_and(|column| column.used == meshi_partner_reader::Use::Raw));
        prop_assert!(out.rows().iter().all(|row| row["name"] == "Ada King"));
    }

    #[test]
    fn a_filter_counts_each_row_once(keep in proptest::collection::vec(any::<bool>(), 0..40), length in 1_usize..60, json in any::<bool>()) {
        let row = |(n, keep): (usize, &bool)| {
            let status = if *keep { "yes" } else { "no" };
            if json { format!("{{\"id\":\"t{n}\",\"name\":\"Ada\",\"Status\":\"{status}\"}}\n") } else { format!("t{n},Ada,{status}\n") }
        };
        let rows: String = keep.iter().enumerate().map(row).collect();
        let text = if json { rows } else { format!("id,Name,Status\n{rows}") };
        let mut reader = Reader::new(Options::default()).unwrap();
        reader.filter();
        let mut sink = Filter::default();
        for chunk in text.as_bytes().chunks(length) {
            reader.push(chunk, &mut sink).unwrap();
        }
        let end = reader.finish(&mut sink);
        prop_assert!(end.is_ok() || (json && keep.is_empty()));
        let kept = keep.iter().filter(|keep| **keep).count();
        prop_assert_eq!(sink.out.rows().len(), kept);
        prop_assert_eq!(sink.skipped, keep.len() - kept);
        let numbers: Vec<u64> = sink.out.0.iter().map(|out| if let Out::Row(number, ..) = out { *number } else { 0 }).collect();
        prop_assert_eq!(numbers, (1..=kept as u64).collect::<Vec<_>>());
    }

    /// What the command line writes before a cell that a spreadsheet would run is taken off again.
    #[test]
    fn a_guarded_cell_reads_back(cell in "[=+@-][A-Za-z0-9 =+-]{1,12}[a-z]") {
        let out = read(format!("id,name,Note\n1,Ada,\"'{cell}\"\n"));
        prop_assert_eq!(out.rows()[0]["raw"]["Note"].as_str(), Some(cell.as_str()));
    }
}

/// Names and addresses come from one group of columns: where some say that they are the attendee's, plain ones are the buyer's.
#[test]
fn a_buyers_plain_columns_never_stand_beside_an_attendees_own() {
    for (name, email) in [
        ("Teilnehmer Name", "Teilnehmer E-Mail"),
        ("Teilnehmername", "Teilnehmer-E-Mail"),
        ("Name des Teilnehmers", "E-Mail des Teilnehmers"),
        ("Teilnehmer/in Name", "Teilnehmer/in E-Mail"),
        ("Teilnehmer*innen Name", "Teilnehmer*innen E-Mail"),
        ("Ticketinhaber Name", "Ticketinhaber E-Mail"),
        ("Nombre del asistente", "Correo del asistente"),
        ("Naam deelnemer", "E-mail deelnemer"),
        ("Nome partecipante", "Email partecipante"),
        ("Attendee name", "Attendee email"),
        ("Nom du participant", "E-mail du participant"),
    ] {
        for plain in [
            "Name;E-Mail",
            "Nombre;Correo",
            "Naam;E-mail",
            "Nome;Email",
            "Nom;E-mail",
        ] {
            let file = format!(
                "Ticket ID;{plain};{name};{email}\n\
                 T1;Meier Office;office@meier.example;Eva Gross;eva@x.example\n\
                 T2;Meier Office;office@meier.example;Uwe Fuss;uwe@x.example\n\
                 T3;Ina Lang;ina@y.example;Ina Lang;ina@y.example\n"
            );
            let (_, reader, end) = read_with(&file, Options::default());
            end.unwrap_or_else(|error| panic!("{plain} beside {name};{email}: {error:?}"));
            let fields: Vec<Value> = reader
                .columns()
                .iter()
                .map(|column| serde_json::to_value(column).unwrap()["field"].clone())
                .collect();
            assert_eq!(
                fields,
                ["attendee_id", "raw", "raw", "name", "email"],
                "{plain} beside {name};{email}"
            );
        }
    }
}
