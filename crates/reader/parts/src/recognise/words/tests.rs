//! The compiled tables are what the words make. `FOLD=write cargo test -p meshi-partner-reader-parts` writes them anew.
#![allow(clippy::unwrap_used, reason = "a test ends where its premise fails")]

use std::collections::BTreeMap;
use std::path::Path;

use super::{Meaning, asian, en, find, germanic, nordic, others, romance, slavic};
use crate::recognise::normalise::compact;
use crate::recognise::question::{self, hold};

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
    let mut words: BTreeMap<String, u8> = BTreeMap::new();
    for (list, text) in question::lists::ALL {
        for word in text.split_ascii_whitespace() {
            *words.entry(compact(word)).or_default() |= list as u8;
        }
    }
    let line = |(word, lists): (&String, &u8)| format!("{word}\t{lists}\n");
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
