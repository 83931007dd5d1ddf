//! Questions, and columns about somebody else.

use super::table::Table;

/// Lists of words, looked up at once.
#[derive(Debug)]
pub(crate) struct Lists(Table<u8>);

/// One list of [`Lists`].
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
}

impl Lists {
    pub(crate) fn new() -> Self {
        let lists = [
            (List::Asking, ASKING),
            (List::Polite, POLITE),
            (List::Others, OTHERS),
            (List::Own, OWN),
            (List::Perhaps, PERHAPS),
            (List::Harmless, HARMLESS),
            (List::Websites, WEBSITES),
            (List::Numbers, NUMBERS),
        ];
        let mut words = Table::with_room_for(1_024);
        for (list, text) in lists {
            for word in text.split_ascii_whitespace() {
                words.put(word, list as u8, |one, other| one | other);
            }
        }
        Self(words)
    }

    fn holds_exactly(&self, list: List, word: &str) -> bool {
        self.0.get(word).is_some_and(|lists| lists & list as u8 != 0)
    }

    /// Whether a word, or the word without a plural s, is in a list.
    pub(crate) fn hold(&self, list: List, word: &str) -> bool {
        self.holds_exactly(list, word)
            || word
                .strip_suffix('s')
                .is_some_and(|singular| self.holds_exactly(list, singular))
    }
}

/// Sites of any kind: a profile on LinkedIn may stand there, or any other address.
const WEBSITES: &str = "website web homepage page blog site webseite webpage portfolio twitter facebook instagram photo picture image";

/// Words for a number or a code, also shortened.
const NUMBERS: &str = "id ids number no nr num code cod codice numero nummer n key ref reference referencia kod numer cislo nro codigo identifier kennung";

/// What a person has a number of; never an order or a booking.
const NUMBERED: &str = "emp personnel matriculation matrikel matricula matricule registration reg registro anmelde anmeldung anmeldungs teilnahme \
    mitgl mitglieds inscription inscripcion inscrizione iscrizione inscricao zgloszenia rejestracji prihlasky registrace \
    aanmelding aanmeld inschrijf inschrijving tilmelding anmalan pamelding ilmoittautumis expediente badge ticket billet \
    biglietto entrada ingresso biljett billett lippu vstupenky biletu pass membership tn teiln";

/// Whether a header is a number that each person has: "Emp #", "Anmelde-Nr.".
pub(super) fn is_personal_number(words: &[String], lists: &Lists) -> bool {
    let number = |word: &String| lists.holds_exactly(List::Numbers, word);
    let filler = |word: &String| is_listed(word, "de del di do da d of the della dell der des du le la");
    let mut rest = words.iter().filter(|word| !number(word) && !filler(word));
    let (one, more) = (rest.next(), rest.next());
    words.iter().filter(|word| number(word)).count() == 1
        && more.is_none()
        && one.is_some_and(|word| lists.holds_exactly(List::Own, word) || is_listed(word, NUMBERED))
}

/// Words that begin a question or a request in the languages that forms are written in.
const ASKING: &str = "what which who whom whose how why when where do does did are is am was were have has had can could \
    would will shall should may please if by i we was wie wer wo wann warum welche welcher welches wem wen haben hast sind \
    bist mochten mochtest durfen wollen konnen kommen bitte quel quelle comment pourquoi quand etes avez souhaitez voulez \
    est que cual como quien donde cuando tiene tienes desea deseas quale chi dove quando perche hai vuoi sei qual voce tem \
    deseja gostaria hoe wat wie welk heeft heb wilt bent vad hur vilken vilket har ar vil hvad hvordan hvilken hvilket hva \
    er mikä mitä miten oletko haluatko czy jaki jaka jakie jak mate mas chcete jste";

/// Words of a request that leave what is asked for: "Please enter your job title".
const POLITE: &str = "first great and hi hello hey now finally ok okay so also thanks lastly next then whos \
    please paste enter provide share give us tell type write fill add what whats is are your you the a an in of \
    my full official current complete here below attendee own bitte geben sie ihre ihr ihren deine dein deinen an wie was \
    lautet ist quel quelle est votre vos indiquez saisissez que cual es su tu sus tus indique ingrese introduzca escriba qual e \
    seu sua o a la le il el los las informe digite inserisci tuo tua insert wat uw je jouw vul vad ditt din hvad hva dit er \
    ar podaj swoj swoje";

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
pub(super) fn is_question(words: &[String], asks: bool, lists: &Lists) -> bool {
    asks || words.len() > 7
        || words
            .first()
            .is_some_and(|first| lists.holds_exactly(List::Asking, first))
}

