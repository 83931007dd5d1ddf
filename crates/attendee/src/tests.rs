//! The rules of an attendee, as tables; and what holds for any input.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test ends where its premise fails"
)]

use std::borrow::Cow;

use super::json::write_string;
use super::scan::Scanner;
use super::{Attendee, Rejection, Row, Sink, read_batch, rules};

mod properties;

#[derive(Debug, Default)]
struct Collected {
    rows: Vec<(u64, String, String)>,
    rejected: Vec<Rejection>,
}

impl Sink for Collected {
    fn row(&mut self, row: Row<'_>) {
        self.rows
            .push((row.number, row.attendee_id.to_owned(), row.json.to_owned()));
    }
    fn reject(&mut self, rejection: Rejection) {
        self.rejected.push(rejection);
    }
    fn warn(&mut self, warning: super::Warning) {
        panic!("objects of a program are not warned of: {warning:?}");
    }
}

fn batch(text: &str) -> Collected {
    let mut collected = Collected::default();
    read_batch(text, 1, &mut collected).unwrap();
    collected
}

#[test]
fn ids_follow_the_pattern() {
    let longest = "a".repeat(128);
    for good in ["a", "7", "Z9", "a.b_c:d-e", "gst-1:2", longest.as_str()] {
        assert_eq!(rules::id_problem(good), None, "{good}");
    }
    let too_long = "a".repeat(129);
    for (bad, word) in [
        ("", "required"),
        ("-a", "begin"),
        (".a", "begin"),
        ("a/b", "only hold"),
        ("a b", "only hold"),
        ("é", "only hold"),
        ("a\n", "only hold"),
        ("#12", "only hold"),
        (too_long.as_str(), "longer than 128"),
    ] {
        assert!(rules::id_problem(bad).unwrap().contains(word), "{bad}");
    }
}

#[test]
fn an_email_is_one_bare_address() {
    for good in [
        "a@b",
        "jane.doe+tag@example.com",
        "o'neil@example.co.uk",
        "jörg@exämple.org",
        "a!#$%&'*+/=?^_`{|}~-@b.c",
    ] {
        assert_eq!(rules::email_problem(good), None, "{good}");
    }
    let too_long = format!("{}@example.com", "a".repeat(250));
    for bad in [
        "jane",
        "@example.com",
        "jane@",
        "a@b@c",
        "a b@c.d",
        "Jane <jane@example.com>",
        "a@b.c,d@e.f",
        "a@b.c; d@e.f",
        "mailto:a@b.c",
        "a@.b",
        "a@b.",
        "a@b..c",
        "a@b\u{7f}",
        "a\u{a0}@b",
        too_long.as_str(),
    ] {
        assert!(rules::email_problem(bad).is_some(), "{bad}");
    }
}

#[test]
fn a_linkedin_address_is_completed_or_refused() {
    for (given, meant) in [
        (
            "https://www.linkedin.com/in/jane",
            "https://www.linkedin.com/in/jane",
        ),
        ("http://linkedin.com/in/jane/", "https://linkedin.com/in/jane/"),
        ("linkedin.com/in/jane", "https://linkedin.com/in/jane"),
        (
            "www.linkedin.com/in/jane?x=1",
            "https://www.linkedin.com/in/jane?x=1",
        ),
        (
            "HTTPS://DE.LinkedIn.com/in/jörg",
            "https://DE.LinkedIn.com/in/jörg",
        ),
        ("//linkedin.com/pub/jane", "https://linkedin.com/pub/jane"),
    ] {
        let mut completed = Cow::Borrowed(given);
        rules::complete_scheme(&mut completed);
        assert_eq!(completed, meant);
        assert_eq!(rules::linkedin_problem(&completed), None, "{given}");
    }
    for bad in [
        "jane",
        "in/",
        "/in//jane",
        "@jane",
        "https://example.com/in/jane",
        "https://linkedin.com.example.com/in/jane",
        "https://notlinkedin.com/in/jane",
        "https://jane@linkedin.com/in/jane",
        "https://linkedin.com:8443/in/jane",
        "ftp://linkedin.com/in/jane",
        "javascript:alert(1)//linkedin.com/in/jane",
        "https://linkedin.com",
        "https://linkedin.com/",
        "https://.linkedin.com/in/jane",
        "linkedin.com/in/jane doe",
        "linkedin.com/in/jane\u{a0}doe",
    ] {
        let mut completed = Cow::Borrowed(bad);
        rules::complete_scheme(&mut completed);
        assert!(rules::linkedin_problem(&completed).is_some(), "{bad}");
    }
}

