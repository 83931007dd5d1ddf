//! Whole files, good and bad: encodings, delimiters, line ends, and what is refused.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test ends where its premise fails"
)]

mod common;

use common::{Out, options, read, read_chunks, read_with};
use meshi_partner_reader::{Options, Reader, derive_id};
use serde_json::json;

fn fatal(bytes: impl AsRef<[u8]>) -> (String, String, Option<u64>) {
    let (_, _, end) = read_with(bytes, Options::default());
    let error = end.unwrap_err();
    (error.code.to_owned(), error.message, error.line)
}

fn utf16(text: &str, little_endian: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
    units
        .flat_map(|unit| {
            if little_endian {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            }
        })
        .collect()
}

#[test]
fn the_same_table_in_every_encoding() {
    let text = "id,name\n1,Zoë Ångström\n2,😀 Smile\n";
    let expected = read(text);
    assert_eq!(expected.rows().len(), 2);
    let mark = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    for bytes in [
        mark,
        utf16(text, true, true),
        utf16(text, false, true),
        utf16(text, true, false),
        utf16(text, false, false),
    ] {
        for length in [1, 2, 3, 7, 1000] {
            let (out, _, end) = read_chunks(&bytes, Options::default(), &[length]);
            assert_eq!((out.0, end), (expected.0.clone(), Ok(())), "{length}");
        }
    }
}

#[test]
fn windows_1252_is_read_where_it_can_be_nothing_else() {
    let out = read(b"id,name\n1,Ada\n2,Zo\xEB\n3,\x8Aime\n4,Ren\xE9e\xA0M\n");
    let names: Vec<_> = out.rows().iter().map(|row| row["name"].clone()).collect();
    assert_eq!(names, ["Ada", "Zoë", "Šime", "Renée M"]);
}

