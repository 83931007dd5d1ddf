//! What holds for any input.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test ends where its premise fails"
)]

use proptest::prelude::*;

use super::Collected;
use crate::batch::read_element;
use crate::json::write_string;
use crate::scan::Scanner;
use crate::{read_batch, rules};

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_scanner_takes_what_serde_json_takes(text in r#"[\[\]{},:"\\u0-9adnlrtefsE.+ \n-]{0,16}"#) {
        let mut scanner = Scanner::new(&text);
        let taken = scanner.value().is_ok() && scanner.peek_token().is_none();
        prop_assert_eq!(taken, serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok());
    }

    #[test]
    fn a_written_string_reads_back_as_it_was(text in any::<String>()) {
        let mut json = String::new();
        write_string(&text, &mut json);
        prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text.as_str());
        prop_assert_eq!(Scanner::new(&json).string().unwrap().decode(), text);
    }

    #[test]
    fn tidy_text_is_on_one_line_and_stays_as_it_is(text in "[a-c\u{0}-\u{20}\u{7f}-\u{a0}\u{2028}\u{feff}é]{0,24}") {
        let tidy = rules::tidy(&text).into_owned();
        prop_assert!(!tidy.chars().any(char::is_control) && !tidy.contains("  "), "{:?}", tidy);
        prop_assert_eq!(tidy.trim(), &tidy);
        prop_assert_eq!(rules::tidy(&tidy), tidy.as_str());
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(letters(&tidy), letters(&text));
    }

    #[test]
    fn an_email_passes_in_short_and_in_detail_alike(text in "[ab.@\u{a0}é;-]{0,10}") {
        // By the definition, without regard to speed.
        let parts: Vec<&str> = text.split('@').collect();
        let sound = parts.len() == 2
            && !parts[0].is_empty()
            && parts[1].split('.').all(|label| !label.is_empty())
            && !text.contains(['\u{a0}', ';']);
        prop_assert_eq!(rules::email_problem(&text).is_none(), sound, "{:?}", text);
    }

    #[test]
    fn an_ordinary_element_is_what_it_is_with_care(elements in proptest::collection::vec(element_like(), 1..6)) {
        let text = format!("[{}]", elements.join(","));
        let mut collected = Collected::default();
        let whole = read_batch(&text, 1, &mut collected).is_ok();
        prop_assert_eq!((collected.rows, collected.rejected, whole), read_with_care(&text), "{}", text);
    }

    #[test]
    fn every_element_comes_out_once_and_means_the_same(
        elements in proptest::collection::vec(element(), 0..8),
        pretty in any::<bool>(),
    ) {
        let text = if pretty { serde_json::to_string_pretty(&elements) } else { serde_json::to_string(&elements) };
        let mut collected = Collected::default();
        prop_assert_eq!(read_batch(&text.unwrap(), 5, &mut collected).unwrap(), elements.len() as u64);
        let mut numbers: Vec<u64> = collected.rows.iter().map(|row| row.0).collect();
        numbers.extend(collected.rejected.iter().map(|rejection| rejection.row));
        numbers.sort_unstable();
        prop_assert!(numbers.into_iter().eq(5..5 + elements.len() as u64));
        for (number, id, json) in &collected.rows {
            let given = &elements[usize::try_from(number - 5).unwrap()];
            let read: serde_json::Value = serde_json::from_str(json).unwrap();
            prop_assert_eq!(read["attendee_id"].as_str(), Some(id.as_str()));
            prop_assert_eq!(&read["attendee_id"], &given["attendee_id"]);
            prop_assert_eq!(&read["name"], &given["name"]);
            prop_assert_eq!(&read["seat"], &given["seat"]);
            prop_assert_eq!(&read["raw"], &given["raw"]);
        }
    }
}

/// The text of a string, seldom out of the ordinary.
fn string_like(pattern: &'static str) -> impl Strategy<Value = String> {
    const ODD: &[&str] = &[
        "null",
        "7",
        "[\"a\"]",
        "{}",
        "\"\"",
        "\" a\"",
        "\"a \"",
        "\"a  b\"",
        "\"a\\tb\"",
        "\"\\u0041\"",
        "\"a\\/b\"",
        "\"\\ud83d\"",
        "\"\\ud83d\\ude00\"",
        "\"a\u{7f}\"",
        "\"a\u{a0}b\"",
        "\"\u{feff}\"",
        "\"ëß\"",
        "\"中\"",
        "\"a\u{2003}b\"",
        "\"n/a\"",
        "\"x@@y\"",
        "\".x@y\"",
        "\"linkedin.com/in/a\"",
        "\"https://linkedin.com/\"",
        "\"https://linkedin.com/in/a b\"",
        "\"\\\\\"",
        "\"\\\"\"",
        "\"! !\"",
        "\"a",
        "\"\u{1}\"",
        "tru",
        "{\"a\":\"\\udc00\"}",
        "{\"a\" : [1, {}]}",
    ];
    let written = pattern.prop_map(|text| {
        let mut json = String::new();
        write_string(&text, &mut json);
        json
    });
    prop_oneof![40 => written, 3 => proptest::sample::select(ODD).prop_map(str::to_owned)]
}

