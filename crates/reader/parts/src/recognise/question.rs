//! Questions, and columns about somebody else.

#[cfg(test)]
pub(super) mod lists;
#[cfg(test)]
mod others;

use super::sorted;
use super::steps::step;

/// A list of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    Asking = 1,
    Polite = 2,
    Others = 4,
    Own = 8,
    Perhaps = 16,
    Harmless = 32,
    Websites = 64,
    Numbers = 128,
    /// What a field is needed for.
    Purpose = 256,
    /// What fills a plain question.
    Fillers = 512,
}

/// A line a word: it, a tab, and the sum of its lists. It is made of [`lists`].
pub(super) const FOLDED: &str = include_str!("question/folded.txt");

fn holds_exactly(list: List, word: &str) -> bool {
    let lists = sorted::find(FOLDED, word).and_then(|lists| lists.parse::<u16>().ok());
    lists.is_some_and(|lists| lists & list as u16 != 0)
}

/// Whether a word, or the word without a plural s, is in a list.
pub(super) fn hold(list: List, word: &str) -> bool {
    holds_exactly(list, word)
        || word
            .strip_suffix('s')
            .is_some_and(|singular| holds_exactly(list, singular))
}

/// What a person has a number of; never an order or a booking.
const NUMBERED: &str = "emp personnel matriculation matrikel matricula matricule registration reg registro anmelde anmeldung anmeldungs teilnahme \
    mitgl mitglieds inscription inscripcion inscrizione iscrizione inscricao zgloszenia rejestracji prihlasky registrace \
    aanmelding aanmeld inschrijf inschrijving tilmelding anmalan pamelding ilmoittautumis expediente badge ticket billet \
    biglietto entrada ingresso biljett billett lippu vstupenky biletu pass membership tn teiln";

/// Whether a header is a number that each person has: "Emp #", "Anmelde-Nr.".
pub(super) fn is_personal_number(words: &[String]) -> bool {
    let number = |word: &String| holds_exactly(List::Numbers, word);
    let filler = |word: &String| is_listed(word, "de del di do da d of the della dell der des du le la");
    let mut rest = words.iter().filter(|word| !number(word) && !filler(word));
    let (one, more) = (rest.next(), rest.next());
    words.iter().filter(|word| number(word)).count() == 1
        && more.is_none()
        && one.is_some_and(|word| holds_exactly(List::Own, word) || is_listed(word, NUMBERED))
}

/// Whole questions that ask for a field, and how its header would be written.
const PLAIN: [(&str, &str); 15] = [
    ("whoareyou", "name"),
    ("whatareyoucalled", "name"),
    ("wieheissensie", "name"),
    ("wieheisstdu", "name"),
    ("commentvousappelezvous", "name"),
    ("comotellamas", "name"),
    ("cometichiami", "name"),
    ("hoeheetje", "name"),
    ("wheredoyouwork", "company"),
    ("whereareyouworking", "company"),
    ("wheredoyoucurrentlywork", "company"),
    ("whoisyouremployer", "company"),
    ("whodoyouworkfor", "company"),
    ("woarbeitensie", "company"),
    ("woarbeitestdu", "company"),
];

/// Whether a header asks something, or is a sentence.
pub(super) fn is_question(words: &[String], asks: bool) -> bool {
    asks || words.len() > 7
        || words
            .first()
            .is_some_and(|first| holds_exactly(List::Asking, first))
}

/// Whether a word, or the word without a plural s, is in a short list.
pub(super) fn is_listed(word: &str, list: &str) -> bool {
    step(list.len());
    let word = word.as_bytes();
    is_one_of(word, word.strip_suffix(b"s"), list, b' ')
}

/// Whether a word, or another form of it, is in a list. Nearly all words of a list differ in their first byte: only where
/// that is the same is the rest compared.
pub(super) fn is_one_of(word: &[u8], other: Option<&[u8]>, list: &str, separator: u8) -> bool {
    let Some(first) = word.first() else {
        return false;
    };
    let list = list.as_bytes();
    let mut is_start = true;
    for (at, byte) in list.iter().enumerate() {
        if is_start && byte == first {
            let rest = list.get(at..).unwrap_or(&[]);
            let is = |known: &[u8]| {
                rest.strip_prefix(known)
                    .is_some_and(|after| after.first().is_none_or(|byte| *byte == separator))
            };
            if is(word) || other.is_some_and(|other| !other.is_empty() && is(other)) {
                return true;
            }
        }
        is_start = *byte == separator;
    }
    false
}

