//! Whether cells look like a person's name, an employer or a job title: what has to agree where a header says little.

use super::question::is_listed;
use super::steps::step;
use crate::options::Field;

/// What the cells of a column look like, as counts.
#[derive(Debug, Default)]
pub(super) struct Looks {
    rows: u32,
    filled: u32,
    different: u32,
    /// Two to four words that begin with a capital, or two to four letters of Chinese, Japanese or Korean.
    people: u32,
    /// One or two words of letters.
    short: u32,
    /// Names of any kind, which begin with a capital or a digit.
    proper: u32,
    /// Text of a few words, with letters.
    texts: u32,
    /// Names that end as those of companies do.
    companies: u32,
    /// Texts with a word that job titles have.
    titles: u32,
    /// The words of all cells, up to twelve each.
    words: u32,
    /// The letters of all cells.
    letters: u32,
}

impl Looks {
    /// Looks at one column.
    pub(super) fn of(rows: &[Vec<&str>], column: usize) -> Self {
        let mut looks = Self::default();
        let mut seen: Vec<&str> = Vec::new();
        step(rows.len());
        for row in rows {
            looks.rows += 1;
            let cell = row.get(column).map_or("", |cell| cell.trim());
            if cell.is_empty() || matches!(cell, "-" | "–" | "—" | "n/a" | "N/A") {
                continue;
            }
            looks.filled += 1;
            seen.push(cell);
            looks.see(cell);
        }
        seen.sort_unstable();
        seen.dedup();
        looks.different = u32::try_from(seen.len()).unwrap_or(u32::MAX);
        looks
    }

    fn see(&mut self, cell: &str) {
        let words: Vec<&str> = cell.split_whitespace().take(12).collect();
        self.words += u32::try_from(words.len()).unwrap_or(0);
        let letters = cell.chars().take(200).filter(|c| c.is_alphabetic()).count();
        let digits = cell.chars().take(200).filter(char::is_ascii_digit).count();
        if letters == 0 || cell.contains(['@', '?', '!', '\n']) || cell.contains("//") {
            return;
        }
        self.letters += u32::try_from(letters).unwrap_or(0);
        let lower = cell.to_lowercase();
        let parts = || {
            lower
                .split(|c: char| !c.is_alphanumeric() && c != '&')
                .filter(|part| !part.is_empty())
        };
        let is_company = words.len() > 1 && parts().any(|part| is_listed(part, COMPANY));
        let is_title = parts().any(|part| is_listed(part, TITLE));
        self.companies += u32::from(is_company);
        self.titles += u32::from(is_title || TITLE_CJK.iter().any(|title| cell.contains(title)));
        self.texts += u32::from(words.len() <= 9 && digits * 3 <= letters);
        let is_capital =
            |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || is_cjk(c));
        self.proper += u32::from(
            words.len() <= 9
                && words
                    .first()
                    .is_some_and(|word| is_capital(word) || is_listed(word, "de la le los el the")),
        );
        let is_text = |c: char| {
            c.is_alphabetic()
                || c.is_whitespace()
                || matches!(c, '.' | '-' | '\'' | '’' | '・' | '·' | '\u{300}'..='\u{36F}')
        };
        if digits > 0 || !cell.chars().all(|c| is_text(c) || c == ',') {
            return;
        }
        let all_cjk = cell
            .chars()
            .all(|c| is_cjk(c) || c.is_whitespace() || c == '・' || c == '·');
        let is_short = if all_cjk {
            (1..=8).contains(&letters)
        } else {
            words.len() <= 3 && letters <= 30
        };
        self.short += u32::from(is_short && !is_company && !is_title);
        let particle = |word: &str| {
            is_listed(
                word,
                "de del della di da do dos du van von der den la le el al bin ibn y e zu zum ten ter af av",
            )
        };
        let is_person = if all_cjk {
            (2..=5).contains(&letters)
        } else {
            (2..=5).contains(&words.len())
                && words
                    .iter()
                    .all(|word| particle(&word.to_lowercase()) || word.starts_with(char::is_uppercase))
                && !is_company
                && !is_title
        };
        self.people += u32::from(is_person);
    }

    fn share(&self, count: u32, percent: u32) -> bool {
        self.filled > 0 && count * 100 >= self.filled * percent
    }

    /// Whether the cells agree with a header that says little: they look like the field, and like no other one.
    pub(super) fn agree(&self, field: Field) -> bool {
        let is_long = self.letters >= self.filled * 3;
        let is_various = self.different * 4 >= self.filled;
        if matches!(field, Field::Company | Field::Title) && self.is_prose() {
            return false;
        }
        match field {
            Field::Name => {
                self.share(self.people, 70) && self.different * 2 >= self.filled && self.is_full(60)
            }
            Field::FirstName | Field::LastName => {
                let is_cjk_name = self.letters <= self.filled * 4;
                self.share(self.short, 80)
                    && (self.letters >= self.filled * 2 || is_cjk_name)
                    && is_various
                    && self.is_full(60)
            }
            Field::Company => {
                self.share(self.texts, 60)
                    && self.share(self.proper, 70)
                    && (is_long || self.share(self.companies, 30))
                    && !self.share(self.titles, 50)
                    && (is_various || self.share(self.companies, 30))
                    && !(self.share(self.people, 90) && self.companies == 0 && self.filled > 2)
            }
            Field::Title => {
                self.share(self.texts, 70)
                    && (self.share(self.titles, 30)
                        || (is_long && self.letters >= self.filled * 5 && is_various))
                    && !self.share(self.companies, 30)
                    && (!self.share(self.people, 90) || self.share(self.titles, 10))
            }
            Field::AttendeeId | Field::Email | Field::LinkedinUrl => false,
        }
    }

    /// Whether this is surely a column of people: full, all different, and nothing else in it.
    pub(super) fn is_people(&self) -> bool {
        self.filled >= 2
            && self.is_full(90)
            && self.share(self.people, 80)
            && self.different * 10 >= self.filled * 8
            && self.companies * 10 <= self.filled
            && self.titles * 10 <= self.filled
    }

    /// Whether these are sentences, and neither titles nor employers.
    pub(super) fn is_prose(&self) -> bool {
        self.words > self.filled * 5 && !self.share(self.companies, 30) && !self.share(self.titles, 30)
    }

    fn is_full(&self, percent: u32) -> bool {
        self.filled * 100 >= self.rows * percent
    }
}

fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF)
}

const COMPANY: &str = "ltd limited llc llp plc inc corp corporation co company gmbh ag kg ohg ug ev se sa sas sarl srl spa sl slu bv nv vof ab as asa oy \
    oyj aps sro dac pty kk kft zrt bt nyrt ltda lda eirl sp zoo group gruppe groupe grupo gruppo university universitat universite universidad universita \
    universidade universiteit uniwersytet univerzita universitet yliopisto hochschule college institute institut instituto istituto school bank studio \
    studios labs lab partners capital ventures foundation stiftung fondation fundacion verein consulting solutions technologies systems software media \
    services holding holdings & klinik clinic hospital hopital klinikum industries logistics";
const TITLE: &str = "manager director engineer head lead officer analyst developer designer consultant specialist president vp ceo cto cfo coo cmo founder \
    cofounder owner assistant coordinator partner professor researcher adviser advisor architect editor journalist teacher nurse doctor intern student trainee \
    associate principal executive secretary administrator scientist producer buyer recruiter chair writer lawyer attorney leiter leiterin geschaftsfuhrer \
    geschäftsführer geschäftsführerin referent referentin berater beraterin ingenieur ingenieurin entwickler entwicklerin vorstand assistentin assistenz \
    sachbearbeiter sachbearbeiterin directeur directrice responsable chef cheffe chargé chargée ingénieur ingénieure fondateur fondatrice consultante \
    gerente directora ingeniero ingeniera jefe jefa coordinador coordinadora analista desarrollador consultor consultora diretor diretora engenheiro engenheira \
    coordenador coordenadora gestor gestora responsabile direttore direttrice ingegnere consulente titolare impiegato directeur adviseur medewerker \
    projectleider beleidsmedewerker chef ansvarig ingenjör projektledare konsult utvecklare leder direktør ingeniør rådgiver konsulent projektleder johtaja \
    päällikkö asiantuntija insinööri suunnittelija kehittäjä kierownik dyrektor inżynier specjalista prezes ředitel ředitelka manažer manažerka inženýr \
    vedoucí specialista igazgató vezető mérnök inginer manager direktor mühendis müdür uzman";
const TITLE_CJK: [&str; 26] = [
    "部長",
    "課長",
    "係長",
    "主任",
    "社長",
    "取締役",
    "代表",
    "担当",
    "経理",
    "经理",
    "总监",
    "主管",
    "工程师",
    "总裁",
    "董事",
    "專員",
    "팀장",
    "대표",
    "부장",
    "과장",
    "대리",
    "이사",
    "사원",
    "연구원",
    "책임",
    "매니저",
];
