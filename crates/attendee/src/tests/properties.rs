//! What holds for any input.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test ends where its premise fails"
)]

use proptest::prelude::*;

use super::Collected;
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
