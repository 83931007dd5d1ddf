//! Shortened words in headers: "Nachn.", "Fkt.", "E-Mail dienstl.", "Jméno a příjm.".
//!
//! A header is tried with its words written out, one language at a time, and has to be a whole header then: a word that only
//! begins like a short one ("Co-op", "Org. chart") means nothing. Short words that many things begin with count only where
//! the cells agree.

#[cfg(test)]
pub(super) mod lists;

use super::sorted;
use super::steps::step;
use super::words::WEAK;

/// A line a short word: it, a tab, and for each language its letter, `?` where the cells have to agree or `=`, and the word
/// written out, parted by semicolons. The letter of all languages is `*`. It is made of [`lists`].
pub(super) const FOLDED: &str = include_str!("short/folded.txt");

/// The mark and the word that a line has for a language.
fn of_language(line: &'static str, language: &str) -> Option<(bool, &'static str)> {
    let entry = line.split(';').find_map(|entry| entry.strip_prefix(language))?;
    let weak = entry.strip_prefix('?');
    Some((weak.is_some(), weak.or_else(|| entry.strip_prefix('='))?))
}

/// The words written out, in each language that knows at least one of them as a short one, and what the rank gains.
pub(super) fn written_out(words: &[String]) -> Vec<(Vec<String>, u8)> {
    if words.len() > 6 {
        return Vec::new();
    }
    step(words.len());
    let lines: Vec<Option<&'static str>> = words.iter().map(|word| sorted::find(FOLDED, word)).collect();
    let mut languages: Vec<&'static str> = lines
        .iter()
        .flatten()
        .flat_map(|line| line.split(';').filter_map(|entry| entry.get(..1)))
        .collect();
    languages.sort_unstable();
    languages.dedup();
    let in_language = |language: &&'static str| {
        let mut gain = 0;
        let mut full = |word: &String, line: Option<&'static str>| {
            let line = line?;
            let (is_weak, full) = of_language(line, language).or_else(|| of_language(line, "*"))?;
            debug_assert!(*word != full || !is_weak, "a word is short for itself");
            if is_weak {
                gain = WEAK;
            }
            Some(full.to_owned())
        };
        let full = words
            .iter()
            .zip(&lines)
            .map(|(word, line)| full(word, *line).unwrap_or_else(|| word.clone()))
            .collect();
        (full, gain)
    };
    languages.iter().map(in_language).collect()
}
