//! What two spellings of a header have in common: lower-case words without accents, marks and bracketed notes.

use std::borrow::Cow;

use super::steps::step;

/// A header as words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Normal {
    /// The words outside of brackets.
    pub(crate) words: Vec<String>,
    /// The words inside of brackets.
    pub(crate) note: Vec<String>,
    /// The words between slashes, bars and line breaks, where there are several such parts.
    pub(crate) parts: Vec<Vec<String>>,
    /// The words before the first comma, where there is one.
    pub(crate) clause: Vec<String>,
    /// The words before and after the first dash between spaces, or the first colon.
    pub(crate) sides: Option<(Vec<String>, Vec<String>)>,
    /// Whether it holds a question mark.
    pub(crate) asks: bool,
}

/// Splits a header into its words.
pub(crate) fn normalise(header: &str) -> Normal {
    let header = &without_gender(header);
    let mut normal = Normal::default();
    let (mut depth, mut plain, mut note) = (0_usize, String::new(), String::new());
    for c in header.chars() {
        step(1);
        match c {
            '(' | '[' | '{' | '（' | '［' | '【' | '「' => depth += 1,
            ')' | ']' | '}' | '）' | '］' | '】' | '」' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {
                note.push(c);
                continue;
            }
            _ => {
                normal.asks |= matches!(c, '?' | '？' | '¿');
                plain.push(c);
                continue;
            }
        }
        plain.push(' ');
        note.push(' ');
    }
    normal.note = words(&note);
    normal.words = words(&plain);
    if plain.contains(['/', '|', '\n', '／', '｜', '・', '、']) {
        let parts = plain.split(['/', '|', '\n', '／', '｜', '・', '、']);
        normal.parts = parts.map(words).filter(|part| !part.is_empty()).collect();
    }
    if let Some((clause, _)) = plain.split_once(',') {
        normal.clause = words(clause);
    }
    normal.sides = [" - ", "–", "—", ":", "："]
        .iter()
        .filter_map(|mark| plain.split_once(mark))
        .min_by_key(|(before, _)| before.len())
        .map(|(before, after)| (words(before), words(after)))
        .filter(|(before, after)| !before.is_empty() && !after.is_empty());
    if normal.words.is_empty() {
        // Nothing but a note is the header itself.
        normal.words = std::mem::take(&mut normal.note);
    }
    normal
}

/// "Teilnehmer/in", "Teilnehmer*innen", "Teilnehmer(in)": the header with the first form alone.
fn without_gender(header: &str) -> Cow<'_, str> {
    const FORMS: [&str; 11] = [
        "(innen)", "/-innen", "/innen", "*innen", ":innen", "(in)", "/-in", "/in", "*in", ":in", "_in",
    ];
    for form in FORMS {
        let Some((before, after)) = header.split_once(form) else {
            continue;
        };
        let ends = after.chars().next().is_none_or(|next| !next.is_alphanumeric());
        if before.ends_with(char::is_lowercase) && ends {
            return Cow::Owned([before, after].concat());
        }
    }
    Cow::Borrowed(header)
}

/// The folded words of a text. A capital after a small letter begins a word.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut after_small = false;
    for c in text.chars() {
        if after_small && c.is_uppercase() && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        after_small = c.is_lowercase();
        let before = word.len();
        match fold_char(c, &mut word) {
            Kept::Letter => {}
            Kept::Nothing => debug_assert_eq!(before, word.len(), "nothing was added"),
            Kept::Word(other) => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                words.push(other.to_owned());
            }
            Kept::Gap => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Folds a text to one word, without spaces.
pub(crate) fn compact(text: &str) -> String {
    words(text).concat()
}

enum Kept {
    Letter,
    /// Apostrophes, accents by themselves, and marks without width.
    Nothing,
    Word(&'static str),
    Gap,
}

fn fold_char(c: char, out: &mut String) -> Kept {
    step(1);
    // Full-width letters and digits.
    let c = match u32::from(c) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    match c {
        'a'..='z' | '0'..='9' => out.push(c),
        'A'..='Z' => out.push(c.to_ascii_lowercase()),
        '#' | '№' => return Kept::Word("number"),
        '\''
        | '’'
        | '‘'
        | '´'
        | '`'
        | '\u{300}'..='\u{36F}'
        | '\u{200B}'..='\u{200D}'
        | '\u{FEFF}'
        | '\u{AD}' => {
            return Kept::Nothing;
        }
        'ß' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'Ă' | 'ą' | 'Ą' | 'ª' => out.push('a'),
        'ç' | 'Ç' | 'ć' | 'Ć' | 'č' | 'Č' => out.push('c'),
        'ď' | 'Ď' | 'đ' | 'Đ' | 'ð' => out.push('d'),
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'ę' | 'Ę' | 'ě' | 'Ě' | 'ė' => out.push('e'),
        'ğ' | 'Ğ' => out.push('g'),
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'ı' | 'İ' | 'į' => out.push('i'),
        'ł' | 'Ł' | 'ľ' | 'Ľ' | 'ĺ' => out.push('l'),
        'ñ' | 'Ñ' | 'ń' | 'Ń' | 'ň' | 'Ň' => out.push('n'),
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' | 'ő' | 'Ő' | 'º' => out.push('o'),
        'ř' | 'Ř' | 'ŕ' => out.push('r'),
        'ś' | 'Ś' | 'š' | 'Š' | 'ş' | 'Ş' | 'ș' | 'Ș' => out.push('s'),
        'ť' | 'Ť' | 'ţ' | 'ț' => out.push('t'),
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'ů' | 'Ů' | 'ű' | 'Ű' => out.push('u'),
        'ý' | 'ÿ' | 'Ý' => out.push('y'),
        'ź' | 'Ź' | 'ż' | 'Ż' | 'ž' | 'Ž' => out.push('z'),
        _ if c.is_alphanumeric() && c != '・' => out.extend(c.to_lowercase()),
        _ => return Kept::Gap,
    }
    Kept::Letter
}
