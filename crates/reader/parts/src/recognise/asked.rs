//! Plain questions for the attendee's own field in the words of a conversation: "Where are you working these days?".
//!
//! What only fills a question is left out before it is looked up; the cells have to agree with what it asks for.

use super::question::{List, hold, is_listed};
use crate::options::Field;

const QUESTIONS: &[(Field, &str)] = &[
    (
        Field::Company,
        "whereareyouworking|wheredoyouwork|whereyouwork|whereareyoubasedforwork|whereareyouemployed|whodoyouworkfor|whoareyouworkingfor|whoareyouwith|whoareyoufor|whoemploysyou|\
         whoisyouremployer|whatsyourcompany|whatcompany|whichcompany|whatcompanyareyoufrom|whichorganisation|whichorganization|whatorganization|whatsyourorganisation|\
         woarbeitestdu|woarbeitensie|wobistdutatig|wosindsietatig|furwenarbeitestdu|furwenarbeitensie|wobistdubeschaftigt|wosindsiebeschaftigt|beiwemarbeitestdu|beiwemarbeitensie|\
         outravaillezvous|outravaillestu|vostravaillezou|pourquitravaillezvous|pourquitravaillestu|chezquitravaillezvous|quelleestvotreentreprise|dondetrabajas|dondetrabaja|endondetrabajas|paraquientrabajas|paraquientrabaja|\
         dovelavori|dovelavora|perchilavori|ondetrabalha|ondevocetrabalha|ondetrabalhas|paraquemtrabalha|waarwerkje|waarwerktu|waarbenjewerkzaam|voorwiewerkje|vararbetardu|varjobbardu|vemjobbardufor|hvorarbejderdu|\
         hvorjobberdu|hvorarbeiderdu|missatyoskentelet|missaolettoissa|kenellatyoskentelet|gdziepracujesz|gdziepracujeszobecnie|gdziepanpanipracuje|kdepracujete|kdepracujes|holdolgozol|holdolgozik|undelucrezi|undelucrati|\
         neredecalisiyorsunuz|neredecalisiyorsun|hangisirkettecalisiyorsunuz|お勤め先は|勤務先はどちらですか|どちらにお勤めですか|您在哪里工作|你在哪里工作|您在哪家公司工作|어디에서일하시나요|어디에서일하세요|어느회사에다니시나요",
    ),
    (
        Field::Title,
        "whatdoyoudo|whatyoudo|whatdoyoudoforaliving|whatdoyoudoforliving|whatdoyoudoliving|whatdoyoudowork|whatdoyoudoatwork|whatsyourrole|whatisyourrole|yourrole|whatsyourjob|whatsyourjobtitle|whatisyourjob|whatroledoyouhave|whatisyourposition|whatsyourposition|\
         wasmachstdu|wasmachensie|wasmachstduberuflich|wasmachensieberuflich|wasistihrefunktion|wasistdeinefunktion|wasistdeinerolle|wasistihrerolle|welcherolle|welchefunktionhabensie|wasarbeitestdu|wasarbeitensie|\
         quefaitesvous|quefaitesvousdanslavie|quefaistu|quefaitesvouscommemetier|quelestvotremetier|quelestvotreposte|quelestvotrerole|quelleestvotrefonction|aquetededicas|aquesededica|quehaces|cualestucargo|cualessucargo|cualestupuesto|cualestufuncion|enquetrabajas|\
         chelavorofai|cosafai|cosafainellavita|dicosatioccupi|dichetioccupi|dichesioccupa|qualeiltuoruolo|oquefaz|oquevocefaz|comquetrabalha|qualeoseucargo|qualoseucargo|watdoeje|watdoetu|watdoejevoorwerk|watisjefunctie|watisuwfunctie|watisjerol|\
         vadjobbardumed|vadgordu|vadarbetardumed|vadardinroll|hvadlaverdu|hvadarbejderdumed|hvaderdinstilling|hvaderdinrolle|hvajobberdumed|hvagjordu|hvaerdinstilling|hvaerdinrolle|mitateet|mitateettyoksesi|mikaonroolisi|mikaontehtavasi|\
         czymsiezajmujesz|czymsiezajmuje|czymsiepanpanizajmuje|jakiejesttwojestanowisko|cemusevenujete|codelate|cimsezabyvate|jakajevasepozice|mivelfoglalkozol|mivelfoglalkozik|miabeosztasa|cuceteocupi|cuceteocupati|cuceseocupa|cefaci|neisyapiyorsunuz|neisyapiyorsun|gorevinizne|\
         お仕事は何ですか|ご職業は|役職は|您的职位是什么|您做什么工作|您从事什么工作|무슨일을하시나요|어떤일을하시나요|직책이무엇인가요",
    ),
    (
        Field::Name,
        "whoareyou|whatsyourname|whatisyourname|whatsyourfullname|yourname|howareyoucalled|wieheisstdu|wieheissensie|wieistdeinname|wieistihrname|werbistdu|wersindsie|commentvousappelezvous|commenttappellestu|quelestvotrenom|quietesvous|\
         comotellamas|comosellama|cualestunombre|cualessunombre|quieneres|cometichiami|comesichiama|qualeiltuonome|chisei|comosechama|comotechamas|qualeoseunome|qualoseunome|hoeheetje|hoeheetu|watisjenaam|watisuwnaam|wiebenje|\
         vadheterdu|hurheterdu|vemardu|hvadhedderdu|hvemerdu|hvaheterdu|hvahetterdu|mikaonnimesi|kukaolet|jaksienazywasz|jaksiepanpaninazywa|kimjestes|jaksejmenujete|jaksejmenujes|kdojste|hogyhivnak|hogyhivjak|mianeve|cumtenumesti|cumvanumiti|adinizne|adinnedir|adiniznedir|\
         お名前は|お名前は何ですか|您的姓名是什么|您叫什么名字|你叫什么名字|이름이무엇인가요|성함이어떻게되시나요",
    ),
    (
        Field::Email,
        "whatsyouremail|whatisyouremail|whereshouldwesendyourticket|wherecanwereachyou|whereshouldweemailyou|wohindurfenwirihrticketsenden|whatemailshouldweuse|bestemail|yourbestemail",
    ),
    (
        Field::LinkedinUrl,
        "wherecanwefindyouonlinkedin|wherecanpeoplefindyouonlinkedin|areyouonlinkedin",
    ),
];