/// The header that a plain question stands for: `job title` for "What is your job title?".
pub(super) fn asked_for(words: &[String]) -> Option<String> {
    step(words.iter().map(String::len).sum());
    let whole = words.concat();
    if let Some((_, header)) = PLAIN.iter().find(|(question, _)| *question == whole) {
        return Some((*header).to_owned());
    }
    if let Some(thing) = employer(&whole) {
        return Some(thing.to_owned());
    }
    let mut rest: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .skip_while(|word| holds_exactly(List::Polite, word))
        .collect();
    // "What position do you hold there?"
    let is_filler = |word: &str| {
        is_listed(
            word,
            "there dort alli ahi la li daar currently tienes tiene ocupas ocupa do you hold have hast haben haben sie avez occupez vous hai ricopri now",
        )
    };
    while rest.last().is_some_and(|word| is_filler(word)) {
        rest.pop();
    }
    // "What company …" asks something else than "What is your company".
    let asked = words.len() - rest.len();
    (asked > 0 && !rest.is_empty()).then(|| rest.concat())
}

/// What "Which company do you work for?" asks for, between its two ends.
fn employer(whole: &str) -> Option<&str> {
    const STARTS: [&str; 19] = [
        "which",
        "what",
        "andwhich",
        "forwhich",
        "atwhich",
        "beiwelchem",
        "beiwelcher",
        "furwelches",
        "furwelche",
        "inwelchem",
        "enque",
        "paraque",
        "pourquelle",
        "dansquelle",
        "perquale",
        "inquale",
        "emqual",
        "voorwelk",
        "bijwelk",
    ];
    const ENDS: [&str; 28] = [
        "doyouwork",
        "sindsietatig",
        "arbeitensie",
        "sindsiebeschaftigt",
        "arbeitestdu",
        "bistdutatig",
        "trabajas",
        "trabaja",
        "trabalha",
        "vocetrabalha",
        "travaillezvous",
        "lavori",
        "lavora",
        "werkje",
        "doyouworkfor",
        "doyouworkat",
        "doyouworkin",
        "areyoufrom",
        "areyouwith",
        "areyouat",
        "doyourepresent",
        "areyourepresenting",
        "areyouaffiliatedwith",
        "doyoubelongto",
        "doyoucomefrom",
        "doyoucurrentlyworkfor",
        "areyoucurrentlyworkingfor",
        "areyouworkingfor",
    ];
    let inner = STARTS.iter().find_map(|start| whole.strip_prefix(start))?;
    ENDS.iter()
        .find_map(|end| inner.strip_suffix(end))
        .filter(|inner| !inner.is_empty())
}

/// Whether a clause speaks of what is the reader's own.
pub(super) fn is_yours(words: &[String]) -> bool {
    words.iter().any(|word| is_listed(word, "your ihr ihre ihren dein deine deinen votre vos tu tus su sus seu sua tuo tua uw je jouw din ditt dit you"))
}

/// Whether words about e-mail are about something else than the address.
pub(super) fn is_beside_address(words: &[String]) -> bool {
    const BESIDE: &str = "type status opt optin in out consent label display count sent opened open clicked subject domain preference permission marketing \
        newsletter verified valid date time list template body bounce bounced unsubscribed confirmed received";
    words.iter().any(|word| is_listed(word, BESIDE))
}

/// Whether these words speak of somebody else: the buyer, a manager, "guest of".
pub(super) fn is_other_person(words: &[String]) -> bool {
    step(words.len());
    let pairs = [
        ("guest", "of"),
        ("order", "contact"),
        ("account", "contact"),
        ("account", "manager"),
        ("plus", "one"),
        ("next", "of"),
        ("invited", "by"),
        ("registered", "by"),
        ("added", "by"),
        ("checked", "by"),
        ("last", "modified"),
        ("sales", "contact"),
        ("booking", "contact"),
        ("contact", "owner"),
        ("line", "manager"),
        ("on", "behalf"),
        ("group", "leader"),
        ("ticket", "buyer"),
        ("second", "guest"),
        ("additional", "guest"),
        ("order", "email"),
        ("order", "name"),
        ("order", "first"),
        ("order", "last"),
        ("alternate", "contact"),
        ("alternative", "contact"),
        ("other", "person"),
        ("submitted", "by"),
        ("imported", "by"),
        ("your", "manager"),
    ];
    words.iter().any(|word| hold(List::Others, word))
        || words.windows(2).any(|pair| {
            let [one, two] = pair else { return false };
            pairs.iter().any(|(first, second)| one == first && two == second)
        })
}
