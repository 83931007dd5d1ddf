//! Headers as people shorten, note and ask them, over cells that agree and cells that do not: each alone in a small file.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test ends where its premise fails"
)]
#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

mod common;

use std::fmt::Write as _;

use common::read_with;
use meshi_partner_reader::Options;
use serde_json::Value;

const PEOPLE: [&str; 5] = [
    "Maren Oakley",
    "Jonas Weidenbach",
    "Éloïse Vaugrenard",
    "Priya Raman",
    "Tomás Ibáñez",
];
const FIRSTS: [&str; 5] = ["Maren", "Jonas", "Éloïse", "Priya", "Tomás"];
const LASTS: [&str; 5] = ["Oakley", "Weidenbach", "Vaugrenard", "Raman", "Ibáñez"];
const EMAILS: [&str; 5] = [
    "a@x.example",
    "b@y.example",
    "c@z.example",
    "d@x.example",
    "e@y.example",
];
const WORKS: [&str; 5] = [
    "Brindle & Fox Ltd",
    "Strandgut GmbH",
    "Les Jardins",
    "Tecnotrama S.L.",
    "Cedar Labs",
];
const JOBS: [&str; 5] = [
    "Head of Sales",
    "Engineer",
    "Product Manager",
    "Consultant",
    "Chief Executive",
];
const CODES: [&str; 5] = ["A-1001", "A-1002", "A-1003", "A-1004", "A-1005"];
const PROFILES: [&str; 5] = [
    "https://www.linkedin.com/in/a-1",
    "https://www.linkedin.com/in/b-2",
    "https://www.linkedin.com/in/c-3",
    "https://www.linkedin.com/in/d-4",
    "https://www.linkedin.com/in/e-5",
];
const NUMBERS: [&str; 5] = ["2", "0", "1", "3", "12"];
const ANSWERS: [&str; 5] = ["Yes", "No", "No", "Yes", "No"];
const SPARSE: [&str; 5] = ["", "", "Hanna Kroll", "", ""];
const SENTENCES: [&str; 5] = [
    "I would like to see more talks on batteries!",
    "nothing yet, maybe later on in the year",
    "good coffee and better chairs, please",
    "the same as last year, but in the sun",
    "to meet people who build things",
];

type Cases = &'static [(&'static str, [&'static str; 5], &'static str)];

