//! What a header by itself can mean, and how sure that is.

mod beside;

use beside::{OR, asked_plainly, beside_note, is_about_others, meaning_of, shortened, weakened, whole_short};

use super::asked::{Asked, asked, is_follow_up};
use super::normalise::{Normal, normalise};
use super::notes::{Note, judge};
use super::numbers;
use super::question::{
    List, asked_for, hold, is_beside_address, is_listed, is_personal_number, is_question, is_yours,
};
use super::words::{self, MIXED, Meaning};
use crate::options::Field;

/// How a header was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// In the dictionary, as it is or with words that say it is the attendee's.
    Known,
    /// One of several alternatives, or with a note that nobody knows: content has to confirm it.
    Doubtful,
    /// A short or loose word, or a question: content has to look like the field.
    Weak,
    /// About somebody else: never taken.
    Other,
    /// A word of it, or of a question: never taken.
    Hint,
}

/// What a header claims to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) meaning: Meaning,
    pub(crate) rank: u8,
    pub(crate) certainty: Certainty,
}

/// What is known of a header besides its claim.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading {
    pub(crate) claim: Option<Claim>,
    /// Whether it is about somebody else, so that its content may not be taken either.
    pub(crate) is_other: bool,
    /// A question of more than the field: its content is no evidence of a name, but may be of a profile.
    pub(crate) is_question: bool,
    /// Any site: a profile there is worth a suggestion.
    pub(crate) is_website: bool,
    /// The folded header without spaces, and without what says that it is the attendee's.
    pub(crate) compact: String,
}

impl Reading {
    /// Whether the header is one of a full name that can be one of a half as well.
    pub(super) fn is_mixed(&self) -> bool {
        MIXED.split('|').any(|word| word == self.compact)
    }
}

pub(crate) fn read(header: &str) -> Reading {
    let normal = normalise(header);
    let compacted = normal.words.concat();
    let mut reading = Reading {
        is_question: is_question(&normal.words, normal.asks),
        is_other: is_about_others(&normal),
        compact: compacted,
        ..Reading::default()
    };
    reading.is_website = normal.words.iter().any(|word| hold(List::Websites, word));
    reading.claim = claim(&normal, &reading).map(weakened);
    if let Some((_, inner)) = own(&normal.words).filter(|_| words::find(&reading.compact).is_none()) {
        reading.compact = inner;
    } else if reading.claim.is_some()
        && words::find(&reading.compact).is_none()
        && let Some((_, full)) = shortened(&normal.words)
    {
        reading.compact = full;
    }
    reading
}

fn claim(normal: &Normal, reading: &Reading) -> Option<Claim> {
    let known = |meaning, rank| {
        let rank = if meaning == Meaning::Field(Field::Email) && is_private(&normal.note) {
            rank + 20
        } else {
            rank
        };
        let is_same = || words::find(&normal.note.concat()).is_some_and(|(noted, _)| noted == meaning);
        let certainty = if judge(&normal.note) == Note::Harmless || is_same() {
            Certainty::Known
        } else {
            Certainty::Doubtful
        };
        Claim {
            meaning,
            rank,
            certainty,
        }
    };
    let whole = [&reading.compact, normal.note.concat().as_str()].concat();
    let exact = words::find(&reading.compact);
    // "Name (Original Name)" is a header of its own.
    if !normal.note.is_empty()
        && let Some((meaning, rank)) = words::find(&whole)
    {
        return Some(Claim {
            meaning,
            rank,
            certainty: Certainty::Known,
        });
    }
    if reading.is_other
        && (exact.is_none() || judge(&normal.note) == Note::Other || is_follow_up(&normal.words, normal.asks))
    {
        let inner = without_others(&normal.words);
        let claimed = exact
            .or_else(|| words::find(&inner))
            .or_else(|| own(&normal.words).map(|(claimed, _)| claimed));
        let meaning = claimed
            .map(|(meaning, _)| meaning)
            .or_else(|| hint(&normal.words))?;
        return Some(Claim {
            meaning,
            rank: 60,
            certainty: Certainty::Other,
        });
    }
    if let Some((meaning, rank)) = exact {
        return Some(known(meaning, rank));
    }
    if let Some((meaning, rank)) = shortened(&normal.words).map(|(claimed, _)| claimed) {
        return Some(known(meaning, rank));
    }
    let or = normal.words.split(|word| is_listed(word, OR));
    let or: Vec<Vec<String>> = or
        .map(<[String]>::to_vec)
        .filter(|part| !part.is_empty())
        .collect();
    for parts in [&normal.parts, &or] {
        if parts.len() > 1
            && !reading.is_question
            && let Some(claim) = alternatives(parts)
        {
            return Some(claim);
        }
    }
    if let Some(((meaning, rank), _)) = own(&normal.words) {
        return Some(known(meaning, rank));
    }
    if let Some((meaning, rank)) = asked_for(&normal.words).and_then(|header| words::find(&header))
        && !matches!(meaning, Meaning::Order)
    {
        return Some(known(meaning, rank + 20));
    }
    if let Some(claim) = beside_note(normal) {
        return Some(claim);
    }
    if let Some((meaning, rank)) = asked_plainly(&normal.words) {
        return Some(known(meaning, rank));
    }
    if reading.is_question {
        if let Some((meaning, rank)) = asked_beside(normal) {
            return Some(Claim {
                meaning,
                rank: rank + 20,
                certainty: Certainty::Known,
            });
        }
    } else if !numbers::is_count(&normal.words)
        && (is_personal_number(&normal.words) || numbers::is_personal(&normal.words))
    {
        return Some(known(Meaning::Field(Field::AttendeeId), 10));
    }
    hinted(normal, reading)
}

