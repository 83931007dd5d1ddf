//! What holds for any input: chunking changes nothing, a written table reads back, nothing panics, and every data
//! row comes out exactly once.
#![allow(clippy::unwrap_used, reason = "a test ends where its premise fails")]

mod common;

use std::fmt::Write as _;

use common::{Out, read_chunks, read_with, texts};
use meshi_partner_reader::{Encoding, Format, Options};
use proptest::prelude::*;
use serde_json::Value;

fn number(out: &Out) -> u64 {
    match out {
        Out::Row(number, ..) => *number,
        Out::Rejected(rejection) | Out::Warned(rejection) => rejection.row,
    }
}

/// Text made of what matters to a reader.
fn hostile_text() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: &[&[u8]] = &[
        b",",
        b";",
        b"\"",
        b"\"\"",
        b"\n",
        b"\r\n",
        b"\r",
        b"\t",
        b" ",
        b"{",
        b"}",
        b"[",
        b"]",
        b":",
        b"\\",
        b"\0",
        b"name",
        b"email",
        b"id",
        b"\"name\":\"A\"",
        b"\"attendees\":[",
        b"a@b",
        b"\xC3\xAB",
        b"\xE2\x80\x94",
        b"\xEB",
        b"\xF0\x9F\x98\x80",
        b"\xEF\xBB\xBF",
        b"\xFF\xFE",
        b"\xFE\xFF",
        b"\\ud83d",
    ];
    const STARTS: &[&[u8]] = &[
        b"",
        b"id,name,email,x\n",
        b"id;name;email;x\r",
        b"sep=;\nid;name;email\r\n",
        b"[{\"id\":1,\"name\":\"A\"},",
        b"{\"id\":1,\"name\":\"A\"}\n",
    ];
    let (piece, starts) = (proptest::sample::select(PIECES), proptest::sample::select(STARTS));
    (starts, proptest::collection::vec(piece, 0..40))
        .prop_map(|(start, pieces)| [start, &pieces.concat()].concat())
}

fn any_options() -> impl Strategy<Value = Options> {
    let formats = prop_oneof![
        4 => Just(Format::Auto),
        1 => Just(Format::Csv),
        1 => Just(Format::Tsv),
        1 => Just(Format::Json),
        1 => Just(Format::Ndjson)
    ];
    let encodings = prop_oneof![
        4 => Just(Encoding::Auto),
        1 => Just(Encoding::Utf8),
        1 => Just(Encoding::Utf16Le),
        1 => Just(Encoding::Utf16Be),
        1 => Just(Encoding::Windows1252)
    ];
    (formats, encodings).prop_map(|(format, encoding)| Options {
        format,
        encoding,
        max_record_bytes: 1024,
        ..Options::default()
    })
}

/// A cell that is already tidy, so that it reads back as it is.
fn cell() -> impl Strategy<Value = String> {
    "Q[A-Za-zäßé€😀,;\"'|]{1,3}( ?[A-Za-zäßé,;\"|]{1,3}){0,3}"
}

#[derive(Debug, Clone)]
struct Written {
    cells: Vec<String>,
    quoted: Vec<bool>,
}

fn written(width: usize) -> impl Strategy<Value = Written> {
    let cells = proptest::collection::vec(cell(), width);
    let quoted = proptest::collection::vec(any::<bool>(), width);
    (cells, quoted).prop_map(|(cells, quoted)| Written { cells, quoted })
}

fn table(rows: &[Written], delimiter: char, end: &str) -> String {
    let mut text = format!("id{delimiter}name{delimiter}company{delimiter}Notes{end}");
    for (index, row) in rows.iter().enumerate() {
        write!(text, "a{index}").unwrap();
        for (cell, quoted) in row.cells.iter().zip(&row.quoted) {
            text.push(delimiter);
            if *quoted || cell.contains([delimiter, '"']) {
                write!(text, "\"{}\"", cell.replace('"', "\"\"")).unwrap();
            } else {
                text.push_str(cell);
            }
        }
        text.push_str(end);
    }
    text
}

/// A cell that is seldom out of the ordinary.
fn cell_like(pattern: &'static str) -> impl Strategy<Value = String> {
    const ODD: &[&str] = &[
        "",
        " ",
        "a  b",
        " a",
        "a ",
        "  a   b  ",
        "   ",
        "  -",
        "-                ",
        "               n/a",
        "             none",
        " a\"  b ",
        " x@y.z ",
        "  linkedin.com/in/a ",
        " é  \u{a0}b",
        "a\tb",
        "a\nb",
        "\u{0}",
        "a\u{7f}",
        "a\u{a0}",
        "\u{feff}a",
        "é",
        "ë b",
        "中",
        "a\u{2003}b",
        "—",
        "–",
        "-",
        "n/a",
        "None",
        "a\\b",
        "a\"b",
        "\"\"",
        "\"",
        "#!",
        "! !",
        "x@y.z",
        "x@@y",
        ".x@y",
        "https://linkedin.com/",
        "https://www.linkedin.com/in/a b",
        "https://www.linkedin.com/in/ü",
        "linkedin.com/in/a",
        "https://linkedin.com/\u{7f}",
    ];
    let long = (990..1030_usize).prop_map(|length| "y".repeat(length));
    prop_oneof![40 => pattern, 6 => proptest::sample::select(ODD).prop_map(str::to_owned), 1 => long]
}

