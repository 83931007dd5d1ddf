//! Notes beside a header, in brackets or after a dash or a colon: what they say of it, and what they do not.

use super::question::{List, hold, is_listed, is_other_person};

/// What a note says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Note {
    /// How the field is written or what for: it stays the attendee's own.
    Harmless,
    /// That it is another person's.
    Other,
    /// Something that nobody knows: the cells have to agree.
    Unknown,
}

const PURPOSE_CJK: [&str; 19] = [
    "名札",
    "名刺",
    "バッジ",
    "証明書",
    "表記",
    "印刷",
    "印字",
    "胸牌",
    "证件",
    "证书",
    "护照",
    "身份证",
    "门票",
    "명찰",
    "신분증",
    "여권",
    "수료증",
    "표기",
    "인쇄",
];

/// Whether a note says what the field is written on, or what it is needed for.
pub(super) fn is_purpose(note: &[String]) -> bool {
    let is_contact = |word: &String| {
        is_listed(
            word,
            "contact kontakt contacto contato contatto contactpersoon ansprechpartner yhteyshenkilo",
        )
    };
    let is_purpose =
        |word: &String| hold(List::Purpose, word) || PURPOSE_CJK.iter().any(|purpose| word.contains(purpose));
    note.iter().any(is_purpose) && !note.iter().any(is_contact)
}

/// What a note says of the header beside it.
pub(super) fn judge(note: &[String]) -> Note {
    if is_purpose(note) {
        return Note::Harmless;
    }
    if is_other_person(note) {
        return Note::Other;
    }
    if note.iter().all(|word| hold(List::Harmless, word)) {
        Note::Harmless
    } else {
        Note::Unknown
    }
}

/// Whether the order of words says that a column is about somebody else: "Scanned by", "Our lead", "Name of guest".
pub(super) fn is_said_of_others(words: &[String]) -> bool {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return false;
    };
    let many = words.len() > 1;
    let by = many && is_listed(last, "by par por von durch door av af przez");
    let by_whom = words.iter().any(|word| {
        is_listed(
            word,
            "scanned introduced intro brought invited referred nominated sold registered booked collected captured vermittelt gescannt scanne presente escaneado \
             scansionato gescand skannad scannet skannet",
        )
    }) && words.iter().any(|word| is_listed(word, "by par por von durch da door av af przez"));
    let our = many
        && is_listed(
            first,
            "our unser unsere unseren notre nos nuestro nuestra nostro nostra nosso nossa ons onze vores nasz nasza nas nase",
        );
    let pairs = [
        ("of", "guest"),
        ("of", "companion"),
        ("of", "plus"),
        ("team", "captain"),
        ("sales", "lead"),
        ("booth", "staff"),
        ("if", "yes"),
        ("de", "linvite"),
        ("du", "conjoint"),
        ("des", "gastes"),
        ("del", "invitado"),
        ("van", "introducee"),
    ];
    let pair = words.windows(2).any(|pair| {
        pairs
            .iter()
            .any(|(one, two)| pair.iter().map(String::as_str).eq([*one, *two]))
    });
    by || by_whom || our || pair
}
