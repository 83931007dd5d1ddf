//! Which header means which field, in the exports that people have.
//!
//! A header is folded first: lower case, without accents, spaces and punctuation, `#` read as "number". Where two
//! headers can mean one field the lower rank wins; the same rank twice is for a person to decide.

use crate::options::Field;

/// Folds a header to what two spellings of it have in common.
pub(crate) fn fold(header: &str) -> String {
    let mut out = String::with_capacity(header.len());
    for c in header.chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            '#' | '№' => out.push_str("number"),
            'ß' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' | 'Ą' => out.push('a'),
            'ç' | 'Ç' | 'ć' | 'č' | 'Č' => out.push('c'),
            'è'..='ë' | 'È'..='Ë' | 'ē' | 'ę' | 'ě' => out.push('e'),
            'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'ı' | 'İ' => out.push('i'),
            'ñ' | 'Ñ' | 'ń' | 'ň' => out.push('n'),
            'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' | 'ő' => out.push('o'),
            'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'ů' | 'ű' => out.push('u'),
            'ý' | 'ÿ' | 'Ý' => out.push('y'),
            'ł' | 'Ł' => out.push('l'),
            'ś' | 'š' | 'Š' | 'ş' => out.push('s'),
            'ź' | 'ż' | 'ž' | 'Ž' => out.push('z'),
            // Combining accents, as some exports have them.
            '\u{300}'..='\u{36F}' => {}
            _ if c.is_ascii()
                || ('\u{80}'..='\u{BF}').contains(&c)
                || ('\u{2000}'..='\u{206F}').contains(&c) => {}
            _ => out.push(c),
        }
    }
    out
}

/// What a header may be read as; the lower `rank` wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) field: Field,
    pub(crate) rank: u8,
}

/// Names of a person's name that mean another part of it depending on their neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Half {
    /// `nom`, and `name` or `naam` beside a `vorname` or `voornaam`: the last name where there is a first one.
    LastIfFirst,
    /// `nombre`, `nome`: the first name where there is a last one.
    FirstIfLast,
}

/// How a folded header that is the name, or a half of it, depends on its neighbours.
pub(crate) fn half(folded: &str) -> Option<Half> {
    match folded {
        "nom" | "name" | "naam" => Some(Half::LastIfFirst),
        "nombre" | "nome" => Some(Half::FirstIfLast),
        _ => None,
    }
}

/// Whether a folded header is a first name in a language whose `name` can be the last name.
pub(crate) fn is_first_name_beside_name(folded: &str) -> bool {
    matches!(folded, "vorname" | "prenom" | "prenoms" | "voornaam")
}

/// What `header` may be read as, if anything.
pub(crate) fn recognise(header: &str) -> Option<Claim> {
    let folded = fold(header);
    if let Some(claim) = exact(&folded) {
        return Some(claim);
    }
    // "Attendee e-mail" is the e-mail, and a better one than the buyer's. "Attendee number" is an id, as above.
    for prefix in [
        "attendee",
        "participant",
        "guest",
        "registrant",
        "delegate",
        "invitee",
        "contact",
    ] {
        if let Some(rest) = folded.strip_prefix(prefix)
            && let Some(claim) = exact(rest)
            && claim.field != Field::AttendeeId
        {
            let rank = if prefix == "contact" {
                claim.rank + 1
            } else {
                claim.rank.saturating_sub(5)
            };
            return Some(Claim { rank, ..claim });
        }
    }
    question(header, &folded)
}