/// A field, cells, and headers that are this field over such cells.
const RIGHT: Cases = &[
    (
        "first_name",
        FIRSTS,
        "Fn|F. name|F-name|First nm|1st name|Frst name|Vorn.|VN|Prén.|Pren|Nomb.|Voorn.|Vn.|Forn.|Etun.|Jm.|Im.|Kernév|Keresztn.|Pren.|Attendee Fn|Participant f. name|Teilnehmer-Vorn.|Osallistujan etun.|Given name(s)|First name (as on your passport)|First name – for the badge|Vorname (wie im Ausweis)|Prénom (pour le badge)|Nombre (como figure en el DNI)|Voornaam (voor de badge)|Etunimi (nimikylttiin)|Jméno (na visačku)|Imię (na identyfikator)",
    ),
    (
        "last_name",
        LASTS,
        "Ln|L. name|L-name|Last nm|2nd name|Lst name|Surn.|Nachn.|NN|Fam. name|Nom de fam.|Nom de famille|Apell.|Apellido(s)|Sobren.|Cogn.|Achtern.|Eftern.|Ettern.|Sukun.|Nazw.|Příjm.|Vezetékn.|Attendee Ln|Participant's l. name|Teilnehmer Nachn.|Osallistujan sukun.|Surname (as in passport)|Last name: as printed on badge|Nachname (für das Namensschild)|Apellidos (para la credencial)|Cognome (per attestato)|Achternaam (paspoort)|Příjmení (na jmenovku)",
    ),
    (
        "name",
        PEOPLE,
        "Name (as it should appear on your badge)|Legal full name (for building security)|Name (for security desk)|Full name (spelling for certificate)|Name – as on badge|Name: for the ticket|Attendee name (legal)|Jméno a příjm.|Imię i nazw.|Name u. Vorname|Name u. Vorn.|Vor- u. Nachname|Vor-/Nachn.|Nom/Prénom|Nom et prén.|Nom & prénom (pour le badge)|Nombre y apell.|Apellidos/Nombre|Nome/Cognome|Nome e cogn.|Nome e sobren.|Voor- en achtern.|Naam (voor naamkaartje)|För-/efternamn|For- og eftern.|Etu- ja sukun.|Suku- ja etunimi|Nimi (nimikylttiin)|Příjmení, jméno|Nume/prenume|Ad-Soyad|F. & L. name|First/last name|Surname, first name|Name auf dem Namensschild|Participant's full name|What's your name?|¿Cómo te llamas?|Wie heißt du?|Jak się nazywasz?|Hur heter du?|Mikä on nimesi?|氏名（名札用）|성명(명찰용)",
    ),
    (
        "email",
        EMAILS,
        "E-m.|Eml|E-mail adr.|Mail-Adr.|E-Mail-Adr.|S-posti|s-postiosoite|Correo elec.|Correo electr.|Correo eletr.|Correio eletr.|Posta elettr.|Ind. e-mail|Adr. mail|Mél|Courr.|E-Mail dienstl.|E-Mail priv.|E-Mail geschäftl.|E-mail istituz.|E-mail pro|E-mail perso|E-mail zakel.|E-post jobb|Työ-sposti|E-mail służb.|E-mail prac.|E-mail (registered)|Email – for the ticket|E-mail (for your ticket)|Email: for login|Teilnehmer-E-Mail|Osallistujan s-posti|Attendee's e-m.|Correo del asistente|E-mail účastníka|E-mail uczestn.|Wk email|Céges e-mail|Adresă e-mail (ecuson)|メール（登録用）|이메일(등록)|邮箱（门票）",
    ),
    (
        "company",
        WORKS,
        "Co.|Co. name|Attendee co.|Participant's co.|Org.|Org. name|Orgn.|Emp.|Fa.|Firma (Badge)|Soc.|Sté|Entr.|Empr.|Spol.|Bedr.|Ftg|Virks.|Yr.|Az.|Şti.|Cég/szervezet|Outlet / Brand|Company or school|Empresa o proyecto|Firma/Organisation/Verein|Fund / family office|Firma oder Verein|Entreprise ou association|Azienda o ente|Bedrijf of school|Företag eller skola|Virksomhed eller forening|Yritys tai koulu|Firma lub uczelnia|Firma nebo škola|Empresa ou projeto|Where are you working these days?|Where do you work?|And where do you work now?|Which company or school are you with?|What organisation are you from?|Who do you work for?|¿Dónde trabajas?|Wo arbeiten Sie?|Wo arbeitest du gerade?|Où travaillez-vous ?|Dove lavori?|Onde trabalha?|Waar werk je?|Var arbetar du?|Hvor arbejder du?|Missä työskentelet?|Gdzie pracujesz?|Kde pracujete?|Hol dolgozol?|Company: as on badge|Company (for the badge)",
    ),
    (
        "title",
        JOBS,
        "Pos.|Posn|Attendee pos.|Fkt.|Funkt.|Func.|Fonct.|Job ttl|Desig.|Occup.|Cgo.|Teht.|Stan.|Stanow.|Poz.|Beoszt.|Fct.|Osallistujan teht.|Teilnehmer-Fkt.|Pos./Title|Position or role|Beruf oder Funktion|Puesto o cargo|Fonction ou métier|And what do you do there?|What do you do there?|What do you do?|What's your role?|Your role there|¿A qué te dedicas?|Was machen Sie beruflich?|Que faites-vous dans la vie ?|Di cosa ti occupi?|O que faz?|Wat doe je?|Vad jobbar du med?|Hvad laver du?|Mitä teet työksesi?|Czym się zajmujesz?|Čemu se věnujete?|Mivel foglalkozol?|Cu ce te ocupi?|Ne iş yapıyorsunuz?|Job title (for the badge)|Position – as printed on badge",
    ),
    (
        "attendee_id",
        CODES,
        "Mitgl.-Nr.|Mitgliedsnr.|Lidnr.|Medarb.nr.|Lippunro|Lippunumero|Tkt no.|Tkt #|Emp. no.|Employee nr|Att. no.|Teiln.-Nr.|TN-Nr.|Nº participante|Nº de socio|N. partecipante|N° adhérent|Č. účastníka|Č. vstupenky|Nr uczestnika|Deelnemersnr.|Deltagarnr|Deltagernr.|Medlemsnr.|Jäsennro|회원번호|참가번호|参加者番号|会員No.|会员编号|Participant's no.",
    ),
    (
        "linkedin_url",
        PROFILES,
        "LI|LI profile|LinkedIn-Link|LkdIn|Lnkdn|LinkedIn (optional)|Perfil LinkedIn|LinkedIn – for networking|LinkedIn-os.|Are you on LinkedIn?",
    ),
];

