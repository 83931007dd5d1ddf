//! Cuts text into the words that say something about a person.

/// The longest word that is kept, in bytes; longer ones are ids or noise.
const MAX_WORD: usize = 24;

/// Words that everybody's data has and that connect nobody.
const STOP: &[&str] = &[
    "about",
    "all",
    "also",
    "and",
    "any",
    "are",
    "but",
    "can",
    "com",
    "company",
    "event",
    "for",
    "from",
    "has",
    "have",
    "her",
    "his",
    "how",
    "http",
    "https",
    "inc",
    "into",
    "its",
    "ltd",
    "gmbh",
    "llc",
    "more",
    "new",
    "none",
    "not",
    "null",
    "our",
    "out",
    "over",
    "people",
    "general",
    "standard",
    "ticket",
    "admission",
    "early",
    "bird",
    "the",
    "their",
    "them",
    "they",
    "this",
    "that",
    "true",
    "false",
    "was",
    "who",
    "will",
    "with",
    "within",
    "www",
    "yes",
    "you",
    "your",
    "looking",
    "interested",
    "interests",
    "meet",
    "other",
    "others",
    "others'",
    "what",
    "where",
    "which",
    "yet",
    "would",
    "like",
    "want",
    "wants",
    "than",
    "one",
    "two",
];

/// Calls `take` with every telling word of a text, in lower case.
pub(super) fn each(text: &str, mut take: impl FnMut(&str)) {
    if text.contains('@') || text.contains("://") {
        return;
    }
    let mut lower = String::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        // Two letters are telling where they are written as an abbreviation: AI, VC, HR.
        let abbreviation = word.len() == 2 && word.bytes().all(|b| b.is_ascii_uppercase());
        if (word.len() < 3 && !abbreviation)
            || word.len() > MAX_WORD
            || word.bytes().any(|b| b.is_ascii_digit())
        {
            continue;
        }
        lower.clear();
        lower.extend(word.chars().flat_map(char::to_lowercase));
        if !STOP.contains(&lower.as_str()) {
            take(&lower);
        }
    }
}