#[test]
fn text_in_two_encodings_is_rejected_by_the_row() {
    let out = read(b"id,name\n1,Zo\xC3\xAB\n2,Zo\xEB\n3,Ada\n");
    assert_eq!(out.rows().len(), 2);
    assert!(
        out.rejected()[0]
            .message
            .contains("line 3: the row holds bytes that are not valid UTF-8")
    );
    let out = read(b"id,name\n1,Zo\xEB\n2,Zo\xC3\xAB \xEB\n3,\x81\n4,Zo\xC3\xAB\n");
    let rejected: Vec<_> = out.rejected().iter().map(|rejection| rejection.row).collect();
    assert_eq!(rejected, [2, 3, 4], "{out:?}");
    let forced = options(r#"{"encoding":"windows-1252"}"#);
    let (out, _, end) = read_with(b"id,name\n1,Zo\xC3\xAB\n", forced);
    end.unwrap();
    assert_eq!(out.rows()[0]["name"], "ZoÃ«");
}

#[test]
fn half_a_surrogate_pair_is_rejected_by_the_row() {
    let mut bytes = utf16("id,name\n1,A", true, true);
    bytes.extend_from_slice(&0xD83D_u16.to_le_bytes());
    bytes.extend(utf16("B\n2,C\n", true, false));
    let out = read(bytes);
    assert_eq!(out.rejected()[0].row, 1);
    assert_eq!(out.rows()[0]["name"], "C");
}

#[test]
fn delimiters_are_found() {
    for (text, what) in [
        ("id,name\n1,Ada\n", "comma"),
        ("id;name\n1;Ada\n", "semicolon"),
        ("id\tname\n1\tAda\n", "tab"),
        ("id|name\n1|Ada\n", "pipe"),
        ("\"a,b,c\";id;name\n;1;Ada\n", "quoted commas"),
        ("sep=;\nid;name\n1;Ada\n", "sep"),
        ("sep=,\r\nid,name\r\n1,Ada\r\n", "sep and CRLF"),
        ("\n\n \r\nid,name\n1,Ada", "blank lines first"),
        ("id,name\r1,Ada\r", "carriage returns"),
    ] {
        let out = read(text);
        assert_eq!(
            out.rows(),
            [&json!({ "attendee_id": "1", "name": "Ada" })],
            "{what}"
        );
    }
    let (out, _, end) = read_with("id:name\n1:Ada\n", options(r#"{"delimiter":":"}"#));
    end.unwrap();
    assert_eq!(out.rows().len(), 1);
    let (out, _, end) = read_with(
        "id,a\tname\n1\tAda\n",
        options(r#"{"format":"tsv","mapping":{"attendee_id":"id,a"}}"#),
    );
    end.unwrap();
    assert_eq!(out.rows().len(), 1);
}

#[test]
fn quotes_follow_the_rfc_and_people() {
    for (cell, value) in [
        ("\"Ada\"", "Ada"),
        ("\"Ada \"\"A\"\" King\"", "Ada \"A\" King"),
        ("  \"Ada, King\" ", "Ada, King"),
        ("Ada \"A\" King", "Ada \"A\" King"),
        ("\"Ada\" King", "Ada King"),
        ("\"Ada\r\nKing\"", "Ada King"),
        ("Ada\"", "Ada\""),
        ("\"\"\"Ada\"\"\"", "\"Ada\""),
        ("\"Ada,\"\" \"\",King\"", "Ada,\" \",King"),
    ] {
        let out = read(format!("id,name,x\r\n1,{cell},y\r\n2,Next,\r\n"));
        assert_eq!(out.rows().len(), 2, "{cell}: {out:?}");
        assert_eq!(out.rows()[0]["name"], value, "{cell}");
    }
}

#[test]
fn ragged_and_blank_rows() {
    let out = read(
        "id,name,email,city\n1,Ada\n\n ,, ,\n2,Bob,,Paris,,\n3,Cy,,Rome,extra\n4,Di,,,\"\"\n\"\",\"\"\n",
    );
    let numbers: Vec<_> = out
        .0
        .iter()
        .map(|out| match out {
            Out::Row(number, id, _) => (*number, id.clone()),
            Out::Rejected(rejection) => (rejection.row, "rejected".to_owned()),
        })
        .collect();
    let expected = [(1, "1"), (2, "2"), (3, "rejected"), (4, "4")].map(|(row, id)| (row, id.to_owned()));
    assert_eq!(numbers, expected);
    let rejection = out.rejected()[0];
    assert_eq!(rejection.attendee_id.as_deref(), Some("3"));
    assert!(
        rejection
            .message
            .starts_with("line 6: the row has 5 cells, but the header has 4"),
        "{rejection:?}"
    );
}

#[test]
fn a_rejection_names_line_column_and_reason() {
    let out = read(
        "Ticket ID,Guest name,E-mail,LinkedIn\nt1,\"Ada\nKing\",ada@example.com,\nt2,,bob,http://example.com\n#3,Cy,,\n,Di,,\n",
    );
    let told: Vec<_> = out
        .rejected()
        .iter()
        .map(|r| (r.row, r.field.clone().unwrap(), r.message.clone()))
        .collect();
    assert_eq!(told[0].0, 2);
    assert_eq!(told[0].1, "name");
    assert_eq!(
        told[0].2,
        "line 4: column \"Guest name\": name is required and must not be blank; \
         column \"E-mail\": email has no @: it is not an e-mail address; \
         column \"LinkedIn\": linkedin_url is no LinkedIn address: give it as https://www.linkedin.com/in/name"
    );
    assert_eq!((told[1].0, told[1].1.as_str()), (3, "attendee_id"));
    assert!(
        told[1].2.starts_with("line 5: column \"Ticket ID\": attendee_id"),
        "{}",
        told[1].2
    );
    assert_eq!((told[2].0, told[2].1.as_str()), (4, "attendee_id"));
    assert!(told[2].2.contains("neither an id nor an e-mail"), "{}", told[2].2);
    assert_eq!(out.rejected()[1].code, "INVALID_PARTNER_ID");
}

#[test]
fn an_id_is_derived_from_the_email_alone() {
    let out =
        read("name,email\nAda,Ada@Example.com \nAda B,ada@example.COM\nBob,ada+x@example.com\nCy,bad\nDi,\n");
    let ids: Vec<_> = out
        .rows()
        .iter()
        .map(|row| row["attendee_id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids[0], ids[1]);
    assert_ne!(ids[0], ids[2]);
    // The derivation is a promise to callers: a changed id would import everyone twice.
    assert_eq!(ids[0], "em_f86226a8a9199946ed2689ad9424ee46");
    let mut id = String::new();
    derive_id(" ADA@example.com", &mut id);
    assert_eq!(id, ids[0]);
    let fields: Vec<_> = out.rejected().iter().map(|r| r.field.clone().unwrap()).collect();
    assert_eq!(fields, ["email", "attendee_id"]);
}

#[test]
fn a_header_alone_is_no_row_and_no_error() {
    for text in [
        "name",
        "name,email\n",
        "name\r\n\r\n",
        "[]",
        "{\"attendees\": []}",
    ] {
        let (out, reader, end) = read_with(text, Options::default());
        assert_eq!((out.0.len(), end, reader.rows()), (0, Ok(()), 0), "{text}");
    }
}

#[test]
fn what_is_no_table_is_refused_with_advice() {
    for (bytes, code, word) in [
        (&b""[..], "EMPTY_FILE", "empty"),
        (b" \n\r\n", "EMPTY_FILE", "empty"),
        (b"\xEF\xBB\xBF", "EMPTY_FILE", "empty"),
        (
            b"PK\x03\x04rest of a workbook",
            "BINARY_FILE",
            "export the sheet as CSV",
        ),
        (
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
            "BINARY_FILE",
            "export the sheet as CSV",
        ),
        (b"%PDF-1.7\n", "BINARY_FILE", "PDF"),
        (b"\x1F\x8B\x08\x00\x00\x00\x00\x00\x00", "BINARY_FILE", "gzip"),
        (
            b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\n",
            "BINARY_FILE",
            "zero bytes",
        ),
        (b"<!DOCTYPE html><html>\n</html>", "MARKUP_FILE", "web page"),
        (
            b"email,company\na@example.com,X\n",
            "NO_NAME_COLUMN",
            "\"email\", \"company\"",
        ),
        (
            b"name,email,E-mail\n",
            "AMBIGUOUS_COLUMNS",
            "\"email\" and \"E-mail\"",
        ),
        (b"name,Email,Email\n", "AMBIGUOUS_COLUMNS", "\"Email (2)\""),
        (
            b"name,company,Organization\n",
            "AMBIGUOUS_COLUMNS",
            "mapping: { company: \"company\" }",
        ),
        (
            b"id,name\n1,Ada\n2,\"Bob\n3,Cy\n",
            "UNTERMINATED_QUOTE",
            "never closed",
        ),
        (b"id,\"name\n1,Ada\n", "UNTERMINATED_QUOTE", "never closed"),
        (b"[{\"name\":\"A\"}", "INVALID_JSON", "not complete"),
        (b"[{\"name\":\"A\"} {}]", "INVALID_JSON", "commas"),
        (b"[] x", "INVALID_JSON", "after the end"),
        (b"{\"name\": \"A\"", "INVALID_JSON", "ndjson"),
    ] {
        let (found, message, _) = fatal(bytes);
        assert_eq!(found, code, "{message}");
        assert!(message.contains(word), "{message}");
    }
    assert_eq!(fatal("id,name\n1,Ada\n2,\"Bob\n3,Cy\n").2, Some(3));
}

#[test]
fn an_error_stays() {
    let mut sink = common::Collected::default();
    let mut reader = Reader::new(Options::default()).unwrap();
    let first = reader.push(b"email,company\n", &mut sink).unwrap_err();
    assert_eq!(reader.push(b"a@example.com,X\n", &mut sink), Err(first.clone()));
    assert_eq!(reader.finish(&mut sink), Err(first));
    assert_eq!(sink.0, []);
}

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

#[test]
fn a_row_that_is_too_long_is_rejected_without_being_held() {
    let bound = r#"{"maxRecordBytes":1024}"#;
    for (long, what) in [
        ("x".repeat(3000), "plain"),
        (format!("\"{}\"", "x\n,\"\"".repeat(600)), "quoted"),
        (format!("{}\"\"", "x\",".repeat(600)), "stray quotes"),
    ] {
        let text = format!("id,name,note\n1,Ada,\n2,Bob,{long}\n3,Cy,\n");
        let (whole, _, end) = read_with(&text, options(bound));
        end.unwrap();
        assert_eq!(whole.rejected().len(), 1, "{what}");
        assert_eq!(whole.rejected()[0].row, 2, "{what}");
        assert_eq!(whole.rows().len(), 2, "{what}");
        for length in [1, 3, 100, 1025] {
            let (out, _, end) = read_chunks(text.as_bytes(), options(bound), &[length]);
            assert_eq!((out.0, end), (whole.0.clone(), Ok(())), "{what} {length}");
        }
    }
    let json = format!(
        r#"[{{"id":1,"name":"A"}},{{"id":2,"name":"B","x":"{}"}},{{"id":3,"name":"C"}}]"#,
        "x".repeat(2000)
    );
    for length in [1, 700, 5000] {
        let (out, _, end) = read_chunks(json.as_bytes(), options(bound), &[length]);
        end.unwrap();
        assert_eq!((out.rows().len(), out.rejected()[0].row), (2, 2));
    }
}

#[test]
fn an_endless_line_ends_in_a_rejection_or_an_error() {
    let mut sink = common::Collected::default();
    let chunk = vec![b'x'; 1 << 20];
    let mut reader = Reader::new(Options::default()).unwrap();
    reader.push(b"id,name\n1,", &mut sink).unwrap();
    for _ in 0..64 {
        reader.push(&chunk, &mut sink).unwrap();
    }
    reader.push(b"\n2,Ada\n", &mut sink).unwrap();
    reader.finish(&mut sink).unwrap();
    assert_eq!((sink.rows().len(), sink.rejected().len()), (1, 1));

    let mut reader = Reader::new(Options::default()).unwrap();
    let error = (0..64)
        .find_map(|_| reader.push(&chunk, &mut sink).err())
        .unwrap();
    assert_eq!(error.code, "HEADER_TOO_LONG");

    let mut reader = Reader::new(Options::default()).unwrap();
    reader.push(b"id,name\n1,\"", &mut sink).unwrap();
    for _ in 0..64 {
        reader.push(&chunk, &mut sink).unwrap();
    }
    assert_eq!(reader.finish(&mut sink).unwrap_err().code, "UNTERMINATED_QUOTE");
}

#[test]
fn json_files_in_their_shapes() {
    let expected = read(r#"[{"id":"1","name":"Ada"},{"id":"2","name":"Bob"}]"#);
    assert_eq!(expected.rows().len(), 2);
    for text in [
        r#" {"next":[1,{"x":"]"}],"attendees" : [ {"id":"1","name":"Ada"}, {"id":"2","name":"Bob"} ], "more":{"a":[]}} "#,
        "{\"data\":[{\"id\":\"1\",\"name\":\"Ada\"},\n{\"id\":\"2\",\"name\":\"Bob\"}]}",
        "{\"id\":\"1\",\"name\":\"Ada\"}\n\n{\"id\":\"2\",\"name\":\"Bob\"}\r\n",
        "\u{feff}[{\"id\":\"1\",\"name\":\"Ada\"},{\"id\":\"2\",\"name\":\"Bob\"}]",
    ] {
        for length in [1, 5, 1000] {
            let (out, _, end) = read_chunks(text.as_bytes(), Options::default(), &[length]);
            end.unwrap();
            assert_eq!(out.0, expected.0, "{text}");
        }
    }
    let (out, _, end) = read_with(r#"{"id":1,"name":"A"}"#, options(r#"{"format":"json"}"#));
    assert_eq!((out.0.len(), end.unwrap_err().code), (0, "INVALID_JSON"));
}

#[test]
fn json_keys_are_recognised_like_headers() {
    let out = read(
        r#"[{"guest_id":77,"First Name":"Ada","lastName":"King","Email":"ada@example.com","age":36,"tags":["a",{"b":null}],
            "empty":"","nothing":null,"vip":true},
            {"attendee_id":"a2","name":"Bob","raw":{"tags":[1],"age":1},"age":2},
            {"attendee_id":"a3","name":{"first":"Cy"}}, 7, {"attendee_id":"a5","name":"E","email":"e@example.com","E-mail":"f@example.com"},
            {"attendee_id":"a6","name":"\ud800"}, {"attendee_id":"a7" "name":"G"}]"#,
    );
    assert_eq!(
        out.rows(),
        [
            &json!({ "attendee_id": "77", "name": "Ada King", "email": "ada@example.com",
                "raw": { "age": 36, "tags": ["a", { "b": null }], "vip": true } }),
            &json!({ "attendee_id": "a2", "name": "Bob", "raw": { "tags": [1], "age": 1, "age (2)": 2 } }),
        ]
    );
    let told: Vec<_> = out
        .rejected()
        .iter()
        .map(|r| (r.row, r.message.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (3, "column \"name\": name must be text, not an object"),
            (4, "an attendee must be an object, not a number"),
            (
                5,
                "the columns \"email\" and \"E-mail\" can both be email: say which one is, with mapping: { email: \"email\" }"
            ),
            (
                6,
                "a string holds half of a surrogate pair, which is no character: clean the text"
            ),
            (
                7,
                "the element is not valid JSON: expected `,` or `}` at its byte 20"
            ),
        ]
    );
}

#[test]
fn a_bad_line_of_ndjson_does_not_stop_the_others() {
    let text = "{\"id\":1,\"name\":\"A\"}\nnot json\n{\"id\":3,\n\n{\"id\":4,\"name\":\"D\"}";
    let (out, _, end) = read_with(text, options(r#"{"format":"ndjson"}"#));
    end.unwrap();
    assert_eq!(out.rows().len(), 2);
    let rejected: Vec<_> = out
        .rejected()
        .iter()
        .map(|r| (r.row, r.message.split(':').next().unwrap()))
        .collect();
    assert_eq!(rejected, [(2, "line 2"), (3, "line 3")]);
    assert_eq!(read(text).0, out.0);
}