/// The text of an element as `JSON.stringify` writes it, seldom out of the ordinary.
fn element_like() -> impl Strategy<Value = String> {
    let text = || string_like("[A-Z][a-zé\"#!\\\\]{0,17}( [A-Z\"][a-z]{0,9}){0,2}");
    let members = (
        string_like("[a-z0-9][a-z0-9.:_-]{0,12}"),
        text(),
        string_like("[a-z+]{1,9}@[a-z]{1,12}(\\.[a-z]{1,3})?"),
        string_like("https://(www\\.)?linkedin\\.com/(in/)?[a-zé\"-]{1,9}"),
        text(),
        text(),
        prop_oneof![
            Just("{}"),
            Just("{\"a\":[1,\"b\"]}"),
            Just("{ \"a\":null}"),
            Just("{\"a\":\"\\ud800\"}"),
            Just("[]"),
            Just("{]")
        ],
    );
    let kept = proptest::collection::vec(0_u8..30, 7);
    let swapped = (
        any::<proptest::sample::Index>(),
        any::<proptest::sample::Index>(),
        0_u8..4,
    );
    let more = prop_oneof![40 => Just(""), 1 => Just(",\"seat\":7"), 1 => Just(",\"name\":\"B\""), 1 => Just(" "), 1 => Just(",")];
    (members, kept, swapped, more).prop_map(|(members, kept, (one, other, swap), more)| {
        let (id, name, email, linkedin, title, company, raw) = members;
        let values = [id, name, email, linkedin, title, company, raw.to_owned()];
        let keys = [
            "attendee_id",
            "name",
            "email",
            "linkedin_url",
            "title",
            "company",
            "raw",
        ];
        let mut members: Vec<String> = keys
            .iter()
            .zip(values)
            .zip(kept)
            // The last one, which is out of the ordinary most often, seldom; the first two nearly always.
            .filter(|((key, _), kept)| match **key {
                "raw" => *kept > 20,
                "attendee_id" | "name" => *kept > 0,
                _ => *kept > 5,
            })
            .map(|((key, value), _)| format!("\"{key}\":{value}"))
            .collect();
        if swap == 0 && !members.is_empty() {
            let (one, other) = (one.index(members.len()), other.index(members.len()));
            members.swap(one, other);
        }
        format!("{{{}{more}}}", members.join(","))
    })
}

/// What [`read_batch`] gives where each element is read with care.
fn read_with_care(text: &str) -> (Vec<(u64, String, String)>, Vec<crate::Rejection>, bool) {
    let (mut collected, mut scratch) = (Collected::default(), String::new());
    let mut scanner = Scanner::new(text);
    let mut row = 1;
    let mut whole = scanner.take(b'[');
    while whole {
        whole = read_element(&mut scanner, row, &mut scratch, &mut collected).is_ok();
        row += 1;
        if !whole || scanner.take(b']') {
            break;
        }
        whole = scanner.take(b',');
    }
    (
        collected.rows,
        collected.rejected,
        whole && scanner.peek_token().is_none(),
    )
}

/// An attendee, mostly in order.
fn element() -> impl Strategy<Value = serde_json::Value> {
    let optional = || {
        prop_oneof![
            Just("null"),
            Just("\" \""),
            Just("\"x y\""),
            Just("\"a@b\""),
            Just("7"),
            Just("{\"k\":[1]}")
        ]
    };
    (
        "[a-z][a-z./]{0,4}",
        "[A-Zé\"]{1,4}( [a-z]{1,3})?",
        optional(),
        optional(),
        optional(),
    )
        .prop_map(|(id, name, email, raw, seat)| {
            let value = |text| serde_json::from_str::<serde_json::Value>(text).unwrap();
            serde_json::json!({
                "seat": value(seat), "attendee_id": id, "name": name, "email": value(email), "raw": value(raw)
            })
        })
}
