//! The example files of the project read as they say.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test ends where its premise fails"
)]

mod common;

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use common::{Collected, options, read_with};
use serde_json::json;

fn example(name: &str, json: &str) -> Collected {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../examples")
        .join(name);
    let (out, _, end) = read_with(fs::read(path).unwrap(), options(json));
    end.unwrap();
    out
}

#[test]
fn the_attendees_of_the_demo_have_bad_rows_of_every_kind() {
    let out = example("attendees.csv", "{}");
    let expected = [
        (13, Some("name"), "name is required"),
        (32, Some("email"), "no @"),
        (59, Some("attendee_id"), "no e-mail address to derive an id from"),
        (84, None, "14 cells, but the header has 13"),
        (148, Some("email"), "a character that an address cannot have"),
        (172, Some("name"), "name is required"),
    ];
    assert_eq!(out.rejected().len(), expected.len());
    for (rejection, (row, field, reason)) in out.rejected().into_iter().zip(expected) {
        assert_eq!((rejection.row, rejection.field.as_deref()), (row, field));
        assert!(rejection.message.contains(reason), "{rejection:?}");
    }
    let warned: Vec<_> = out
        .warnings()
        .iter()
        .map(|it| (it.row, it.field.as_deref()))
        .collect();
    assert_eq!(warned, [(127, Some("linkedin_url")), (189, Some("linkedin_url"))]);
    assert_eq!(out.rows().len(), 199);
    let ids: HashSet<_> = out
        .rows()
        .iter()
        .map(|row| row["attendee_id"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len() + 1, out.rows().len(), "one address stands twice");
    for row in out.rows() {
        let email = row["email"].as_str().unwrap().to_lowercase();
        assert!(
            ["@example.com", "@example.org", "@example.net"]
                .iter()
                .any(|end| email.ends_with(end)),
            "{email}"
        );
    }
}

#[test]
fn exports_of_every_format_give_the_same_people() {
    for (file, id) in [
        ("luma.csv", "gst-a1B2c3D4"),
        ("eventbrite.csv", "900001"),
        ("hubspot.json", "5012"),
        ("guests.ndjson", "reg:1"),
    ] {
        let out = example(&format!("files/{file}"), "{}");
        assert_eq!((out.rows().len(), out.rejected()), (2, vec![]), "{file}");
        assert_eq!(out.rows()[0]["attendee_id"], id, "{file}");
        assert_eq!(out.rows()[0]["name"], "Ada Lovelace", "{file}");
    }
}

#[test]
fn umlauts_survive_every_encoding() {
    for (file, id) in [
        ("cvent-utf16.tsv", "on_67d3b0f1a8846c525099af666bb14ae2"),
        (
            "teilnehmer-windows1252.csv",
            "em_61d906f5f9ed368a84b8671478748c72",
        ),
    ] {
        let out = example(&format!("files/{file}"), "{}");
        let row = out
            .rows()
            .into_iter()
            .find(|row| row["email"] == "juergen@example.net")
            .unwrap();
        assert_eq!(row["name"], "Jürgen Weiß", "{file}");
        assert_eq!(row["title"], "Geschäftsführer", "{file}");
        assert_eq!(row["attendee_id"], id, "{file}");
    }
}

#[test]
fn a_mapping_reads_what_no_header_says() {
    let mapping = r#"{"mapping":{"attendee_id":"Badge","name":"Who","email":"Contact","company":"Where from"},"ignore":["Dietary needs"]}"#;
    let out = example("files/mapping-needed.csv", mapping);
    assert_eq!(
        *out.rows()[1],
        json!({ "attendee_id": "b-2", "name": "Grace Hopper", "email": "grace@example.org", "company": "Compiler & Co" })
    );
}
