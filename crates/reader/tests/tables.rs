//! Whole tables: encodings, delimiters, line ends, quotes, ragged rows.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test ends where its premise fails"
)]

mod common;

use common::{Out, options, read, read_chunks, read_with, texts};
use meshi_partner_reader::{Options, derive_id};
use serde_json::json;

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
            Out::Warned(warning) => (warning.row, "warned".to_owned()),
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
         column \"LinkedIn\": linkedin_url is not a LinkedIn address: give it as https://www.linkedin.com/in/name"
    );
    assert_eq!((told[1].0, told[1].1.as_str()), (4, "attendee_id"));
    assert!(told[1].2.contains("neither an id nor an e-mail"), "{}", told[1].2);
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

/// A row that is whole in its chunk can be read the quick way; one that is not cannot.
#[test]
fn what_is_nearly_ordinary_is_read_alike_whole_and_in_pieces() {
    for (header, rows) in [
        (
            "id,name",
            &b"a,\"A \"\"d\"\" a\"\nb,\"A\"d\"\nc,\"A\"\"d\"a\"\nd,\"\"\"\"\ne,\"A\"\"\"\nf,\"A\" \"\"\n"[..],
        ),
        (
            "id,name,Notes,More",
            &b"a,Ada,\"x\r\ny\",a\"\"b\nb,Ada,\"x\ty \"\"z\"\"\",a\\b\nc,Ada,\"x\n\",y\nd,Ada,\"\tx\",\x01\ne,Ada,\"a\0\n\",\x7F\nf,Ada,a\\,\"\\\"\n"[..],
        ),
        // A dash decides that the file is UTF-8, also where it stands for nothing.
        ("id,name,company", &b"a,Ada,\xE2\x80\x94\nb,Zo\xEB,\n"[..]),
        (
            "id,name,Notes",
            b"a,Ada, x\nb,Ada,x \nc,Ada,x  y\nd,Ada,\t\ne,Ada,-\n",
        ),
        (
            "id,name,linkedin",
            b"a,Ada,https://www.linkedin.com/\nb,Ada,https://linkedin.com/in/a b\n",
        ),
        ("id,name,first name", b"a,Ada,\0\nb,Ada,\xFF\nc,Ada,\x01\n"),
        ("id,name", b"a,Ada\r\nb,Ada\r\r\nc,\"Ada\"\r\nd,\r\n\r\n,\r\ne"),
        (
            "id,name,email",
            b"a,Ada,n/a\nb,Ada,N/A\nc,Ada,NULL\n,Ada,a@b\n,Ada,none\n",
        ),
        (
            "first name,last name,email,id",
            b"Ada,,,a\n,Lovelace,,b\nAda,Lovelace,,c\n,,,d\nAda ,Lovelace,,e\n",
        ),
    ] {
        let text = [header.as_bytes(), b"\n", rows].concat();
        // What a row can be read quickly with stands behind it.
        let text = [&text[..], b"z,\n".repeat(4).as_slice()].concat();
        let options = Options::default();
        assert_eq!(
            texts(&text, &options, usize::MAX),
            texts(&text, &options, 1),
            "{header}"
        );
    }
}