/// A row of eight columns, seldom out of the ordinary.
fn row_like() -> impl Strategy<Value = String> {
    let text = || cell_like("[A-Z][a-zé\"#!]{0,17}( [A-Z\"][a-z]{0,9}){0,2}");
    let cells = [
        cell_like("[a-z0-9][a-z0-9.:_-]{0,12}").boxed(),
        text().boxed(),
        text().boxed(),
        cell_like("[a-z+]{1,9}@[a-z]{1,12}(\\.[a-z]{1,3})?").boxed(),
        cell_like("https://(www\\.)?linkedin\\.com/(in/)?[a-zé-]{1,9}").boxed(),
        text().boxed(),
        text().boxed(),
        text().boxed(),
    ];
    let ends = prop_oneof![30 => Just(""), 1 => Just(","), 1 => Just(",x"), 1 => Just(" ")];
    (cells, proptest::collection::vec(0_u8..60, 8), ends).prop_map(|(cells, ways, end)| {
        let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
        let cells = cells.iter().zip(ways).map(|(cell, way)| match way {
            // As it should not be.
            0 => cell.clone(),
            1 => format!("\"{cell}\""),
            2 => format!(" {}", quoted(cell)),
            3 => format!("{} ", quoted(cell)),
            4..20 => quoted(cell),
            _ if cell.contains(['"', ',', '\n']) => quoted(cell),
            _ => cell.clone(),
        });
        cells.collect::<Vec<_>>().join(",") + end
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn chunks_change_nothing(
        bytes in hostile_text(),
        options in any_options(),
        lengths in proptest::collection::vec(1_usize..9, 1..60),
    ) {
        let (whole, reader, end) = read_with(&bytes, options.clone());
        let (parts, other, other_end) = read_chunks(&bytes, options, &lengths);
        prop_assert_eq!(&end, &other_end);
        prop_assert_eq!(whole.0, parts.0);
        if end.is_ok() {
            prop_assert_eq!(reader.columns(), other.columns());
            prop_assert_eq!(reader.rows(), other.rows());
        }
    }

    /// A row that is whole in its chunk can be read the quick way; one that is not cannot.
    #[test]
    fn the_quick_way_gives_what_the_careful_way_gives(
        rows in proptest::collection::vec(row_like(), 1..6),
        names in prop_oneof![
            Just("Name,Middle,Email,LinkedIn,Title,Notes,More"),
            Just("First name,Last name,Email,LinkedIn,Title,Company,Notes"),
            Just("Name,First name,Email,LinkedIn,Title,Notes \"\"2\"\",Company"),
        ],
        end in prop_oneof![Just("\n"), Just("\r\n"), Just("\r")],
        latin in any::<bool>(),
        raw in any::<bool>(),
        encoding in prop_oneof![Just(Encoding::Auto), Just(Encoding::Utf8), Just(Encoding::Windows1252)],
    ) {
        let header = names.replace("Notes \"\"2\"\"", "\"Notes \"\"2\"\"\"");
        let text = format!("ID,{header}{end}{}{end}", rows.join(end));
        let bytes = if latin { text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect() } else { text.into_bytes() };
        let options = Options { format: Format::Csv, raw, encoding, max_record_bytes: 1024, ..Options::default() };
        prop_assert_eq!(texts(&bytes, &options, usize::MAX), texts(&bytes, &options, 1));
    }

    #[test]
    fn every_row_comes_out_once_and_in_order(bytes in hostile_text(), options in any_options()) {
        let (out, reader, _) = read_with(&bytes, options);
        let rows = out.0.iter().filter(|out| !matches!(out, Out::Warned(_)));
        let numbers: Vec<u64> = rows.map(number).collect();
        let expected: Vec<u64> = (1..=reader.rows()).collect();
        prop_assert_eq!(numbers, expected);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), options in any_options()) {
        let (out, reader, _) = read_with(&bytes, options);
        prop_assert_eq!((out.rows().len() + out.rejected().len()) as u64, reader.rows());
    }

    #[test]
    fn a_written_table_reads_back(
        rows in proptest::collection::vec(written(3), 0..20),
        delimiter in prop_oneof![Just(','), Just(';'), Just('\t'), Just('|')],
        end in prop_oneof![Just("\n"), Just("\r\n"), Just("\r")],
        utf16 in any::<bool>(),
        length in 1_usize..200,
    ) {
        let text = table(&rows, delimiter, end);
        let bytes = if utf16 {
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        } else {
            text.into_bytes()
        };
        let (out, _, ended) = read_chunks(&bytes, Options::default(), &[length]);
        prop_assert_eq!(ended, Ok(()));
        prop_assert!(out.rejected().is_empty(), "{:?}", out.rejected());
        prop_assert_eq!(out.rows().len(), rows.len());
        for (row, read) in rows.iter().zip(out.rows()) {
            let found = [&read["name"], &read["company"], &read["raw"]["Notes"]].map(|value| value.as_str());
            let meant: Vec<Option<&str>> = row.cells.iter().map(|cell| Some(cell.as_str())).collect();
            prop_assert_eq!(found.as_slice(), meant.as_slice());
        }
    }

    #[test]
    fn written_json_reads_back(
        names in proptest::collection::vec("[A-Za-z][^\\p{C}\\p{Z}@0-9]{1,12}", 0..12),
        as_lines in any::<bool>(),
        pretty in any::<bool>(),
        length in 1_usize..200,
    ) {
        let rows: Vec<Value> = names
            .iter()
            .enumerate()
            .map(|(index, name)| serde_json::json!({ "attendee_id": format!("a{index}"), "name": name, "raw": { "n": index } }))
            .collect();
        let text = if as_lines && !rows.is_empty() {
            rows.iter().map(Value::to_string).collect::<Vec<_>>().join("\n")
        } else if pretty {
            serde_json::to_string_pretty(&rows).unwrap()
        } else {
            serde_json::to_string(&rows).unwrap()
        };
        let (out, _, end) = read_chunks(text.as_bytes(), Options::default(), &[length]);
        prop_assert_eq!(end, Ok(()));
        prop_assert_eq!(out.rows(), rows.iter().collect::<Vec<_>>());
    }
}
