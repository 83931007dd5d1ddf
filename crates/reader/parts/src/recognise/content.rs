//! What the cells of a column look like.

use super::question::{is_listed, is_one_of};
use super::steps::step;

/// So many rows are looked at.
pub(crate) const SAMPLED_ROWS: usize = 100;
const SHOWN: usize = 3;
const SHOWN_CHARS: usize = 80;
const LONGEST_SALUTATION: usize = 60;

/// What the sampled cells of one column look like, as counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Content {
    /// Cells that hold something.
    pub(crate) filled: u32,
    pub(crate) emails: u32,
    /// Profiles on linkedin.com.
    pub(crate) profiles: u32,
    /// Numbers, dates, telephone numbers.
    pub(crate) numbers: u32,
    pub(crate) yes_no: u32,
    pub(crate) salutations: u32,
    /// Parts that people have in an event or a group, not in a company.
    pub(crate) roles: u32,
    pub(crate) urls: u32,
    /// Short text with letters and without digits.
    pub(crate) names: u32,
    /// Names that end as those of companies do.
    pub(crate) companies: u32,
    /// Short text with a word that job titles have.
    pub(crate) jobs: u32,
    /// The first different ones, shortened.
    pub(crate) shown: Vec<String>,
}

impl Content {
    /// Takes in one cell.
    pub(crate) fn see(&mut self, cell: &str) {
        step(1 + cell.len());
        let cell = cell.trim();
        if cell.is_empty() || is_nothing(cell) {
            return;
        }
        self.filled += 1;
        if self.shown.len() < SHOWN {
            let shown: String = cell.chars().take(SHOWN_CHARS).collect();
            if !self.shown.contains(&shown) {
                self.shown.push(shown);
            }
        }
        let head: String = cell.chars().take(200).collect();
        let lower = head.to_lowercase();
        let is_url =
            lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www.");
        self.profiles += u32::from(is_profile(&lower));
        self.urls += u32::from(is_url);
        self.emails += u32::from(is_email(&lower));
        self.yes_no += u32::from(is_yes_no(&lower));
        self.salutations += u32::from(lower.len() <= LONGEST_SALUTATION && is_salutation(&lower));
        self.roles += u32::from(is_event_role(&lower));
        let letters = head.chars().filter(|c| c.is_alphabetic()).count();
        let digits = head.chars().filter(char::is_ascii_digit).count();
        let begins_with_digit = head.starts_with(|c: char| c.is_ascii_digit());
        let is_number =
            digits > 0 && (letters == 0 || (begins_with_digit && digits >= 6 && digits >= letters));
        self.numbers += u32::from(is_number);
        let is_name = letters > 0
            && digits * 4 <= letters
            && cell.chars().count() <= 80
            && !is_url
            && !head.contains('@')
            && !is_yes_no(&lower);
        self.names += u32::from(is_name);
        if is_name {
            self.companies += u32::from(is_company(&lower));
            self.jobs += u32::from(is_job(&lower));
        }
    }

    /// Whether at least `percent` of the cells that hold something are among `count`.
    pub(crate) fn mostly(&self, count: u32, percent: u32) -> bool {
        self.filled > 0 && count * 100 >= self.filled * percent
    }
}

fn is_nothing(cell: &str) -> bool {
    ["-", "--", "n/a", "na", "none", "null", "#n/a", "—", "–"]
        .iter()
        .any(|mark| cell.eq_ignore_ascii_case(mark))
}

/// The address of `Ada Lovelace <ada@example.com>` and `mailto:ada@example.com`.
pub(crate) fn bare_address(text: &str) -> &str {
    let text = text.trim_end_matches([';', ',', ' ']);
    let inner = text
        .split_once('<')
        .and_then(|(_, rest)| rest.strip_suffix('>'))
        .unwrap_or(text);
    inner.strip_prefix("mailto:").unwrap_or(inner).trim()
}

fn is_email(lower: &str) -> bool {
    let lower = bare_address(lower);
    lower.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && domain.contains('.')
            && !domain.contains('@')
            && !lower.contains(char::is_whitespace)
            && !lower.contains(['/', ',', ';'])
    })
}

