//! What a caller may say about a file, and what is refused.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test ends where its premise fails"
)]

mod common;

use common::{options, read_with};
use meshi_partner_reader::Options;
use serde_json::json;

#[test]
fn mapping_overrules_the_headers() {
    let text = "Guest,Name of dog,Contact,E-mail,Nr,Title\nAda,Rex,ada@example.com,office@example.com,7,Dr\n";
    let mapping = r#"{"mapping":{"name":"guest","email":"Contact","attendee_id":"Nr","title":null},"ignore":["Name of dog"]}"#;
    let (out, _, end) = read_with(text, options(mapping));
    end.unwrap();
    assert_eq!(
        *out.rows()[0],
        json!({
            "attendee_id": "7", "name": "Ada", "email": "ada@example.com",
            "raw": { "E-mail": "office@example.com", "Title": "Dr" }
        })
    );
    let (out, _, end) = read_with(text, options(r#"{"raw":false,"mapping":{"name":"Guest"}}"#));
    end.unwrap();
    assert!(out.rows()[0].get("raw").is_none());
}

#[test]
fn a_mapped_column_must_be_there() {
    let (_, _, end) = read_with("Guest,Mail\n", options(r#"{"mapping":{"name":"Guests"}}"#));
    let error = end.unwrap_err();
    assert_eq!(error.code, "UNKNOWN_COLUMN");
    assert_eq!(
        error.message,
        "mapping.name names the column \"Guests\", which the file does not have. Did you mean \"Guest\"? \
         Its columns are \"Guest\", \"Mail\""
    );
    let (_, _, end) = read_with("Name,Mail\n", options(r#"{"ignore":["Phone"]}"#));
    assert_eq!(end.unwrap_err().code, "UNKNOWN_COLUMN");
    let (_, _, end) = read_with(
        r#"[{"id":1,"name":"A"}]"#,
        options(r#"{"mapping":{"email":"Contact"}}"#),
    );
    assert_eq!(end.unwrap_err().code, "UNKNOWN_COLUMN");
}

#[test]
fn bad_options_are_named() {
    for (json, option, word) in [
        ("[]", "options", "object"),
        ("{", "options", "object"),
        (r#"{"mappings":{}}"#, "mappings", "Did you mean \"mapping\"?"),
        (r#"{"format":"xlsx"}"#, "format", "\"csv\""),
        (r#"{"format":1}"#, "format", "\"csv\""),
        (r#"{"encoding":"latin1"}"#, "encoding", "\"windows-1252\""),
        (r#"{"delimiter":";;"}"#, "delimiter", "one ASCII character"),
        (r#"{"delimiter":"\n"}"#, "delimiter", "separates"),
        (r#"{"delimiter":"\""}"#, "delimiter", "separates"),
        (r#"{"delimiter":"a"}"#, "delimiter", "separates"),
        (
            r#"{"delimiter":",","format":"json"}"#,
            "delimiter",
            "only a table",
        ),
        (r#"{"delimiter":",","format":"tsv"}"#, "delimiter", "tabs"),
        (r#"{"mapping":["name"]}"#, "mapping", "object"),
        (
            r#"{"mapping":{"e_mail":"x"}}"#,
            "mapping.e_mail",
            "Did you mean \"email\"?",
        ),
        (r#"{"mapping":{"email":7}}"#, "mapping.email", "null"),
        (
            r#"{"mapping":{"email":"x","name":"x"}}"#,
            "mapping.name",
            "same column",
        ),
        (
            r#"{"mapping":{"email":"x"},"ignore":["x"]}"#,
            "mapping.email",
            "ignore",
        ),
        (r#"{"ignore":"x"}"#, "ignore", "array"),
        (r#"{"raw":"yes"}"#, "raw", "true or false"),
        (r#"{"maxRecordBytes":10}"#, "maxRecordBytes", "from 1024"),
        (r#"{"maxRecordBytes":-1}"#, "maxRecordBytes", "whole number"),
    ] {
        let error = Options::from_json(json).unwrap_err();
        assert_eq!(error.option, option, "{json}: {error}");
        assert!(error.message.contains(word), "{json}: {error}");
    }
    assert_eq!(
        Options::from_json(r#"{"format":null,"mapping":null}"#),
        Ok(Options::default())
    );
}
