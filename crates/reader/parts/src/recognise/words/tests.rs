//! The compiled tables are what the words make. `FOLD=write cargo test -p meshi-partner-reader-parts` writes them anew.
#![allow(clippy::unwrap_used, reason = "a test ends where its premise fails")]

use std::collections::BTreeMap;
use std::path::Path;

use super::{Meaning, asian, en, find, germanic, nordic, others, romance, short, slavic};
use crate::recognise::normalise::compact;
use crate::recognise::question::{self, hold};
use crate::recognise::short as shorts;

fn is_same(name: &str, made: &str, known: &str) {
    if std::env::var("FOLD").is_ok_and(|what| what == "write") {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src/recognise")
            .join(name);
        std::fs::write(path, made).unwrap();
    } else {
        assert!(
            made == known,
            "{name} is not what the words make: run this test with FOLD=write"
        );
    }
}

#[test]
fn headers_are_folded() {
    let mut headers: BTreeMap<String, (Meaning, u8)> = BTreeMap::new();
    let lists = [
        en::WORDS,
        germanic::WORDS,
        nordic::WORDS,
        romance::WORDS,
        slavic::WORDS,
        short::WORDS,
        asian::WORDS,
        others::WORDS,
    ];
    for (meaning, rank, known) in lists.into_iter().flatten() {
        for header in known.split('|') {
            // A header that two languages know keeps its best rank.
            let place = headers.entry(compact(header)).or_insert((*meaning, *rank));
            if *rank < place.1 {
                *place = (*meaning, *rank);
            }
        }
    }
    let line = |(header, (meaning, rank)): (&String, &(Meaning, u8))| {
        let place = match meaning {
            Meaning::Field(field) => *field as usize,
            Meaning::Order => 8,
        };
        format!("{header}\t{place}{rank}\n")
    };
    let made: String = headers.iter().map(line).collect();
    is_same("words/folded.txt", &made, super::FOLDED);
    for (header, meant) in &headers {
        assert_eq!(find(header), Some(*meant), "{header}");
        let part: String = header.chars().skip(1).collect();
        assert_eq!(find(&part), headers.get(&part).copied(), "a part of {header}");
    }
    assert_eq!(find(""), None);
}

#[test]
fn lists_are_folded() {
    let mut words: BTreeMap<String, u16> = BTreeMap::new();
    for (list, text) in question::lists::ALL {
        for word in text.split_ascii_whitespace() {
            *words.entry(compact(word)).or_default() |= list as u16;
        }
    }
    let line = |(word, lists): (&String, &u16)| format!("{word}\t{lists}\n");
    let made: String = words.iter().map(line).collect();
    is_same("question/folded.txt", &made, question::FOLDED);
    for (list, text) in question::lists::ALL {
        assert!(
            text.split_ascii_whitespace()
                .all(|word| hold(list, &compact(word))),
            "{list:?}"
        );
    }
}

#[test]
fn short_words_are_folded() {
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let last = shorts::lists::LANGUAGES.len() - 1;
    for (language, list) in (b'a'..).zip(shorts::lists::LANGUAGES) {
        let letter = if usize::from(language - b'a') == last {
            '*'
        } else {
            char::from(language)
        };
        for (short, full) in list {
            let (mark, full) = full.strip_prefix('?').map_or(('=', *full), |full| ('?', full));
            let entries = words.entry(compact(short)).or_default();
            // The first meaning of a language counts.
            if !entries.iter().any(|entry| entry.starts_with(letter)) && compact(short) != full {
                entries.push(format!("{letter}{mark}{full}"));
            }
        }
    }
    words.retain(|_, entries| !entries.is_empty());
    let line = |(word, entries): (&String, &Vec<String>)| format!("{word}\t{}\n", entries.join(";"));
    let made: String = words.iter().map(line).collect();
    is_same("short/folded.txt", &made, shorts::FOLDED);
    let full = shorts::written_out(&["mitgl".to_owned(), "nr".to_owned()]);
    assert_eq!(
        full.first().map(|(full, _)| full.concat()).as_deref(),
        Some("mitgliednr")
    );
    assert!(shorts::written_out(&["coop".to_owned()]).is_empty());
}