/// "Wie heißen Sie? (Vor- und Nachname)", "What is your full name, as on your badge?": the field of a note or a clause.
fn asked_beside(normal: &Normal) -> Option<(Meaning, u8)> {
    let clause = Some(&normal.clause).filter(|clause| is_yours(clause));
    let clause = clause.and_then(|clause| asked_for(clause));
    // "(S/N)" and "(y/n)" say how to answer: letters are not the name of a field.
    let note = Some(normal.note.concat()).filter(|note| note.len() > 3);
    let noted = note.and_then(|note| words::find(&note));
    let found = noted.or_else(|| clause.and_then(|header| words::find(&header)))?;
    matches!(found.0, Meaning::Field(field) if field != Field::AttendeeId).then_some(found)
}

/// Whether words say that an address is private: another one is better to have.
fn is_private(words: &[String]) -> bool {
    const PRIVATE: &str =
        "private privat personal privato prive prywatny osobni pessoal perso personnel personale";
    words.iter().any(|word| is_listed(word, PRIVATE))
}

/// What single words hint at.
fn hinted(normal: &Normal, reading: &Reading) -> Option<Claim> {
    if asked(&normal.words) == Some(Asked::Nickname) {
        return Some(Claim {
            meaning: Meaning::Field(Field::Name),
            rank: 70,
            certainty: Certainty::Hint,
        });
    }
    let meaning = hint(&normal.words)?;
    if meaning == Meaning::Field(Field::Email) && !reading.is_question && !is_beside_address(&normal.words) {
        // The cells have to confirm it.
        let rank = if is_private(&normal.words) { 32 } else { 12 };
        return Some(Claim {
            meaning,
            rank,
            certainty: Certainty::Doubtful,
        });
    }
    if meaning == Meaning::Field(Field::LinkedinUrl) && !reading.is_question {
        return Some(Claim {
            meaning,
            rank: 12,
            certainty: Certainty::Doubtful,
        });
    }
    Some(Claim {
        meaning,
        rank: 80,
        certainty: Certainty::Hint,
    })
}

/// "Attendee e-mail", "e-mail of the attendee": the field without what says whose it is, and its header alone.
fn own(words: &[String]) -> Option<((Meaning, u8), String)> {
    own_by(words, whole_short)
}

/// [`own`] of words that are written out.
fn own_full(words: &[String]) -> Option<((Meaning, u8), String)> {
    own_by(words, |_| None)
}

