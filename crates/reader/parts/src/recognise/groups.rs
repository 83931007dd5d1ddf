//! Columns that belong together: where some headers say that they are the attendee's, the plain ones beside them are of
//! somebody else, such as the buyer.

use super::claim::{Certainty, Reading};
use super::content::Content;
use super::normalise::compact;
use super::steps::step;
use super::words::Meaning;
use crate::options::Field;

/// Stems of the words for somebody who attends, folded, also where they are part of a longer word: "Teilnehmername".
const STEMS: [&str; 16] = [
    "attendee",
    "participant",
    "partecipant",
    "participante",
    "teilnehm",
    "ticketinhaber",
    "ticketholder",
    "asistente",
    "deelnemer",
    "deltag",
    "osallistuj",
    "uczestnik",
    "ucastnik",
    "registrant",
    "参加者",
    "참가자",
];

/// Leaves the plain columns of a group, names or addresses, to nobody where others of the group are the attendee's own.
///
/// "Name, E-mail, Name of attendee, E-mail of attendee": the first two are never taken, however well known their headers are.
pub(crate) fn leave_to_attendee(headers: &[&str], contents: &[Content], readings: &mut [Reading]) {
    let is_own: Vec<bool> = headers.iter().map(|header| is_attendees(header)).collect();
    for group in [
        [Field::Name, Field::FirstName, Field::LastName].as_slice(),
        &[Field::Email],
    ] {
        let claims = |reading: &Reading| {
            reading.claim.is_some_and(|claim| {
                let is_taken = !matches!(claim.certainty, Certainty::Other | Certainty::Hint);
                is_taken && matches!(claim.meaning, Meaning::Field(field) if group.contains(&field))
            })
        };
        // "Nombre de participants" counts them, and holds no name.
        let holds = |content: &Content| {
            let count = if group.contains(&Field::Email) {
                content.emails
            } else {
                content.names
            };
            content.mostly(count, 50)
        };
        let has_own = readings
            .iter()
            .zip(&is_own)
            .zip(contents)
            .any(|((reading, is_own), content)| *is_own && claims(reading) && holds(content));
        if !has_own {
            continue;
        }
        for (reading, is_own) in readings.iter_mut().zip(&is_own) {
            step(1);
            if !claims(reading) {
                continue;
            }
            if let (Some(claim), false) = (&mut reading.claim, *is_own) {
                claim.certainty = Certainty::Other;
                reading.is_other = true;
            }
        }
    }
}

fn is_attendees(header: &str) -> bool {
    step(header.len());
    let folded = compact(header);
    STEMS.iter().any(|stem| folded.contains(stem))
}
