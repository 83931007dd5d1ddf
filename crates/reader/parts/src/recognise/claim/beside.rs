//! What a header means whose short words are written out, or beside which a note stands.

use super::super::asked::{Asked, asked, is_follow_up};
use super::super::normalise::Normal;
use super::super::notes::{Note, is_purpose, is_said_of_others, judge};
use super::super::question::{is_listed, is_other_person};
use super::super::short::written_out;
use super::super::words::{self, Meaning, WEAK};
use super::{Certainty, Claim, own, own_full};
use crate::options::Field;

/// Words between two alternatives.
pub(super) const OR: &str = "or oder ou o of eller tai lub nebo vagy sau veya resp bzw";

/// Whether a header, its note apart, is about somebody else.
pub(super) fn is_about_others(normal: &Normal) -> bool {
    // What stands behind a dash may say what the field is for.
    let words = match &normal.sides {
        Some((before, after)) if judge(after) == Note::Harmless => before,
        _ => &normal.words,
    };
    is_other_person(words)
        || is_said_of_others(words)
        || is_follow_up(words, normal.asks)
        || judge(&normal.note) == Note::Other
}

/// A claim of a header that counts only where the cells agree.
pub(super) fn weakened(claim: Claim) -> Claim {
    match claim.rank.checked_sub(WEAK) {
        None => claim,
        Some(rank) => Claim {
            rank: rank + 10,
            certainty: if claim.certainty == Certainty::Other {
                Certainty::Other
            } else {
                Certainty::Weak
            },
            ..claim
        },
    }
}

/// What a header means with its short words written out: "Nachn.", "Participant's co.".
pub(super) fn shortened(words: &[String]) -> Option<((Meaning, u8), String)> {
    if words.concat().len() < 2 {
        return None;
    }
    let found = |(full, weak): (Vec<String>, u8)| {
        let whole = full.concat();
        let ((meaning, rank), inner) = match words::find(&whole) {
            Some(claimed) => (claimed, whole),
            None => own_full(&full)?,
        };
        Some(((meaning, if rank < WEAK { rank + weak } else { rank }), inner))
    };
    let best = written_out(words)
        .into_iter()
        .filter_map(found)
        .min_by_key(|((_, rank), _)| *rank);
    best.filter(|((meaning, _), _)| *meaning != Meaning::Order)
}

/// What a part of a header means.
pub(super) fn meaning_of(words: &[String]) -> Option<(Meaning, u8)> {
    words::find(&words.concat())
        .or_else(|| own(words).map(|(claimed, _)| claimed))
        .or_else(|| shortened(words).map(|(claimed, _)| claimed))
}

/// "Email – for the ticket", "About you: job title": the field before or after the mark.
pub(super) fn beside_note(normal: &Normal) -> Option<Claim> {
    // "Name auf dem Namensschild", "E-mail for the ticket".
    let at = normal.words.iter().skip(1).position(|word| {
        is_listed(word, "on as for auf fur wie sur pour comme en para como su per come op voor pa for til till na do i dla")
    });
    if let Some((before, after)) = at.and_then(|at| normal.words.split_at_checked(at + 1))
        && is_purpose(after)
        && let Some((meaning @ Meaning::Field(field), rank)) = meaning_of(before)
        && field != Field::AttendeeId
    {
        let certainty = Certainty::Known;
        return Some(Claim {
            meaning,
            rank,
            certainty,
        });
    }
    let (before, after) = normal.sides.as_ref()?;
    let is_heading = |word: &String| {
        is_listed(
            word,
            "about you your details contact info information personal data profile angaben zur person personliche daten coordonnees informations datos \
             personales dati personali dados pessoais gegevens persoonlijke uppgifter oplysninger opplysninger tiedot dane osobowe udaje section q question",
        ) || word.chars().all(|c| c.is_ascii_digit())
    };
    let claim = |meaning, rank, certainty| {
        let is_id = matches!(meaning, Meaning::Order | Meaning::Field(Field::AttendeeId));
        (!is_id).then_some(Claim {
            meaning,
            rank,
            certainty,
        })
    };
    if let Some((meaning, rank)) = meaning_of(before) {
        return match judge(after) {
            Note::Harmless => claim(meaning, rank, Certainty::Known),
            Note::Unknown => claim(meaning, rank.max(WEAK + 12), Certainty::Weak),
            Note::Other => None,
        };
    }
    let (meaning, rank) = meaning_of(after).filter(|_| before.iter().all(is_heading))?;
    claim(meaning, rank, Certainty::Known)
}

/// What short words mean as a whole header, behind a word for the attendee: "Attendee fn".
pub(super) fn whole_short(words: &[String]) -> Option<(Meaning, u8)> {
    let found = |(full, weak): (Vec<String>, u8)| {
        words::find(&full.concat()).map(|(meaning, rank)| (meaning, rank.max(weak)))
    };
    (words.concat().len() > 1)
        .then(|| written_out(words).into_iter().find_map(found))
        .flatten()
}

/// What a plain question asks for.
pub(super) fn asked_plainly(words: &[String]) -> Option<(Meaning, u8)> {
    match asked(words)? {
        Asked::Field(field) => Some((Meaning::Field(field), WEAK + 30)),
        Asked::Nickname => None,
    }
}