fn exact(folded: &str) -> Option<Claim> {
    let claim = |field, rank| Some(Claim { field, rank });
    match folded {
        "attendeeid" | "attendeenumber" | "attendeeno" | "attendeenr" | "teilnehmerid" => {
            claim(Field::AttendeeId, 0)
        }
        "partnerid" => claim(Field::AttendeeId, 1),
        "guestid" | "gastid" => claim(Field::AttendeeId, 2),
        "participantid" | "participantnumber" | "delegateid" | "inviteeid" | "idparticipant" => {
            claim(Field::AttendeeId, 3)
        }
        "registrantid" | "registrantnumber" => claim(Field::AttendeeId, 4),
        "ticketid" | "ticketnumber" | "ticketno" | "ticketnr" | "ticketcode" => claim(Field::AttendeeId, 5),
        "registrationid" | "registrationnumber" | "registrationno" | "registrationcode" | "regid" => {
            claim(Field::AttendeeId, 6)
        }
        "confirmationnumber" | "confirmationcode" | "confirmationid" => claim(Field::AttendeeId, 7),
        "apiid" => claim(Field::AttendeeId, 8),
        "contactid" | "personid" | "memberid" | "userid" | "profileid" => claim(Field::AttendeeId, 9),
        "recordid" | "externalid" | "uniqueid" | "uuid" => claim(Field::AttendeeId, 10),
        "id" => claim(Field::AttendeeId, 11),

        "name" | "fullname" | "displayname" | "firstandlastname" | "firstlastname" | "vollstandigername"
        | "vorundnachname" | "vornamenachname" | "nomcomplet" | "nometprenom" | "prenometnom"
        | "nombrecompleto" | "nombreyapellido" | "nombreyapellidos" | "nomecompleto" | "nomeecognome"
        | "nom" | "nombre" | "nome" | "naam" | "volledigenaam" => claim(Field::Name, 5),
        "attendee" | "participant" | "guest" | "registrant" | "teilnehmer" | "teilnehmername" => {
            claim(Field::Name, 6)
        }
        "firstname" | "first" | "givenname" | "forename" | "fname" | "vorname" | "prenom" | "prenoms"
        | "primernombre" | "voornaam" => claim(Field::FirstName, 5),
        "lastname" | "last" | "surname" | "familyname" | "lname" | "nachname" | "familienname"
        | "nomdefamille" | "apellido" | "apellidos" | "cognome" | "sobrenome" | "achternaam" => {
            claim(Field::LastName, 5)
        }

        "email" | "emailaddress" | "mail" | "mailaddress" | "emailid" | "emailadresse" | "mailadresse"
        | "correo" | "correoelectronico" | "direcciondecorreo" | "courriel" | "adressemail"
        | "adresseemail" | "adressedecourriel" | "adressecourriel" | "emailadres" | "indirizzoemail"
        | "enderecodeemail" => claim(Field::Email, 5),
        "workemail"
        | "workemailaddress"
        | "businessemail"
        | "businessemailaddress"
        | "companyemail"
        | "primaryemail"
        | "primaryemailaddress"
        | "corporateemail" => claim(Field::Email, 6),

        "linkedin" | "linkedinurl" | "linkedinprofile" | "linkedinprofileurl" | "linkedinlink"
        | "linkedinprofil" | "linkedinaddress" | "linkedinpage" | "hslinkedinurl" | "perfildelinkedin"
        | "profillinkedin" => claim(Field::LinkedinUrl, 5),

        "jobtitle" | "jobtitel" | "positiontitle" | "professionaltitle" | "worktitle" | "titreduposte"
        | "intituleduposte" | "berufsbezeichnung" | "stellenbezeichnung" | "titulodelpuesto" => {
            claim(Field::Title, 5)
        }
        "title" => claim(Field::Title, 6),
        "position" | "poste" | "puesto" | "cargo" | "fonction" | "funktion" | "functie" | "ruolo" => {
            claim(Field::Title, 7)
        }
        "role" | "jobrole" | "rolle" | "designation" | "occupation" | "beruf" | "profession" => {
            claim(Field::Title, 8)
        }

        "company"
        | "companyname"
        | "nameofcompany"
        | "organization"
        | "organisation"
        | "organizationname"
        | "organisationname"
        | "companyorganization"
        | "companyorganisation"
        | "organizationcompany"
        | "organisationcompany"
        | "companyororganization"
        | "companyororganisation"
        | "employer"
        | "firma"
        | "firmenname"
        | "unternehmen"
        | "societe"
        | "entreprise"
        | "nomdelasociete"
        | "nomdelentreprise"
        | "empresa"
        | "nombredelaempresa"
        | "compania"
        | "organizacion"
        | "azienda"
        | "societa"
        | "bedrijf"
        | "bedrijfsnaam"
        | "organisatie" => claim(Field::Company, 5),
        "accountname" | "institution" | "affiliation" | "businessname" | "arbeitgeber" => {
            claim(Field::Company, 6)
        }
        _ => None,
    }
}

/// Whether a short text holds a word: without the search that the standard library has for long ones.
fn contains(text: &str, word: &str) -> bool {
    text.as_bytes()
        .windows(word.len())
        .any(|part| part == word.as_bytes())
}

/// The free questions of registration forms: "What company do you work for?". They rank behind plain headers.
fn question(header: &str, folded: &str) -> Option<Claim> {
    const RANK: u8 = 20;
    let has = |word: &str| contains(folded, word);
    let claim = |field| Some(Claim { field, rank: RANK });
    if has("linkedin") {
        let other = [
            "company",
            "bio",
            "connections",
            "followers",
            "clicks",
            "click",
            "headline",
            "group",
        ];
        return if other.iter().any(|word| has(word)) {
            None
        } else {
            claim(Field::LinkedinUrl)
        };
    }
    let is_question = header.trim_end().ends_with(['?', ':', '*'])
        || ["whatisyour", "whats", "your", "please", "enter", "which", "where"]
            .iter()
            .any(|word| folded.starts_with(word));
    if !is_question {
        return None;
    }
    let other_topic = [
        "size",
        "industry",
        "website",
        "url",
        "address",
        "phone",
        "type",
        "revenue",
        "stage",
        "how",
        "why",
        "many",
        "country",
        "city",
        "department",
        "dietary",
        "interest",
        "goal",
        "looking",
        "describe",
        "sponsor",
    ];
    if other_topic.iter().any(|word| has(word)) && !has("emailaddress") {
        return None;
    }
    if has("email") {
        claim(Field::Email)
    } else if has("jobtitle") || has("yourtitle") || has("yourrole") || has("yourposition") {
        claim(Field::Title)
    } else if has("company")
        || has("organization")
        || has("organisation")
        || has("employer")
        || has("doyouwork")
    {
        claim(Field::Company)
    } else if has("fullname") || has("yourname") {
        claim(Field::Name)
    } else if has("firstname") {
        claim(Field::FirstName)
    } else if has("lastname") || has("surname") {
        claim(Field::LastName)
    } else {
        None
    }
}