/// Cells, and headers that are no field over such cells.
const NONE: &[([&str; 5], &str)] = &[
    (
        NUMBERS,
        "Co.|Org.|Pos.|Fn|Ln|Func.|Emp.|No. of guests|Nr. of nights|No. of attendees|Anzahl Teilnehmer|Nombre de participants|Antal deltagere|Nr.|No.|nº|Company size|Pos. in queue|Soc.|Fa.",
    ),
    (
        ANSWERS,
        "Co-op?|Org. chart seen?|Pos. neg. test|First time?|Co. hiring?|Is your company hiring?|Bringing someone?|Company car needed?|Name tag needed?|Posn open?|Ln opened|Email opt-in|Title sponsor?|Func. dinner|E-m. ok?|Vorn. Sitzplatz?",
    ),
    (
        SPARSE,
        "Who?|If yes, who?|Name of guest|Who is joining you?|Wer?|Mit wem?|Qui ?|¿Quién?|Chi?|Met wie?|Vem?|Hvem?|Kuka?|Kto?|Kdo?|Begleitung|Accompagnant|Acompañante|Accompagnatore|Spouse|+1|Plus one|Assistant|Introducé|Seuralainen|Doprovod|Ledsager",
    ),
    (
        PEOPLE,
        "Supervisor|Line manager|Our lead|Our rep|Scanned by|Intro by|Introduced by|Captain|Team captain|Parent|Host|Sponsor|Referrer|Secretariat|Sekretariat|Vorgesetzte/r|Responsable|Supervisore|Capitano|Leidinggevende|Närmaste chef|Nærmeste leder|Esihenkilö|Przełożony|Nadřízený|Felettes|Gescannt von|Invité par|Presentado por|Presentato da|Org.|Co.|Mit wem?|Name of your manager|Name (of your plus one)|上司|동행자|Supervisor name|Nom du responsable|Nombre del jefe|What should we call you?|Wie sollen wir Sie nennen?|Which speaker would you like to meet?",
    ),
    (
        EMAILS,
        "E-mail supervisore|Secretary's e-mail|E-Mail Sekretariat|E-mail supérieur|Correo del supervisor|E-mail leidinggevende|E-mail chef|E-mail nadřízeného|E-mail przełożonego|Esihenkilön s-posti|Assistant e-mail|Parent's e-mail|Host email|Referrer email|Line manager e-m.",
    ),
    (
        WORKS,
        "Which company would you most like to meet?|Host organisation|Sponsor|Referrer company|Manager's company|Our rep's company",
    ),
    (
        JOBS,
        "Supervisor's position|Line manager title|Fonction du responsable",
    ),
    (
        SENTENCES,
        "What do you do?|Where do you work?|Pos.|Co.|What should we know?|Work|Project|What do you hope to find?|Activité",
    ),
    (
        FIRSTS,
        "What should we call you?|Nickname|Spitzname|Who recommended us?|Child's first name|Scanned by",
    ),
];

/// The field of a header over cells, in a file that names each person in columns beside it.
fn read(field: &str, header: &str, cells: &[&str; 5]) -> Result<String, String> {
    let quote = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let beside: (&str, &[&str; 5]) = match field {
        "first_name" => ("Surname", &LASTS),
        "last_name" => ("First name", &FIRSTS),
        "name" => ("Notes", &SENTENCES),
        _ => ("Full name", &PEOPLE),
    };
    let mail = if field == "email" {
        ("City", &LASTS)
    } else {
        ("E-mail", &EMAILS)
    };
    let mut text = [beside.0, header, mail.0].map(quote).join(",");
    text.push('\n');
    for (at, cell) in cells.iter().enumerate() {
        text.push_str(&[beside.1[at], cell, mail.1[at]].map(quote).join(","));
        text.push('\n');
    }
    let (_, reader, end) = read_with(text.into_bytes(), Options::default());
    end.map_err(|error| error.to_string())?;
    let column = serde_json::to_value(&reader.columns()[1]).unwrap();
    Ok(column["field"].as_str().unwrap().to_owned())
}

