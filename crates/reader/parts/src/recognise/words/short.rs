//! Headers as they are shortened in all languages, and loose words that count only where the cells agree
//! (from rank [`super::WEAK`] on).

use super::{Entry, Meaning};
use crate::options::Field;

const ID: Meaning = Meaning::Field(Field::AttendeeId);
const NAME: Meaning = Meaning::Field(Field::Name);
const FIRST: Meaning = Meaning::Field(Field::FirstName);
const LAST: Meaning = Meaning::Field(Field::LastName);
const EMAIL: Meaning = Meaning::Field(Field::Email);
const LINKEDIN: Meaning = Meaning::Field(Field::LinkedinUrl);
const TITLE: Meaning = Meaning::Field(Field::Title);
const COMPANY: Meaning = Meaning::Field(Field::Company);

pub(super) const WORDS: &[Entry] = &[
    (
        ID,
        9,
        "Lidnummer|Lidnr|Mitgliedsnummer|Mitgliedsnr|Medarbejdernummer|Medarbejdernr|Medarb.nr.|Ansattnummer|Ansattnr|Anställningsnummer|Medlemsnr|Jäsennro|Jäsentunnus|Personalnummer|Personalnr|Pers.-Nr.|Číslo člena|Č. člena|Nr członka|Nr legitymacji|Nº de socio|Nº socio|N. socio|N° adh.|Nº sócio|Tagsági szám|Üye No|사번|회원번호|직원번호",
    ),
    (
        ID,
        5,
        "Lippunro|Lipun nro|Lippunumero|Tkt no|Tkt #|Tkt nr|Ticketnr|Ticketnummer|Biljettnr|Billetnr|Billettnr|Kartennummer|Kartennr|Č. vstupenky|Nr bil.|Nº entrada|Nº bilhete|N. biglietto|N° bill.|Jegyszám|Bilet No|Număr bilet|티켓번호|입장번호|参加証番号|入場番号|票券号",
    ),
    (
        ID,
        3,
        "Deelnemersnummer|Deelnemernr|Deelnr|Teilnehmernr|Teilnehmernummer|Tn-Nr.|TN-Nr|Deltagarnr|Deltagernr|Deltakernr|Osallistujanro|Osallistujan nro|Č. účastníka|Nr uczestn.|Nº participante|Nº asistente|N. partecipante|N° particip.|Att. no.|Att. ID|Participant no.|접수번호|참가번호|등록번호",
    ),
    (
        NAME,
        5,
        "Vor- u. Nachname|Vor- und Nachname|Vor-/Nachname|Vor- & Nachname|Name u. Vorname|Name und Vorname|Name, Vorname|Vorname Name|Nachname Vorname|Nachname, Vorname|Fam.- und Vorname|Zu- und Vorname|Nom/Prénom|Nom, prénom|Prénom/Nom|Nom & prénoms|Ap. y nombre|Apellidos/Nombre|Nombre/Apellidos|Apellido y nombre|Apellido, nombre|Nome/Sobrenome|Nome/Apelido|Nome e apel.|Cognome/Nome|Cognome, nome|Naam en voornaam|Voor- en achternaam|Voor- & achternaam|Voornaam en achternaam|Achternaam, voornaam|Voornaam + achternaam|Volledige naam|För-/efternamn|Efternamn, förnamn|Namn (för- och efternamn)|For-/efternavn|Efternavn, fornavn|For-/etternavn|Etternavn, fornavn|Suku- ja etunimi|Sukunimi, etunimi|Nimi (etu- ja suku)|Etu-/sukunimi|Nazwisko, imię|Imię/nazwisko|Imię, nazwisko|Jméno/příjmení|Příjmení, jméno|Jméno, příjmení|Titul, jméno, příjmení|Titul, jméno a příjmení|Vezeték- és keresztnév|Családi és utónév|Nume/prenume|Nume, prenume|Nume prenume|Numele și prenumele|Nume si prenume|Ad/Soyad|Adı/Soyadı|İsim-Soyisim|Ad-Soyad|Full nm|F. & L. name|First/last name|First + last name|First & last|First and last|First last|Last, first|Last/first name|Surname, first name|Surname/first name|Surname, name|姓名（中文）|姓名(漢字)|참가자 성명|성명(한글)|성명(국문)|한글 성명|한글 이름|氏名（漢字）|氏名(カナ以外)",
    ),
    (
        FIRST,
        5,
        "1st name|Fore name|First nm|F. name|F-name|Prenom usuel|Prénom d'usage|Nombre(s)|Nombres|Nombre de pila|Primer nombre|Primeiro nome|Nome próprio|Nome di battesimo|Nome proprio|Roepnaam|Voornamen|Fornavne|Etunimet|Keresztn.|Kezdő név|Prenumele|Öz ad|First name/s|Given name/s|Vorname/n|Vornamen",
    ),
    (
        LAST,
        5,
        "2nd name|Last nm|L. name|L-name|Sur name|Fam. name|Family nm|Nom de famille|Nom patronymique|Nom d'usage|Nom usuel|Primer apellido|Apellidos|Apellido(s)|Último nome|Sobrenome|Apelido|Nome de família|Cognome|Familienname|Zuname|Nachname(n)|Familienaam|Fam.naam|Achternamen|Familjenamn|Tussenvoegsel + achternaam|Sukunimet|Vezetékn.|Családi név|Numele de familie|Soyadınız|Surname/s",
    ),
    // A name at birth stands beside the one that is used.
    (
        LAST,
        9,
        "Nom de naissance|Nom de jeune fille|Nazwisko rodowe|Geburtsname|Rodné příjmení",
    ),
    (
        EMAIL,
        5,
        "S-posti|Sposti|S-postiosoite|Säpo|Sähköp.|E-m|E-m.|E-mail adr.|Mail-Adr.|Mailadr.|E-Mail-Adr.|E-post adr.|Epostadr.|Correo elec.|Correo elect.|Correo electr.|Correo-e|Correo e.|C. electrónico|C.e.|Dir. correo|Dirección de correo|Dirección email|Correio eletr.|Correio elet.|Corr. eletr.|Endereço de e-mail|Ind. e-mail|Indirizzo e-mail|Indirizzo mail|Posta elettr.|Posta elettronica|Adr. e-mail|Adr. email|Adr. mail|Adresse mél|Mél|Mel|Mél.|Courriel|Adr. électr.|Adr. courriel|Mailadres|E-mailadr.|E-mailadres|Mejladr.|E-posti|El-post|El. pošta|E-pošta|Elektr. pošta|El. adresa|Drótposta|Villámposta|E-levél|Posta electronică|Posta|El. posta|E-ileti|전자메일|메일주소|이메일주소|E메일|メールアドレス(PC)|PCメール|メアド|邮件地址|电邮|電郵",
    ),
    (
        EMAIL,
        6,
        "E-Mail dienstlich|E-Mail geschäftlich|E-Mail beruflich|E-Mail (Firma)|E-Mail Arbeit|Dienstliche E-Mail|Dienstliche E-Mail-Adresse|Geschäftliche E-Mail|Berufliche E-Mail|E-mail professionnel|Mail professionnel|E-mail pro|Mail pro|Adresse e-mail professionnelle|Courriel professionnel|Email profesional|Correo profesional|Correo corporativo|Correo de empresa|Correo empresa|Correo del trabajo|Correo laboral|Correo institucional|E-mail corporativo|E-mail profissional|E-mail institucional|E-mail da empresa|E-mail istituzionale|Mail istituzionale|E-mail aziendale|Mail aziendale|E-mail lavoro|E-mail di lavoro|E-mail zakelijk|Zakelijk e-mailadres|Zakelijke e-mail|Werkmail|Werk e-mail|E-mail werk|Jobb-e-post|Jobbepost|Jobb-mejl|E-post (jobb)|Arbejdsmail|E-mail arbejde|E-mail (arbejde)|Firmamail|Firma-e-mail|Jobb-epost|Työ-sposti|Työmeili|Työsposti|E-mail firm.|E-mail pracowniczy|E-mail służb.|E-mail pracovní|E-mail prac.|E-mail do práce|Munkahelyi e-mail|Céges e-mail|E-mail serviciu|E-mail de serviciu|E-mail profesional|İş e-postası|Kurumsal e-posta|E-posta (iş)|Wk email|Wk e-mail|Work eml|Biz email|회사메일|회사이메일|业务邮箱|单位邮箱|社用メール|会社メール|社用メールアドレス|Email (work)|E-mail at work|Office e-mail|Corp. email",
    ),
    (
        EMAIL,
        27,
        "E-Mail privat|Private E-Mail|Private E-Mail-Adresse|Privatmail|E-Mail (privat)|E-mail personnel|Mail personnel|E-mail perso|Mail perso|Adresse e-mail personnelle|Courriel personnel|Correo personal|Email personal|E-mail pessoal|E-mail particular|E-mail personale|Mail personale|E-mail privé|Privé e-mail|Privé-mail|E-post privat|Privat e-post|Privat mejl|Privat e-mail|Privatmail|Privat epost|Oma sähköposti|Henkilökohtainen sähköposti|E-mail pryw.|E-mail osobní|E-mail soukromý|E-mail soukr.|Magán e-mail|Privát e-mail|E-mail personal|Kişisel e-posta|Şahsi e-posta|개인메일|개인 이메일|개인이메일|个人邮箱|私人邮箱|個人メール|個人メールアドレス|Pers. email|Priv. email|Home e-mail|Email (private)|Email (personal)",
    ),
    (
        LINKEDIN,
        6,
        "LinkedIn-Link|LinkedIn-URL|LinkedIn-Adresse|LinkedIn Profil-URL|Lien LinkedIn|Profil LinkedIn (URL)|Enlace LinkedIn|Perfil LinkedIn|Perfil de LinkedIn|Link LinkedIn|Link de LinkedIn|Link do LinkedIn|Profilo LinkedIn|LinkedIn-pagina|LinkedIn-adres|LinkedInprofiel|LinkedIn prof.|LinkedIn-os.|LinkedIn cím|LinkedIn adresi",
    ),
    (
        TITLE,
        6,
        "Funktionsbezeichnung|Berufsbezeichnung|Dienstbezeichnung|Stellenbezeichnung|Pos./Fkt.|Position/Funktion|Funktion/Position|Funktion im Unternehmen|Fonction occupée|Poste occupé|Intitulé du poste|Intitulé de poste|Fonct./Poste|Fonction/Poste|Poste/Fonction|Puesto de trabajo|Puesto/Cargo|Cargo/Puesto|Cargo que ocupa|Cargo actual|Cargo/Função|Função/Cargo|Cargo que ocupa|Ruolo aziendale|Ruolo/Qualifica|Qualifica professionale|Mansione|Incarico|Functietitel|Functieomschrijving|Functienaam|Functie/rol|Rol/functie|Arbetstitel|Befattning/titel|Stillingsbet.|Stillingsbetegn.|Tehtävä/titteli|Tehtäv.nim.|Stan. służb.|Stanow.|Funkcja w firmie|Prac. pozice|Pracovní poz.|Pozice ve firmě|Funkce/pozice|Munkaköri megnevezés|Beosztása|Funcția deținută|Post ocupat|Görev/Unvan|Görevi|Unvanı|Job ttl|Job pos.|Job desc.|Job func.|Job function|Func./Title|Pos./Title|Position/Title|소속직책|직위/직책|직책/직위|직급/직책|役職・肩書|部署・役職|所属・役職|职务/职称|职位/职务",
    ),
    (
        COMPANY,
        6,
        "Co. name|Comp. name|Company nm|Org. name|Org/Company|Company/Org|Co./Org.|Inst./Org.|Employer/Org|Fa.-Name|Fa./Org.|Firma/Org.|Firma/Verein|Firma/Behörde|Firma/Einrichtung|Unternehmen/Verein|Organisation/Verein|Nom de l'entreprise|Nom de la société|Nom de la structure|Entreprise/Organisme|Société/Organisme|Organisme|Établissement d'exercice|Razón social|Nombre de la empresa|Nombre empresa|Empresa/Institución|Empresa/Organización|Empresa/Entidad|Entidad/Empresa|Razão social|Nome da empresa|Empresa/Instituição|Instituição/Empresa|Órgão/Entidade|Ragione sociale|Nome azienda|Nome dell'azienda|Azienda/Ente|Ente/Azienda|Ente di appartenenza|Azienda/Istituto|Bedrijfsnm.|Org./bedrijf|Bedrijf/org.|Organisatie/bedrijf|Företag/org.|Org./företag|Virksomhed/org.|Org./virksomhed|Bedrift/org.|Yritys/org.|Yritys/yhteisö|Organisaatio/yhteisö|Firma/inst.|Instytucja/organizacja|Firma/uczelnia|Firma/instituce|Firma/škola|Organizace/firma|Cég/szervezet|Cég neve|Szervezet neve|Munkahely|Companie/Organizație|Numele companiei|Loc de muncă|Loc de munca|Instituția|Instituție|Şirket/Kurum|Kurum/Şirket|Çalıştığı kurum|Firma/Kurum|소속/회사|회사/소속|소속(회사)|직장명|会社・所属|ご所属先|貴社|工作單位|单位/公司|公司/组织",
    ),
    // Loose words and short ones that are not written out: the cells have to agree.
    (
        NAME,
        112,
        "Nm|Jm. a příjm.|Imię i nazw.|Im. i nazw.|Who is coming|Who is attending|Attending|Guest of honour|Guest of honor",
    ),
    (
        FIRST,
        110,
        "Fn|F.N.|Fst nm|Fname|Gn|Vn|V-Name|Vorn|Pn|Voorl|Etun|Im|Kn|Kernév|Ön",
    ),
    (
        LAST,
        110,
        "Ln|L.N.|Lname|Sn|Sname|Nn|N-Name|Nachn|Famn|Nom fam|Nom de fam|Achtern|Sukun|Nazw|Příjm|Vezn|Soyd",
    ),
    (
        TITLE,
        112,
        "Pos|Posn|Func|Function|Fkt|Fonct|Ttl|Desig|Post|Work|Job description|What I do|Line of work|Beruf|Tätigkeit|Tätig als|Métier|Activité|Profession exercée|Qualité|Oficio|Ocupación|Actividad|A qué se dedica|Profissão|Atuação|Ocupação|Atividade|Professione|Attività|Occupazione|Beroep|Werkzaam als|Sysselsättning|Arbete|Beskæftigelse|Arbejde som|Yrke|Arbeid|Ammatti|Toimi|Työ|Zajęcie|Czym się zajmuje|Zaměstnání|Foglalkozás|Munka|Ocupație|Meslek|Mesleği|仕事|職務内容|担当業務|工作|행정직|하는 일|업무|담당업무",
    ),
    (
        COMPANY,
        112,
        "Co|Org|Orga|Fa|Soc|Emp|Spol|Ent|Outlet|Media outlet|Brand|Publication|Fund|Family office|Fund / family office|Startup|Start-up|Project|Venture|Studio|Studio name|Practice|Clinic|Hospital|College|Faculty|Church|Congregation|Parish|Chapter|Club|Association|Charity|NGO|Ministry|Department/agency|Lab|Laboratory|Company or school|Represents|Representing|Affiliated with|House|Team name|Store|Shop|Business/brand|Newsroom|Venue|Kanzlei|Praxis|Klinik|Redaktion|Medium|Kammer|Amt|Gemeinde|Stiftung|Schule|Universität|Uni|Fachbereich|Marke|Laden|Geschäft|Structure|Organisme|Cabinet|Établissement|Hôpital|Laboratoire|Association|École|Université|Média|Marque|Collectivité|Mairie|Commerce|Enseigne|Entidad|Proyecto|Centro|Centro de trabajo|Colegio|Universidad|Hospital|Asociación|Marca|Medio|Negocio|Ayuntamiento|Compañía|Entidade|Órgão|Instituição|Projeto|Associação|Universidade|Escola|Câmara|Negócio|Ente|Ateneo|Istituto|Università|Scuola|Associazione|Testata|Studio|Comune|Ospedale|Progetto|Marchio|Vereniging|School|Universiteit|Ziekenhuis|Merk|Zaak|Praktijk|Gemeente|Stichting|Kantoor|Förening|Skola|Universitet|Kommun|Sjukhus|Butik|Förvaltning|Forening|Skole|Kommune|Hospital|Afdeling/virksomhed|Sykehus|Etat|Yhdistys|Koulu|Yliopisto|Kunta|Sairaala|Yhteisö|Taho|Stowarzyszenie|Szkoła|Uniwersytet|Urząd|Szpital|Fundacja|Redakcja|Spolek|Univerzita|Nemocnice|Úřad|Fakulta|Podnik|Egyesület|Iskola|Egyetem|Kórház|Intézmény|Munkahely|Asociație|Școală|Universitate|Spital|Primărie|Dernek|Okul|Üniversite|Hastane|Belediye|Marka|İşletme|学校|大学|大学名|学校名|店名|団体|社名|病院|病院名|学校/单位|院校|品牌|医院|项目|학교|학교명|대학|대학교|병원|브랜드|단체|협회",
    ),
];