fn is_profile(lower: &str) -> bool {
    let at_in = |text: &str| text.contains("linkedin.com/in/") || text.contains("linkedin.com/pub/");
    at_in(lower) || lower.starts_with("/in/")
}

/// Whether a short text is one of those between bars. Cells are many, and most are longer than any of them.
fn is_among(text: &str, list: &str) -> bool {
    const LONGEST: usize = 16;
    text.len() <= LONGEST && is_one_of(text.as_bytes(), None, list, b'|')
}

fn is_yes_no(lower: &str) -> bool {
    const ANSWERS: &str = "|yes|no|y|n|true|false|ja|nein|nej|nei|nee|oui|non|si|sí|não|nao|sim|tak|nie|ano|ne|kyllä|ei|はい|いいえ|是|否|예|아니요|아니오|네|maybe|x|✓|✔|☑|checked|unchecked|vrai|faux|wahr|falsch|verdadero|falso|";
    let end = lower.trim_end_matches(['.', '!']);
    let word = end.split([',', ' ', ';']).next().unwrap_or(end);
    let is_answer = |text: &str| is_among(text, ANSWERS);
    is_answer(end) || (lower.contains(',') && is_answer(word))
}

/// Whether a name ends as those of companies do. Worth a suggestion, and no more.
fn is_company(lower: &str) -> bool {
    let last = lower
        .trim_end_matches('.')
        .rsplit([' ', ','])
        .next()
        .unwrap_or_default();
    let form: String = last.chars().filter(|c| *c != '.').collect();
    let is_alone = last.len() == lower.trim_end_matches('.').len();
    !is_alone
        && is_listed(
            &form,
            "ltd limited llc llp plc inc corp co company gmbh ag kg ohg ug sa sas sarl srl spa sl bv nv ab as oy oyj aps sro dac pty kk \
             group university",
        )
}

/// Whether a text has a word that job titles have. Worth a suggestion, and no more.
fn is_job(lower: &str) -> bool {
    lower.split([' ', '-', '/', ',']).any(|word| {
        is_listed(
            word,
            "manager director engineer head lead officer analyst developer designer consultant specialist president vp ceo cto cfo founder \
             owner assistant coordinator partner professor researcher adviser advisor architect leiter leiterin directeur directrice \
             responsable gerente directora ingeniero ingeniera responsabile direttore",
        )
    })
}

fn is_event_role(lower: &str) -> bool {
    [
        "member",
        "organizer",
        "co-organizer",
        "assistant organizer",
        "event organizer",
        "attendee",
        "participant",
        "guest",
        "speaker",
        "host",
        "sponsor",
        "exhibitor",
        "visitor",
    ]
    .contains(&lower)
}

fn is_salutation(lower: &str) -> bool {
    const FORMS: &str = "|dr|mr|mrs|ms|miss|mx|prof|professor|sir|dame|lord|lady|rev|reverend|hon|herr|frau|hr|fr|dipl-ing|dipling|ing|mag|phd|md|mba|msc|bsc|ma|ba|m|mme|mlle|monsieur|madame|sr|sra|srta|don|doña|dott|dottssa|dottoressa|sig|sigra|dhr|mevr|mw|drs|ir|pan|pani|mgr|inż|dipl|med|habil|rer|nat|pol|oec|jur|phil|hc|jr|doctor|doktor|先生|様|さん|女士|小姐|씨|님|fru|fröken|hra|rva|divers|eng|dra|prof-dr|engr|captain|capt|ing-dr|bc|rndr|mudr|judr|phdr|h|";
    let mut any = false;
    for part in lower.split(|c: char| c.is_whitespace() || c == '.' || c == '/' || c == ',') {
        if part.is_empty() {
            continue;
        }
        let part: String = part.chars().filter(|c| !matches!(c, '(' | ')')).collect();
        if !is_among(&part, FORMS) {
            return false;
        }
        any = true;
    }
    any
}
