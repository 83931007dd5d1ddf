//! Numbers that each person has, as they are shortened: "Mitgl.-Nr.", "Lidnr.", "Lippunro", "Tkt no.".

use super::question::is_listed;

/// Words for a number that stand at the end of a longer word.
const ENDS: [&str; 8] = ["nummer", "numero", "number", "nro", "num", "nr", "no", "id"];

/// What a person has a number of, also shortened.
const NUMBERED: &str = "lid leden lidm mitgl mitglieds medl medlem medlems medarb medarbejder medarbeider ansatt anst anstalld tkt tckt bilj biljett billet billett lippu \
    lipun jasen jas leden klient czl czlonk clen clenske socio adh adherent matr matric matricola pers personal personen teiln tn teilnehmer deeln deelnemer deelnemers teilnehmers delt \
    deltager deltaker deltagar ucast ucastnika ucz uczest uczestnika vstup vstupenky bilet katil katilimci uye resztv emp empl employee attendee att attd particip partic reg regist anm \
    anmelde insc inscr iscr iscriz registr badge ausweis karten kart bgl bigl biglietto entr entrada ingr ingresso stud student member mem mbr memb tunnus delg deleg asist asistente \
    会員 参加者 社員 受付 登録 会员 參會者 员工 報名 회원 참가자 참석자 사원 직원 접수 등록 티켓";

/// Whether words are a number that each person has.
pub(super) fn is_personal(words: &[String]) -> bool {
    let is_number = |word: &String| {
        is_listed(
            word,
            "id ids number no nr nro num nummer numero number numer cislo c n nb nbr code cod kod ref key tunnus 番号 编号 編號 번호 号 號",
        )
    };
    match words {
        [only] => {
            let stem = ENDS.iter().find_map(|end| only.strip_suffix(end));
            stem.is_some_and(|stem| stem.len() >= 3 && is_listed_exactly(stem))
        }
        [first, second] => {
            (is_listed_exactly(first) && is_number(second)) || (is_number(first) && is_listed_exactly(second))
        }
        [first, middle, last] => {
            is_number(first) && is_listed(middle, "de del di do da du of des") && is_listed_exactly(last)
        }
        _ => false,
    }
}

/// "Participants" in "No. of participants" is no participant.
fn is_listed_exactly(word: &str) -> bool {
    NUMBERED.split_ascii_whitespace().any(|known| known == word)
}

/// Whether words count people: "No. of attendees".
pub(super) fn is_count(words: &[String]) -> bool {
    let of = |word: &String| is_listed(word, "of de di von af av");
    match words {
        [first, rest @ ..]
            if is_listed(
                first,
                "no nr number num numero nombre nbre antal antall aantal anzahl count total liczba pocet",
            ) =>
        {
            rest.first().is_some_and(of) && rest.last().is_some_and(|last| last.ends_with(['s', 'i']))
                || is_listed(first, "antal antall aantal anzahl count total liczba pocet")
        }
        _ => false,
    }
}