#[test]
fn text_is_tidied_to_one_line() {
    for (given, meant) in [
        ("", ""),
        ("  ", ""),
        ("Jane Doe", "Jane Doe"),
        (" Jane\r\n  Doe\t", "Jane Doe"),
        ("Jane\u{a0}\u{a0}Doe", "Jane Doe"),
        ("\u{feff}Jane\u{200b} Doe", "Jane Doe"),
        ("Jane\0\u{85}Doe", "Jane Doe"),
        ("Ærø  ø", "Ærø ø"),
        ("Zoë Müller", "Zoë Müller"),
    ] {
        assert_eq!(rules::tidy(given), meant, "{given:?}");
        let mut owned = Cow::Owned(given.to_owned());
        rules::tidy_in_place(&mut owned);
        assert_eq!(owned, meant, "{given:?}");
    }
    assert!(matches!(rules::tidy("Jane Doe"), Cow::Borrowed(_)));
    assert!(matches!(rules::tidy(" Zoë "), Cow::Borrowed(_)));
}

#[test]
fn a_written_string_reads_back() {
    let every: String = (0..0x250)
        .filter_map(char::from_u32)
        .chain(['\u{2028}', '😀'])
        .collect();
    for text in [
        "",
        "plain",
        "quote \" and \\ slash",
        "12345678\"",
        "1234567\u{1f}8",
        every.as_str(),
    ] {
        let mut json = String::new();
        write_string(text, &mut json);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        let mut scanner = Scanner::new(&json);
        assert_eq!(scanner.string().unwrap().decode(), text);
        assert_eq!(scanner.position(), json.len());
    }
}

#[test]
fn an_attendee_is_written_with_the_keys_of_the_wire() {
    let mut attendee = Attendee {
        attendee_id: " a1 ".into(),
        name: "Jane \"J\"\nDoe".into(),
        email: Some(" ".into()),
        linkedin_url: Some("linkedin.com/in/jane".into()),
        title: None,
        company: Some("Ärger & Söhne".into()),
        raw: Some("{\"k\":1}".into()),
    };
    attendee.tidy();
    assert!(attendee.check().is_empty());
    let mut json = String::new();
    attendee.write_json(&mut json);
    assert_eq!(
        json,
        r#"{"attendee_id":"a1","name":"Jane \"J\" Doe","linkedin_url":"https://linkedin.com/in/jane","company":"Ärger & Söhne","raw":{"k":1}}"#
    );
}

#[test]
fn every_fault_is_named() {
    let mut attendee = Attendee {
        attendee_id: "a/b".into(),
        email: Some("x".into()),
        linkedin_url: Some("y".into()),
        ..Attendee::default()
    };
    attendee.tidy();
    let faults: Vec<_> = attendee
        .check()
        .into_iter()
        .map(|issue| (issue.field, issue.code))
        .collect();
    assert_eq!(
        faults,
        [
            ("attendee_id", "INVALID_PARTNER_ID"),
            ("name", "INVALID_ATTENDEES"),
            ("email", "INVALID_ATTENDEES"),
            ("linkedin_url", "INVALID_ATTENDEES"),
        ]
    );
}