#[test]
fn headers_are_read_as_what_they_say() {
    let (mut right, mut missed, mut wrong) = (0_u32, Vec::new(), Vec::new());
    for (field, cells, headers) in RIGHT {
        for header in headers.split('|') {
            match read(field, header, cells).as_deref() {
                Ok(found) if found == *field => right += 1,
                Ok(found) if found != "raw" => wrong.push(format!("{header:?} is {field}, read as {found}")),
                found => missed.push(format!("{header:?} is {field}: {found:?}")),
            }
        }
    }
    let mut none = 0_u32;
    for (cells, headers) in NONE {
        for header in headers.split('|') {
            none += 1;
            let found = read("raw", header, cells);
            if found.as_deref() != Ok("raw") {
                wrong.push(format!("{header:?} over {:?} is no field: {found:?}", cells[2]));
            }
        }
    }
    let missed_count = u32::try_from(missed.len()).unwrap();
    println!("{} headers of fields, {none} of none", right + missed_count);
    assert!(right + missed_count + none >= 250);
    assert!(wrong.is_empty(), "{wrong:#?}\nmissed: {missed:#?}");
    assert!(missed.is_empty(), "{missed:#?}");
}

/// What is refused or kept as it is, and what is said of it.
fn column(text: &str, at: usize) -> Value {
    let (_, reader, end) = read_with(text.as_bytes(), Options::default());
    end.unwrap();
    serde_json::to_value(&reader.columns()[at]).unwrap()
}

#[test]
fn the_one_column_of_people_is_named_where_no_header_says_so() {
    for header in ["Investor", "Munícipe", "Guests we love", "Laureat"] {
        let mut text = format!("{header},City,Table\n");
        for (at, name) in PEOPLE.iter().enumerate() {
            writeln!(text, "{name},Leipzig,{at}").unwrap();
        }
        let (_, _, end) = read_with(text.into_bytes(), Options::default());
        let error = end.unwrap_err();
        assert_eq!(error.code, "NO_NAME_COLUMN");
        let wanted = format!("mapping: {{ name: {header:?} }}");
        assert!(error.to_string().contains(&wanted), "{error}");
    }
    // Two such columns: neither is named.
    let mut text = "Investor,Founder,Table\n".to_owned();
    for (at, name) in PEOPLE.iter().enumerate() {
        writeln!(text, "{name},{},{at}", PEOPLE[4 - at]).unwrap();
    }
    let (_, _, end) = read_with(text.into_bytes(), Options::default());
    assert!(!end.unwrap_err().to_string().contains("name: \"Investor\""));
}

#[test]
fn what_to_call_somebody_is_no_name_and_is_suggested_as_one() {
    let named = "Surname,First name,What should we call you?\nOakley,Maren,Mo\nRaman,Priya,Pri\n";
    assert_eq!(column(named, 2)["field"], "raw");
    let unnamed = "What should we call you?,E-mail\nMo,a@x.example\nPri,b@x.example\n";
    let (_, _, end) = read_with(unnamed, Options::default());
    let error = end.unwrap_err();
    assert_eq!(error.code, "NO_NAME_COLUMN");
    assert!(
        error.to_string().contains("[\"What should we call you?\"]")
            || error
                .to_string()
                .contains("\"What should we call you?\" could be"),
        "{error}"
    );
}

#[test]
fn the_address_for_work_is_taken_unless_few_have_one() {
    let full = "Name,E-Mail priv.,E-Mail dienstl.\nA B,a@p.example,a@w.example\nC D,c@p.example,c@w.example\nE F,e@p.example,\n";
    assert_eq!(column(full, 2)["field"], "email");
    let sparse = "Name,E-Mail priv.,E-Mail dienstl.\nA B,a@p.example,\nC D,c@p.example,\nE F,e@p.example,e@w.example\n";
    assert_eq!(column(sparse, 1)["field"], "email");
    assert_eq!(column(sparse, 2)["suggestion"], Value::Null);
}

#[test]
fn an_address_of_somebody_else_is_no_rival() {
    let text = "Nome,Cognome,E-mail istituz.,E-mail supervisore\nAnna,Neri,a@u.example,s@u.example\nUgo,Riva,u@u.example,t@u.example\n";
    assert_eq!(column(text, 2)["field"], "email");
    assert_eq!(column(text, 3)["field"], "raw");
}
