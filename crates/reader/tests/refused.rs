//! What cannot be read, in whole or by the row, and rows without an end.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test ends where its premise fails"
)]

mod common;

use common::{options, read_chunks, read_with};
use meshi_partner_reader::{Options, Reader};

fn fatal(bytes: impl AsRef<[u8]>) -> (String, String, Option<u64>) {
    let (_, _, end) = read_with(bytes, Options::default());
    let error = end.unwrap_err();
    (error.code.to_owned(), error.message, error.line)
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
            b"name,First Name,first name\n",
            "AMBIGUOUS_COLUMNS",
            "mapping: { first_name: \"First Name\" }",
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
    reader.push(b"email,company\n", &mut sink).unwrap();
    let first = reader.finish(&mut sink).unwrap_err();
    assert_eq!(reader.push(b"a@example.com,X\n", &mut sink), Err(first.clone()));
    assert_eq!(reader.finish(&mut sink), Err(first));
    assert_eq!(sink.0, []);
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