#[test]
fn an_element_in_order_passes_as_it_is() {
    let element = r#"{"attendee_id":"a1","name":"Zoë","email":"z@example.com","seat":{"row":[1,-2.5e3,true]},"raw":{"x":null}}"#;
    let collected = batch(&format!("[{element}]"));
    assert_eq!(collected.rows, [(1, "a1".to_owned(), element.to_owned())]);
}

#[test]
fn an_element_is_changed_only_where_it_must_be() {
    let collected = batch(
        r#" [ {"name":" Jane\tDoe ","email":null,"seat": "7\u0022","attendee_id":"a1","title":" ","linkedin_url":"linkedin.com/in/j"} ] "#,
    );
    assert_eq!(
        collected.rows[0].2,
        r#"{"attendee_id":"a1","name":"Jane Doe","linkedin_url":"https://linkedin.com/in/j","seat":"7\u0022"}"#
    );
}

#[test]
fn one_bad_element_does_not_stop_the_others() {
    let collected = batch(
        r#"[{"attendee_id":"a1","name":"A"},7,null,{"attendee_id":"a4"},{"attendee_id":5,"name":"E"},{"name":["F"],"attendee_id":"a6"},
        {"attendee_id":"a7","name":"G","raw":"text"},{"attendee_id":"a8","name":"\ud800"},{"attendee_id":"a9","name":"I","name":"J"},
        {"attendee_id":"a10","name":"J","email":"j"},{},{"attendee_id":"a12","name":"\ud83d\ude00"}]"#,
    );
    let ids: Vec<_> = collected.rows.iter().map(|row| (row.0, row.1.as_str())).collect();
    assert_eq!(ids, [(1, "a1"), (12, "a12")]);
    let told: Vec<_> = collected
        .rejected
        .iter()
        .map(|rejection| {
            (
                rejection.row,
                rejection.field.as_deref(),
                rejection.message.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (2, None, "an attendee must be an object, not a number"),
            (3, None, "an attendee must be an object, not null"),
            (4, Some("name"), "name is required and must not be blank"),
            (
                5,
                Some("attendee_id"),
                "attendee_id must be a string, not a number"
            ),
            (6, Some("name"), "name must be a string, not an array"),
            (7, Some("raw"), "raw must be an object or left out, not a string"),
            (
                8,
                None,
                "a string holds half of a surrogate pair, which is not a character: clean the text"
            ),
            (9, Some("name"), "name is given twice"),
            (10, Some("email"), "email has no @: it is not an e-mail address"),
            (
                11,
                Some("attendee_id"),
                "attendee_id is required; name is required and must not be blank"
            ),
        ]
    );
}

#[test]
fn a_rejection_serialises_as_an_entry_of_the_report() {
    let collected = batch(r#"[{"attendee_id":"a1","name":""},1]"#);
    assert_eq!(
        serde_json::to_string(&collected.rejected).unwrap(),
        concat!(
            r#"[{"row":1,"attendee_id":"a1","field":"name","code":"INVALID_ATTENDEES","message":"name is required and must not be blank"},"#,
            r#"{"row":2,"code":"INVALID_ATTENDEES","message":"an attendee must be an object, not a number"}]"#
        )
    );
}

#[test]
fn text_that_is_no_array_is_an_error() {
    for text in [
        "",
        "{}",
        "[",
        "[}",
        "[{]",
        "[1,]",
        "[1] 2",
        "[01]",
        "[\"\u{1}\"]",
        "[tru]",
        "[{\"a\"}]",
        "[\"\\x\"]",
        "[1 2]",
    ] {
        assert!(read_batch(text, 1, &mut Collected::default()).is_err(), "{text}");
    }
    let deep = format!("[{}{}]", "[".repeat(100_000), "]".repeat(100_000));
    assert!(read_batch(&deep, 1, &mut Collected::default()).is_err());
    assert_eq!(read_batch(" [ ] ", 1, &mut Collected::default()), Ok(0));
}