/// Whether a word, or the word without a plural s, is in a short list.
pub(super) fn is_listed(word: &str, list: &str) -> bool {
    let is_exactly = |word: &str| list.split_ascii_whitespace().any(|known| known == word);
    is_exactly(word) || word.strip_suffix('s').is_some_and(is_exactly)
}

/// The header that a plain question stands for: `job title` for "What is your job title?".
pub(super) fn asked_for(words: &[String], lists: &Lists) -> Option<String> {
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
        .skip_while(|word| lists.holds_exactly(List::Polite, word))
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

/// People beside the attendee. "Guest of" and the like are told by [`is_other_person`].
const OTHERS: &str = "buyer purchaser purchased payer payor billing bill bought invoice invoicing owner manager supervisor boss superior \
    emergency spouse companion plus plusone sponsor referrer referral referred referring inviter invited assistant secretary pa \
    host organizer organiser rep representative salesperson seller agent cc bcc booker booked creator created modified updated \
    parent guardian mother father child kin referee accountant approver approved submitter recruiter contractor \
    coordinator accompanying colleague friend supervisor vendor advisor interviewer mentor tutor tuteur accountmanager mgr editor author assigned \
    kaufer besteller rechnung rechnungsempfanger rechnungsadresse begleitung begleitperson vorgesetzter vorgesetzte notfall \
    notfallkontakt assistenz eingeladen empfohlen zahler auftraggeber bestellende einkaufer \
    acheteur acheteuse payeur facturation facture accompagnant accompagnateur responsable urgence parrain commande conjoint \
    comprador compradora pagador facturacion acompanante jefe emergencia acquirente pagante fatturazione accompagnatore \
    emergenza responsabile comprador acompanhante faturamento gerente emergencia \
    koper besteller betaler facturatie begeleider leidinggevende noodcontact introducee introduce \
    kopare bestallare betalare faktura kober betaler fakturering ledsager chef naeste ostaja maksaja laskutus esimies \
    kupujacy platnik osoba towarzyszaca przelozony kupujici platce nadrizeny vedouci doprovod objednatel objednavajici \
    申込者 購入者 購買者 注文者 請求先 同伴者 上司 緊急連絡先 买家 购买人 购票人 付款人 紧急联系人 陪同人 구매자 결제자 주문자 동반자 비상연락처 상사";

/// Whether these words speak of somebody else: the buyer, a manager, "guest of".
pub(super) fn is_other_person(words: &[String], lists: &Lists) -> bool {
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
    words.iter().any(|word| lists.hold(List::Others, word))
        || words.windows(2).any(|pair| {
            let [one, two] = pair else { return false };
            pairs.iter().any(|(first, second)| one == first && two == second)
        })
}

/// Words before a field that say it is the attendee's own. Guests and contacts may be somebody else where the file has a
/// plain column as well.
const OWN: &str = "attendee participant registrant delegate member invitee visitor user lead person ticketholder holder \
    subscriber respondent teilnehmer teilnehmerin participante partecipante asistente deelnemer deltagare deltager deltaker \
    uczestnik uczestnika ucastnik ucastnika osallistujan bezoeker besucher inscrito profile adherent speaker employee student volunteer exhibitor candidate applicant alumni alumnus nominee \
    mitarbeiter mitarbeiterin referent referentin mitglied intervenant intervenante ponente relatore palestrante empleado \
    dipendente medewerker spreker talare anstalld estudiante studente socio membre membro lid medlem student studierende adherente teilnehmername registree titulaire";
const PERHAPS: &str = "guest contact gast gaste invitado convidado invite kontakt contacto gast2 client";
/// Words in brackets, or behind a field, that change nothing.
const HARMLESS: &str = "required optional mandatory as on your the a an badge id passport if applicable for of in english please print \
    business work professional public full url link address profile example e g ex eg only and format with https http www com \
    pflichtfeld pflicht freiwillig erforderlich wie auf dem obligatoire facultatif opcional obligatorio obligatoria facultativo \
    obbligatorio facoltativo verplicht optioneel obligatorisk valfritt valfri frivilligt paakrevd pakrevd pakollinen \
    valinnainen wymagane opcjonalnie opcjonalne povinne nepovinne 必須 任意 必填 选填 必填项 필수 선택 at company organization \
    will appear be displayed shown used text this name attendee participant will preferred current primary main personal private \
    first last given family roman alphabet romaji latin letters company2 official legal ligne mit zum zur original kanji 漢字 全角 半角 \
    英語 english2 ローマ字 geschaftlich privat professionnel trabajo";