/// Questions for a name that people like to be called by: no name to be known by.
const CALLED: &str = "whatshouldwecallyou|whatcanwecallyou|whatmaywecallyou|whatdopeoplecallyou|whatdoyouliketobecalled|whatdoyouliketobecalled|howshouldwecallyou|howshouldweaddressyou|howdoyouliketobecalled|wiesollenwirsienennen|wiesollenwirdichnennen|wiedurfenwirdichnennen|\
    commentdevonsnousvousappeler|commentsouhaitezvousetreappele|comotegustaquetellamen|comoquieresquetellamemos|comepossiamochiamarti|comepreferischiamarti|comogostariadeserchamado|comopodemoschamarte|hoemogenwejenoemen|hoemogenweunoemen|vadskavikalladig|vadvilldublikallad|hvadskalvikaldedig|\
    hvaskalvikalledeg|miksisinuakutsutaan|jakmamysiedociebiezwracac|jakvasmameoslovovat|hogyanszolithatunk|cumsatespunem|sizenasilhitapedelim|nickname|preferredname|knownas|spitzname|rufname|surnom|apodo|soprannome|apelidocarinhoso|roepnaam|kallenavn|smeknamn|lempinimi|przezwisko|prezdivka|becenev|porecla|takmaad|ニックネーム|昵称|暱稱|별명|닉네임";

/// What a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// A field, where the cells agree.
    Field(Field),
    /// What to call the attendee: a suggestion of a name, and no more.
    Nickname,
}

/// What these words ask for.
pub(super) fn asked(words: &[String]) -> Option<Asked> {
    if words.len() > 14 || words.len() < 2 && words.iter().all(|word| word.len() < 6) {
        return None;
    }
    let is_in = |list: &str, text: &str| list.split('|').any(|known| known.trim() == text);
    let whole = words.concat();
    let kept: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| !hold(List::Fillers, word))
        .collect();
    let kept = kept.concat();
    for text in [whole.as_str(), kept.as_str()] {
        if is_in(CALLED, text) {
            return Some(Asked::Nickname);
        }
        if let Some((field, _)) = QUESTIONS.iter().find(|(_, list)| is_in(list, text)) {
            return Some(Asked::Field(*field));
        }
    }
    employer(words).then_some(Asked::Field(Field::Company))
}

/// "Which company or school are you with?", "¿Con qué empresa vienes?": an employer, asked of the reader.
fn employer(words: &[String]) -> bool {
    let any = |list: &str| words.iter().any(|word| is_listed(word, list));
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return false;
    };
    let begins = is_listed(
        first,
        "which what and from for with at welche welcher welches bei von fur in de con en para quelle da di per qual quale com em van voor bij vilket vilken fran hvilken hvilket fra for",
    );
    let thing = any(
        "company organisation organization firm employer school university institution business agency startup studio team firma unternehmen organisation hochschule verein \
        entreprise organisation structure societe empresa organizacion institucion entidad azienda organizzazione organizacao instituicao bedrijf organisatie foretag virksomhed bedrift selskab selskap",
    );
    let you = any(
        "you sie du ihr vous tu usted ustedes eres vienes viene trabajas trabaja vieni viene lavori voce vem trabalha je u",
    );
    let ends = is_listed(
        last,
        "with from for at represent representing work working employed belong affiliated kommst kommen arbeitest arbeiten vertrittst vertreten tatig vous representezvous travaillezvous venezvous vienes viene trabajas trabaja representas \
        representa lavori vieni rappresenti trabalha vem representa werk werkt vertegenwoordig jobbar kommer representerar kommer arbejder repraesenterer jobber representerer",
    );
    // "Which company would you most like to meet?" asks for another one.
    let wishes = any(
        "like meet visit want see hear invite recommend hiring most would competitor admire mochten treffen souhaitez rencontrer gustaria conocer vorresti incontrare gostaria conhecer wil ontmoeten",
    );
    begins && thing && you && ends && !wishes
}

/// Questions after another one, whose answer is of somebody else: "Who?", "If yes, who?".
pub(super) fn is_follow_up(words: &[String], asks: bool) -> bool {
    const WHO: &str = "who whom wer wen qui quien chi quem wie vem hvem kuka kto kdo ki cine kim";
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return false;
    };
    let is_condition = is_listed(
        first,
        "if wenn falls si se als om hvis jos jesli jezeli pokud ha daca",
    ) && words.len() <= 6;
    let ends = is_listed(last, WHO) || is_listed(last, "name names");
    let with = |word: &String| is_listed(word, "with mit avec con com met med kanssa z s kivel cu ile");
    (asks && words.len() == 1 && is_listed(first, WHO))
        || (is_condition && (ends || words.iter().any(|word| is_listed(word, WHO))))
        || (words.len() <= 3 && words.iter().any(with) && words.iter().any(|word| is_listed(word, WHO)))
        || matches!(
            words.concat().as_str(),
            "誰ですか"
                | "誰"
                | "谁"
                | "누구"
                | "누구인가요"
                | "kenenkanssa"
                | "kivel"
                | "kiminle"
                | "skym"
                | "zkim"
        )
}