fn own_by(
    words: &[String],
    short: fn(&[String]) -> Option<(Meaning, u8)>,
) -> Option<((Meaning, u8), String)> {
    let (first, rest) = words.split_first()?;
    let (last, before) = words.split_last()?;
    for (word, rest, is_prefix) in [(first, rest, true), (last, before, false)] {
        if rest.is_empty() {
            continue;
        }
        let elided = word.strip_prefix(['l', 'd']).filter(|rest| rest.len() > 5);
        let own = hold(List::Own, word) || elided.is_some_and(|word| hold(List::Own, word));
        let perhaps = hold(List::Perhaps, word) && is_prefix;
        if !own && !perhaps {
            continue;
        }
        let inner: Vec<&str> = rest
            .iter()
            .map(String::as_str)
            .filter(|word| {
                !is_listed(
                    word,
                    "of the s l des de du del der dell do da van el la le dei degli della delle",
                )
            })
            .collect();
        // "Attendee name: Given name".
        let part = inner
            .split_first()
            .filter(|(first, _)| is_listed(first, "name namen nom nombre nome naam"));
        let part = part.map(|(_, part)| part.concat());
        let inner_words: Vec<String> = inner.iter().map(|word| (*word).to_owned()).collect();
        for inner in [Some(inner.concat()), part].into_iter().flatten() {
            let found = words::find(&inner).or_else(|| is_prefix.then(|| short(&inner_words)).flatten());
            if let Some((meaning, rank)) = found
                && meaning != Meaning::Order
                && meaning != Meaning::Field(Field::AttendeeId)
            {
                return Some((
                    (meaning, if own { rank.saturating_sub(5) } else { rank + 5 }),
                    inner,
                ));
            }
        }
    }
    None
}

/// The words without those that name another person, folded to one.
fn without_others(words: &[String]) -> String {
    let kept = words.iter().filter(|word| !hold(List::Others, word));
    kept.map(String::as_str).collect()
}

/// "Company / Organisation": what all alternatives mean; doubtful where one of them is not known.
fn alternatives(parts: &[Vec<String>]) -> Option<Claim> {
    let found: Vec<_> = parts.iter().map(|part| meaning_of(part)).collect();
    let (meaning, rank) = found.iter().flatten().copied().next()?;
    if found.iter().flatten().any(|(other, _)| *other != meaning) {
        return None;
    }
    if found.iter().all(Option::is_some) {
        let rank = found
            .iter()
            .flatten()
            .map(|(_, rank)| *rank)
            .min()
            .unwrap_or(rank);
        return Some(Claim {
            meaning,
            rank,
            certainty: Certainty::Known,
        });
    }
    // "Company / Department store": still the employer, if nothing better is there.
    let is_short = parts.iter().all(|part| part.len() < 4);
    let is_work = matches!(meaning, Meaning::Field(Field::Company | Field::Title));
    let certainty = if is_work && is_short {
        Certainty::Known
    } else {
        Certainty::Doubtful
    };
    Some(Claim {
        meaning,
        rank: rank + 6,
        certainty,
    })
}

/// A word of the header that could be a field's.
fn hint(words: &[String]) -> Option<Meaning> {
    const HINTS: [(Field, &str); 5] = [
        (Field::LinkedinUrl, "linkedin 領英 领英 링크드인"),
        (
            Field::Email,
            "email mail courriel correo epost sahkoposti mejl 邮箱 電郵 이메일 メール メールアドレス",
        ),
        (
            Field::Company,
            "company organization organisation employer firma unternehmen entreprise societe empresa azienda bedrijf foretag virksomhed bedrift yritys spolecnost 会社 会社名 公司 회사 회사명",
        ),
        (
            Field::Title,
            "title position role job jobtitle puesto cargo poste fonction funktion functie ruolo stanowisko pozice 役職 职位 직책",
        ),
        (
            Field::Name,
            "name names firstname lastname surname nom nombre nome vorname nachname naam namn navn nimi imie nazwisko jmeno prijmeni prenom 氏名 姓名 이름",
        ),
    ];
    let joined: Vec<String> = words.windows(2).map(<[String]>::concat).collect();
    let all = || words.iter().chain(&joined);
    let found = HINTS
        .iter()
        .find(|(_, list)| all().any(|word| is_listed(word, list)));
    found.map(|(field, _)| Meaning::Field(*field))
}
